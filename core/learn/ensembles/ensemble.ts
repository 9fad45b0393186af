import {between, whole} from "../../base/options.js";
import type {Context, Dataset, Features, Fitted, Model} from "../../plugin.js";
import {featuresOf, take} from "../dataset.js";
import {leastSquares} from "./least-squares.js";
import type {Member} from "./members.js";
import {common, commonWindow, fitting, meanOf, meanProbabilities, nameOf} from "./members.js";
import {pack, unpack} from "./packing.js";
import {lastSpan, timeFolds} from "./spans.js";
import type {Columns} from "./stacking.js";
import {columnsOf, metaFeatures, metaSamples, scaleOf, tellOf} from "./stacking.js";
import {quantilesOf, standingOf} from "./standing.js";
import type {Vote, Voting} from "./voting.js";
import {checkVoter, choiceProbabilities, choices, decide, vote, votings} from "./voting.js";
import type {Weighing} from "./weighing.js";
import {learnWeights} from "./weighing.js";

/** How members answer together. */
export const modes = ["mean", "weighted", "rank", "stacked", ...votings] as const;
export type Mode = (typeof modes)[number];

/** What an ensemble is. */
export interface EnsembleRule {
  readonly members: readonly Member[];
  readonly mode: Mode;
  /** One a member, of the modes that weigh; learnt where empty. */
  readonly weights: readonly number[];
  readonly learn: Weighing;
  /** The share of the training rows that is held out to learn from. */
  readonly share: number;
  readonly folds: number;
  /** A regression where it is null. */
  readonly meta: Member | null;
  /** The least confidence of a vote. */
  readonly confidence: number;
}

/** An ensemble that was fitted. */
export interface FittedEnsemble extends Fitted {
  /** Its members, fitted on all samples. */
  readonly members: readonly Fitted[];
  /** Their weights, with sum 1, where they have some. */
  readonly weights?: readonly number[];
  /** Of a voting ensemble: each sample's vote before it is held against the least confidence. */
  votes?(data: Features): readonly Vote[];
}

/** What is found in training beside the members. */
interface Found {
  readonly mode: Mode;
  readonly names: readonly string[];
  readonly weights?: readonly number[];
  /** Quantiles of each member's predictions. */
  readonly standings?: readonly (readonly number[])[];
  readonly columns?: Columns;
}

/** A model of the rule. Throws where the rule is none. */
export function ensembleModel(
  rule: EnsembleRule
): Model & {fit(train: Dataset, context: Context): Promise<FittedEnsemble>} {
  checkRule(rule);
  const {members, mode} = rule;
  const meta = mode === "stacked" ? (rule.meta ?? usualMeta) : null;
  const names = members.map((member, m) => nameOf(member, m));
  const {missing, begun} = common(members);
  const {weighted} = common(meta ? [...members, meta] : members);
  return {
    window: commonWindow(members),
    ...(weighted && {weighted}),
    ...(missing && {missing}),
    ...(begun && {begun}),
    async fit(train, context) {
      const all = stages(rule, names, train, context);
      const fitted = await all.members();
      if (isVoting(mode)) fitted.forEach((each, m) => checkVoter(each, names[m]));
      const found = {mode, names, ...(await all.found())};
      if (!meta) return combined(rule, fitted, found);
      const columns = columnsOf(fitted);
      const told = await all.outOfFold(columns);
      const scaled = {...columns, ...scaleOf(told, columns.member.length)};
      const upper = await all.fit(meta, `${meta.name ?? "model"} (meta)`, metaSamples(train, told, scaled), "meta");
      return combined(rule, fitted, {...found, columns: scaled}, upper);
    },
    async load(state) {
      const {about, parts} = unpack<Found>("ensemble", state);
      const same =
        about.mode === mode && about.names.join() === names.join() && parts.length === names.length + (meta ? 1 : 0);
      if (!same)
        throw new Error(
          `invalid ensemble state: it is of the mode ${about.mode} over ${about.names.join(", ")}; load it with an ensemble of the same mode and members`
        );
      const fitted = await Promise.all(members.map((member, m) => member.load(parts[m])));
      return combined(rule, fitted, about, meta ? await meta.load(parts[names.length]) : undefined);
    }
  };
}

const usualMeta: Member = {...leastSquares(1), name: "regression"};

function isVoting(mode: Mode): mode is Voting {
  return votings.some((voting) => voting === mode);
}

function checkRule({members, mode, weights, share, folds, confidence}: EnsembleRule): void {
  if (members.length === 0) throw new Error("missing members: an ensemble needs at least one");
  between("ensemble share", share, 0.01, 0.9);
  between("ensemble confidence", confidence, 0, 1);
  whole("ensemble folds", folds, 2);
  if (weights.length === 0) return;
  if (mode !== "weighted" && mode !== "weighted-vote")
    throw new Error(`invalid ensemble weights: the mode ${mode} takes none; leave them out, or use weighted`);
  if (weights.length !== members.length)
    throw new Error(`invalid ensemble weights: ${weights.length} for ${members.length} members; give one each`);
  if (!weights.every((weight) => weight >= 0 && weight < Infinity) || !weights.some((weight) => weight > 0))
    throw new Error(`invalid ensemble weights: ${weights.join(", ")}; expected numbers from 0, one of them above it`);
}

/** The fits of an ensemble, each with random numbers that do not depend on what else is fitted. */
function stages(rule: EnsembleRule, names: readonly string[], train: Dataset, context: Context) {
  const {members, mode, weights, learn, share, folds} = rule;
  const learns = mode === "rank" || ((mode === "weighted" || mode === "weighted-vote") && weights.length === 0);
  const rounds = 1 + (learns ? 1 : 0) + (mode === "stacked" ? folds : 0);
  const fit = fitting(context, rounds * members.length + (mode === "stacked" ? 1 : 0));
  const fitAll = async (data: Dataset, stream: string) => {
    const fitted: Fitted[] = [];
    for (const [m, member] of members.entries()) fitted.push(await fit(member, names[m], data, `${stream}/${m}`));
    return fitted;
  };

  async function found(): Promise<Omit<Found, "mode" | "names">> {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    if (!learns) return sum > 0 ? {weights: weights.map((weight) => weight / sum)} : {};
    const held = lastSpan(train, share);
    const fitted = await fitAll(take(train, held.train), "held out");
    const test = take(train, held.test);
    const features = featuresOf(test);
    if (mode === "rank") return {standings: fitted.map((each) => Array.from(quantilesOf(each.predict(features))))};
    const errors = fitted.map((each, m) =>
      mode === "weighted"
        ? missed(test, each.predict(features))
        : misjudged(test, choiceProbabilities(each, names[m], features))
    );
    const learnt = Array.from(learnWeights(errors, learn));
    context.log(`weights: ${learnt.map((weight, m) => `${names[m]} ${weight.toFixed(3)}`).join(", ")}`);
    return {weights: learnt};
  }

  async function outOfFold(columns: Pick<Columns, "member" | "label">): Promise<Float64Array> {
    const width = columns.member.length;
    const told = new Float64Array(train.shape[0] * width);
    for (const [f, fold] of timeFolds(train, folds).entries()) {
      const fitted = await fitAll(take(train, fold.train), `fold ${f}`);
      const part = tellOf(columns, fitted, featuresOf(take(train, fold.test)));
      fold.test.forEach((i, s) => told.set(part.subarray(s * width, (s + 1) * width), i * width));
    }
    return told;
  }

  return {fit, found, outOfFold, members: () => fitAll(train, "members")};
}

/** By how much predictions missed, times the root of what each sample counts. */
function missed({y, weight}: Dataset, predicted: Float64Array): Float64Array {
  return predicted.map((value, s) => (value - y[s]) * (weight ? Math.sqrt(weight[s]) : 1));
}

/** By how much each probability missed 1 for the class that came and 0 for the others. */
function misjudged({y, weight}: Dataset, probabilities: Float64Array): Float64Array {
  return probabilities.map((value, i) => {
    const s = Math.floor(i / choices.length);
    return (value - (y[s] === choices[i % choices.length] ? 1 : 0)) * (weight ? Math.sqrt(weight[s]) : 1);
  });
}

function combined(rule: EnsembleRule, members: readonly Fitted[], found: Found, meta?: Fitted): FittedEnsemble {
  const {weights, standings, columns, mode} = found;
  const save = () =>
    pack(
      "ensemble",
      found,
      [...members, ...(meta ? [meta] : [])].map((each) => each.save())
    );
  const parts = {members, ...(weights && {weights}), save};
  const predictions = (data: Features) => members.map((member) => member.predict(data));
  if (meta && columns) {
    const {classes, probabilities} = meta;
    const features = (data: Features) => metaFeatures(tellOf(columns, members, data), columns);
    return {
      ...parts,
      predict: (data) => meta.predict(features(data)),
      ...(classes && {classes}),
      ...(probabilities && {probabilities: (data: Features) => probabilities.call(meta, features(data))})
    };
  }
  if (standings) {
    const standing = (values: Float64Array, m: number) => values.map((value) => standingOf(standings[m], value));
    return {...parts, predict: (data) => meanOf(predictions(data).map(standing))};
  }
  if (!isVoting(mode))
    return {...parts, ...meanProbabilities(members, weights), predict: (data) => meanOf(predictions(data), weights)};
  const votes = (data: Features) => {
    const told = members.map((member, m) => choiceProbabilities(member, found.names[m], data));
    return Array.from(
      {length: data.shape[0]},
      (_, s) =>
      vote(mode, told.map((each) => each.subarray(3 * s, 3 * s + 3)), weights) // prettier-ignore
    );
  };
  return {
    ...parts,
    classes: choices,
    probabilities: (data) => meanOf(members.map((member, m) => choiceProbabilities(member, found.names[m], data)), weights), // prettier-ignore
    votes,
    predict: (data) => Float64Array.from(votes(data), (each) => decide(each, rule.confidence))
  };
}
