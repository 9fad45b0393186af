import {runPage} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {latestRecords} from "../core/lab/runs.js";

const run = (await latestRecords(home())).find(({experiment}) => experiment === "07-intraday-boosting");
process.stdout.write(JSON.stringify(run ? await runPage(home(), run) : null));
