import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {normalQuantile, normalShare} from "../../../core/base/normal.js";
import {blockLengths} from "../../../core/evaluate/overfitting/block-length.js";
import {clusters} from "../../../core/evaluate/overfitting/clusters.js";
import {crossValidation} from "../../../core/evaluate/overfitting/cross-validation.js";
import type {Correction} from "../../../core/evaluate/overfitting/discoveries.js";
import {discoveries} from "../../../core/evaluate/overfitting/discoveries.js";
import {eigenvalues} from "../../../core/evaluate/overfitting/eigenvalues.js";
import {superiority, superiorTrials} from "../../../core/evaluate/overfitting/reality-check.js";
import type {BlockKind} from "../../../core/evaluate/overfitting/resampling.js";
import {
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeError,
  trackRecord
} from "../../../core/evaluate/overfitting/sharpe.js";

type Numbers = readonly number[];

interface Golden {
  readonly normal: Readonly<Record<"x" | "share" | "p" | "z", Numbers>>;
  readonly corrected: readonly {
    readonly values: Numbers;
    readonly adjusted: Readonly<Record<string, Numbers>>;
    readonly found: Readonly<Record<string, readonly boolean[]>>;
  }[];
  readonly blocks: readonly {readonly values: Numbers; readonly stationary: number; readonly circular: number}[];
  readonly superior: readonly {
    readonly excess: readonly Numbers[];
    readonly block: number;
    readonly kind: BlockKind;
    readonly draws: readonly Numbers[];
    readonly lower: number;
    readonly consistent: number;
    readonly upper: number;
    readonly better: Numbers;
  }[];
  readonly validated: readonly {
    readonly trials: readonly Numbers[];
    readonly blocks: number;
    readonly probability: number;
    readonly logits: Numbers;
    readonly inSample: Numbers;
    readonly outOfSample: Numbers;
    readonly slope: number;
    readonly intercept: number;
    readonly rSquared: number;
    readonly lossProbability: number;
  }[];
  readonly records: readonly {
    readonly returns: Numbers;
    readonly sharpe: number;
    readonly skewness: number;
    readonly kurtosis: number;
    readonly error: number;
    readonly probabilistic: Numbers;
    readonly minimum: number;
  }[];
  readonly groups: readonly {
    readonly correlations: Numbers;
    readonly eigenvalues: Numbers;
    readonly count: number;
    readonly silhouette: number;
    readonly labels: Numbers;
  }[];
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "overfitting.json"), "utf8")) as Golden;

function close(ours: ArrayLike<number>, theirs: Numbers, tolerance = 1e-9): void {
  expect(ours.length).toBe(theirs.length);
  theirs.forEach((value, i) => {
    const apart = Math.abs(ours[i] - value);
    expect(apart, `value ${i}: ${ours[i]} against ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value))
    );
  });
}

describe("SciPy's normal distribution", () => {
  const {x, share, p, z} = golden.normal;

  it("has our shares, and our digits of them in the lower tail", () => {
    x.forEach((each, i) => {
      expect(Math.abs(normalShare(each) - share[i]), `of ${each}`).toBeLessThanOrEqual(1e-12 * share[i]);
    });
    expect([normalShare(-Infinity), normalShare(0), normalShare(Infinity), normalShare(NaN)]).toEqual([0, 0.5, 1, NaN]);
  });

  it("has our quantiles, and they undo one another", () => {
    p.forEach((each, i) => {
      expect(Math.abs(normalQuantile(each) - z[i]), `of ${each}`).toBeLessThanOrEqual(1e-12 * Math.abs(z[i]));
      expect(Math.abs(normalShare(z[i]) - each)).toBeLessThanOrEqual(1e-12 * each);
    });
  });
});

describe.each(golden.corrected)("statsmodels on $values.length p-values", ({values, adjusted, found}) => {
  it.each(Object.keys(adjusted) as Correction[])("%s", (correction) => {
    const ours = discoveries(values, correction);
    close(ours.adjusted, adjusted[correction], 1e-12);
    expect(ours.found).toEqual(found[correction]);
  });
});

it.each(golden.blocks.map((each) => [each.values.length, each] as const))(
  "arch's block lengths of %i values",
  (_, {values, stationary, circular}) => {
    const ours = blockLengths(values);
    close([ours.stationary, ours.circular], [Math.max(1, stationary), Math.max(1, circular)]);
  }
);

describe.each(golden.superior)("arch's tests of superiority, $kind blocks of $block", (theirs) => {
  const {excess, block, kind} = theirs;
  const draws = theirs.draws.map((rows) => Uint32Array.from(rows));
  const comparison = {excess, draws, blocks: {kind, length: block}, studentised: false};

  it("have our p-values over the same draws, of which ours count the rows as they are as one more", () => {
    const ours = superiority(comparison);
    const counted = (share: number) => (1 + share * draws.length) / (1 + draws.length);
    close(
      [ours.lower, ours.consistent, ours.upper],
      [theirs.lower, theirs.consistent, theirs.upper].map(counted),
      1e-12
    );
  });

  it("find the same trials step by step", () => {
    expect(superiorTrials(comparison, 0.1)).toEqual(theirs.better);
  });
});

it.each(golden.validated)("cross-validation over $blocks blocks is what all halvings give", (theirs) => {
  const ours = crossValidation(theirs.trials, theirs.blocks);
  for (const name of ["logits", "inSample", "outOfSample"] as const) close(ours[name], theirs[name], 1e-9);
  for (const name of ["probability", "slope", "intercept", "rSquared", "lossProbability"] as const)
    close([ours[name]], [theirs[name]], 1e-9);
});

it.each(golden.records)("the track record of $returns.length returns", (theirs) => {
  const record = trackRecord(theirs.returns);
  close([record.sharpe, record.skewness, record.kurtosis], [theirs.sharpe, theirs.skewness, theirs.kurtosis]);
  close([sharpeError(record), minimumTrackRecord(record, record.sharpe - 0.2)], [theirs.error, theirs.minimum]);
  close([probabilisticSharpe(record), probabilisticSharpe(record, 0.05)], theirs.probabilistic);
});

it.each(golden.groups)("SciPy's tree and scikit-learn's silhouettes find $count clusters", (theirs) => {
  const matrix = Float64Array.from(theirs.correlations);
  const ours = clusters(matrix);
  expect(ours.count).toBe(theirs.count);
  close([ours.silhouette], [theirs.silhouette]);
  const together = (labels: ArrayLike<number>) =>
    Array.from(labels, (_, i) => Array.from(labels, (label) => label === labels[i]));
  expect(together(ours.labels)).toEqual(together(theirs.labels));
  close(eigenvalues(matrix), theirs.eigenvalues);
});
