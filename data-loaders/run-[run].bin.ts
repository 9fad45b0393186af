import {parseArgs} from "node:util";
import {runArrays, runPage} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {readRun} from "../core/lab/runs.js";
import {packRun} from "../core/site/page/pack.js";

const {values} = parseArgs({options: {run: {type: "string"}}});
const run = await readRun(home(), values.run ?? "");
process.stdout.write(packRun(await runPage(home(), run), await runArrays(home(), run)).first);
