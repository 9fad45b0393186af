import type {Dataset, Features, Fitted} from "../../plugin.js";
import {sampleLabels} from "./sample-labels.js";
import {probabilitiesOf} from "./voting.js";

/** What a meta model is told of each sample, an item a column. */
export interface Columns {
  /** The place of the member that a column is of. */
  readonly member: readonly number[];
  /** The class whose probability it is; null where it is the member's prediction. */
  readonly label: readonly (number | null)[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** One column a member or, of one that has classes, one for the probability of each class but the first. */
export function columnsOf(fitted: readonly Fitted[]): Pick<Columns, "member" | "label"> {
  const columns = fitted.flatMap(({classes, probabilities}, member) =>
    classes && probabilities
      ? classes.slice(1).map((label) => ({member, label}))
      : [{member, label: null as number | null}]
  );
  return {member: columns.map(({member}) => member), label: columns.map(({label}) => label)};
}

/** The columns of samples, samples × columns. */
export function tellOf(
  {member, label}: Pick<Columns, "member" | "label">,
  fitted: readonly Fitted[],
  data: Features
): Float64Array {
  const n = data.shape[0];
  const width = member.length;
  const out = new Float64Array(n * width);
  fitted.forEach((each, m) => {
    const places = Array.from(member.keys()).filter((c) => member[c] === m);
    const labels = places.map((c) => label[c]);
    const values = labels.every((one) => one !== null) ? probabilitiesOf(each, data, labels) : each.predict(data);
    places.forEach((c, p) => {
      for (let s = 0; s < n; ++s) out[s * width + c] = values[s * places.length + p];
    });
  });
  return out;
}

/** Each column's mean and deviation, by which a meta model's penalty means the same for predictions of any size. */
export function scaleOf(told: Float64Array, width: number): Pick<Columns, "mean" | "deviation"> {
  const n = told.length / width;
  const mean = new Array<number>(width).fill(0);
  const deviation = new Array<number>(width).fill(0);
  for (let i = 0; i < told.length; ++i) mean[i % width] += told[i] / n;
  for (let i = 0; i < told.length; ++i) deviation[i % width] += (told[i] - mean[i % width]) ** 2 / n;
  return {mean, deviation: deviation.map(Math.sqrt)};
}

/** What the meta model sees: the columns, each standardised; 0 where one did not vary. */
export function metaFeatures(told: Float64Array, {mean, deviation, member}: Columns): Features {
  const width = member.length;
  const x = Float32Array.from(told, (value, i) => {
    const c = i % width;
    return deviation[c] > 0 ? (value - mean[c]) / deviation[c] : 0;
  });
  return {x, shape: [told.length / width, 1, width], names: member.map((m, c) => `member ${m + 1}, column ${c + 1}`)};
}

/** The samples with what the members tell of them for features. */
export function metaSamples(data: Dataset, told: Float64Array, columns: Columns): Dataset {
  return {...sampleLabels(data), ...metaFeatures(told, columns)};
}
