import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {expect, it} from "vitest";
import {loadFactors, writeFactors} from "../../core/lab/factor-file.js";
import type {Item} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {bar, effectsAt, everything, freshFolder} from "../store/homes.js";

const t = Date.UTC(2020, 0, 3);

async function home(): Promise<string> {
  const folder = await freshFolder();
  const items: Item[] = [
    ...[bar(1, "OLD", 100), bar(2, "OLD", 50), bar(3, "NEW", 12.5), bar(6, "NEW", 12), bar(2, "B", 7)],
    {action: "rename", t, symbol: "OLD", to: "NEW"},
    {action: "split", t, symbol: "NEW", value: 4},
    {action: "dividend", t: Date.UTC(2020, 0, 2), symbol: "OLD", value: 20}
  ];
  const source = defineSource("made", {}, () => ({
    async *bars() {
      await Promise.resolve();
      yield* items;
    }
  }))();
  await ingest(folder, source, everything, effectsAt());
  return folder;
}

it("is written by symbol and date, whole or not at all", async () => {
  const store = await home();
  const rows = await loadFactors(store, {dataset: "made/1d"});
  const path = join(await freshFolder(), "factors.csv");
  await writeFactors(rows, path);
  expect(await readFile(path, "utf8")).toBe(
    "symbol,date,price,units\nB,2020-01-02,1,1\nNEW,2020-01-01,0.2,4\nNEW,2020-01-02,0.25,4\nNEW,2020-01-03,1,1\n"
  );
  expect(await readdir(join(path, ".."))).toEqual(["factors.csv"]);
  const some = await loadFactors(store, {dataset: "made/1d", symbols: ["OLD"], to: t});
  expect(some.map(({symbol, price}) => [symbol, price])).toEqual([
    ["NEW", 0.8],
    ["NEW", 1]
  ]);
});

it("refuses what is no CSV, and a folder that is not there", async () => {
  await expect(writeFactors([], "factors.parquet")).rejects.toThrow("expected a file that ends in .csv");
  await expect(writeFactors([], join("nowhere", "factors.csv"))).rejects.toThrow(
    "missing folder: nowhere; make it first"
  );
});
