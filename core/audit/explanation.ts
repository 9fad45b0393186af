import {rowsOf} from "../base/samples.js";
import {rankCorrelation} from "../base/stats.js";
import {fewestNames, summarise} from "../evaluate/information-coefficient.js";
import type {Dataset} from "../plugin.js";
import {tooGood} from "./made/alarm.js";
import type {Audit, Finding} from "./verdict.js";

/** What one feature alone knows of the label, and how much the model makes of it. */
export interface FeatureEvidence {
  readonly name: string;
  /** Its part of what is explained, 0 … 1: of the mean |Shapley values|, or of the gain. */
  readonly share: number;
  /**
   * Its own rank correlation with the label: the mean over instants, or over all samples where an instant has few
   * names.
   */
  readonly ic: number;
  /** The standard error of that, for labels that overlap. */
  readonly error: number;
}

/**
 * What the alarm rings at. `alone`: no honest feature of a day or more ahead has a rank IC of 0.25. By the law of
 * active management (Grinold 1989) that would be, over no more than 50 independent names a day, a ratio of return to
 * risk of 0.25 · √(50 · 252) = 28 a year; those that lived by forecasting had ICs of 0.02 to 0.1. `leading`: where a
 * feature is half of what the model says and more, what is too good of a whole model (`tooGood`) is too good of it.
 * Both count what is left of the IC after `errors` standard errors: a few samples correlate with anything.
 */
export const saysTooMuch = {alone: 0.25, leading: tooGood.ic, share: 0.5, errors: 3} as const;

/**
 * Rings where one feature explains too much: where its own IC is beyond what is plausible, or it leads the model with
 * more than a whole model is believed. That it leads is no fault by itself. A finding is a suspicion, for a person to
 * judge.
 */
export function auditExplanation(evidence: readonly FeatureEvidence[]): Audit {
  const findings: Finding[] = [];
  for (const {name, share, ic, error} of evidence) {
    const sure = Math.abs(ic) - saysTooMuch.errors * error;
    const leads = share >= saysTooMuch.share && sure > saysTooMuch.leading;
    if (!(sure > saysTooMuch.alone || leads)) continue;
    const limit = sure > saysTooMuch.alone ? saysTooMuch.alone : saysTooMuch.leading;
    findings.push({
      rule: "too-good",
      message:
        `${name} alone has a rank IC of ${ic.toFixed(3)} ± ${error.toFixed(3)} with the label, and is ` +
        `${(100 * share).toFixed(0)}% of what the model says: above ${limit} it is likelier to know the label ` +
        "than to foretell it",
      suspicion: true,
      causes: [
        "the label, or what is made of it, in this feature: a return shifted the wrong way, a window that ends late",
        "a value that stands on rows before it was published",
        "a mean, rank or scale taken over rows that come later",
        "a label that begins before the feature's row is over: see that it starts where an order can be filled"
      ]
    });
  }
  return {checked: ["too-good"], findings};
}

/**
 * What each feature alone knows of the labels of samples, of a window by its latest row, beside the shares that a
 * model's explanation gave. `horizon` is how many instants a label spans: their overlap is in the errors (Newey and
 * West).
 */
export function evidenceOf(
  data: Dataset,
  shares: ArrayLike<number>,
  {horizon, names}: {readonly horizon: number; readonly names: readonly string[]}
): FeatureEvidence[] {
  const [, window, k] = data.shape;
  if (shares.length !== k || names.length !== k)
    throw new Error(
      `invalid shares: ${shares.length} of ${names.length} names; expected one for each of ${k} features`
    );
  const sum = Array.from(shares).reduce((all, each) => all + each, 0);
  const places = Array.from(data.y.keys()).filter((i) => Number.isFinite(data.y[i]));
  const {row, times} = rowsOf(Float64Array.from(places, (i) => data.t[i]));
  const groups = times.map((): number[] => []);
  for (const [place, i] of places.entries()) groups[row[place]].push(i);
  const size = window * k;
  return names.map((name, j) => {
    const value = (i: number) => data.x[i * size + (window - 1) * k + j];
    const relation = (group: readonly number[]) => {
      const known = group.filter((i) => Number.isFinite(value(i)));
      return {
        ic: rankCorrelation(
          known.map(value),
          known.map((i) => data.y[i])
        ),
        count: known.length
      };
    };
    const daily = groups
      .map(relation)
      .filter(({ic, count}) => count >= fewestNames && Number.isFinite(ic))
      .map(({ic}) => ({ic}));
    const share = sum > 0 ? shares[j] / sum : 0;
    if (daily.length > 0) {
      const {mean, t} = summarise(daily, horizon);
      return {name, share, ic: mean, error: Number.isFinite(t) && t !== 0 ? Math.abs(mean / t) : 0};
    }
    const {ic, count} = relation(places);
    const independent = Math.max(2, Math.min(count, times.length) / horizon);
    return {name, share, ic: Number.isFinite(ic) ? ic : 0, error: 1 / Math.sqrt(independent)};
  });
}
