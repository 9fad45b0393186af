import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {csvFormat} from "d3-dsv";
import writeFileAtomic from "write-file-atomic";
import {formatDate} from "../../base/timeframe.js";
import type {Fault} from "../../plugin.js";
import {sha256} from "../disk/manifest.js";

/** Writes rows that are none as a CSV to look at, named by its content, and answers with its path. */
export async function writeFaults(home: string, dataset: string, faults: readonly Fault[]): Promise<string> {
  const rows = faults.map(({symbol = "", t, kind, fault, origin, row}) => {
    return {origin, symbol, date: t === undefined ? "" : formatDate(t), kind, reason: fault, row};
  });
  const text = `${csvFormat(rows, ["origin", "symbol", "date", "kind", "reason", "row"])}\n`;
  const folder = join(home, "quarantine");
  await mkdir(folder, {recursive: true});
  const file = join(folder, `${dataset.replace("/", "-")}-${sha256(text).slice(0, 12)}.csv`);
  await writeFileAtomic(file, text);
  return file;
}
