import {describe, expect, it} from "vitest";
import {loadMaker, pluginNames} from "../../core/lab/registry.js";
import {backtestFigures, writtenFigures} from "../../core/pipeline/figures.js";
import type {Fill, Plugin, Result} from "../../core/plugin.js";

const metrics: readonly Plugin<"metric">[] = await Promise.all(
  (await pluginNames("metric")).map(async (name) => (await loadMaker("metric", name))())
);

const day = 864e5;

function account(equity: readonly number[], more: Partial<Result> = {}): Result {
  const values = Float64Array.from(equity);
  const times = values.map((_, i) => i * day);
  const half = values.map(() => 0.5);
  return {
    times,
    equity: values,
    cash: values,
    gross: half,
    net: half,
    symbols: ["A"],
    fills: [],
    unfilled: 0,
    periods: 252,
    ...more
  };
}

const fill = (t: number, quantity: number, price: number): Fill => ({
  t: t * day,
  symbol: 0,
  quantity,
  price,
  commission: 0,
  slippage: 0
});
const wavy = [100, 101, 99, 102, 103, 101, 104];
const steady = Float64Array.from(wavy, () => 50);

const odd: Readonly<Record<string, Result>> = {
  "one bar": account([100]),
  "two bars": account([100, 101]),
  "an account that stands still": account(wavy.map(() => 100)),
  "an account that only rises": account([1, 2, 3, 4, 5]),
  "an account that only falls": account([5, 4, 3, 2, 1]),
  "an account with nothing left": account([5, 4, 0, 0]),
  "no trade and no benchmark": account(wavy),
  "one trade, which won": account(wavy, {fills: [fill(1, 1, 10), fill(3, -1, 12)]}),
  "one trade, which lost": account(wavy, {fills: [fill(1, 1, 10), fill(3, -1, 8)]}),
  "one trade, still open": account(wavy, {fills: [fill(1, 1, 10)]}),
  "a benchmark that stands still": account(wavy, {benchmark: steady}),
  "a benchmark without a level": account(wavy, {benchmark: steady.map(() => NaN)}),
  "a benchmark that only rises": account(wavy, {benchmark: steady.map((_, i) => 50 + i)}),
  "a benchmark that is the account": account(wavy, {benchmark: Float64Array.from(wavy)})
};

describe.each(Object.entries(odd))("of %s", (_, result) => {
  it("every metric is a number or says in words why it is none", () => {
    for (const metric of metrics) {
      const value = metric.measure(result);
      const reason = metric.undetermined?.(result) ?? null;
      if (Number.isNaN(value)) expect(reason, metric.name).toMatch(/^\w.{4,90}[^.]$/);
      else expect(Number.isFinite(value), `${metric.name}: ${value}`).toBe(true);
    }
  });

  it("the record has a number, or null and its reason", () => {
    const {metrics: values, reasons, units} = writtenFigures(backtestFigures({metrics}, result));
    expect(Object.keys(values)).toEqual(Object.keys(units));
    for (const [name, value] of Object.entries(values)) expect(value === null, name).toBe(name in reasons);
    expect(JSON.parse(JSON.stringify({values, reasons}))).toEqual({values, reasons});
  });
});

describe("the reason", () => {
  const of = (name: string, result: Result) =>
    metrics.find((each) => each.name === name)!.undetermined?.(result) ?? null;

  it.each([
    ["sharpe", "one bar", "there is no bar after the first, and so no return"],
    ["sharpe", "two bars", "there is one return, and it takes 2"],
    ["sharpe", "an account that stands still", "the returns do not vary"],
    ["sortino", "an account that only rises", "no return fell short of what is required"],
    ["calmar", "an account that only rises", "equity never fell"],
    ["stability", "an account with nothing left", "the account has nothing left"],
    ["win-rate", "no trade and no benchmark", "nothing was traded"],
    ["win-rate", "one trade, still open", "no trade was closed"],
    ["average-loss", "one trade, which won", "no trade lost"],
    ["kelly", "one trade, which lost", "no trade won"],
    ["trade-t", "one trade, which won", "one closed trade, and it takes 2"],
    ["adverse-excursion", "one trade, which won", "it takes the bars that were traded, with open, high, low and close"],
    ["beta", "no trade and no benchmark", "there is no benchmark"],
    ["beta", "a benchmark without a level", "the benchmark has no return on any bar of the account"],
    ["beta", "a benchmark that stands still", "the benchmark does not vary"],
    ["down-capture", "a benchmark that only rises", "the benchmark never fell"],
    ["down-alpha", "a benchmark that only rises", "the benchmark never fell"],
    ["information-ratio", "a benchmark that is the account", "the account is always as far from the benchmark"]
  ])("of no %s of %s is what is the matter", (name, what, reason) => {
    expect(metrics.find((each) => each.name === name)!.measure(odd[what])).toBeNaN();
    expect(of(name, odd[what])).toBe(reason);
  });

  it("is a general one where a plugin gives none", () => {
    const mute = {kind: "metric", name: "mute", params: {}, unit: "ratio", measure: () => Infinity} as const;
    const figures = backtestFigures({metrics: [{...mute, toJSON: () => mute}]}, odd["one bar"]);
    expect(writtenFigures(figures)).toEqual({
      metrics: {mute: null},
      units: {mute: "ratio"},
      reasons: {mute: "what came out does not determine it"}
    });
  });
});
