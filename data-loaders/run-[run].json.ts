import {parseArgs} from "node:util";
import {places} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {readFills} from "../core/lab/run-folder.js";
import {readRun} from "../core/lab/runs.js";

const {values} = parseArgs({options: {run: {type: "string"}}});
const run = await readRun(home(), values.run ?? "");
const page = {run, symbols: run.symbols, arrays: places(run), fills: await readFills(home(), run)};
process.stdout.write(JSON.stringify(page));
