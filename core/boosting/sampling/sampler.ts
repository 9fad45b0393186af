import {random} from "../../base/random.js";
import type {GrowOptions} from "../grower.js";
import type {Sampling} from "../training.js";
import {featuresOf} from "./features.js";
import {oneSide} from "./goss.js";
import {balancedOf, bootstrap, fractionOf} from "./rows.js";

/** What a round's trees see, and what their derivatives are multiplied by. */
export type Drawn = Pick<GrowOptions, "rows" | "times"> & {readonly factor?: Float64Array};

/** Draws the samples of each round and the features of each tree. */
export interface Sampler {
  /** @param size makes each sample's Σ |g · h| over the outputs, where samples are drawn by it */
  rows(round: number, size: () => Float64Array): Drawn;
  features(tree: number): Uint8Array | undefined;
  /** Whether another round may see others. */
  readonly random: boolean;
  /** Whether samples may count otherwise than their derivatives say. */
  readonly factors: boolean;
}

/**
 * @param second whether each sample is of the second class, where samples are drawn by class
 * @param shrinkage one-sided sampling begins after 1 / shrinkage rounds, as in LightGBM
 */
export function makeSampler(
  sampling: Sampling,
  [samples, features]: readonly [number, number],
  seed: number,
  shrinkage: number,
  second?: Uint8Array
): Sampler {
  check(sampling);
  const root = random(seed);
  const {bagging, balanced, oneSide: side} = sampling;
  const all = Uint32Array.from({length: samples}, (_, i) => i);
  const usable = new Uint8Array(features).fill(1);
  let drawn: Drawn = {};
  let of = -1;
  const every = balanced?.every ?? bagging?.every ?? 0;
  const bags = every > 0 && (balanced ? balanced.positive < 1 || balanced.negative < 1 : bagging!.part < 1);
  if (balanced && bags && !second) throw new Error("invalid sampling: by class, of labels that are no two classes");
  const part = sampling.features ?? 1;
  return {
    random: bags || part < 1 || sampling.bootstrap === true || side !== undefined,
    factors: side !== undefined,
    rows(round, size) {
      if (side) {
        if (round < Math.floor(1 / shrinkage)) return {};
        return oneSide(size(), side, root.fork(`one-side ${round}`));
      }
      if (sampling.bootstrap === true) return bootstrap(samples, root.fork(`bootstrap ${round}`));
      if (!bags) return {};
      const turn = Math.floor(round / every);
      if (turn !== of) {
        const stream = root.fork(`bag ${turn}`);
        const rows = balanced
          ? balancedOf(second!, [balanced.negative, balanced.positive], stream)
          : fractionOf(all, bagging!.part, stream);
        drawn = {rows};
        of = turn;
      }
      return drawn;
    },
    features: (tree) => (part < 1 ? featuresOf(usable, part, root.fork(`features ${tree}`)) : undefined)
  };
}

function check({bagging, balanced, bootstrap: draws, oneSide: side, features = 1}: Sampling): void {
  const parts = [bagging?.part, balanced?.positive, balanced?.negative, features];
  for (const part of parts)
    if (part !== undefined && !(part > 0 && part <= 1))
      throw new Error(`invalid part of samples or features: ${part}; expected above 0, and at most 1`);
  if (side && !(side.top > 0 && side.other > 0 && side.top + side.other <= 1))
    throw new Error(
      `invalid one-sided sampling: ${side.top} kept and ${side.other} drawn; expected parts above 0 of at most 1 in sum`
    );
  const ways = [bagging, balanced, draws === true || undefined, side].filter((way) => way !== undefined);
  if (ways.length > 1) throw new Error("invalid sampling: several ways at once; choose one of them");
}
