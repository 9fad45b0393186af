import {toSpec} from "../core/lab/experiment.js";
import {findExperiments} from "../core/lab/experiments.js";
import {home} from "../core/lab/home.js";
import {findOrigins, loadMarket} from "../core/lab/market.js";
import {findManifest} from "../core/store/disk/manifest.js";

const [experiment] = await findExperiments("06-backtest");
const {data} = experiment;
const manifest = await findManifest(home(), data.dataset);

/** Apple's bars, the S&P 500 beside them, and the experiment that trades them; null where the store has none. */
async function bars() {
  const origins = await findOrigins(home(), data);
  const {version} = origins.manifest;
  const {panel, beside} = await loadMarket(home(), data, origins);
  const {times, symbols} = panel;
  const fields = Object.fromEntries(Object.entries(panel.fields).map(([name, column]) => [name, Array.from(column)]));
  const benchmark = Array.from(beside.benchmark!);
  const {periods} = beside;
  return {times: Array.from(times), symbols, fields, benchmark, periods, version, spec: toSpec(experiment)};
}

process.stdout.write(JSON.stringify(manifest && (await bars())));
