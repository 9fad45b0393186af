import {makeCrew} from "../../../core/lab/crew.js";
import {context, effects} from "../../../core/lab/context.js";
import type {Dataset} from "../../../core/plugin.js";
import {catboost} from "../../../plugins/models/catboost.js";
import {lightgbm} from "../../../plugins/models/lightgbm.js";
import type {Rows} from "./data.js";
import {correlation, readRows} from "./data.js";
import type {BoostingResult, Settings} from "./results.js";

/**
 * Learns from the rows of a folder as one does with the plugins, and prints a line of figures: a process of its own, so that
 * its memory is what it took, as that of a peer is. Given the folder and `Settings` as JSON.
 */
async function run(folder: string, settings: Settings): Promise<BoostingResult> {
  const {growth, threads, trees, leaves} = settings;
  const model =
    growth === "symmetric"
      ? catboost({iterations: trees, learning_rate: 0.05, depth: 6, boosting_type: "Plain", bootstrap_type: "No"})
      : lightgbm({num_iterations: trees, learning_rate: 0.05, num_leaves: leaves, max_bin: 255});
  const train = datasetOf(await readRows(folder, "train"));
  let binned = NaN;
  let worked = process.cpuUsage();
  const before = megabytes();
  const start = performance.now();
  const progress = () => {
    if (!Number.isNaN(binned)) return;
    binned = performance.now();
    worked = process.cpuUsage();
  };
  const fitted = await model.fit(train, {...context(effects({progress}), 7), crew: makeCrew(threads)});
  const end = performance.now();
  const {user, system} = process.cpuUsage(worked);
  const peak = megabytes();
  const first = performance.now();
  fitted.predict(train);
  const prediction = (performance.now() - first) / 1000;
  const test = datasetOf(await readRows(folder, "test"));
  const found = fitted.predict(test);
  const training = (end - binned) / 1000;
  return {
    seconds: training,
    binning: (binned - start) / 1000,
    training,
    prediction,
    processorSeconds: (user + system) / 1e6,
    r2: r2(test.y, found),
    ic: correlation(test.y, found),
    peakMegabytes: peak,
    growthMegabytes: peak - before,
    version: process.version
  };
}

function datasetOf({x, y}: Rows): Dataset {
  const n = y.length;
  const t = Float64Array.from({length: n}, (_, i) => i);
  return {x, y: Float64Array.from(y), shape: [n, 1, x.length / n], t, until: t, cell: new Uint32Array(n)};
}

/** The most memory that the process has had. */
function megabytes(): number {
  return process.resourceUsage().maxRSS / 1e3;
}

function r2(y: Float64Array, predicted: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let [rest, all] = [0, 0];
  for (let i = 0; i < y.length; ++i) {
    rest += (y[i] - predicted[i]) ** 2;
    all += (y[i] - mean) ** 2;
  }
  return 1 - rest / all;
}

process.stdout.write(`${JSON.stringify(await run(process.argv[2], JSON.parse(process.argv[3]) as Settings))}\n`);
