import {copyFile, mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";
import {importedModels, importModel} from "../../core/lab/models/store.js";
import {fromLightgbm} from "../../core/trees/lightgbm/read.js";
import {predictTrees} from "../../core/trees/predict.js";
import type {Context, Dataset} from "../../core/plugin.js";
import {pretrained} from "../../plugins/models/pretrained.js";

const file = join(import.meta.dirname, "../golden/lightgbm/models/binary.txt");
const trees = fromLightgbm(await readFile(file, "utf8"));

let home: string;
let context: Context;
let sha256: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-pretrained-"));
  const bytes = await readFile(file);
  const about = {file: "binary.txt", now: 0};
  const {record} = await importModel(home, bytes, {...about, name: "dated", knownUntil: parseDate("2019-12-31")});
  await importModel(home, bytes, {...about, name: "undated"});
  ({sha256} = record);
  const {signal} = new AbortController();
  context = {random: random(1), log: () => {}, progress: () => {}, signal, imported: importedModels(home)};
});
afterAll(() => rm(home, {recursive: true, force: true}));

/** Samples of a row a day from a day on. */
function samples(from: string, names: readonly string[] = trees.features): Dataset {
  const stream = random("pretrained");
  const n = 50;
  const k = names.length;
  const t = Float64Array.from({length: n}, (_, i) => parseDate(from) + i * 864e5);
  const x = Float32Array.from({length: n * k}, () => stream.normal());
  return {x, shape: [n, 1, k], names, y: new Float64Array(n), t, until: t, cell: new Uint32Array(n)};
}

const fit = (options: Parameters<typeof pretrained>[0], data = samples("2020-01-01"), given = context) =>
  pretrained({sha256, ...options}).fit(data, given);

describe("a model that was trained elsewhere", () => {
  it("predicts with its trees, learns nothing and can be saved", async () => {
    const data = samples("2020-01-01");
    const expected = predictTrees(trees, data.x, [50, 6]);
    expect(new Set(expected).size).toBeGreaterThan(5);
    const fitted = await fit({model: "dated"}, data);
    expect(fitted.predict(data)).toEqual(expected);
    expect((await fit({model: "dated"}, {...data, y: data.y.map((_, i) => i)})).predict(data)).toEqual(expected);
    expect((await pretrained().load(fitted.save())).predict(data)).toEqual(expected);
    expect(fitted.trees!.objective).toBe("binary sigmoid:0.7");
    expect(fitted.probabilities!(data)[1]).toBe(expected[0]);
  });

  it("sees no sample that it may know", async () => {
    await expect(fit({model: "dated"}, samples("2019-12-31"))).rejects.toThrow(
      "invalid samples: dated may know what happened until 2019-12-31, and there are samples from 2019-12-31 on"
    );
    await expect(fit({model: "dated", knownUntil: "2020-06-30"})).rejects.toThrow("until 2020-06-30");
    await fit({model: "dated", knownUntil: "2020-06-30"}, samples("2020-07-01"));
    await expect(fit({model: "dated", knownUntil: "2018-01-01"})).rejects.toThrow(
      "invalid knownUntil: 2018-01-01; when dated was taken in it was said to know all until 2019-12-31"
    );
    await expect(fit({model: "undated"})).rejects.toThrow("missing knownUntil: nobody said what undated may know");
    await fit({model: "undated", knownUntil: "2019-12-31"});
  });

  it("sees no other features than its own", async () => {
    const names = [...trees.features];
    [names[0], names[1]] = [names[1], names[0]];
    await expect(fit({model: "dated"}, samples("2020-01-01", names))).rejects.toThrow(
      "invalid features: column 1 is with_nan, not plain"
    );
    await expect(fit({model: "dated"}, samples("2020-01-01", names.slice(1)))).rejects.toThrow("invalid features: ");
    const fitted = await fit({model: "dated"});
    expect(() => fitted.predict(samples("2020-01-01", names.slice(1)))).toThrow("invalid features: ");
  });

  it("is the one that the run names", async () => {
    await expect(fit({model: ""})).rejects.toThrow("missing model: name one; tapebook model list shows");
    await expect(fit({model: "none"})).rejects.toThrow("unknown model: none; models are dated, undated");
    await expect(fit({model: "dated", sha256: ""})).rejects.toThrow(`missing sha256: that of dated is ${sha256}`);
    await expect(fit({model: "dated", sha256: "0".repeat(64)})).rejects.toThrow("it is another model");
    await expect(fit({model: "dated"}, undefined, {...context, imported: undefined})).rejects.toThrow(
      "missing model: dated cannot be reached from here"
    );
    expect(() => pretrained({knownUntil: "soon"})).toThrow("invalid date: soon");
    await copyFile(file.replace("binary", "goss"), join(home, "models", "undated", "source"));
    await expect(fit({model: "undated", knownUntil: "2019-12-31"})).rejects.toThrow("undated was changed since");
  });
});
