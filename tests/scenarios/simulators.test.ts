import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {correlation, deviation, mean, variance} from "../../core/base/stats.js";
import {crises, crisisLength, crisisReturns} from "../../core/scenarios/crises.js";
import {stationaryRows} from "../../core/scenarios/resampling.js";
import {bootstrap} from "../../plugins/scenarios/bootstrap.js";
import {garch} from "../../plugins/scenarios/garch.js";
import {historyReplay} from "../../plugins/scenarios/history-replay.js";
import {averagePair, closeReturns, likelihood, market} from "./measures.js";

describe("history-replay", () => {
  /** The mean of the symbols' returns on each row. */
  const index = (panel: ReturnType<typeof market>) => {
    const all = panel.symbols.map((_, s) => closeReturns(panel, s));
    return Array.from(all[0], (_, row) => mean(all.map((each) => each[row])));
  };
  const total = (values: readonly number[]) => Math.exp(values.reduce((sum, value) => sum + value, 0)) - 1;

  it.each(["2008", "2020"] as const)("takes the symbols' mean through the stretches of %s", (period) => {
    const before = market();
    const {panel, marks} = historyReplay({start: 0.25, period}).apply(before, random(5));
    expect(marks).toEqual([{from: 100, to: 99 + crisisLength(period), what: period}]);
    const returns = index(panel);
    let at = 99;
    for (const {sessions, change, deviation: wanted} of crises[period]) {
      const stretch = returns.slice(at, at + sessions);
      expect(total(stretch)).toBeCloseTo(change, 9);
      expect(deviation(stretch, 0)).toBeCloseTo(wanted, 9);
      at += sessions;
    }
    const rest = index(before);
    for (const [row, value] of returns.entries())
      if (row < 99 || row >= at) expect(Math.abs(value - rest[row])).toBeLessThan(1e-12);
  });

  it("tells the periods apart, and moves each symbol by its beta", () => {
    const before = market();
    const [older, newer] = ["2008", "2020"].map((period) =>
      index(historyReplay({start: 0.25, period}).apply(before, random(5)).panel)
    );
    expect(total(older.slice(99, 99 + 146))).toBeCloseTo(-0.378, 2);
    expect(total(newer.slice(99, 99 + 135))).toBeCloseTo(0.034, 2);
    const {panel} = historyReplay({start: 0.25}).apply(before, random(5));
    const moves = [0, 5].map((s) => closeReturns(panel, s, 100, 245));
    const [slow, fast] = moves.map((own) => correlation(own, older.slice(99, 245)) * deviation(own));
    expect(fast / slow).toBeGreaterThan(1.5);
  });

  it("has the S&P 500's figures to the precision that it states", () => {
    const folder = dirname(createRequire(import.meta.url).resolve("vega-datasets/package.json"));
    const lines = readFileSync(join(folder, "data", "sp500-2000.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1);
    const dates = lines.map((line) => line.split(",")[0]);
    const closes = lines.map((line) => Number(line.split(",")[4]));
    for (const [name, first] of [
      ["2008", "2008-08-29"],
      ["2020", "2020-02-19"]
    ] as const) {
      let row = dates.indexOf(first);
      let checked = 0;
      for (const {sessions, change, deviation: wanted} of crises[name]) {
        if (row + sessions >= closes.length) break;
        const levels = closes.slice(row, row + sessions + 1);
        const returns = levels.slice(1).map((level, i) => Math.log(level / levels[i]));
        expect(Math.abs(levels[sessions] / levels[0] - 1 - change)).toBeLessThan(0.0006);
        expect(Math.abs(deviation(returns, 0) - wanted)).toBeLessThan(0.0006);
        row += sessions;
        ++checked;
      }
      expect(checked).toBe(name === "2008" ? 7 : 3);
    }
  });

  it("draws other days of the same shape for another seed", () => {
    const [one, other] = [1, 2].map((seed) => crisisReturns("2008", random(seed)));
    expect(Array.from(one)).not.toEqual(Array.from(other));
    expect(mean(one)).toBeCloseTo(mean(other), 12);
  });
});

describe("bootstrap", () => {
  const panel = market({rows: 3000, symbols: 4});

  /** The source row of each row, found by the volume, which is the source's. */
  const sourcesOf = (made: ReturnType<typeof market>) => {
    const n = panel.symbols.length;
    const key = ({fields}: typeof panel, row: number) => fields.volume.subarray(row * n, (row + 1) * n).join();
    const rows = new Map(Array.from(panel.times, (_, row) => [key(panel, row), row]));
    return Array.from(panel.times, (_, row) => rows.get(key(made, row))!).slice(1);
  };
  const meanBlock = (block: number) => {
    const sources = sourcesOf(bootstrap({block}).apply(panel, random(9)).panel);
    const breaks = sources.filter((row, i) => i > 0 && row !== sources[i - 1] + 1).length;
    return sources.length / (breaks + 1);
  };

  it("has blocks of the mean length, and not where another was given", () => {
    const meets = (found: number, asked: number) => Math.abs(found / asked - 1) < 0.25;
    for (const block of [5, 20]) {
      expect(meets(meanBlock(block), block)).toBe(true);
      expect(meets(meanBlock(2 * block), block)).toBe(false);
      expect(meets(meanBlock(0.5 * block), block)).toBe(false);
    }
  });

  it("has geometric lengths that go around the end", () => {
    const rows = stationaryRows(1, 50, 100000, 10, random(4));
    const next = Array.from(rows).filter(
      (row, i) => i > 0 && row === (rows[i - 1] === 49 ? 1 : rows[i - 1] + 1)
    ).length;
    expect(next / rows.length).toBeCloseTo(0.9 + 0.1 / 49, 2);
    expect([Math.min(...rows), Math.max(...rows)]).toEqual([1, 49]);
  });

  it("takes the same rows for all symbols, with their returns and ranges", () => {
    const {panel: made} = bootstrap().apply(panel, random(9));
    const sources = sourcesOf(made);
    for (let s = 0; s < 4; ++s) {
      const [ours, theirs] = [closeReturns(made, s), closeReturns(panel, s)];
      for (const [i, source] of sources.entries()) {
        expect(Math.abs(ours[i] - theirs[source - 1])).toBeLessThan(1e-12);
        const [cell, from] = [(i + 1) * 4 + s, source * 4 + s];
        const range = ({fields: {high, low}}: typeof panel, at: number) => high[at] / low[at];
        expect(Math.abs(range(made, cell) - range(panel, from))).toBeLessThan(1e-12);
      }
    }
    expect(Math.abs(averagePair(made, 1, 2999) - averagePair(panel, 1, 2999))).toBeLessThan(0.05);
  });

  it("finds a length of its own", () => {
    expect(bootstrap({block: 0}).apply(panel, random(9)).panel.fields.close[11999]).toBeGreaterThan(0);
  });
});

describe("garch", () => {
  const rows = 4000;
  const before = market({rows, symbols: 2});
  const made = (options: {alpha?: number; beta?: number; freedom?: number}) =>
    garch(options).apply(before, random(21)).panel;
  const sample = closeReturns(before, 0);
  const [centre, long] = [mean(sample), variance(sample, 0)];
  const asked = {alpha: 0.1, beta: 0.85};

  /** Whether no neighbouring parameters explain the path much better than these. */
  const meets = (returns: Float64Array, {alpha, beta}: typeof asked) => {
    const near = [
      [0.05, 0],
      [-0.05, 0],
      [0, 0.05],
      [0, -0.1],
      [-0.05, -0.15],
      [0.05, -0.05],
      [-0.05, 0.05]
    ].filter(([a, b]) => alpha + a >= 0 && alpha + beta + a + b < 1);
    const own = likelihood(returns, centre, long, alpha, beta);
    return near.every(([a, b]) => likelihood(returns, centre, long, alpha + a, beta + b) < own);
  };

  it("has its parameters, and not where others were given", () => {
    const path = (options: Partial<typeof asked>) => closeReturns(made({...asked, ...options}), 0);
    expect(meets(path({}), asked)).toBe(true);
    for (const other of [{alpha: 0.04}, {beta: 0.75}, {alpha: 0.2, beta: 0.75}, {alpha: 0, beta: 0}])
      expect(meets(path(other), asked)).toBe(false);
  });

  it("begins where it is told to", () => {
    for (const start of [0, 0.25, 0.5]) {
      const {panel, marks} = garch({start}).apply(before, random(21));
      const first = panel.fields.close.findIndex((value, cell) => value !== before.fields.close[cell]);
      expect(Math.abs(first / 2 - start * rows)).toBeLessThanOrEqual(2);
      expect(marks).toEqual([{from: Math.floor(first / 2), to: rows - 1, what: "garch"}]);
    }
  });

  it("keeps mean, variance and correlation of the sample", () => {
    const panel = made({alpha: 0.05, beta: 0.9});
    for (let s = 0; s < 2; ++s) {
      const [ours, theirs] = [closeReturns(panel, s), closeReturns(before, s)];
      expect(deviation(ours) / deviation(theirs)).toBeCloseTo(1, 1);
      expect(Math.abs(mean(ours) - mean(theirs))).toBeLessThan((4 * deviation(theirs)) / Math.sqrt(rows));
    }
    expect(Math.abs(averagePair(panel, 1, rows - 1) - averagePair(before, 1, rows - 1))).toBeLessThan(0.05);
  });

  it("has Student's tails where they are asked for", () => {
    const kurtosis = (options: {alpha: number; beta: number; freedom: number}) => {
      const returns = closeReturns(made(options), 0);
      const m = mean(returns);
      return mean(returns.map((value) => (value - m) ** 4)) / variance(returns, 0) ** 2;
    };
    expect(kurtosis({alpha: 0, beta: 0, freedom: 0})).toBeLessThan(3.4);
    const heavy = kurtosis({alpha: 0, beta: 0, freedom: 8});
    expect(heavy).toBeGreaterThan(3.7);
    expect(heavy).toBeLessThan(6.5);
    const [light, other] = [0, 8].map((freedom) => variance(closeReturns(made({alpha: 0, beta: 0, freedom}), 0)));
    expect(other / light).toBeCloseTo(1, 0);
  });
});
