import {mkdir, readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {prepare} from "../../core/lab/prepare.js";
import {readColumns} from "../../core/store/disk/columns.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {boostingBaseline} from "../../experiments/03-boosting-baseline.js";
import {direction} from "../../plugins/labels/direction.js";
import {samples} from "../../plugins/sources/samples.js";
import {byTime} from "../../plugins/splits/by-time.js";
import {everything, freshFolder} from "../store/homes.js";

const learn = {...boostingBaseline.learn!, label: direction(), split: byTime()};

describe("prepare", () => {
  it("writes the matrix, and which samples each part of a split by time has: apart, in order, clear of the labels", async () => {
    const [home, folder] = [await freshFolder(), await freshFolder()];
    await ingest(home, samples(), everything, effects());
    const prepared = await prepare({...boostingBaseline, learn}, home, effects(), folder);
    expect(prepared.files).toEqual(
      ["matrix.parquet", "folds.parquet", "schema.json"].map((name) => join(folder, name))
    );
    expect(prepared.classes?.map(({value}) => value)).toEqual([-1, 0, 1]);
    expect(prepared.classes?.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 12);
    const {t, until} = await readColumns(join(folder, "matrix.parquet"), ["t", "until"]);
    const table = await readColumns(join(folder, "folds.parquet"), ["fold", "test", "sample"]);
    expect(t.length).toBe(prepared.samples);
    const rows = Array.from(table.sample, (sample, i) => ({sample, fold: table.fold[i], test: table.test[i]}));
    for (const [k, fold] of prepared.folds.entries()) {
      const train = rows.filter((row) => row.fold === k && row.test === 0);
      const test = rows.filter((row) => row.fold === k && row.test === 1);
      expect([train.length, test.length]).toEqual([fold.train.samples, fold.test.samples]);
      const start = Math.min(...test.map(({sample}) => t[sample]));
      expect(Math.max(...train.map(({sample}) => until[sample]))).toBeLessThan(start);
    }
    const schema = JSON.parse(await readFile(join(folder, "schema.json"), "utf8")) as typeof prepared;
    expect(schema.layers.matrix).toBe(prepared.layers.matrix);
  });

  it("gives the same bytes twice, and no classes for returns", async () => {
    const home = await freshFolder();
    await ingest(home, samples(), everything, effects());
    const folders = [await freshFolder(), await freshFolder()];
    const [one, two] = await Promise.all(folders.map((folder) => prepare(boostingBaseline, home, effects(), folder)));
    expect(one.classes).toBeUndefined();
    expect(two.layers).toEqual(one.layers);
    for (const name of ["matrix.parquet", "folds.parquet", "schema.json"]) {
      const [a, b] = await Promise.all(folders.map((folder) => readFile(join(folder, name))));
      expect(a.equals(b)).toBe(true);
    }
  });

  it("leaves nothing in a folder of what was prepared before, or of one that was killed", async () => {
    const [home, folder] = [await freshFolder(), await freshFolder()];
    await ingest(home, samples(), everything, effects());
    const {learn: _, ...unlearned} = boostingBaseline;
    await prepare(boostingBaseline, home, effects(), folder);
    await mkdir(join(folder, ".999999999-abc"));
    await writeFile(join(folder, ".999999999-abc", "matrix.parquet"), "half");
    const {files} = await prepare(unlearned, home, effects(), folder);
    expect((await readdir(folder)).sort()).toEqual(["matrix.parquet", "schema.json"]);
    expect(files).toEqual(["matrix.parquet", "schema.json"].map((name) => join(folder, name)));
  });
});
