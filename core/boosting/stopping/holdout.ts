import type {TrainingData} from "../training.js";

/** Samples divided into those to learn from and those to measure on. */
export interface Holdout {
  readonly train: TrainingData;
  readonly validation: TrainingData;
  /** How many samples are in neither, since their labels reach into the validation's time. */
  readonly purged: number;
}

/**
 * Holds out the samples of the last part of the times. Samples before them are learned from where their labels are known
 * before the first of these times. Throws where either has none.
 */
export function holdOut(data: TrainingData, part: number): Holdout {
  const {t, until, shape} = data;
  if (!(part > 0 && part < 1)) throw new Error(`invalid validation fraction: ${part}; expected above 0 and below 1`);
  if (!t) throw new Error("missing times: to hold out the latest samples, they must be known");
  const times = distinct(t);
  const held = Math.max(1, Math.round(times.length * part));
  if (held >= times.length)
    throw new Error(
      `missing samples: of ${times.length} times none is left to learn from; lower the validation fraction`
    );
  const first = times[times.length - held];
  const begin = t.findIndex((value) => value >= first);
  const kept: number[] = [];
  for (let i = 0; i < begin; ++i) if (!until || until[i] < first || until[i] === Infinity) kept.push(i);
  if (kept.length === 0)
    throw new Error(
      "missing samples: the labels of all reach into the validation's time; lower the validation fraction, or give more"
    );
  const last = kept[kept.length - 1];
  const train = last + 1 === kept.length ? slice(data, 0, kept.length) : pick(data, kept);
  return {train, validation: slice(data, begin, shape[0]), purged: begin - kept.length};
}

function distinct(t: Float64Array): readonly number[] {
  const out: number[] = [];
  for (const value of t) if (out.length === 0 || out[out.length - 1] !== value) out.push(value);
  return out;
}

function slice(data: TrainingData, from: number, to: number): TrainingData {
  const {x, shape, y, names, weight, t, until} = data;
  const k = shape[1];
  return {
    x: x.subarray(from * k, to * k),
    shape: [to - from, k],
    y: y.subarray(from, to),
    ...(names && {names}),
    ...(weight && {weight: weight.subarray(from, to)}),
    ...(t && {t: t.subarray(from, to)}),
    ...(until && {until: until.subarray(from, to)})
  };
}

function pick(data: TrainingData, places: readonly number[]): TrainingData {
  const {x, shape, y, names, weight, t, until} = data;
  const k = shape[1];
  const taken = new Float32Array(places.length * k);
  for (const [row, i] of places.entries()) taken.set(x.subarray(i * k, (i + 1) * k), row * k);
  const of = (values: Float64Array) => Float64Array.from(places, (i) => values[i]);
  return {
    x: taken,
    shape: [places.length, k],
    y: of(y),
    ...(names && {names}),
    ...(weight && {weight: of(weight)}),
    ...(t && {t: of(t)}),
    ...(until && {until: of(until)})
  };
}
