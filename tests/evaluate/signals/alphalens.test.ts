import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {horizonRows, prepareSignal} from "../../../core/evaluate/signals/analysis.js";
import {periodMeans} from "../../../core/evaluate/signals/evaluation.js";
import {eventStudy} from "../../../core/evaluate/signals/event-study.js";
import {horizonFigures} from "../../../core/evaluate/signals/figures.js";
import {line, meanTest} from "../../../core/evaluate/signals/mean-test.js";
import {alphaBeta, portfolioRows, portfolioWeights} from "../../../core/evaluate/signals/portfolio.js";
import {cumulativeReturns, quantileSeries, quantileTests} from "../../../core/evaluate/signals/quantile-rows.js";
import {demeaned, forwardReturns} from "../../../core/evaluate/signals/signal-data.js";
import {root} from "../../../core/lab/home.js";

type Listed = readonly (number | null)[];
interface Golden {
  rows: number;
  symbols: string[];
  times: number[];
  horizons: number[];
  quantiles: number;
  signal: Listed;
  price: Listed;
  group: number[];
  cells: number;
  codes: Listed;
  codesByGroup: Listed;
  ic: Listed[];
  neutralIc: Listed[];
  groupIc: Listed[][];
  months: {names: string[]; means: Listed[]};
  tests: Record<"mean" | "deviation" | "t" | "p" | "skewness" | "kurtosis" | "robustError", number>[];
  means: Record<"row" | "none" | "group", {mean: Listed[]; error: Listed[]}>;
  byDate: Listed[][];
  spread: Listed[];
  portfolios: Record<string, Listed[]>;
  lines: Record<string, Record<"Ann. alpha" | "beta", number[]>>;
  hac: {alpha: number; beta: number; errors: number[]}[];
  turnover: Listed[][];
  autocorrelation: Listed[];
  events: Record<"demeaned" | "raw", {mean: Listed[]; std: Listed[]}>;
  cumulative: Listed[];
}

const file = join(root, "tests", "golden", "alphalens", "signals.json");
const golden = JSON.parse(await readFile(file, "utf8")) as Golden;
const {rows, symbols, horizons, quantiles} = golden;
const names = symbols.length;
const column = (listed: Listed) => Float64Array.from(listed, (value) => value ?? NaN);

/** Prices carried forward over gaps, as alphalens carries them and we do not. */
function carried(price: Float64Array): Float64Array {
  const out = Float64Array.from(price);
  for (let cell = names; cell < out.length; ++cell) if (Number.isNaN(out[cell])) out[cell] = out[cell - names];
  return out;
}

const data = {
  times: Float64Array.from(golden.times),
  symbols,
  signal: column(golden.signal),
  price: carried(column(golden.price)),
  group: Float64Array.from({length: rows * names}, (_, cell) => golden.group[cell % names])
};
const options = {horizons, delay: 0, quantiles, fewest: 2, complete: true};
const prepared = prepareSignal(data, options);
const all = horizons.map((_, i) => horizonRows(prepared, i));
const grouped = prepareSignal(data, {...options, demean: "group"});
const raw = prepareSignal(data, {...options, demean: "none"});

function same(ours: ArrayLike<number>, theirs: Listed, what: string): void {
  expect(ours.length, what).toBe(theirs.length);
  let worst = 0;
  for (let i = 0; i < theirs.length; ++i) {
    const value = theirs[i];
    expect(Number.isNaN(ours[i]), `${what}, ${i}: ${ours[i]} beside ${value}`).toBe(value === null);
    if (value !== null) worst = Math.max(worst, Math.abs(ours[i] - value) / Math.max(1, Math.abs(value)));
  }
  expect(worst, what).toBeLessThan(1e-11);
}

describe("a signal beside alphalens", () => {
  it("keeps the same cells in the same quantiles", () => {
    expect(prepared.codes.reduce((count, code) => count + (code > 0 ? 1 : 0), 0)).toBe(golden.cells);
    same(
      Float64Array.from(prepared.codes, (code) => code || NaN),
      golden.codes,
      "quantiles"
    );
    const {codes} = prepareSignal(data, {...options, quantilesByGroup: true});
    same(
      Float64Array.from(codes, (code) => code || NaN),
      golden.codesByGroup,
      "quantiles of each group"
    );
  });

  it("has the same coefficients by day, without the groups' means, and within each group", () => {
    for (const [i, {coefficients, neutral, byGroup}] of all.entries()) {
      same(coefficients.rank, golden.ic[i], `IC over ${horizons[i]}`);
      same(neutral!.rank, golden.neutralIc[i], `IC beyond the group over ${horizons[i]}`);
      for (const [g, each] of byGroup.entries()) same(each.rank, golden.groupIc[g][i], `IC of group ${g}`);
      const months = periodMeans(data.times, coefficients.rank, "month");
      expect(months.map(({period}) => period)).toEqual(golden.months.names);
      same(
        months.map(({mean}) => mean),
        golden.months.means[i],
        "months"
      );
    }
  });

  it("sums coefficients up as SciPy and statsmodels do", () => {
    for (const [i, {coefficients}] of all.entries()) {
      const theirs = golden.tests[i];
      const test = meanTest(coefficients.rank, horizons[i] + 2);
      for (const name of ["mean", "deviation", "t", "robustError"] as const)
        expect(test[name], name).toBeCloseTo(theirs[name], 11);
      expect(Math.abs(test.p / theirs.p - 1), "p").toBeLessThan(1e-9);
      const {ic} = horizonFigures(prepared, all[i], {draws: 0});
      for (const name of ["mean", "deviation", "t", "skewness", "kurtosis"] as const)
        expect(ic[name], name).toBeCloseTo(theirs[name], 11);
      expect(ic.ratio).toBeCloseTo(theirs.mean / theirs.deviation, 11);
    }
  });

  it("has the same returns by quantile, day by day and in all", () => {
    for (const [i, {quantiles: found, spread}] of all.entries()) {
      for (let q = 1; q <= quantiles; ++q) same(quantileSeries(found, q), golden.byDate[i][q - 1], `quantile ${q}`);
      // alphalens halves the difference: it is the return on what both sides hold.
      same(
        spread.map((value) => value / 2),
        golden.spread[i],
        "spread"
      );
      for (const [how, each] of Object.entries({row: prepared, group: grouped, none: raw})) {
        const theirs = golden.means[how as "row"];
        const tests = quantileTests(horizonRows(each, i).quantiles, 0);
        same(
          tests.map(({mean}) => mean),
          theirs.mean[i],
          `means, ${how}`
        );
        same(
          tests.map(({error}) => error),
          theirs.error[i],
          `errors, ${how}`
        );
      }
    }
  });

  it("weighs portfolios the same, with the same alpha and beta", () => {
    const {group} = data;
    const weighings = {
      longShort: {longShort: true, equal: false},
      equal: {longShort: true, equal: true},
      long: {longShort: false, equal: false},
      neutral: {longShort: true, equal: false, group},
      neutralEqual: {longShort: true, equal: true, group}
    };
    for (const [name, weighing] of Object.entries(weighings)) {
      const weights = portfolioWeights(prepared.ranked, weighing);
      for (const [i, horizon] of horizons.entries()) {
        const returns = portfolioRows(weights, prepared.outcomes[i], rows);
        same(returns, golden.portfolios[name][i], `${name} over ${horizon}`);
        const found = alphaBeta(returns, all[i].all, {horizon, periods: 252, lag: 0});
        expect(found.yearly, `${name}: alpha`).toBeCloseTo(golden.lines[name]["Ann. alpha"][i], 10);
        expect(found.beta, `${name}: beta`).toBeCloseTo(golden.lines[name].beta[i], 11);
      }
    }
  });

  it("has statsmodels' errors of a line that allow for neighbours", () => {
    for (const [i, {portfolio, all: universe}] of all.entries()) {
      const found = line(portfolio, universe, horizons[i] + 2);
      const {alpha, beta, errors} = golden.hac[i];
      for (const [ours, theirs] of [
        [found.alpha, alpha],
        [found.beta, beta],
        [found.alphaError, errors[0]],
        [found.betaError, errors[1]]
      ])
        expect(ours).toBeCloseTo(theirs, 12);
    }
  });

  it("forgets at the same pace", () => {
    for (const [i, {turnover, autocorrelation}] of all.entries()) {
      for (let q = 0; q < quantiles; ++q)
        same(
          Float64Array.from({length: rows}, (_, t) => turnover[t * quantiles + q]),
          golden.turnover[i][q],
          "turnover"
        );
      same(autocorrelation, golden.autocorrelation[i], "autocorrelation");
    }
  });

  it("follows prices around signals the same", () => {
    for (const [how, demean] of [
      ["demeaned", true],
      ["raw", false]
    ] as const) {
      const study = eventStudy(data, prepared.codes, quantiles, {before: 4, after: 6, demean, followed: "single"});
      for (let q = 0; q < quantiles; ++q) {
        const of = (values: Float64Array) => values.subarray(q * 11, (q + 1) * 11);
        same(of(study.means), golden.events[how].mean[q], `${how}: mean`);
        same(of(study.deviations), golden.events[how].std[q], `${how}: deviation`);
      }
    }
  });

  it("grows quantiles of one day the same", () => {
    const outcome = demeaned(prepared.outcomes[0], prepared.ranked.signal, names);
    const grown = cumulativeReturns(prepared.codes, outcome, rows, quantiles, 1);
    for (let q = 0; q < quantiles; ++q) {
      // alphalens says nothing on a day without the quantile; ours stays where it was.
      const ours = golden.cumulative[q].map((value, t) => (value === null ? null : grown[t * quantiles + q]));
      same(column(ours), golden.cumulative[q], `quantile ${q + 1}`);
    }
  });

  it("does not carry prices forward, which alphalens does", () => {
    const price = column(golden.price);
    const gap = price.findIndex((value, cell) => cell >= names && Number.isNaN(value) && price[cell - names] > 0);
    const [own] = [forwardReturns({...data, price}, 1, 0)];
    expect(own[gap - names]).toBeNaN();
    expect(prepared.outcomes[0][gap - names]).toBe(0);
  });
});
