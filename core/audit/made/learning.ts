import type {Panel} from "../../base/panel.js";
import type {Dataset, Fold, Plugin, Samples} from "../../plugin.js";
import {sampleOf, samplesOf} from "../../learn/dataset.js";
import type {Learning} from "../../pipeline/plan.js";
import {foldFindings} from "../split.js";
import type {Audit, Finding} from "../verdict.js";

/** The share of a fold's test samples that may be found among those it is trained on before they count as copies. */
const fewCopies = 0.005;

/** Labels with fewer values than this are classes: copies of them mean nothing. */
const classes = 20;

/** Audits the samples and folds that an experiment really has: who trains on what, and copies on both sides. */
export function auditFolds({split}: Pick<Learning, "split">, dataset: Dataset): Audit {
  const folds = [...split.folds(samplesOf(dataset))];
  const findings: Finding[] = foldFindings(split, whoseLabelIsKnown(dataset), folds).slice();
  if (!findings.some(({rule}) => rule === "shared-samples")) {
    const copies = copiesOf(dataset, folds);
    if (copies) findings.push(copies);
  }
  const checked = ["overlap", "train-on-future", "shared-samples", "fold-order", "train-length"] as const;
  return {checked: split.across === "symbols" ? [...checked, "shared-symbols"] : checked, findings};
}

/** The samples; the span of one whose label is never known is its own row, as there is no label to leak. */
function whoseLabelIsKnown(dataset: Dataset): Samples {
  const {t, until, y} = dataset;
  const end = until.map((known, i) => (known === Infinity && Number.isNaN(y[i]) ? t[i] : known));
  return {...samplesOf(dataset), until: end};
}

/**
 * The split whose folds of a part of a panel are those of all of it: the same samples, as far as they are there. So what
 * is learned of the part can be compared, though the split may count from the end of what it is given.
 */
export function dividedAs(split: Plugin<"split">, dataset: Dataset, {times, symbols}: Panel): Plugin<"split"> {
  const row = new Map(Array.from(times, (t, i) => [t, i]));
  const n = symbols.length;
  return {
    ...split,
    folds({t, symbol}) {
      const place = new Map(Array.from(t, (time, i) => [row.get(time)! * n + (symbol?.[i] ?? 0), i]));
      const there = (part: Uint32Array) =>
        Uint32Array.from(part)
          .map((i) => place.get(dataset.cell[i]) ?? none)
          .filter((i) => i !== none);
      return Array.from(split.folds(samplesOf(dataset)), ({train, test}) => ({train: there(train), test: there(test)}));
    }
  };
}

const none = 2 ** 32 - 1;

/** Test samples whose features and label are those of a sample trained on, in the first, a middle and the last fold. */
function copiesOf(dataset: Dataset, folds: readonly Fold[]): Finding | null {
  const {y, shape} = dataset;
  if (shape[2] < 2 || new Set(y.subarray(0, 5000)).size < classes) return null;
  const sample = sampleOf(dataset);
  for (const k of new Set([0, folds.length >> 1, folds.length - 1])) {
    if (!Object.hasOwn(folds, k)) continue;
    const {train, test} = folds[k];
    const known = new Map<number, number>();
    for (const i of train) if (!Number.isNaN(y[i])) known.set(print(sample(i), y[i]), i);
    const copies = test.filter((i) => {
      const twin = Number.isNaN(y[i]) || y[i] === 0 ? undefined : known.get(print(sample(i), y[i]));
      return twin !== undefined && y[twin] === y[i] && isSame(sample(twin).slice(), sample(i));
    });
    if (copies.length <= fewCopies * test.length) continue;
    const [first] = copies;
    const twin = known.get(print(sample(first), y[first]));
    const message = `fold ${k}: ${copies.length} of ${test.length} test samples have the features and label of one trained on (sample ${first} is ${twin})`;
    return {rule: "shared-samples", message};
  }
  return null;
}

/** A hash of a sample's values. */
function print(values: Float32Array, y: number): number {
  let hash = Math.imul(Math.fround(y * 1e6) | 0, 0x9e3779b1);
  for (const value of values) {
    bits[0] = value;
    hash = Math.imul(hash ^ words[0], 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

const bits = new Float32Array(1);
const words = new Uint32Array(bits.buffer);

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => Object.is(value, b[i]));
}
