import {html} from "npm:htl";
import {auditExplanation} from "../../core/audit/explanation.js";
import {random} from "../../core/base/random.js";
import {accumulatedEffects, effects, quantileGrid} from "../../core/learn/importance/effects.js";
import {permutationByFold} from "../../core/learn/importance/permutation.js";
import {shapInteractions} from "../../core/trees/explain/interactions.js";
import {treeImportance} from "../../core/trees/explain/importance.js";
import {shapValues} from "../../core/trees/explain/shapley.js";
import {treeDependence} from "../../core/trees/explain/dependence.js";
import {predictRaw} from "../../core/trees/predict.js";
import {leakageAlarm} from "../../reports/components/trees/alarm.js";
import {effectChart, pairEffectMap} from "../../reports/components/trees/effects.js";
import type {Explained} from "../../reports/components/trees/explained.js";
import {meanSizes} from "../../reports/components/trees/explained.js";
import {importanceChart, importanceTable} from "../../reports/components/trees/importance.js";
import {interactionMap, pairSizes} from "../../reports/components/trees/interaction-map.js";
import {shapDependence} from "../../reports/components/trees/shap-dependence.js";
import {shapSummary} from "../../reports/components/trees/summary.js";
import {foldBars, trainingChart} from "../../reports/components/trees/training.js";
import {treeDrawing} from "../../reports/components/trees/tree-drawing.js";
import {waterfall} from "../../reports/components/trees/waterfall.js";
import type {Golden} from "./written.js";
import {modelIn} from "./written.js";

/** The golden models, put here by whoever bundles the page. */
declare const GOLDEN: Golden;

/** Every drawing of explained trees, of a model of LightGBM's, and each with nothing to show. */
const names = ["momentum, 20 days", "value", "volume against its mean over 60 days", "reversal", "size", "sector"];
const model = modelIn(GOLDEN, "LightGBM with categories and gaps");
const n = 400;
const r = random(2);
const x = Float32Array.from({length: n * 6}, (_, i) => {
  if (i % 6 === 5) return r.integer(7);
  return i % 6 === 1 && r.uniform() < 0.2 ? NaN : r.normal();
});
const {values, base} = shapValues(model, x, [n, 6]);
const explained: Explained = {names, x, values, base: base[0], unit: "return, %"};
const fitted = {
  predict: ({x: rows, shape}: {x: Float32Array; shape: readonly [number, number, number]}) =>
    predictRaw(model, rows, [shape[0], shape[2]]),
  save: () => new Uint8Array()
};
const y = fitted.predict({x, shape: [n, 1, 6]}).map((value) => value + 0.3 * r.normal());
const t = y.map((_, i) => Math.floor(i / 20));
const test = {x, shape: [n, 1, 6] as const, y, t, until: t, cell: Uint32Array.from(y.keys())};
const permutation = permutationByFold({score: "mse", random: random(1)});
for (const number of [0, 1, 2]) permutation.onFold({number, fitted, test});
const permuted = permutation.result();
const trained = treeImportance(model);
const grid = quantileGrid(test, 0);
const second = quantileGrid(test, 3, 15);
const effect = effects(fitted, test, [0], [grid]);
const pairs = shapInteractions(model, x.subarray(0, 600), [100, 6]);
const training = {
  metric: "squared error",
  curves: [
    {name: "Training", values: Float64Array.from({length: 120}, (_, i) => 1 / (1 + i / 20))},
    {
      name: "Validation",
      values: Float64Array.from({length: 120}, (_, i) => 0.4 + 0.6 / (1 + i / 10) + (i / 600) ** 2 * 4)
    }
  ],
  best: 63,
  loss: true
};
const none: Explained = {...explained, x: [], values: []};
const gain = {title: "Gain", unit: "squared error", values: trained.gain!};
const split = {title: "Split", unit: "nodes", values: trained.split};
const shap = {title: "Mean |SHAP|", unit: "return, %", values: meanSizes(explained)};
const permuting = {
  title: "Permutation",
  unit: "squared error",
  values: permuted.map(({mean}) => mean),
  errors: permuted.map(({error}) => error)
};

const drawings: Readonly<Record<string, () => Node>> = {
  "Importance by permutation": () => importanceChart(names, permuting),
  "Importance by gain": () => importanceChart(names, gain, 4),
  "Table of importance": () => importanceTable(names, [shap, gain, split, permuting]),
  "SHAP summary": () => shapSummary(explained),
  "SHAP dependence": () => shapDependence(explained, 0),
  "SHAP dependence with gaps": () => shapDependence(explained, 1),
  Waterfall: () => waterfall(explained, 3, 4),
  "Partial dependence": () =>
    effectChart({
      name: names[0],
      unit: "return, %",
      grid,
      ...effect,
      accumulated: accumulatedEffects(fitted, test, 0),
      seen: Float64Array.from({length: n}, (_, i) => x[i * 6])
    }),
  "Two features": () =>
    pairEffectMap({
      names: [names[0], names[3]],
      unit: "return, %",
      grids: [grid, second],
      mean: treeDependence(model, [0, 3], [grid, second])
    }),
  Interactions: () => interactionMap({names, sizes: pairSizes(pairs.values, 6), unit: "return, %"}),
  Training: () => trainingChart(training),
  Folds: () =>
    foldBars(
      Array.from({length: 14}, (_, i) => ({name: `${2008 + i}`, value: 0.03 + 0.03 * r.normal(), error: 0.012})),
      "rank IC"
    ),
  "A tree": () => treeDrawing(model.trees[0], names, "return, %"),
  Alarm: () => leakageAlarm(auditExplanation([{name: "value", share: 0.7, ic: 0.41, error: 0.02}])),
  "No alarm": () => leakageAlarm(auditExplanation([{name: "value", share: 0.7, ic: 0.06, error: 0.02}]))
};

const empties: readonly (() => Node)[] = [
  () => importanceChart(names, {...gain, values: new Float64Array(6)}),
  () => importanceTable([], []),
  () => shapSummary(none),
  () => shapDependence(none, 0),
  () => waterfall(none, 0),
  () => effectChart({name: "momentum", unit: "return", grid: [], mean: []}),
  () => pairEffectMap({names: ["a", "b"], unit: "return", grids: [[], [1]], mean: []}),
  () => interactionMap({names: ["a"], sizes: [0], unit: "return"}),
  () => trainingChart({...training, curves: [{name: "Training", values: [NaN]}]}),
  () => foldBars([{name: "2008", value: NaN}], "rank IC"),
  () => treeDrawing({...model.trees[0], value: new Float64Array()}, names, "return")
];

const page = document.getElementById("page")!;
for (const [title, draw] of Object.entries(drawings))
  page.append(
    html`<section data-drawing=${title}>
      <h3>${title}</h3>
      ${draw()}
    </section>`
  );
page.append(
  html`<section>
    <h3>A tree of one leaf</h3>
    ${treeDrawing(
      {...model.trees[0], feature: new Int32Array(), left: new Int32Array(), value: Float64Array.of(0.2)},
      names,
      "return, %"
    )}
  </section>`
);
for (const [i, draw] of empties.entries()) page.append(html`<section data-empty=${i}>${draw()}</section>`);
(globalThis as {explained?: readonly (readonly number[])[]}).explained = [
  Array.from(values),
  Array.from(pairs.values),
  Array.from(effect.mean),
  permuting.values
];
