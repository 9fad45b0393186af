import {runArrays} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {latestRun} from "../core/lab/runs.js";

const arrays = await runArrays(home(), await latestRun(home(), "06-backtest-universe"));
process.stdout.write(new Uint8Array(arrays.buffer));
