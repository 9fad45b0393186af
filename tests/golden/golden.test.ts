import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {context, effects} from "../../core/lab/context.js";
import type {Dataset, Feature, Metric, Result} from "../../core/plugin.js";
import {atr} from "../../plugins/features/atr.js";
import {bollinger} from "../../plugins/features/bollinger.js";
import {emaDistance} from "../../plugins/features/ema-distance.js";
import {macd} from "../../plugins/features/macd.js";
import {obv} from "../../plugins/features/obv.js";
import {rsi} from "../../plugins/features/rsi.js";
import {smaDistance} from "../../plugins/features/sma-distance.js";
import {annualReturn} from "../../plugins/metrics/annual-return.js";
import {maxDrawdown} from "../../plugins/metrics/max-drawdown.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {sortino} from "../../plugins/metrics/sortino.js";
import {volatility} from "../../plugins/metrics/volatility.js";
import {ridge} from "../../plugins/models/ridge.js";

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as T;
}

type Bars = Record<"open" | "high" | "low" | "close" | "volume", number[]>;
type Values = (number | null)[];
const inputs = read<Record<string, Bars>>("inputs");
const golden = read<Record<string, Record<string, Values>>>("indicators");

/** Every value that TA-Lib has is ours too, to 1e-9 of its size; where it has none, nor have we. */
function expectEqual(ours: ArrayLike<number>, theirs: Values): void {
  let compared = 0;
  theirs.forEach((value, k) => {
    const own = ours[7 * k];
    if (value === null) return expect(own, `row ${7 * k}`).toBeNaN();
    ++compared;
    expect(Math.abs(own - value), `row ${7 * k}: ${own} against ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1e-3, Math.abs(value))
    );
  });
  expect(compared).toBeGreaterThan(40);
}

describe.each(Object.entries(inputs))("TA-Lib on %s", (name, bars) => {
  const theirs = golden[name];
  const panel: Panel = {
    times: Float64Array.from(bars.close, (_, i) => i),
    symbols: ["A"],
    fields: Object.fromEntries(Object.entries(bars).map(([field, values]) => [field, Float64Array.from(values)]))
  };
  const compute = (feature: Feature) => feature.compute(panel);
  const close = panel.fields.close;

  it("RSI", () => expectEqual(compute(rsi()), theirs.rsi));

  it("MACD", () => {
    // TA-Lib shows the line only from the row on which the signal has a value too.
    const line = compute(macd({output: "macd"})).map((v, i) => (i < 33 ? NaN : v));
    expectEqual(line, theirs.macd);
    expectEqual(compute(macd({output: "signal"})), theirs.signal);
    expectEqual(compute(macd({output: "histogram"})), theirs.histogram);
  });

  it("BBANDS", () => {
    for (const output of ["upper", "middle", "lower"]) expectEqual(compute(bollinger({output})), theirs[output]);
  });

  it("ATR and NATR", () => {
    expectEqual(compute(atr({relative: false})), theirs.atr);
    expectEqual(
      compute(atr({relative: true})).map((v) => 100 * v),
      theirs.natr
    );
  });

  it("SMA and EMA", () => {
    expectEqual(
      compute(smaDistance({window: 50})).map((v, i) => close[i] / (1 + v)),
      theirs.sma
    );
    expectEqual(
      compute(emaDistance({window: 12})).map((v, i) => close[i] / (1 + v)),
      theirs.ema
    );
  });

  it("changes of OBV", () => {
    const ours = compute(obv({window: 7}));
    const {volume} = panel.fields;
    for (let k = 2; k < theirs.obv.length; ++k) {
      let traded = 0;
      for (let i = 7 * k - 6; i <= 7 * k; ++i) traded += volume[i];
      expect(ours[7 * k] * traded).toBeCloseTo(theirs.obv[k]! - theirs.obv[k - 1]!, 3);
    }
  });
});

/** The result of an account with the given returns. */
function account(returns: readonly number[]): Result {
  const equity = [100];
  for (const r of returns) equity.push(equity.at(-1)! * (1 + r));
  const zeros = new Float64Array(equity.length);
  const times = Float64Array.from(equity, (_, i) => i);
  const rest = {cash: zeros, gross: zeros, net: zeros, fills: [], unfilled: 0, symbols: [], periods: 252};
  return {...rest, times, equity: Float64Array.from(equity)};
}

const metrics: readonly (Metric & {name: string})[] = [
  sharpe(),
  sortino(),
  maxDrawdown(),
  annualReturn(),
  volatility()
];

it("empyrical on 500 returns", () => {
  const {returns, ...theirs} = read<Record<string, number> & {returns: number[]}>("metrics");
  for (const metric of metrics) {
    const value = metric.measure(account(returns));
    expect(Math.abs(value / (theirs as Record<string, number>)[metric.name] - 1), metric.name).toBeLessThan(1e-9);
  }
});

it("the worked example of ten returns", () => {
  const returns = [0.01, -0.02, 0.015, 0.003, -0.007, 0.012, -0.001, 0.004, -0.011, 0.02];
  const expected = [3.1791432606, 5.2519698581, -0.02, 0.8433348057, 0.1981665966];
  metrics.forEach((metric, i) => expect(metric.measure(account(returns)), metric.name).toBeCloseTo(expected[i], 9));
});

it("scikit-learn's Ridge", async () => {
  const {x, y, predictions} = read<{x: number[]; y: number[]; predictions: Record<string, number[]>}>("ridge");
  const n = y.length;
  const none = new Float64Array(n);
  const data: Dataset = {
    x: Float32Array.from(x),
    shape: [n, 1, x.length / n],
    y: Float64Array.from(y),
    t: none,
    until: none,
    cell: new Uint32Array(n)
  };
  for (const [penalty, theirs] of Object.entries(predictions)) {
    const fitted = await ridge({penalty: Number(penalty)}).fit(data, context(effects(), 0));
    fitted.predict(data).forEach((value, i) => expect(Math.abs(value - theirs[i])).toBeLessThan(1e-9));
  }
});
