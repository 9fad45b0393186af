import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {runArrays, runPage} from "../lab/arrays.js";
import type {RunRecord} from "../lab/record.js";

/**
 * Puts into a source root's cache what the loaders of the runs' pages would print, so that Framework need not start two
 * processes for each run. The loaders remain for whoever previews the site.
 */
export async function prefillRuns(root: string, home: string, runs: readonly RunRecord[], signal: AbortSignal) {
  const folder = join(root, ".observablehq", "cache", "data-loaders");
  await mkdir(folder, {recursive: true});
  for (const run of runs) {
    signal.throwIfAborted();
    await writeFile(join(folder, `run-${run.id}.json`), JSON.stringify(await runPage(home, run)));
    const {buffer} = await runArrays(home, run);
    await writeFile(join(folder, `run-${run.id}.bin`), new Uint8Array(buffer));
  }
}
