import {html} from "npm:htl";
import type {Explained} from "./trees/explained.js";
import type {Measure} from "./trees/importance.js";
import {importanceChart} from "./trees/importance.js";
import {shapSummary} from "./trees/summary.js";
import type {RunPage} from "../../core/site/payload.js";
import {count, day} from "./format.js";
import {segmented} from "./segmented.js";

type Explanation = NonNullable<RunPage["explanation"]>;

/** The explained predictions of a run whose model is of trees; null of any other. */
export function explainedOf({names, unit, trees}: Explanation): Explained | null {
  if (!trees) return null;
  return {names, unit: unitOf(unit), base: trees.base, values: filled(trees.values), x: filled(trees.x)};
}

/** What is made of each feature, by each measure that the run has. */
export function measuresOf({unit, permutation, trees}: Explanation): readonly Measure[] {
  const {mean, error, folds} = permutation;
  const dealt: Measure = {
    title: "Permutation",
    unit: "of the IC",
    values: filled(mean),
    errors: filled(error),
    about: `By how much the IC of a fold's test falls where the feature is dealt out anew: the mean over ${count(folds.length)} folds, with two standard errors to either side. Features that say the same cover for one another.`
  };
  if (!trees) return [dealt];
  const {gain, split, shap} = trees;
  return [
    {
      title: "SHAP",
      unit: unitOf(unit),
      values: filled(shap),
      about:
        "The mean size of what the feature adds to a prediction, over the samples of the last fold's test that are explained."
    },
    dealt,
    ...(gain
      ? [
          {
            title: "Gain",
            unit: "loss saved",
            values: filled(gain),
            about:
              "How much of the training loss the splits on it save. It is measured where the model learned, so that features with many values look better than they are."
          }
        ]
      : []),
    {
      title: "Splits",
      unit: "nodes",
      values: filled(split),
      about: "How many nodes of the last fold's trees divide by it, whether that helps or not."
    }
  ];
}

/** The importance of features by the measure that is chosen; the first is shown first. */
export function importancePanel(explanation: Explanation): HTMLElement {
  const measures = measuresOf(explanation);
  const body = html`<div></div>`;
  const show = (title: string) => {
    const measure = measures.find((each) => each.title === title)!;
    body.replaceChildren(html`<p class="fine">${measure.about}</p>`, importanceChart(explanation.names, measure));
  };
  const titles = Object.fromEntries(measures.map(({title}) => [title, title]));
  const choice = segmented("Measure of importance", titles, measures[0].title, show);
  show(measures[0].title);
  return html`<div class="importance">${choice.node} ${body}</div>`;
}

/** What a run's models go by: importance, and what each feature added to predictions that were tested. */
export function explanationSection(explanation: Explanation): readonly HTMLElement[] {
  const explained = explainedOf(explanation);
  const {samples} = explanation;
  const [first, last] = [samples[0], samples[samples.length - 1]];
  return [
    importancePanel(explanation),
    ...(explained
      ? [
          html`<h3>What each feature added</h3>`,
          shapSummary(explained),
          html`<p class="fine">
            ${count(samples.length)} predictions of the last fold's test, ${day(first.t)} – ${day(last.t)}, by exact
            Shapley values.
          </p>`
        ]
      : [])
  ];
}

/** Labels that are returns: what models say of them is read in basis points. */
const returns: readonly string[] = ["forward-return", "session-return"];

/** An explanation in basis points where its label is a return; any other as it is. */
export function readable(explanation: Explanation, label: string | undefined): Explanation {
  if (explanation.unit !== "label" || label === undefined || !returns.includes(label)) return explanation;
  const scaled = (values: readonly (number | null)[]) => values.map((value) => (value === null ? null : value * 1e4));
  const {trees, samples, effects} = explanation;
  return {
    ...explanation,
    unit: "basis points",
    ...(trees && {
      trees: {
        ...trees,
        base: trees.base * 1e4,
        shap: scaled(trees.shap),
        values: scaled(trees.values),
        pairs: scaled(trees.pairs)
      }
    }),
    samples: samples.map((each) => ({...each, prediction: each.prediction * 1e4})),
    effects: effects.map((each) => ({...each, mean: scaled(each.mean), individual: scaled(each.individual)}))
  };
}

/** Numbers with `NaN` where JSON has null. */
export function filled(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN);
}

/** What predictions are measured in, in words of a chart's axis. */
export function unitOf(unit: string): string {
  return unit === "label" ? "of the label" : unit;
}
