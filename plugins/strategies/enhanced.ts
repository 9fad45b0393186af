import {between, oneOf} from "../../core/base/options.js";
import type {View} from "../../core/base/view.js";
import {defineStrategy} from "../../core/plugin.js";

const stageNames = ["regime", "model", "alternative", "confidence"] as const;
export type StageName = (typeof stageNames)[number];

/** How a base score is enhanced; see `enhanced`. */
export interface Enhancement {
  /** The stages that are on. */
  readonly stages: readonly StageName[];
  readonly multipliers: readonly number[];
  readonly reading: "probability" | "signal";
  readonly modelScale: number;
  readonly modelWeight: number;
  readonly alternativeScale: number;
  readonly alternativeWeight: number;
  readonly threshold: number;
  readonly boost: number;
  readonly least: number;
}

/** One row's values, one a symbol; a field that is not there may be left out. */
export interface Evidence {
  readonly base: Float64Array;
  readonly regime?: Float64Array;
  readonly model?: Float64Array;
  readonly alternative?: Float64Array;
}

/** The scores after a stage. */
export interface Stage {
  readonly name: "base" | StageName;
  /** One a symbol, −1 … 1; `NaN` where there is no base score. */
  readonly score: Float64Array;
  /** How many symbols have the data that the stage asks for. */
  readonly known: number;
  /** Mean |score − score before| over the symbols that have a base score; 0 of the base itself. */
  readonly change: number;
  /** Σ |score|. */
  readonly gross: number;
}

/** Every stage's scores, in order, and the confidence in the last: `NaN` where it is not known. */
export interface Enhanced {
  readonly stages: readonly Stage[];
  readonly confidence: Float64Array;
}

/** Enhances the base scores of one row, stage by stage. Follows from its arguments alone. */
export function enhance({base, regime, model, alternative}: Evidence, options: Enhancement): Enhanced {
  const {multipliers, modelWeight, alternativeWeight, least} = options;
  const n = base.length;
  const stages: Stage[] = [];
  const confidence = new Float64Array(n).fill(NaN);
  const opinion = (s: number) => opinionOf(model?.[s] ?? NaN, options);
  let score: Float64Array = base.map((value) => limited(value));

  function take(name: Stage["name"], known: number, next: Float64Array): void {
    let [sum, count, gross] = [0, 0, 0];
    for (let s = 0; s < n; ++s) {
      if (Number.isNaN(next[s])) continue;
      sum += Math.abs(next[s] - score[s]);
      gross += Math.abs(next[s]);
      ++count;
    }
    stages.push({name, score: next, known, change: count === 0 ? 0 : sum / count, gross});
    score = next;
  }

  /** A stage that leaves a score as it was where its data have no value. */
  function stage(
    name: StageName,
    value: (s: number) => number,
    change: (old: number, value: number, s: number) => number
  ) {
    if (!options.stages.includes(name)) return;
    let known = 0;
    const next = score.map((old, s) => {
      const given = value(s);
      if (Number.isNaN(old) || Number.isNaN(given)) return old;
      ++known;
      return limited(change(old, given, s));
    });
    take(name, known, next);
  }

  take(
    "base",
    score.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0),
    score
  );
  stage(
    "regime",
    (s) => multipliers[regime?.[s] ?? NaN] ?? NaN,
    (old, multiplier) => old * multiplier
  );
  stage("model", opinion, (old, value) => (1 - modelWeight) * old + modelWeight * value);
  stage(
    "alternative",
    (s) => limited((alternative?.[s] ?? NaN) / options.alternativeScale),
    (old, value) => (1 - alternativeWeight) * old + alternativeWeight * value
  );
  stage("confidence", opinion, (old, value, s) => {
    confidence[s] = confidenceIn((1 + Math.sign(old) * value) / 2, options);
    return confidence[s] < least ? 0 : 2 * confidence[s] * old;
  });
  return {stages, confidence};
}

/**
 * The confidence in a direction that a model gives the probability p: p, and above the threshold p + boost · (p − threshold),
 * at most 1. It never falls where p rises.
 */
export function confidenceIn(p: number, {threshold, boost}: Pick<Enhancement, "threshold" | "boost">): number {
  return Math.max(0, Math.min(1, p > threshold ? p + boost * (p - threshold) : p));
}

/** What a model says of a symbol, −1 … 1. */
function opinionOf(value: number, {reading, modelScale}: Enhancement): number {
  if (reading === "signal") return limited(value / modelScale);
  return value >= 0 && value <= 1 ? 2 * value - 1 : NaN;
}

function limited(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

/**
 * Holds a base score that is enhanced in stages, each of which is on where `stages` names it:
 *
 *     base          the field `base`, cut to −1 … 1 as the score is after every stage
 *     regime        score · the entry in `multipliers` of the symbol's regime, a number from 0 in the field `regime`
 *     model         (1 − `modelWeight`) · score + `modelWeight` · opinion
 *     alternative   (1 − `alternativeWeight`) · score + `alternativeWeight` · the field `alternative` / `alternativeScale`
 *     confidence    2 · confidence · score, or 0 where the confidence is below `least`
 *
 * The opinion is 2p − 1 of a `probability` p that the price will rise, or the model's `signal` / `modelScale`, whose p is
 * (1 + opinion) / 2. With p that of the score's own direction the confidence is p, and p + `boost` · (p − `threshold`)
 * above the threshold, at most 1: it never falls where p rises, and at ½, which says nothing, the score stays. A stage
 * leaves a score as it was where its data have no value.
 *
 * A symbol's weight is `gross` / n · score of n symbols, nothing where |score| < `dead` or, without `short`, where it is
 * below 0. One without a base score or a close on this bar is left as it is, and so is a weight that is off by less than
 * the part `band` of `gross` / n, but where nothing or the other side is wanted.
 *
 * It records after each stage Σ |score| (`model gross`), the mean |change| that the stage made (`model change`) and the
 * share of scores for which it had data (`model data`), the mean `confidence`, and the most frequent `regime`. Which
 * fields are used for which stage, and which of them have no data, is written to the log when it changes.
 */
export const enhanced = defineStrategy(
  "enhanced",
  {
    stages: [...stageNames] as readonly string[],
    base: "score",
    regime: "regime",
    multipliers: [1, 1, 0.75, 0.5, 1, 0.5] as readonly number[],
    model: "signal",
    reading: "signal",
    modelScale: 0.01,
    modelWeight: 0.5,
    alternative: "alternative",
    alternativeScale: 1,
    alternativeWeight: 0.2,
    threshold: 0.6,
    boost: 1,
    least: 0,
    gross: 1,
    dead: 0,
    short: true,
    band: 0.1
  },
  ({base, regime, model, alternative, gross, dead, short, band, ...given}) => {
    const options: Enhancement = {
      ...given,
      stages: given.stages.map((name) => oneOf("enhanced stage", name, stageNames)),
      reading: oneOf("enhanced reading", given.reading, ["signal", "probability"])
    };
    for (const multiplier of options.multipliers) between("enhanced multipliers", multiplier, 0);
    for (const name of ["modelWeight", "alternativeWeight", "threshold", "least"] as const)
      between(`enhanced ${name}`, options[name], 0, 1);
    for (const name of ["modelScale", "alternativeScale"] as const)
      if (!(options[name] > 0)) throw new Error(`invalid enhanced ${name}: ${options[name]}; expected more than 0`);
    for (const [name, value] of Object.entries({boost: options.boost, gross})) between(`enhanced ${name}`, value, 0);
    for (const [name, value] of Object.entries({dead, band})) between(`enhanced ${name}`, value, 0, 1);
    const on = (...names: readonly StageName[]) => names.some((name) => options.stages.includes(name));
    const fields: Readonly<Record<string, string | undefined>> = {
      base,
      regime: on("regime") ? regime : undefined,
      model: on("model", "confidence") ? model : undefined,
      alternative: on("alternative") ? alternative : undefined
    };
    const needs = Object.values(fields).filter((name) => name !== undefined);

    function at(now: View): {readonly evidence: Evidence; readonly result: Enhanced} {
      const read = Object.entries(fields).flatMap(([key, name]) => (name === undefined ? [] : [[key, now.row(name)]]));
      const evidence = Object.fromEntries(read) as Evidence;
      return {evidence, result: enhance(evidence, options)};
    }

    return {
      needs: [...new Set([...needs, "close"])],
      lookback: 0,
      targets(now, {position, price, equity}) {
        const {score} = at(now).result.stages.at(-1)!;
        const close = now.row("close");
        const part = gross / score.length;
        let changed = false;
        const targets = score.map((value, s) => {
          const worth = position[s] === 0 ? 0 : (position[s] * price[s]) / equity;
          if (Number.isNaN(value) || !(close[s] > 0)) return worth;
          const wanted = Math.abs(value) >= dead && (short || value > 0) ? part * value : 0;
          const near = wanted * worth > 0 && Math.abs(worth - wanted) < band * part;
          if (near || worth === wanted) return worth;
          changed = true;
          return wanted;
        });
        return changed ? targets : null;
      },
      explain(now) {
        const {evidence, result} = at(now);
        const said: Record<string, number | string> = {};
        const count = result.stages[0].known;
        for (const {name, known, change, gross} of result.stages) {
          said[`${name} gross`] = gross;
          if (name === "base") continue;
          said[`${name} change`] = change;
          said[`${name} data`] = count === 0 ? 0 : known / count;
        }
        if (on("confidence")) said.confidence = meanOf(result.confidence);
        if (evidence.regime) said.regime = mostFrequent(evidence.regime);
        const parts = result.stages.map(({name, known}) => {
          const of = fields[name === "confidence" ? "model" : name]!;
          return `${name} of ${of}${known === 0 ? " (no data)" : ""}`;
        });
        return {...said, stages: parts.join(", ")};
      }
    };
  }
);

function meanOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The most frequent value, the lower of equals; `NaN` where there is none. */
function mostFrequent(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  let [best, most, run] = [NaN, 0, 0];
  for (let i = 0; i < known.length; ++i) {
    run = i > 0 && known[i] === known[i - 1] ? run + 1 : 1;
    if (run > most) [best, most] = [known[i], run];
  }
  return best;
}
