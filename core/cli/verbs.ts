import type {Verb} from "./verb.js";
import {audit} from "./verbs/audit.js";
import {bench} from "./verbs/bench.js";
import {build} from "./verbs/build.js";
import {data} from "./verbs/data.js";
import {doctor} from "./verbs/doctor.js";
import {error} from "./verbs/error.js";
import {exportBars} from "./verbs/export.js";
import {features} from "./verbs/features.js";
import {ingest} from "./verbs/ingest.js";
import {live} from "./verbs/live.js";
import {model} from "./verbs/model.js";
import {optimise} from "./verbs/optimise.js";
import {plugins} from "./verbs/plugins.js";
import {prepare} from "./verbs/prepare.js";
import {run} from "./verbs/run.js";
import {runs} from "./verbs/runs.js";
import {serve} from "./verbs/serve.js";
import {show} from "./verbs/show.js";
import {stress} from "./verbs/stress.js";
import {sweep} from "./verbs/sweep.js";
import {start} from "./verbs/start.js";
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
  runs,
  show,
  model,
  build,
  serve,
  bench,
  doctor,
  plugins
];
