import {runPage} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {listRecords} from "../core/lab/runs.js";

const run = (await listRecords(home())).findLast(({experiment}) => experiment === "04-trading-signals");
process.stdout.write(JSON.stringify(run ? await runPage(home(), run) : null));
