import type {Features, Fitted} from "../../plugin.js";

/** Ways to vote. */
export const votings = ["weighted-vote", "majority", "unanimous"] as const;
export type Voting = (typeof votings)[number];

/** What is voted on: to sell, to hold, to buy. */
export const choices = [-1, 0, 1] as const;

/** What a vote comes to: the choice that has the most for it, and how sure of it the members are. */
export interface Vote {
  readonly choice: number;
  /** 0 … 1, whatever the choice; 0 where there is no majority or no agreement. */
  readonly confidence: number;
}

/**
 * A vote over the probabilities that each member gives to −1, 0 and 1.
 *
 * - `weighted-vote`: the choice whose mean probability, by weight, is the largest; that mean is the confidence.
 * - `majority`: each member votes for what it finds most probable; the choice of more than half of them, the confidence
 *   the mean of the probabilities that those who voted for it give it.
 * - `unanimous`: the same where all vote alike.
 *
 * Where two are equally probable, or there is neither majority nor agreement, it is 0.
 */
export function vote(
  voting: Voting,
  members: readonly (readonly number[] | Float64Array)[],
  weights?: ArrayLike<number>
): Vote {
  if (voting === "weighted-vote") {
    const sum = members.reduce((all, _, m) => all + (weights ? weights[m] : 1), 0);
    const shares = choices.map(
      (_, c) => members.reduce((all, member, m) => all + (weights ? weights[m] : 1) * member[c], 0) / sum
    );
    const place = largest(shares);
    return {choice: choices[place], confidence: shares[place]};
  }
  const places = members.map(largest);
  for (const [c, choice] of choices.entries()) {
    const voters = members.filter((_, m) => places[m] === c);
    const enough = voting === "majority" ? 2 * voters.length > members.length : voters.length === members.length;
    if (enough && voters.length > 0)
      return {choice, confidence: voters.reduce((all, member) => all + member[c], 0) / voters.length};
  }
  return {choice: 0, confidence: 0};
}

/** The vote's choice where its confidence is at least so large, up to rounding; else 0, to hold. */
export function decide({choice, confidence}: Vote, least: number): number {
  return confidence >= least - 1e-9 ? choice : 0;
}

/**
 * Each sample's probabilities of −1, 0 and 1, samples × 3; a choice that is no class of the model has 0. Throws where the
 * model has no probabilities, or other classes.
 */
export function choiceProbabilities(member: Fitted, name: string, data: Features): Float64Array {
  checkVoter(member, name);
  return probabilitiesOf(member, data, choices);
}

/** Throws unless a fitted model gives probabilities to classes among −1, 0 and 1. */
export function checkVoter({classes, probabilities}: Fitted, name: string): void {
  if (!classes || !probabilities)
    throw new Error(
      `invalid member: ${name} has no probabilities of classes to vote with; give a classifier, or the mode mean, weighted, rank or stacked`
    );
  const odd = classes.find((label) => !choices.some((choice) => choice === label));
  if (odd !== undefined)
    throw new Error(
      `invalid member: ${name} learned the class ${odd}; votes are on -1, 0 and 1: give a label of those`
    );
}

/** Each sample's probabilities of the given classes, samples × classes; 0 of those that the model does not know. */
export function probabilitiesOf(fitted: Fitted, data: Features, classes: readonly number[]): Float64Array {
  const own = fitted.classes ?? [];
  const given = fitted.probabilities!(data);
  const n = data.shape[0];
  const out = new Float64Array(n * classes.length);
  classes.forEach((label, c) => {
    const from = own.indexOf(label);
    if (from >= 0) for (let s = 0; s < n; ++s) out[s * classes.length + c] = given[s * own.length + from];
  });
  return out;
}

/** The place of the largest; the middle one, to hold, where two are the largest. */
function largest(values: readonly number[] | Float64Array): number {
  let place = 0;
  let twice = false;
  for (let c = 1; c < values.length; ++c) {
    if (values[c] > values[place]) {
      place = c;
      twice = false;
    } else if (values[c] === values[place]) twice = true;
  }
  return twice ? 1 : place;
}
