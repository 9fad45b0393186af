import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runArrays, runPage} from "../../core/lab/arrays.js";
import {effects} from "../../core/lab/context.js";
import {findExperiments} from "../../core/lab/experiments.js";
import {makePlugin} from "../../core/lab/registry.js";
import {run} from "../../core/lab/run.js";
import type {RunPage} from "../../core/site/payload.js";
import {ingest} from "../../core/store/intake/ingest.js";

/** What a report's page is given. */
export interface Shipped {
  readonly page: RunPage;
  readonly numbers: Float64Array;
}

/** A folder of state in which the samples are and the given experiments were run. */
export async function homeWith(names: readonly string[]) {
  const home = await mkdtemp(join(tmpdir(), "tapebook-home-"));
  const all = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
  await ingest(home, await makePlugin("source", "samples"), all, effects());
  const shipped: Shipped[] = [];
  for (const name of names) {
    const [experiment] = await findExperiments(name);
    const {record} = await run(experiment, home, effects());
    shipped.push({page: await runPage(home, record), numbers: await runArrays(home, record)});
  }
  return {home, shipped, remove: () => rm(home, {recursive: true, force: true})};
}

/** The same run as a browser would get it: through JSON and bytes of its own. */
export function delivered({page, numbers}: Shipped): {page: RunPage; buffer: ArrayBuffer} {
  return {page: JSON.parse(JSON.stringify(page)) as RunPage, buffer: numbers.slice().buffer};
}
