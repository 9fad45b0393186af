import {home} from "../core/lab/home.js";
import {latestRecords} from "../core/lab/runs.js";

const records = await latestRecords(home());
const rows = records.map(
  ({id, experiment, title, question, synthetic, started, seconds, metrics, units, trials, lineage}) => {
    return {id, experiment, title, question, synthetic, started, seconds, metrics, units, trials, data: lineage.data};
  }
);
process.stdout.write(JSON.stringify(rows));
