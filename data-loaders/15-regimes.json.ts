import {toSpec} from "../core/lab/experiment.js";
import {findExperiments} from "../core/lab/experiments.js";
import {home} from "../core/lab/home.js";
import {findOrigins, loadMarket} from "../core/lab/market.js";
import {findManifest} from "../core/store/disk/manifest.js";

const [experiment] = await findExperiments("15-regimes");
const {data} = experiment;
const manifest = await findManifest(home(), data.dataset);

/** Apple's days with its weeks beside them, and the experiment; null where the store has none. */
async function bars() {
  const {panel, beside} = await loadMarket(home(), data, await findOrigins(home(), data));
  const {times, symbols} = panel;
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, Array.from(column)]));
  const {periods} = beside;
  return {times: Array.from(times), symbols, fields, benchmark: [], periods, spec: toSpec(experiment)};
}

process.stdout.write(JSON.stringify(manifest && (await bars())));
