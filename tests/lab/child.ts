import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type * as ContextModule from "../../core/lab/context.js";
import type * as ExperimentModule from "../../core/lab/experiment.js";
import type * as ExperimentsModule from "../../core/lab/experiments.js";
import type * as RunModule from "../../core/lab/run.js";

/**
 * Runs an experiment with the code of a project's folder, in a process of its own:
 * `child.ts <project> <home> <experiment> <file that says it is at it> <path=value> …`. Prints the run as JSON.
 */
const [project, home, name, sign, ...options] = process.argv.slice(2);
const lab = <Module>(file: string) => import(pathToFileURL(join(project, "core/lab", file)).href) as Promise<Module>;
const {findExperiments, setOption} = await lab<typeof ExperimentsModule>("experiments.ts");
const {toSpec} = await lab<typeof ExperimentModule>("experiment.ts");
const {effects} = await lab<typeof ContextModule>("context.ts");
const {run} = await lab<typeof RunModule>("run.ts");

const [experiment] = await findExperiments(name);
const spec = options.reduce((changed, option) => {
  const [path, value] = option.split("=");
  return setOption(changed, path, value);
}, toSpec(experiment));
await writeFile(sign, "");
const {record, found} = await run(spec, home, effects());
process.stdout.write(JSON.stringify({id: record.id, found, metrics: record.metrics, files: record.lineage.files}));
