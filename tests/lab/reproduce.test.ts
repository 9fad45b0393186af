import {execFile} from "node:child_process";
import {appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import type {ExperimentSpec} from "../../core/lab/experiment.js";
import {toSpec} from "../../core/lab/experiment.js";
import {findExperiments, setOption} from "../../core/lab/experiments.js";
import {root} from "../../core/lab/home.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import type {RunRecord} from "../../core/lab/record.js";
import {findKept} from "../../core/lab/reproduce/kept.js";
import {reproduce, reproductionsFile} from "../../core/lab/reproduce/reproduce.js";
import type {Reproduction} from "../../core/lab/reproduce/shape.js";
import {run} from "../../core/lab/run.js";
import {isBar} from "../../core/base/market-data.js";
import type {Bar} from "../../core/plugin.js";
import {readColumns} from "../../core/store/disk/columns.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {samples} from "../../plugins/sources/samples.js";
import {effectsAt, everything, freshFolder, sourceOf, tree} from "../store/homes.js";

const small = [
  ["data.from", "2016-01-01"],
  ["data.to", "2017-06-01"],
  ["learn.split.train", "126"]
] as const;

const name = "06-backtest";
const at = (now: number) => effects({now: () => now});

async function spec(...more: readonly (readonly [string, string])[]): Promise<ExperimentSpec> {
  const [experiment] = await findExperiments(name);
  return [...small, ...more].reduce((each, [path, value]) => setOption(each, path, value), toSpec(experiment));
}

/** The home that the run was made in, and that run. */
let first: string;
let record: RunRecord;
beforeAll(async () => {
  first = await mkdtemp(join(tmpdir(), "tapebook-reproduce-"));
  await fill(first);
  ({record} = await run(await spec(), first, at(1000)));
}, 60_000);
afterAll(() => rm(first, {recursive: true, force: true}));

/** A copy of that home. */
async function copied(): Promise<string> {
  const home = await freshFolder();
  await cp(first, home, {recursive: true});
  return home;
}

/** Takes the samples into a home, some changed where that is asked for. */
async function fill(home: string, change: (bar: Bar) => Bar = (bar) => bar): Promise<string> {
  const bars: Bar[] = [];
  const query = {...everything, from: Date.UTC(2015, 0, 1), to: Date.UTC(2018, 0, 1)};
  const context = {...effectsAt(), random: undefined as never};
  for await (const item of samples().bars(query, context)) if (isBar(item)) bars.push(change(item));
  await ingest(home, sourceOf(bars, "samples"), everything, effectsAt());
  return home;
}

const made = (found: Reproduction) => found.changes.map(({what, name}) => [what, name]);

describe("a run that is made again", () => {
  it("is the same to the last bit in another home, from the other's folder, and leaves that as it is", async () => {
    const second = await fill(await freshFolder());
    const before = await tree(join(first, "runs"));
    const folder = join(first, "runs", record.id);
    for (const what of [folder, join(folder, "run.json")]) {
      const kept = await findKept(second, what);
      const found = await reproduce(kept, second, at(5000));
      expect(found).toMatchObject({run: record.id, experiment: name, identical: true, counted: false, value: null});
      expect(found.changes).toEqual([]);
      expect(found.stages.map(({stage, same}) => [stage, same])).toEqual(
        ["panel", "features", "signal", "backtest", "result"].map((stage) => [stage, true])
      );
      expect(found.figures).toEqual({compared: Object.keys(record.metrics).length, different: []});
      const cells = record.shape.rows * record.symbols.length;
      const [signals, equity, fills] = found.arrays;
      expect(signals).toEqual({name: "signals", recorded: cells, now: cells, different: 0, first: null});
      const bars = record.shape.rows - record.shape.start;
      expect(equity).toEqual({name: "equity", recorded: bars, now: bars, different: 0, first: null});
      expect(fills.recorded).toBeGreaterThan(0);
      expect(found.passedOver).toEqual(["started", "seconds", "audit"]);
    }
    expect(found(await findKept(first, record.id.slice(0, 5)))).toBe(record.id);
    expect(await tree(join(first, "runs"))).toEqual(before);
    expect(await readTrials(second)).toEqual([]);
    const lines = (await readFile(reproductionsFile(second), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
      [1, 2].map(() => ({
        at: "1970-01-01T00:00:05.000Z",
        run: record.id,
        experiment: name,
        identical: true,
        result: record.hashes.result,
        code: record.lineage.code,
        node: process.version
      }))
    );
  });

  const found = ({record}: {readonly record: RunRecord}) => record.id;

  it("uses the version of the data that it was made of where the store has it still", async () => {
    const home = await copied();
    const later: Bar = {t: Date.UTC(2016, 4, 4), symbol: "AAPL", open: 90, high: 99, low: 90, close: 98, volume: 1e6};
    await ingest(home, sourceOf([later], "samples"), everything, effectsAt(2000));
    const again = await reproduce(await findKept(home, record.id), home, at(5000));
    expect(again).toMatchObject({identical: true, changes: []});
    expect(countTrials(await readTrials(home), name)).toBe(1);
  });

  it("differs where what is left of its Sharpe ratio was written otherwise", async () => {
    const forged = async (change: (record: RunRecord) => void) => {
      const home = await copied();
      const file = join(home, "runs", record.id, "run.json");
      const written = JSON.parse(await readFile(file, "utf8")) as RunRecord;
      change(written);
      await writeFile(file, JSON.stringify(written));
      const {identical, parts} = await reproduce(await findKept(home, record.id), home, at(5000));
      return {identical, parts};
    };
    expect(await forged(() => {})).toEqual({identical: true, parts: []});
    expect(await forged(({evidence}) => void (evidence!.sharpe.deflated = 0.9999))).toEqual({
      identical: false,
      parts: ["evidence"]
    });
    expect(await forged(({evidence}) => void (evidence!.intervals.sharpe.low! += 1e-9))).toEqual({
      identical: false,
      parts: ["evidence"]
    });
    const fewer = await forged((written) => {
      written.trials = 7;
      written.evidence!.trials.counted = 7;
    });
    expect(fewer).toEqual({identical: false, parts: ["trials"]});
  });

  it("differs where a value of the data does, which is named, and counts as another trial", async () => {
    const {t, gross} = await readColumns(join(first, "runs", record.id, "equity.parquet"), ["t", "gross"]);
    const day = t[gross.findIndex((value, row) => row > 20 && value > 0.5)];
    const second = await fill(await freshFolder(), (bar) =>
      bar.t === day && bar.symbol === "AAPL" ? {...bar, close: bar.high} : bar
    );
    const again = await reproduce(await findKept(second, join(first, "runs", record.id)), second, at(5000));
    expect(again.identical).toBe(false);
    expect(made(again)).toEqual([["data", "samples/1d"]]);
    expect(again.changes[0].recorded).toBe(record.lineage.data[0].version);
    expect(again.changes[0].now).toMatch(/^[0-9a-f]{64}$/);
    expect(again.value).toMatchObject({field: "close", symbol: "AAPL", t: day});
    expect(again.value!.now).toBeGreaterThan(again.value!.recorded!);
    expect(again.stages.filter(({same}) => !same)[0].stage).toBe("panel");
    const {different} = again.figures;
    const sharpe = different.find((each) => each.name === "sharpe")!;
    expect(sharpe.recorded).toBe(record.metrics.sharpe);
    expect(sharpe.difference).toBe(sharpe.now! - sharpe.recorded!);
    expect(sharpe.relative).toBeCloseTo(sharpe.difference! / Math.abs(sharpe.recorded!), 12);
    const equity = again.arrays.find((each) => each.name === "equity")!;
    expect(equity.different).toBeGreaterThan(0);
    expect(equity.first!.t).toBeGreaterThanOrEqual(day);
    expect(again.counted).toBe(true);
    expect(countTrials(await readTrials(second), name)).toBe(1);
    expect(countTrials(await readTrials(first), name)).toBe(1);
    expect(JSON.stringify(again)).not.toMatch(/NaN|Infinity/);
  });

  it("differs where an option in the record was changed, which is named", async () => {
    const home = await copied();
    const folder = await freshFolder();
    await cp(join(home, "runs", record.id), folder, {recursive: true});
    const changed = setOption(record.spec, "backtest.delay", "1");
    await writeFile(join(folder, "run.json"), JSON.stringify({...record, spec: changed}));
    const again = await reproduce(await findKept(home, folder), home, at(5000));
    expect(again.identical).toBe(false);
    expect(made(again)).toEqual([["record", "id"]]);
    expect(again.changes[0].recorded).toBe(record.id);
    expect(again.settings).toContainEqual({path: "backtest.delay", recorded: "1", now: "0"});
    expect(again.stages.filter(({same}) => !same).map(({stage}) => stage)).toEqual(["backtest", "result"]);
    const fills = again.arrays.find((each) => each.name === "fills")!;
    expect(fills.first).toMatchObject({column: "t", symbol: "AAPL"});
    expect(again.arrays.find((each) => each.name === "signals")).toMatchObject({different: 0, first: null});
  });

  it("differs where what it kept was changed", async () => {
    const home = await copied();
    const file = join(home, "runs", record.id, "run.json");
    const changed = {...record, metrics: {...record.metrics, sharpe: 3}};
    await writeFile(file, JSON.stringify(changed));
    const again = await reproduce(await findKept(home, record.id), home, at(5000));
    expect(again).toMatchObject({identical: false, changes: [], counted: false});
    expect(again.figures.different).toEqual([
      {
        name: "sharpe",
        recorded: 3,
        now: record.metrics.sharpe,
        difference: record.metrics.sharpe! - 3,
        relative: (record.metrics.sharpe! - 3) / 3
      }
    ]);
  });

  it("says what it cannot be made of", async () => {
    const home = await copied();
    const empty = await freshFolder();
    const kept = await findKept(home, record.id);
    await expect(reproduce(kept, empty, at(1))).rejects.toThrow(
      "missing dataset: samples/1d; run tapebook ingest samples"
    );
    await expect(findKept(empty, record.id)).rejects.toThrow(`unknown run: ${record.id}; there are none yet`);
    await expect(findKept(home, join(empty, "run.json"))).rejects.toThrow(
      /^unknown run: .*run\.json; there is no such file$/
    );
    await writeFile(join(empty, "run.json"), "{}");
    await expect(findKept(home, empty)).rejects.toThrow(/^invalid run: .*run\.json is not the run\.json of a run/);
    expect(await readTrials(empty)).toEqual([]);
  });
});

it("names the file of code that was changed, in another checkout", {timeout: 60_000}, async () => {
  const home = await copied();
  const folder = await mkdtemp(join(tmpdir(), "tapebook-code-"));
  try {
    for (const each of ["bin", "core", "plugins", "experiments", "package.json", "package-lock.json", "tsconfig.json"])
      await cp(join(root, each), join(folder, each), {recursive: true});
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    const words = ["reproduce", record.id, "--json"];
    const again = async () => {
      const given = {cwd: folder, env: {...process.env, TAPEBOOK_HOME: home}};
      const asked = promisify(execFile)(process.execPath, [join(folder, "bin", "tapebook.js"), ...words], given);
      const {stdout, code = 0} = (await asked.catch((error: {stdout: string; code: number}) => error)) as {
        stdout: string;
        code?: number;
      };
      return {code, found: JSON.parse(stdout) as Reproduction};
    };
    await appendFile(join(folder, "plugins", "strategies", "threshold.ts"), "\n// another line\n");
    const touched = await again();
    expect(touched).toMatchObject({code: 0, found: {identical: true, counted: false}});
    expect(made(touched.found)).toEqual([["code", "plugins/strategies/threshold.ts"]]);
    const metric = join(folder, "plugins", "metrics", "sharpe.ts");
    const text = await readFile(metric, "utf8");
    const altered = text.replace(/Math\.sqrt\(/, "2 * Math.sqrt(");
    expect(altered).not.toBe(text);
    await writeFile(metric, altered);
    const differing = await again();
    expect(differing).toMatchObject({code: 1, found: {identical: false}});
    expect(made(differing.found)).toEqual([
      ["code", "plugins/metrics/sharpe.ts"],
      ["code", "plugins/strategies/threshold.ts"]
    ]);
    expect(differing.found.figures.different.map(({name, relative}) => [name, relative])).toEqual([["sharpe", 1]]);
    expect(differing.found.stages.every(({same}) => same)).toBe(true);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
});
