import type {Effects} from "../lab/context.js";
import {bytes, count, day, styled} from "./format.js";
import type {Answer} from "./verb.js";

/** Merges the files of datasets. */
export async function compactAll(home: string, datasets: readonly string[], effects: Effects): Promise<Answer> {
  const {compact} = await import("../store/disk/merge.js");
  const {datasetSummary} = await import("../store/disk/datasets.js");
  const all: {dataset: string; files: readonly [before: number, after: number]; bytes: number; version: string}[] = [];
  for (const [done, dataset] of datasets.entries()) {
    effects.signal.throwIfAborted();
    effects.progress(done, datasets.length);
    const before = await datasetSummary(home, dataset);
    await compact(home, dataset, effects);
    const {files, bytes, version} = await datasetSummary(home, dataset);
    all.push({dataset, files: [before.files, files], bytes, version});
  }
  if (datasets.length > 0) effects.progress(datasets.length, datasets.length);
  const lines = all.map(({dataset, files: [before, after], bytes: size, version}) => {
    return `${dataset}: ${count(before)} files are ${count(after)} now, ${bytes(size)}; version ${version.slice(0, 12)}, as before`;
  });
  return {json: all, text: lines.join("\n") || "no data yet; take some in with: tapebook ingest samples"};
}

/** Sets the damaged files of datasets aside; something is missing then, so that the answer is partial. */
export async function repairAll(home: string, datasets: readonly string[], effects: Effects): Promise<Answer> {
  const {repair} = await import("../store/disk/repair.js");
  const all: Awaited<ReturnType<typeof repair>>[] = [];
  for (const [done, dataset] of datasets.entries()) {
    effects.signal.throwIfAborted();
    effects.progress(done, datasets.length);
    all.push(await repair(home, dataset, effects));
  }
  if (datasets.length > 0) effects.progress(datasets.length, datasets.length);
  const lines = all.flatMap(({dataset, files, readable}) => {
    if (files.length === 0) return [`${dataset}: ${styled("green", "intact")}`];
    const lost = files.map(({hash, rows, symbols, from, to, sources}) => {
      const span = `${day(from)} to ${day(to)}`;
      const again = sources.length > 0 ? `; ingest ${sources.join(" or ")} again to get them back` : "";
      return `  ${hash.slice(0, 12)}: ${count(rows)} rows of ${count(symbols.length)} symbols, ${span}, are missing now${again}`;
    });
    const left = readable ? "the rest can be read" : "nothing is left";
    return [`${dataset}: ${count(files.length)} damaged files lie in its folder damaged; ${left}`, ...lost];
  });
  const text = lines.join("\n") || "no data yet; take some in with: tapebook ingest samples";
  return {json: all, text, partial: all.some(({files}) => files.length > 0)};
}
