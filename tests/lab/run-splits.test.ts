import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {formatDate} from "../../core/base/timeframe.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {prepare} from "../../core/lab/prepare.js";
import {run} from "../../core/lab/run.js";
import {pathsHash} from "../../core/pipeline/hashes.js";
import {readColumns} from "../../core/store/disk/columns.js";
import {sha256} from "../../core/store/disk/manifest.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {bySymbol} from "../../plugins/splits/by-symbol.js";
import {combinatorialPurged} from "../../plugins/splits/combinatorial-purged.js";
import {randomPanel} from "../panels.js";
import {effectsAt, everything, freshFolder, sourceOf} from "../store/homes.js";

const panel = randomPanel({rows: 120, symbols: 6, gaps: false});
const {open, high, low, close, volume} = panel.fields;
const bars = Array.from(close, (_, i) => ({
  t: panel.times[Math.floor(i / 6)],
  symbol: panel.symbols[i % 6],
  open: open[i],
  high: high[i],
  low: low[i],
  close: close[i],
  volume: volume[i]
}));
const experiment: Experiment = {
  name: "91-names",
  title: "Names",
  question: "Does it hold for names that were not seen?",
  data: {dataset: "made/1d"},
  features: {fast: returns({window: 1}), slow: returns({window: 5})},
  learn: {
    label: forwardReturn({horizon: 5}),
    split: bySymbol({train: 3, validation: 1, test: 2, from: formatDate(panel.times[60])}),
    model: ridge(),
    baseline: mean(),
    scaling: "robust",
    weights: {by: "uniqueness", decay: 0.5}
  }
};

async function freshHome(): Promise<string> {
  const home = await freshFolder();
  await ingest(home, sourceOf(bars, "made"), everything, effectsAt());
  return home;
}

interface Parts {
  readonly train: readonly string[];
  readonly validation: readonly string[];
  readonly test: readonly string[];
}

describe("the symbols that a split draws", () => {
  it("are saved with the run, its scaling and their hash", async () => {
    const home = await freshHome();
    const {record} = await run(experiment, home, effects({now: () => 1}));
    const folder = join(home, "runs", record.id);
    const text = await readFile(join(folder, "symbols.json"));
    const {train, validation, test} = JSON.parse(text.toString()) as Parts;
    expect([train.length, validation.length, test.length]).toEqual([3, 1, 2]);
    expect([...train, ...validation, ...test].sort()).toEqual([...panel.symbols]);
    expect(record.hashes.symbols).toBe(sha256(text));
    expect((await run(experiment, home, effects({now: () => 2}))).record).toEqual(record);
    expect(record.spec.learn).toMatchObject({scaling: "robust", weights: {by: "uniqueness", decay: 0.5}});
    const scaling = JSON.parse(await readFile(join(folder, "model", "scaling.json"), "utf8")) as object;
    expect(scaling).toMatchObject({method: "robust", median: [expect.any(Number), expect.any(Number)]});
    expect(record.folds).toHaveLength(2);
  });

  it("are saved with prepared data", async () => {
    const home = await freshHome();
    const folder = join(home, "prepared");
    const {parts, layers, files} = await prepare(experiment, home, effectsAt(), folder);
    const text = await readFile(join(folder, "symbols.json"));
    expect(files).toContain(join(folder, "symbols.json"));
    expect(JSON.parse(text.toString())).toEqual(parts);
    expect(layers.parts).toBe(sha256(text));
    const schema = JSON.parse(await readFile(join(folder, "schema.json"), "utf8")) as {layers: {parts: string}};
    expect(schema.layers.parts).toBe(layers.parts);
  });

  it("are refused with how many there are where they are too few", async () => {
    const home = await freshHome();
    const wanting = {...experiment, learn: {...experiment.learn!, split: bySymbol()}};
    await expect(prepare(wanting, home, effectsAt())).rejects.toThrow("missing symbols: 6 of 1200; ask for fewer");
    await expect(run(wanting, home, effects({now: () => 1}))).rejects.toThrow("missing symbols: 6 of 1200");
  });
});

it("saves the paths of combinatorial folds, the last of which is the signal", async () => {
  const home = await freshHome();
  const split = combinatorialPurged({groups: 4, tested: 2});
  const {record} = await run({...experiment, learn: {...experiment.learn!, split}}, home, effects({now: () => 1}));
  const folder = join(home, "runs", record.id);
  const paths = await readColumns(join(folder, "paths.parquet"), ["path-0", "path-1", "path-2"]);
  const {signal} = await readColumns(join(folder, "signals.parquet"), ["signal"]);
  expect(paths["path-2"]).toEqual(signal);
  expect(paths["path-0"]).not.toEqual(signal);
  expect(await pathsHash(Object.values(paths))).toBe(record.hashes.paths);
  expect(record.metrics).toMatchObject({paths: 3, "path-ic": expect.any(Number) as number});
  expect(record.folds).toHaveLength(6);
});
