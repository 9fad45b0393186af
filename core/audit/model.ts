import {random} from "../base/random.js";
import {correlation} from "../base/stats.js";
import {makeDataset, take} from "../learn/dataset.js";
import type {Context, Dataset, Fitted, Label, Model} from "../plugin.js";
import {reasonOf, shown} from "./findings.js";
import {auditPanel} from "./panels.js";
import type {Audit} from "./verdict.js";
import {putToTest} from "./verdict.js";

/** What is made of the labels that a model is given: one that learns classes refuses numbers. */
const targets: readonly ((y: number) => number)[] = [(y) => y, (y) => (y > 0.1 ? 1 : -1), (y) => (y > 0.1 ? 1 : 0)];

/** Over how many rows the samples are made: more where a model refuses to learn from so few. */
const lengths = [300, 1500, 9000] as const;

/**
 * Audits a model on a few hundred samples of two features, one of which foretells the label: the same seed gives the
 * same predictions, and so does load(save()); no prediction depends on the samples beside it, nor on what was fitted
 * before or since; and what is trained on labels that were shuffled foretells nothing. A model that refuses numbers as
 * labels is given two classes, and one that refuses so few samples, thousands.
 */
export async function auditModel(model: Model): Promise<Audit> {
  let refusal = "";
  for (const [rows, target] of lengths.flatMap((rows) => targets.map((target) => [rows, target] as const))) {
    const all = samples(model.window, target, rows);
    const half = all.shape[0] >> 1;
    const [train, test] = [take(all, range(0, half)), take(all, range(half, all.shape[0]))];
    const before = imprintOf(train) + imprintOf(test);
    let fitted: Fitted;
    try {
      fitted = await model.fit(train, quiet());
    } catch (error) {
      refusal ||= reasonOf(error);
      continue;
    }
    if (imprintOf(train) + imprintOf(test) === before) return auditFitted(model, fitted, train, test);
    const message = "it writes over the samples that it is given to fit: change a copy";
    return {checked: ["hidden-state"], findings: [{rule: "hidden-state", message}]};
  }
  return {checked: ["broken-form"], findings: [{rule: "broken-form", message: `it throws: ${refusal}`}]};
}

/** Puts a model to the test that was fitted on the samples to train on. */
function auditFitted(model: Model, fitted: Fitted, train: Dataset, test: Dataset): Promise<Audit> {
  const fit = (data: Dataset) => model.fit(data, quiet());
  let expected: Float64Array = new Float64Array();
  /** What a second fit on the same samples predicts. */
  let again: Float64Array = new Float64Array();
  return putToTest([
    [
      "broken-form",
      () => {
        expected = fitted.predict(test).slice();
        if (expected.length !== test.shape[0]) return `${expected.length} predictions of ${test.shape[0]} samples`;
        const odd = expected.findIndex((value) => !Number.isFinite(value));
        return odd < 0 ? null : `prediction ${odd} is ${expected[odd]}; expected a number`;
      }
    ],
    ["hidden-state", () => unlike(fitted.predict(test), expected, "differs when a fitted model is asked again")],
    [
      "hidden-state",
      () => {
        const given = fitted.predict(test);
        fitted.predict(train);
        return unlike(given, expected, "changes when others are asked for: give a new array each time");
      }
    ],
    [
      "hidden-state",
      async () => unlike((await model.load(fitted.save())).predict(test), expected, "differs after load(save())")
    ],
    [
      "hidden-state",
      async () => {
        again = (await fit(train)).predict(test).slice();
        return unlike(again, expected, "differs for the same samples and seed");
      }
    ],
    [
      "test-batch",
      () => {
        const part = range(0, Math.ceil(test.shape[0] / 2));
        const apart = fitted.predict(take(test, part));
        const alone = fitted.predict(take(test, Uint32Array.of(7)));
        return (
          unlike(apart, expected.subarray(0, part.length), "changes with the samples it is predicted beside") ??
          unlike(alone, expected.subarray(7, 8), "of sample 7 is another when it is predicted alone")
        );
      }
    ],
    [
      "remembered-fit",
      async () => {
        await fit(test);
        return (
          unlike(fitted.predict(test), expected, "of a fitted model changes when others are fitted after it") ??
          unlike((await fit(train)).predict(test), again, "changes after the model was fitted on the test's samples")
        );
      }
    ],
    [
      "noise-foretold",
      async () => {
        const predicted = (await fit({...train, y: shuffled(train.y)})).predict(test);
        const foretold = Math.abs(correlation(predicted, unknown(test)));
        const limit = 5 / Math.sqrt(test.shape[0]);
        return foretold > limit
          ? `trained on shuffled labels, it foretells what no feature knows of the test's: their correlation is ${foretold.toFixed(2)}; ${limit.toFixed(2)} would be much`
          : null;
      }
    ]
  ]);
}

/** Samples of two features, labelled 2 × the first + 0.1 and as much noise that no feature knows, or a class of that. */
function samples(window: number, target: (y: number) => number, rows: number): Dataset {
  const panel = auditPanel({rows});
  const {high, low} = panel.fields;
  const r = random(17);
  const label: Label = {
    needs: [],
    compute: ({fields}) => ({
      y: fields.signal.map((value) => target(2 * value + 0.1 + 0.02 * r.normal())),
      until: fields.signal.map((_, i) => panel.times[Math.floor(i / panel.symbols.length)] + 864e5)
    })
  };
  const spread = high.map((value, i) => value / low[i] - 1);
  return makeDataset({...panel, fields: {...panel.fields, spread}}, ["signal", "spread"], label, window);
}

/** What of the samples' labels no feature knows: their distance from the line that fits them best by the first. */
function unknown({x, shape: [count, window, features], y}: Dataset): Float64Array {
  const signal = Float64Array.from({length: count}, (_, i) => x[((i + 1) * window - 1) * features]);
  const centre = signal.reduce((sum, value) => sum + value, 0) / count;
  const level = y.reduce((sum, value) => sum + value, 0) / count;
  const products = signal.reduce((sum, value, i) => sum + (value - centre) * (y[i] - level), 0);
  const squares = signal.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return y.map((value, i) => value - level - (products / squares) * (signal[i] - centre));
}

function shuffled(y: Float64Array): Float64Array {
  const out = y.slice();
  const {integer} = random(23);
  for (let i = out.length - 1; i > 0; --i) {
    const j = integer(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

function unlike(a: Float64Array, b: Float64Array, how: string): string | null {
  if (a.length !== b.length) return `${a.length} predictions of ${b.length} samples`;
  const i = a.findIndex((value, k) => !Object.is(value, b[k]));
  return i < 0 ? null : `prediction ${i} ${how}: ${shown(a[i], b[i])}, not ${shown(b[i], a[i])}`;
}

function imprintOf({x, y, t}: Dataset): string {
  return [x, y, t].map((values) => Array.from(values).join()).join(";");
}

function range(from: number, to: number): Uint32Array {
  return Uint32Array.from({length: to - from}, (_, i) => from + i);
}

function quiet(): Context {
  return {random: random(3), log: () => {}, progress: () => {}, signal: new AbortController().signal};
}
