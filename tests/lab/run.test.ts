import {readFile, readdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {toSpec} from "../../core/lab/experiment.js";
import {setOption} from "../../core/lab/experiments.js";
import {appendTrial, countTrials, readTrials} from "../../core/lab/ledger.js";
import {equalWeight} from "../../core/lab/market.js";
import {run} from "../../core/lab/run.js";
import {listRecords, listRuns, readRun} from "../../core/lab/runs.js";
import {isBar} from "../../core/base/market-data.js";
import type {Bar} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {returns} from "../../plugins/features/returns.js";
import {rsi} from "../../plugins/features/rsi.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {totalReturn} from "../../plugins/metrics/total-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {samples} from "../../plugins/sources/samples.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {effectsAt, everything, freshFolder, sourceOf} from "../store/homes.js";

const experiment: Experiment = {
  name: "90-small",
  title: "Small",
  question: "Is it the same again?",
  data: {dataset: "apple/1d", symbols: ["AAPL"], benchmark: "SPX"},
  features: {fast: returns({window: 1}), slow: rsi({window: 14})},
  learn: {
    label: forwardReturn({horizon: 5}),
    split: walkForward({train: 252, test: 63, step: 63}),
    model: ridge({penalty: 10}),
    baseline: mean()
  },
  backtest: {strategy: threshold(), slippage: basisPoints({points: 5}), commission: perShare({cost: 0.001})},
  metrics: [sharpe(), totalReturn()]
};

const bars: Bar[] = [];
beforeAll(async () => {
  const controller = new AbortController();
  const query = {...everything, from: Date.UTC(2015, 0, 1), to: Date.UTC(2018, 0, 1)};
  const context = {...effectsAt(0, controller.signal), random: undefined as never};
  for await (const item of samples().bars(query, context)) if (isBar(item)) bars.push(item);
});

/** A new home whose store holds the bars. */
async function freshHome(given: readonly Bar[] = bars): Promise<string> {
  const home = await freshFolder();
  await ingest(home, sourceOf(given, "apple"), everything, effectsAt());
  return home;
}

const at = (now: number) => effects({now: () => now});

describe("run", () => {
  it("finds the run it made before, and makes it again bit for bit once it is gone", async () => {
    const home = await freshHome();
    const first = await run(experiment, home, at(1000));
    expect(first.found).toBe(false);
    expect(first.record).toMatchObject({status: "done", trials: 1, started: "1970-01-01T00:00:01.000Z"});
    for (const name of ["sharpe", "total-return"]) expect(first.record.metrics[name]).toBeTypeOf("number");
    const text = await readFile(join(home, "runs", first.record.id, "run.json"), "utf8");
    expect(await run(experiment, home, at(2000))).toEqual({record: first.record, found: true});
    expect(await run(toSpec(experiment), home, at(2000))).toEqual({record: first.record, found: true});
    expect(countTrials(await readTrials(home), "90-small")).toBe(1);
    expect((await readdir(join(home, "runs", first.record.id))).sort()).toEqual([
      "account.json",
      "equity.parquet",
      "fills.json",
      "log.txt",
      "model",
      "run.json",
      "signals.parquet"
    ]);

    const folder = join(home, "runs", first.record.id);
    const equity = await readFile(join(folder, "equity.parquet"));
    await rm(join(home, "runs"), {recursive: true});
    const second = await run(experiment, home, at(1000));
    expect(second.found).toBe(false);
    const again = await readFile(join(folder, "run.json"), "utf8");
    expect(again).toBe(text.replace('"trials": 1', '"trials": 2').replace('"counted": 1', '"counted": 2'));
    expect(await readFile(join(folder, "equity.parquet"))).toEqual(equity);
  });

  it("gives another id to another byte of data, option, seed and name", async () => {
    const home = await freshHome();
    const spec = toSpec(experiment);
    const idOf = async (given: Experiment | typeof spec, where = home) => (await run(given, where, at(1))).record.id;
    const changed = bars.map((each, i) => (i === 700 ? {...each, volume: each.volume + 1} : each));
    const ids = [
      await idOf(spec),
      await idOf(spec, await freshHome(changed)),
      await idOf(setOption(spec, "learn.model.penalty", "11")),
      await idOf(setOption(spec, "backtest.strategy", "sma-cross")),
      await idOf(setOption(spec, "seed", "1")),
      await idOf(setOption(spec, "data.from", "2015-02-01"))
    ];
    expect(new Set(ids).size).toBe(ids.length);
    const other = await freshHome();
    expect(await idOf(spec, other)).toBe(ids[0]);
  });

  it("counts and lists a run that failed, with its error", async () => {
    const home = await freshHome();
    const spec = setOption(toSpec(experiment), "learn.split.train", "5000");
    const error = await run(spec, home, at(1000)).catch((reason: Error) => reason.message);
    expect(error).toBeTypeOf("string");
    expect((await readTrials(home)).map(({event}) => event)).toEqual(["started", "failed"]);
    const [listed, ...more] = await listRuns(home);
    expect(more).toEqual([]);
    expect(listed).toMatchObject({experiment: "90-small", status: "failed", error, metrics: {}, seconds: 0});
    await expect(readRun(home, listed.id)).rejects.toThrow(`unknown run: ${listed.id}; there are none yet`);
    expect((await run(experiment, home, at(2000))).record.trials).toBe(2);
    expect((await listRuns(home)).map(({status}) => status).sort()).toEqual(["done", "failed"]);
  });

  it("records a run that was cancelled, and makes it when it is asked for again", async () => {
    const home = await freshHome();
    const controller = new AbortController();
    const stopping = {...at(1), signal: controller.signal, progress: () => controller.abort()};
    await expect(run(experiment, home, stopping)).rejects.toThrow();
    expect((await listRuns(home)).map(({status}) => status)).toEqual(["cancelled"]);
    expect(await readdir(home)).not.toContain("runs");
    expect((await run(experiment, home, at(2))).found).toBe(false);
    expect((await listRuns(home)).map(({status}) => status)).toEqual(["done"]);
  });

  it("counts and writes nothing where something is unknown or missing", async () => {
    const home = await freshHome();
    const spec = toSpec(experiment);
    const refuse = (path: string, value: string) => expect(run(setOption(spec, path, value), home, at(1))).rejects;
    await refuse("learn.model", "lgbm").toThrow(/^unknown model: lgbm; .*mean, .*ridge/);
    await refuse("learn.model.alpha", "1").toThrow("unknown ridge option: alpha; options are penalty");
    await refuse("learn.model.penalty", "much").toThrow('invalid ridge option: penalty is "much"; expected a number');
    await refuse("data.dataset", "pear/1d").toThrow("missing dataset: pear/1d; run tapebook ingest pear");
    await refuse("data.symbols", '["MSFT"]').toThrow("unknown symbol: MSFT; apple/1d has AAPL, SPX");
    await refuse("data.benchmark", "DAX").toThrow("unknown symbol: DAX; apple/1d has AAPL, SPX");
    await refuse("data.from", "yesterday").toThrow("invalid date: yesterday");
    await refuse("data.to", "2010-01-01").toThrow(/^missing bars: apple\/1d has none of AAPL/);
    expect(await readdir(home)).toEqual(["market"]);
  });

  it("leaves one run where two are made at once", async () => {
    const home = await freshHome();
    const [a, b] = await Promise.all([run(experiment, home, at(1)), run(experiment, home, at(1))]);
    expect(a.record.id).toBe(b.record.id);
    expect(await readdir(join(home, "runs"))).toEqual([a.record.id]);
    expect((await listRuns(home)).map(({status}) => status)).toEqual(["done"]);
  });
});

describe("the runs", () => {
  it("are found by the beginning of their id", async () => {
    const home = await freshHome();
    const {record} = await run(experiment, home, at(1));
    expect(await readRun(home, record.id.slice(0, 4))).toEqual(record);
    expect(await readRun(home, record.experiment)).toEqual(record);
    await expect(readRun(home, "zz")).rejects.toThrow(`unknown run: zz; runs are ${record.id} (90-small)`);
    await expect(readRun(home, "")).rejects.toThrow("unknown run: ");
    const ids = [record.id];
    for (let seed = 1; new Set(ids.map(([first]) => first)).size === ids.length; ++seed)
      ids.push((await run({...experiment, seed}, home, at(1))).record.id);
    const [shared] = ids.at(-1)!;
    await expect(readRun(home, shared)).rejects.toThrow(new RegExp(`^invalid run: ${shared} could be .*, `));
    expect(await listRecords(home)).toHaveLength(ids.length);
  });

  it("name the run.json that cannot be read", async () => {
    const home = await freshHome();
    const {record} = await run(experiment, home, at(1));
    const file = join(home, "runs", record.id, "run.json");
    for (const text of ["", "{", '{"id": 1}', (await readFile(file, "utf8")).slice(0, 200)]) {
      await writeFile(file, text);
      const message = `invalid run: ${record.id}; its run.json cannot be read; remove the folder runs/${record.id}`;
      await expect(listRuns(home)).rejects.toThrow(message);
      await expect(run(experiment, home, at(1))).rejects.toThrow(message);
    }
    await rm(join(home, "runs", record.id), {recursive: true});
    expect((await run(experiment, home, at(1))).record.metrics).toEqual(record.metrics);
  });

  it("list an attempt that never ended as running", async () => {
    const home = await freshFolder();
    expect(await listRuns(home)).toEqual([]);
    const at = "2020-01-01T00:00:00.000Z";
    await appendTrial(home, {event: "started", at, experiment: "a", run: "0123456789ab"});
    const base = {id: "0123456789ab", experiment: "a", started: at, metrics: {}};
    expect(await listRuns(home)).toEqual([{...base, status: "running", seconds: null}]);
  });
});

it("weighs a benchmark's symbols equally, over those that have a price", () => {
  const close = Float64Array.of(10, 20, NaN, 11, 18, 5, NaN, 27, 10, NaN, NaN, NaN, 12, 27, 10);
  const panel = {times: Float64Array.of(1, 2, 3, 4, 5), symbols: ["A", "B", "C"], fields: {close}};
  const second = 100 * (1 + (11 / 10 - 1 + (18 / 20 - 1)) / 2);
  const third = second * (1 + (27 / 18 - 1 + (10 / 5 - 1)) / 2);
  const found = equalWeight(panel);
  [100, second, third, third, third].forEach((level, i) => expect(found[i]).toBeCloseTo(level, 10));
});
