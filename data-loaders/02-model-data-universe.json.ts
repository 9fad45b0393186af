import {toSpec} from "../core/lab/experiment.js";
import {findExperiments} from "../core/lab/experiments.js";

const [experiment] = await findExperiments("02-model-data-universe");
process.stdout.write(JSON.stringify(toSpec(experiment)));
