import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {blockLength} from "../../../core/evaluate/overfitting/block-length.js";
import {clopperPearson, wilson} from "../../../core/scenarios/intervals.js";
import {recoveries} from "../../../core/scenarios/recovery.js";

interface Golden {
  readonly shares: readonly {
    readonly successes: number;
    readonly trials: number;
    readonly level: number;
    readonly exact: readonly number[];
    readonly wilson: readonly number[];
  }[];
  readonly waits: readonly {
    readonly bars: readonly number[];
    readonly censored: readonly boolean[];
    readonly time: readonly number[];
    readonly share: readonly number[];
    readonly median: number | null;
  }[];
  readonly blocks: readonly {readonly values: readonly number[]; readonly stationary: number}[];
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, "scenarios.json"), "utf8")) as Golden;

function close(ours: ArrayLike<number>, theirs: readonly number[], tolerance: number): void {
  expect(ours.length).toBe(theirs.length);
  for (const [i, value] of theirs.entries()) expect(Math.abs(ours[i] - value)).toBeLessThan(tolerance);
}

describe("shares", () => {
  it.each(golden.shares)("$successes of $trials at $level", ({successes, trials, level, ...theirs}) => {
    close(clopperPearson(successes, trials, level), theirs.exact, 1e-11);
    close(wilson(successes, trials, level), theirs.wilson, 1e-12);
  });
});

describe("waiting times", () => {
  it.each(golden.waits.map((wait, i) => [i, wait] as const))("of sample %i", (_, {bars, censored, ...theirs}) => {
    const runs = bars.map((each, i) => ({depth: 0.1, trough: 3, bars: each, censored: censored[i]}));
    const ours = recoveries(runs);
    close(ours.waiting.time, theirs.time, 1e-12);
    close(ours.waiting.share, theirs.share, 1e-12);
    // Where exactly half still wait, statsmodels takes the next time; here the half that has recovered is enough.
    const half = theirs.share.findIndex((share) => Math.abs(share - 0.5) < 1e-12);
    expect(ours.median).toBe(half < 0 ? theirs.median : theirs.time[half]);
    expect(ours.censored).toBe(censored.filter(Boolean).length);
  });
});

it.each(golden.blocks.map(({values, stationary}) => [values.length, stationary, values] as const))(
  "the block length of %i values, %f",
  (_, stationary, values) => {
    expect(Math.abs(blockLength(values) - Math.max(1, stationary))).toBeLessThan(1e-9);
  }
);
