import {describe, expect, it} from "vitest";
import {deviation, returns} from "../../../core/base/stats.js";
import {pluginNames} from "../../../core/lab/registry.js";
import type {Overlay, Result} from "../../../core/plugin.js";
import {atrStop} from "../../../plugins/overlays/atr-stop.js";
import {blackLitterman} from "../../../plugins/overlays/black-litterman.js";
import {covarianceWeights} from "../../../plugins/overlays/covariance-weights.js";
import {drawdownLimit} from "../../../plugins/overlays/drawdown-limit.js";
import {inverseVolatility} from "../../../plugins/overlays/inverse-volatility.js";
import {kelly} from "../../../plugins/overlays/kelly.js";
import {leverageLimit} from "../../../plugins/overlays/leverage-limit.js";
import {maximumSharpe} from "../../../plugins/overlays/maximum-sharpe.js";
import {positionCount} from "../../../plugins/overlays/position-count.js";
import {rebalanceBand} from "../../../plugins/overlays/rebalance-band.js";
import {rebalanceCalendar} from "../../../plugins/overlays/rebalance-calendar.js";
import {regimeMultiplier} from "../../../plugins/overlays/regime-multiplier.js";
import {sectorCap} from "../../../plugins/overlays/sector-cap.js";
import {stopLoss} from "../../../plugins/overlays/stop-loss.js";
import {trailingStop} from "../../../plugins/overlays/trailing-stop.js";
import {turnoverLimit} from "../../../plugins/overlays/turnover-limit.js";
import {volatilityTarget} from "../../../plugins/overlays/volatility-target.js";
import {weightCap} from "../../../plugins/overlays/weight-cap.js";
import {always, marks, run, size, walk, weights} from "./made.js";

/** Four symbols that fall slowly, the last twice as wild, in two sectors, a regime that changes every 50 bars. */
const panel = (() => {
  const made = walk({rows: 400, symbols: 4, seed: 12, drift: -0.001});
  const [close, n] = [made.fields.close, 4];
  const wild = close.map((_, i) => (i % n === 3 && i >= n ? close[i] / close[i - n] : 1));
  let level = 1;
  const scale = wild.map((ratio, i) => (i % n === 3 ? (level *= ratio) : 1));
  const by = (column: Float64Array) => column.map((value, i) => value * scale[i]);
  const {open, high, low, volume} = made.fields;
  const fields = {open: by(open), high: by(high), low: by(low), close: by(close), volume};
  return {
    ...made,
    fields: {
      ...fields,
      sector: close.map((_, i) => (i % n) % 2),
      regime: close.map((_, i) => Math.floor(i / n / 50) % 3),
      signal: close.map((_, i) => (i % n === 0 ? 0.004 : -0.001))
    }
  };
})();
const wanted = [0.6, 0.5, 0.4, 0.3];
const strategy = always(...wanted);
const same = {fill: "same-close"} as const;

/** Weights held at each close, from bar 130 on. */
const held = (overlays: readonly Overlay[]) =>
  marks(panel, strategy, overlays, same)
    .slice(130)
    .map(({book}) => weights(book));
const most = (values: Iterable<number>) =>
  Array.from(values).reduce((largest, value) => Math.max(largest, value), -Infinity);
const made = (overlays: readonly Overlay[]): Result => run(panel, strategy, overlays, same);
/** The lowest that a close ever was in comparison to what was paid, or to the best price, of what was held. */
const lowest = (overlays: readonly Overlay[], from: "entry" | "best") =>
  -most(
    marks(panel, strategy, overlays).flatMap(({book: {price, ...book}}) =>
      Array.from(price, (value, s) => (book.held[s] > 0 ? -value / book[from][s] : -1))
    )
  );
const tradedOn = (overlays: readonly Overlay[]) => new Set(made(overlays).fills.map(({t}) => t)).size;
const spreadOf = (values: Float64Array) => deviation(returns(values));

/** What each rule brings about; without it the same is not so. */
const rules: Readonly<Record<string, readonly [Overlay, (overlays: readonly Overlay[]) => boolean]>> = {
  "stop-loss": [stopLoss({loss: 0.05, reenter: "next"}), (given) => lowest(given, "entry") > 0.94],
  "trailing-stop": [trailingStop({trail: 0.05, reenter: "next"}), (given) => lowest(given, "best") > 0.94],
  "atr-stop": [atrStop({multiple: 2, reenter: "next"}), (given) => lowest(given, "best") > 0.85],
  "drawdown-limit": [
    drawdownLimit({most: 0.1, pause: 0}),
    (given) => most(marks(panel, strategy, given).map(({book}) => 1 - book.equity / book.peak)) < 0.2
  ],
  kelly: [kelly(), (given) => held(given).some((each) => size(each) === 0)],
  "sector-cap": [sectorCap({most: 0.3}), (given) => most(held(given).map((each) => each[0] + each[2])) < 0.3 + 1e-9],
  "leverage-limit": [leverageLimit(), (given) => most(made(given).gross) < 1 + 1e-9],
  "weight-cap": [weightCap({most: 0.2}), (given) => most(held(given).flat()) < 0.2 + 1e-9],
  "position-count": [
    positionCount({most: 2}),
    (given) => held(given).every((each) => each.filter((weight) => weight > 0).length === 2)
  ],
  "rebalance-calendar": [rebalanceCalendar(), (given) => tradedOn(given) === 14],
  "rebalance-band": [rebalanceBand(), (given) => tradedOn(given) < 40],
  "turnover-limit": [
    turnoverLimit({most: 0.1}),
    (given) => {
      const {fills, equity, times} = made(given);
      const traded = new Map<number, number>();
      for (const {t, quantity, price} of fills) traded.set(t, (traded.get(t) ?? 0) + Math.abs(quantity * price));
      return most(Array.from(times, (t, i) => (traded.get(t) ?? 0) / equity[i])) < 0.1 + 1e-9;
    }
  ],
  "volatility-target": [
    volatilityTarget({target: 0.1}),
    (given) => spreadOf(made(given).equity.slice(130)) * Math.sqrt(252) < 0.12
  ],
  "regime-multiplier": [
    regimeMultiplier(),
    (given) => held(given).every((each, i) => (size(each) === 0) === (Math.floor((i + 130) / 50) % 3 === 2))
  ],
  "inverse-volatility": [inverseVolatility(), (given) => held(given).every((each) => each[3] < 0.7 * each[2])],
  "covariance-weights": [covarianceWeights(), (given) => held(given).every((each) => each[3] < 0.28)],
  "maximum-sharpe": [maximumSharpe({returns: "signal"}), (given) => held(given).every((each) => each[0] > 1)],
  "black-litterman": [blackLitterman(), (given) => held(given).every((each) => each[0] > 0.65)]
};

describe("what a rule brings about", () => {
  it.each(Object.entries(rules))("%s: is so with it, and not without it", (_, [overlay, isSo]) => {
    expect(isSo([overlay])).toBe(true);
    expect(isSo([])).toBe(false);
  });

  it("is tried of every overlay that there is", async () => {
    expect(Object.keys(rules).sort()).toEqual([...(await pluginNames("overlay"))].sort());
    for (const [name, [overlay]] of Object.entries(rules))
      expect((overlay as unknown as {name: string}).name).toBe(name);
  });
});
