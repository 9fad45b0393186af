import {digest} from "../../../core/base/digest.js";
import {random} from "../../../core/base/random.js";
import {signalFigures} from "../../../core/evaluate/signal-metrics.js";
import {crossPredict} from "../../../core/learn/cross-predict.js";
import {makeDataset} from "../../../core/learn/dataset.js";
import {foldCoefficients, labelRows} from "../../../core/pipeline/contest.js";
import {addFeatures} from "../../../core/pipeline/pipeline.js";
import {lookupIn, revivePlan} from "../../../core/pipeline/plan.js";
import type {Context, Plugin} from "../../../core/plugin.js";
import {catalog} from "../../../plugins/catalog.js";
import {forwardReturn} from "../../../plugins/labels/forward-return.js";
import {lightgbm} from "../../../plugins/models/lightgbm.js";
import {mean} from "../../../plugins/models/mean.js";
import {ridge} from "../../../plugins/models/ridge.js";
import type {Choices, Learnt, Matter, Training} from "./training.js";

/** The choices that an experiment's own model stands for. */
export function choicesOf({learn}: Matter["spec"]): Choices {
  const {num_iterations, num_leaves, learning_rate, min_data_in_leaf} = learn!.model!.params;
  const {horizon} = learn!.label.params;
  return {
    trees: Number(num_iterations),
    leaves: Number(num_leaves),
    rate: Number(learning_rate),
    least: Number(min_data_in_leaf),
    horizon: Number(horizon),
    penalty: 100
  };
}

/** Learns as an experiment does, with choices of the reader's: at the experiment's own, the same to the last bit. */
export async function learn({panel: market, spec}: Matter, choices: Choices): Promise<Training> {
  const plan = revivePlan(spec, lookupIn(catalog));
  const {split} = plan.learn!;
  const names = Object.keys(plan.features);
  const label = forwardReturn({...spec.learn!.label.params, horizon: choices.horizon});
  const panel = addFeatures(market, plan);
  const data = makeDataset(panel, names, label, 1);
  const {y} = label.compute(panel);
  const horizon = labelRows(panel, data) - 1;
  const boosted = lightgbm({
    ...spec.learn!.model!.params,
    num_iterations: choices.trees,
    num_leaves: choices.leaves,
    learning_rate: choices.rate,
    min_data_in_leaf: choices.least
  });
  const cells = panel.times.length * panel.symbols.length;
  const predict = async (model: Plugin<"model">) => {
    const began = performance.now();
    const made = await crossPredict(data, split, model, cells, quiet(spec.seed));
    return {...made, milliseconds: performance.now() - began};
  };
  const least = await predict(mean());
  const judged = (name: string, model: string, made: Awaited<ReturnType<typeof predict>>): Learnt => ({
    contender: {
      name,
      model,
      horizon,
      shuffled: false,
      figures: signalFigures(panel.times, made.signal, y, least.signal, horizon),
      folds: foldCoefficients(panel, made.signal, y, made.folds)
    },
    signal: made.signal,
    milliseconds: made.milliseconds
  });
  const trees = await predict(boosted);
  const straight = await predict(ridge({penalty: choices.penalty}));
  return {
    choices,
    trees: judged("model", "lightgbm", trees),
    ridge: judged("ridge", "ridge", straight),
    mean: judged("baseline", "mean", least),
    label: y,
    hashes: {
      model: await sha256(trees.last.fitted.save()),
      signal: await digest({signal: trees.signal, baseline: least.signal, label: y})
    }
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function quiet(seed: number): Context {
  return {random: random(seed), log: () => {}, progress: () => {}, signal: new AbortController().signal};
}
