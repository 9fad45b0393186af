import {parseArgs} from "node:util";
import {runArrays} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {readRun} from "../core/lab/runs.js";

const {values} = parseArgs({options: {run: {type: "string"}}});
const arrays = await runArrays(home(), await readRun(home(), values.run ?? ""));
process.stdout.write(new Uint8Array(arrays.buffer));
