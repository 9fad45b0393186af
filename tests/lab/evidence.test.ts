import {readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {accountReturns} from "../../core/evaluate/returns.js";
import {expectedMaximum} from "../../core/evaluate/overfitting/deflated.js";
import {sharpeOfBar} from "../../core/evaluate/overfitting/sharpe.js";
import {runPage} from "../../core/lab/arrays.js";
import {compareRuns} from "../../core/lab/compare/compare.js";
import {effects} from "../../core/lab/context.js";
import {attemptsAt} from "../../core/lab/evidence/attempts.js";
import {comparable} from "../../core/lab/evidence/comparable.js";
import {evidenceNow, evidenceOf} from "../../core/lab/evidence/evidence.js";
import type {KnownTrial} from "../../core/lab/evidence/kept.js";
import {knownTrials} from "../../core/lab/evidence/kept.js";
import {reportSearch, triedExperiments} from "../../core/lab/evidence/search.js";
import {toSpec} from "../../core/lab/experiment.js";
import {appendTrial, readTrials} from "../../core/lab/ledger.js";
import {run} from "../../core/lab/run.js";
import {runFolder} from "../../core/lab/run-folder.js";
import {isKept, keptVariant, readReturns, toText, writeReturns} from "../../core/lab/sweep/returns.js";
import {sweep, sweepsFolder} from "../../core/lab/sweep/sweep.js";
import {variantAt} from "../../core/lab/sweep/grid.js";
import type {Result} from "../../core/plugin.js";
import {listedRun} from "../../core/site/page/listed.js";
import {freshFolder} from "../store/homes.js";
import {crossing, homeOf} from "./sweep-home.js";

const axes = [
  {path: "backtest.strategy.fast", values: ["2", "4"]},
  {path: "backtest.delay", values: ["0", "1"]}
];

/** An account of noise over consecutive days. */
function account(seed: number, bars = 200, from = 0): Result {
  const generator = random(seed);
  const equity = new Float64Array(bars + 1).fill(1000);
  for (let i = 1; i <= bars; ++i) equity[i] = equity[i - 1] * (1 + 0.01 * generator.normal());
  const times = Float64Array.from(equity, (_, i) => (from + i) * 86_400_000);
  const none = new Float64Array(bars + 1);
  return {times, symbols: ["A"], equity, cash: none, gross: none, net: none, fills: [], unfilled: 0, periods: 252};
}

function trialOf({times, equity}: Result, name: string): KnownTrial {
  const returns = accountReturns(equity);
  return {run: name, sharpe: sharpeOfBar(returns), times: times.subarray(1), returns};
}

describe("a run's evidence", () => {
  it("counts what was tried before, and compares what is kept of it", async () => {
    const home = await homeOf();
    const first = (await run(crossing, home, effects())).record;
    expect(first.evidence?.trials).toEqual({
      counted: 1,
      distinct: 1,
      kept: 1,
      effective: 1,
      clusters: 1,
      rank: 1,
      sharpeDeviation: null
    });
    expect(first.evidence?.sharpe).toMatchObject({expectedMaximum: 0});
    expect(first.evidence?.sharpe.deflated).toBe(first.evidence?.sharpe.probabilistic);
    const perBar = first.metrics.sharpe! / Math.sqrt(first.shape.periods);
    expect(first.evidence?.sharpe.perBar).toBeCloseTo(perBar, 12);

    await sweep(toSpec(crossing), axes, home, effects(), 1);
    const changed = variantAt(toSpec(crossing), [["backtest.strategy.slow", "9"]]);
    const {evidence} = (await run(changed, home, effects())).record;
    expect(evidence?.trials).toMatchObject({counted: 6, distinct: 6, kept: 6});
    expect(evidence!.trials.effective).toBeGreaterThan(1);
    expect(evidence!.trials.effective).toBeLessThanOrEqual(6);
    expect(evidence!.trials.sharpeDeviation).toBeGreaterThan(0);
    expect(evidence!.sharpe.deflated).toBeLessThan(evidence!.sharpe.probabilistic!);
    const {low, high} = evidence!.intervals.sharpe;
    expect(low).toBeLessThan(high!);
    expect(JSON.stringify(evidence)).not.toMatch(/NaN|Infinity/);
    const latest = (await run(changed, home, effects())).record;
    expect(await evidenceNow(home, latest)).toBeNull();

    // The first run is the outcome of what was tried after it, too.
    const now = await evidenceNow(home, first);
    expect(now?.trials).toMatchObject({counted: 6, distinct: 6, kept: 6});
    expect(now?.trials.effective).toBeCloseTo(evidence!.trials.effective, 9);
    expect(now?.sharpe.expectedMaximum).toBeGreaterThan(0);
    expect(now?.sharpe.deflated).toBeLessThan(first.evidence!.sharpe.deflated!);
    expect(now?.intervals).toEqual(first.evidence?.intervals);
    expect(Object.keys(now!.reasons)).not.toContain("trials.sharpeDeviation");
    expect((await listedRun(home, first)).evidence).toMatchObject({counted: 6, deflated: now?.sharpe.deflated});
    expect((await runPage(home, first)).evidenceNow).toEqual(now);
    const {runs} = await compareRuns(home, [first, latest], {draws: 100});
    expect(runs.find(({id}) => id === first.id)).toMatchObject({trials: 6, deflatedSharpe: now?.sharpe.deflated});
  }, 60_000);

  it("is the same again for the same ledger, result and seed, and another for another seed", async () => {
    const home = await freshFolder();
    const at = "2020-01-01T00:00:00.000Z";
    const trials = await appendTrial(home, {experiment: "a", run: "1".repeat(12), event: "started", at});
    const asked = {home, experiment: "a", run: "1".repeat(12), result: account(1), trials, seed: 3};
    const one = await evidenceOf(asked);
    expect(await evidenceOf(asked)).toEqual(one);
    expect((await evidenceOf({...asked, seed: 4})).intervals).not.toEqual(one.intervals);
    expect(one.intervals).not.toHaveProperty("ic");
    const coefficients = Float64Array.from({length: 60}, (_, i) => 0.02 + 0.1 * Math.sin(i));
    const {ic} = (await evidenceOf({...asked, coefficients})).intervals;
    expect(ic.low).toBeLessThan(0.02);
    expect(ic.high).toBeGreaterThan(0.02);
  }, 30_000);

  it("says why a figure is not determined", async () => {
    const home = await freshFolder();
    const still = {...account(1, 50), equity: new Float64Array(51).fill(5)};
    const asked = {home, experiment: "a", run: "x", trials: [], seed: 0};
    const {sharpe, reasons, intervals} = await evidenceOf({...asked, result: still});
    expect(sharpe).toMatchObject({
      bars: 50,
      perBar: null,
      probabilistic: null,
      deflated: null,
      minimumTrackRecord: null
    });
    expect(reasons["sharpe.perBar"]).toBe("the returns do not vary");
    expect(intervals.sharpe).toEqual({low: null, high: null, confidence: 0.95});
    expect(reasons["intervals.sharpe"]).toMatch("do not determine it");
    const short = await evidenceOf({...asked, result: account(1, 5)});
    expect(short.intervals).toEqual({});
    expect(short.reasons.intervals).toBe("there are 5 returns; 20 or more make an interval");
    const fallen = {...account(2), equity: account(2).equity.map((value, i) => value * 0.995 ** i)};
    const lost = await evidenceOf({...asked, result: fallen});
    expect(lost.sharpe.minimumTrackRecord).toBeNull();
    expect(lost.reasons["sharpe.minimumTrackRecord"]).toBe("the Sharpe ratio is not above 0: no length would do");
    const one = await evidenceOf({...asked, result: account(1, 1)});
    expect(one.reasons["sharpe.perBar"]).toBe("there are fewer than two returns");
    for (const each of [short, lost, one]) expect(JSON.stringify(each)).not.toMatch(/NaN|Infinity/);
  }, 30_000);

  it("counts attempts that left nothing as trials of their own, and the same run made again as one", async () => {
    const home = await freshFolder();
    const at = "2020-01-01T00:00:00.000Z";
    const begin = (id: string, variants?: number) =>
      appendTrial(home, {experiment: "a", run: id, event: "started", at, ...(variants && {variants})});
    await begin("f".repeat(12));
    await begin("f".repeat(12));
    await begin("e".repeat(12));
    const started = (await begin("d".repeat(12), 40)).at(-1)!;
    await appendTrial(home, {experiment: "a", run: "d".repeat(12), event: "cancelled", attempt: started.n, at});
    await appendTrial(home, {experiment: "b", run: "c".repeat(12), event: "started", at});
    const trials = await begin("1".repeat(12));
    const attempts = attemptsAt(trials, "a");
    expect(attempts).toMatchObject({counted: 44, variants: 40, ends: {done: 0, failed: 0, cancelled: 40, open: 4}});
    const found = await evidenceOf({home, experiment: "a", run: "1".repeat(12), result: account(1), trials, seed: 0});
    expect(found.trials).toMatchObject({counted: 44, distinct: 43, kept: 1, effective: 43, sharpeDeviation: null});
    expect(found.sharpe.expectedMaximum).toBeCloseTo(expectedMaximum(43) / Math.sqrt(199), 12);
    expect(found.reasons["trials.sharpeDeviation"]).toBe("fewer than two trials have one");
  }, 30_000);
});

describe("what is kept of trials", () => {
  it("is passed over where it cannot be read", async () => {
    const home = await homeOf();
    const {record} = await run(crossing, home, effects());
    const {sweep: swept} = await sweep(toSpec(crossing), axes.slice(0, 1), home, effects(), 1);
    const attempts = attemptsAt(await readTrials(home), crossing.name);
    expect((await knownTrials(home, attempts)).known).toHaveLength(3);
    await writeFile(join(sweepsFolder(home), swept.id, "returns.bin"), "no returns");
    await writeFile(join(runFolder(home, record.id), "equity.parquet"), "no equity");
    expect(await knownTrials(home, attempts)).toEqual({distinct: 3, known: []});
    await rm(sweepsFolder(home), {recursive: true});
    expect(await knownTrials(home, attempts)).toEqual({distinct: 3, known: []});
  }, 30_000);

  it("is compared over the rows that all have, and only where these are many", () => {
    const [a, b] = [account(1), account(2, 190, 10)];
    const far = account(3, 200, 500);
    const found = comparable([trialOf(a, "a"), trialOf(b, "b"), trialOf(far, "far")], a.times.subarray(1));
    expect(found.trials.map(({run}) => run)).toEqual(["a", "b"]);
    expect(found.times).toHaveLength(190);
    expect(Array.from(found.trials[0].returns)).toEqual(Array.from(accountReturns(a.equity).subarray(10)));
    expect(comparable([trialOf(account(1, 20), "short")], account(1, 20).times.subarray(1)).trials).toEqual([]);
    expect(comparable([], a.times).trials).toEqual([]);
  });

  it("is, of a sweep's variants, what runs of them have, in 32 bits", async () => {
    const home = await homeOf();
    const {sweep: swept} = await sweep(toSpec(crossing), axes.slice(1), home, effects(), 1);
    const kept = (await readReturns(join(sweepsFolder(home), swept.id)))!;
    expect(kept).toHaveLength(2);
    const bytes = await readFile(join(sweepsFolder(home), swept.id, "returns.bin"));
    for (const [i, {settings}] of swept.variants.entries()) {
      const {record} = await run(variantAt(toSpec(crossing), Object.entries(settings)), home, effects());
      const {perBar, bars} = record.evidence!.sharpe;
      expect([kept[i]?.run, kept[i]?.sharpe, kept[i]?.bars]).toEqual([record.id, perBar, bars]);
    }
    const {known, distinct} = await knownTrials(home, attemptsAt(await readTrials(home), crossing.name));
    expect(distinct).toBe(2);
    for (const variant of kept) {
      const {times, returns} = known.find((trial) => trial.run === variant!.run)!;
      expect(returns).toBeInstanceOf(Float64Array);
      expect(variant!.times).toEqual(times);
      expect(variant!.returns).toEqual(Float32Array.from(returns!));
    }
    await rm(join(sweepsFolder(home), swept.id), {recursive: true});
    await sweep(toSpec(crossing), axes.slice(1), home, effects(), 1);
    expect(await readFile(join(sweepsFolder(home), swept.id, "returns.bin"))).toEqual(bytes);
  }, 60_000);

  it("is written and read back, with what is not kept left out", async () => {
    const folder = await freshFolder();
    expect(await readReturns(folder)).toBeNull();
    const result = account(4, 30);
    const whole = keptVariant(result, 40, true);
    expect(whole.first).toBe(10);
    const alone = keptVariant(result, 40, false);
    expect(Object.keys(alone)).toEqual(["bars", "sharpe"]);
    const clock = Float64Array.from({length: 40}, (_, i) => i * 1000);
    const ruined = keptVariant({equity: Float64Array.of(1, 2, 0, 0)}, 40, true);
    expect(ruined).toMatchObject({bars: 2, first: 37});
    const list = [{run: "ü", kept: whole, clock: toText(clock)}, null, {run: "b", kept: alone}];
    await writeReturns(folder, [...list, {run: "c", kept: ruined, clock: toText(clock)}]);
    const [a, none, b, c] = (await readReturns(folder))!;
    expect(a).toMatchObject({run: "ü", bars: 30, sharpe: whole.sharpe, times: clock.slice(10)});
    expect(a!.returns).toEqual(Float32Array.from(accountReturns(result.equity)));
    expect(none).toBeNull();
    expect(b).toEqual({run: "b", ...alone, times: null, returns: null});
    expect([c!.times, c!.returns]).toEqual([clock.slice(37, 39), Float32Array.of(1, -1)]);
  });

  it("is, of very many variants, evenly spaced ones", () => {
    const kept = (of: number, rows: number) => Array.from({length: of}, (_, i) => isKept(i, of, rows)).filter(Boolean);
    expect(kept(300, 1258)).toHaveLength(300);
    expect(kept(100_000, 1258)).toHaveLength(1000);
    expect(kept(5000, 100_000)).toHaveLength(80);
    expect(kept(3, 1e9)).toHaveLength(2);
  });
});

describe("the report of a search", () => {
  it("weighs the best of all trials of an experiment", async () => {
    const home = await homeOf();
    const spec = toSpec({...crossing, data: {dataset: "made/1d", symbols: ["A"], benchmark: "B"}});
    await run(spec, home, effects());
    await sweep(spec, axes, home, effects(), 1);
    expect(await triedExperiments(home)).toEqual(["91-sweep"]);
    const report = await reportSearch(home, "91-sweep");
    expect(report).toMatchObject({
      attempts: {counted: 5, variants: 4, ends: {done: 5, failed: 0, cancelled: 0, open: 0}},
      distinct: 5,
      kept: 5,
      overfitting: {trials: 5, blocks: 16, halvings: 12_870},
      reasons: {}
    });
    const {best, overfitting, superiority} = report;
    expect(best!.deflated).toBeLessThan(best!.probabilistic);
    expect(best!.expectedMaximum).toBeGreaterThan(0);
    expect(overfitting!.probability).toBeGreaterThanOrEqual(0);
    for (const {lower, consistent, upper, trials} of [superiority.nothing!, superiority.benchmark!]) {
      expect(trials).toBe(5);
      expect(lower).toBeLessThanOrEqual(consistent);
      expect(consistent).toBeLessThanOrEqual(upper);
    }
    expect(superiority.nothing).not.toEqual(superiority.benchmark);
    expect(await reportSearch(home, "91-sweep")).toEqual(report);
  }, 60_000);

  it("says what it cannot be made of", async () => {
    const home = await freshFolder();
    const at = "2020-01-01T00:00:00.000Z";
    await appendTrial(home, {experiment: "a", run: "1".repeat(12), event: "started", at});
    const report = await reportSearch(home, "a");
    expect(report).toMatchObject({distinct: 1, kept: 0, rows: 0, effective: 1, best: null, overfitting: null});
    expect(Object.keys(report.reasons).sort()).toEqual([
      "best",
      "overfitting",
      "superiority.benchmark",
      "superiority.nothing"
    ]);
  });
});
