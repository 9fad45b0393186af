import {runPage} from "../core/lab/arrays.js";
import {home} from "../core/lab/home.js";
import {latestRun} from "../core/lab/runs.js";

const page = await runPage(home(), await latestRun(home(), "06-backtest-universe"));
process.stdout.write(JSON.stringify(page));
