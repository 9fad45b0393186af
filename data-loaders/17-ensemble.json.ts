import {latestErrors} from "../core/lab/error.js";
import {home} from "../core/lab/home.js";
import {latestRecords} from "../core/lab/runs.js";

const run = (await latestRecords(home())).findLast(({experiment}) => experiment === "17-ensemble");

/** The newest run's contest, and the newest report on each of its models' errors; null where nothing was run. */
async function found() {
  if (!run?.contest) return null;
  const {id, contest, synthetic, folds, symbols, trials, spec} = run;
  const {features, data} = spec;
  const errors = await latestErrors(home(), id);
  return {run: {id, contest, synthetic, folds, symbols, trials, features: Object.keys(features), data}, errors};
}

process.stdout.write(JSON.stringify(await found()));
