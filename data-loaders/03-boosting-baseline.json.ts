import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {toSpec} from "../core/lab/experiment.js";
import {findExperiments} from "../core/lab/experiments.js";
import {home} from "../core/lab/home.js";
import {findOrigins, loadMarket} from "../core/lab/market.js";
import {runFolder} from "../core/lab/run-folder.js";
import {listRecords} from "../core/lab/runs.js";
import {findManifest} from "../core/store/disk/manifest.js";

const [experiment] = await findExperiments("03-boosting-baseline");
const {data} = experiment;
const manifest = await findManifest(home(), data.dataset);

/** Apple's bars, the experiment that learns from them, and its latest run with the hash of its last model. */
async function bars() {
  const {panel, beside} = await loadMarket(home(), data, await findOrigins(home(), data));
  const {times, symbols} = panel;
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, Array.from(column)]));
  const spec = toSpec(experiment);
  const latest = (await listRecords(home())).findLast(({experiment}) => experiment === spec.name);
  const {periods} = beside;
  return {
    times: Array.from(times),
    symbols,
    fields,
    benchmark: [],
    periods,
    spec,
    run: latest ? await summary(latest) : null
  };
}

async function summary({id, contest, hashes}: Awaited<ReturnType<typeof listRecords>>[number]) {
  const state = await readFile(join(runFolder(home(), id), "model", "state.bin"));
  return {id, contest, signal: hashes.signal, model: createHash("sha256").update(state).digest("hex")};
}

process.stdout.write(JSON.stringify(manifest && (await bars())));
