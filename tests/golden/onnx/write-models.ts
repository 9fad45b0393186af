import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {toCatboostJson} from "../../../core/trees/catboost/write.js";
import {toOnnx} from "../../../core/trees/onnx/write.js";
import {toXgboostJson, toXgboostUbj} from "../../../core/trees/xgboost/write.js";
import {fixedEnsembles, fixedSamples} from "../../trees/formats/fixed.js";

/** Writes the fixed ensembles in every format, and the samples, into the folder given: what `written_models.py` reads. */
const folder = process.argv[2];
mkdirSync(folder, {recursive: true});
const {x, n} = fixedSamples();
for (const {name, ensemble} of fixedEnsembles()) {
  writeFileSync(join(folder, `${name}.onnx`), toOnnx(ensemble));
  writeFileSync(join(folder, `${name}.xgboost.json`), toXgboostJson(ensemble));
  writeFileSync(join(folder, `${name}.xgboost.ubj`), toXgboostUbj(ensemble));
  writeFileSync(join(folder, `${name}.catboost.json`), toCatboostJson(ensemble));
}
const values = Array.from(x, (value) => (Number.isNaN(value) ? null : value));
writeFileSync(join(folder, "samples.json"), JSON.stringify({n, values}));
