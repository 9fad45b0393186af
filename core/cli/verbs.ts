import type {Verb} from "./verb.js";
import {audit} from "./verbs/audit.js";
import {bench} from "./verbs/bench.js";
import {build} from "./verbs/build.js";
import {compare} from "./verbs/compare.js";
import {data} from "./verbs/data.js";
import {doctor} from "./verbs/doctor.js";
import {error} from "./verbs/error.js";
import {evaluate} from "./verbs/evaluate.js";
import {exportBars} from "./verbs/export.js";
import {features} from "./verbs/features.js";
import {ingest} from "./verbs/ingest.js";
import {lint} from "./verbs/lint.js";
import {live} from "./verbs/live.js";
import {model} from "./verbs/model.js";
import {optimise} from "./verbs/optimise.js";
import {plugins} from "./verbs/plugins.js";
import {prepare} from "./verbs/prepare.js";
import {report} from "./verbs/report.js";
import {reproduce} from "./verbs/reproduce.js";
import {run} from "./verbs/run.js";
import {runs} from "./verbs/runs.js";
import {serve} from "./verbs/serve.js";
import {show} from "./verbs/show.js";
import {stress} from "./verbs/stress.js";
import {sweep} from "./verbs/sweep.js";
import {start} from "./verbs/start.js";
import {trials} from "./verbs/trials.js";
import {universe} from "./verbs/universe.js";

/** Every verb, in the order of the help. */
export const verbs: readonly Verb[] = [
  start,
  ingest,
  data,
  live,
  universe,
  exportBars,
  features,
  prepare,
  audit,
  run,
  sweep,
  optimise,
  stress,
  error,
  evaluate,
  runs,
  trials,
  show,
  lint,
  compare,
  reproduce,
  report,
  model,
  build,
  serve,
  bench,
  doctor,
  plugins
];
