import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {runArrays, runPage} from "../lab/arrays.js";
import type {RunRecord} from "../lab/record.js";
import {engineScript, pageScript} from "./page/bundle.js";
import {packRun} from "./page/pack.js";

/**
 * Puts into a source root's cache what the loaders of the runs' pages would print, so that Framework need not start two
 * processes for each run, and two for the scripts that all share. The loaders remain for whoever previews the site.
 */
export async function prefillRuns(root: string, home: string, runs: readonly RunRecord[], signal: AbortSignal) {
  const folder = join(root, ".observablehq", "cache", "data-loaders");
  await mkdir(folder, {recursive: true});
  if (runs.length === 0) return;
  const [script, engine] = await Promise.all([pageScript("reports/page.ts"), engineScript()]);
  await writeFile(join(folder, "report-page.js"), script);
  await writeFile(join(folder, "report-engine.js"), engine);
  for (const run of runs) {
    signal.throwIfAborted();
    const page = await runPage(home, run);
    const parts = packRun(page, await runArrays(home, run));
    for (const [name, part] of Object.entries({run: parts.first, market: parts.market, signal: parts.signal}))
      await writeFile(join(folder, `${name}-${run.id}.bin`), part);
  }
}
