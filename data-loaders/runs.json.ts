import {home} from "../core/lab/home.js";
import {latestRecords} from "../core/lab/runs.js";
import {listedRun} from "../core/site/page/listed.js";

const records = await latestRecords(home());
const rows = await Promise.all(records.map((record) => listedRun(home(), record)));
process.stdout.write(JSON.stringify(rows));
