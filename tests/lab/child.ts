import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

/**
 * Runs an experiment with the code of a project's folder, in a process of its own:
 * `child.ts <project> <home> <experiment> <file that says it is at it> <path=value> …`. Prints the run as JSON.
 */
const [project, home, name, sign, ...options] = process.argv.slice(2);
const lab = <Module>(file: string) => import(pathToFileURL(join(project, "core/lab", file)).href) as Promise<Module>;
const {findExperiments, setOption} = await lab<typeof import("../../core/lab/experiments.js")>("experiments.ts");
const {toSpec} = await lab<typeof import("../../core/lab/experiment.js")>("experiment.ts");
const {effects} = await lab<typeof import("../../core/lab/context.js")>("context.ts");
const {run} = await lab<typeof import("../../core/lab/run.js")>("run.ts");

const [experiment] = await findExperiments(name);
const spec = options.reduce((changed, option) => {
  const [path, value] = option.split("=");
  return setOption(changed, path, value);
}, toSpec(experiment));
await writeFile(sign, "");
const {record, found} = await run(spec, home, effects());
process.stdout.write(JSON.stringify({id: record.id, found, metrics: record.metrics, files: record.lineage.files}));
