import {toSpec} from "../core/lab/experiment.js";
import {findExperiments} from "../core/lab/experiments.js";
import {home} from "../core/lab/home.js";
import {findOrigins, loadMarket} from "../core/lab/market.js";
import {latestRecords} from "../core/lab/runs.js";
import {findManifest} from "../core/store/disk/manifest.js";

const [experiment] = await findExperiments("03-boosting-baseline");
const {data} = experiment;
const manifest = await findManifest(home(), data.dataset);

/** Apple's bars, the experiment that learns from them, and its latest run; null where there is none. */
async function bars() {
  const {panel, beside} = await loadMarket(home(), data, await findOrigins(home(), data));
  const {times, symbols} = panel;
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, Array.from(column)]));
  const spec = toSpec(experiment);
  const latest = (await latestRecords(home())).find(({experiment}) => experiment === spec.name);
  const run = latest && {id: latest.id, contest: latest.contest, hashes: latest.hashes, spec: latest.spec};
  const {periods} = beside;
  return {times: Array.from(times), symbols, fields, benchmark: [], periods, spec, run: run ?? null};
}

process.stdout.write(JSON.stringify(manifest && (await bars())));
