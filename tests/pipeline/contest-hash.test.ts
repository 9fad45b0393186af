import {expect, it} from "vitest";
import type {Contender} from "../../core/pipeline/contest.js";
import {contestHash} from "../../core/pipeline/hashes.js";

const contender = (value: number, reason?: string): Contender => ({
  name: "model",
  model: "ridge",
  horizon: 1,
  shuffled: false,
  figures: {ic: {value, unit: "ratio", ...(reason !== undefined && {reason})}},
  folds: [{from: 0, to: 1, ic: 0.5}]
});

it("holds the values of a contest's figures, and not the words beside them", async () => {
  const hash = await contestHash([contender(0.5)]);
  expect(await contestHash([contender(0.25)])).not.toBe(hash);
  expect(await contestHash([contender(NaN)])).toBe(await contestHash([contender(NaN, "nothing varies")]));
});
