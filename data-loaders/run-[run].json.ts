import {parseArgs} from "node:util";
import {runPage} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {readRun} from "../core/lab/runs.js";

const {values} = parseArgs({options: {run: {type: "string"}}});
const page = await runPage(home(), await readRun(home(), values.run ?? ""));
process.stdout.write(JSON.stringify(page));
