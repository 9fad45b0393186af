import {runArrays} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {listRecords} from "../core/lab/runs.js";

const run = (await listRecords(home())).findLast(({experiment}) => experiment === "04-trading-signals");
if (run) process.stdout.write(new Uint8Array((await runArrays(home(), run)).buffer));
