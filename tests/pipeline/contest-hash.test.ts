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

it("holds what was taken for what, and is as it was where no classes were told apart", async () => {
  const classes = (right: number) => ({values: [0, 1], counts: [[right, 1] as const, [0, 5] as const]});
  const hash = await contestHash([{...contender(0.5), classes: classes(3)}]);
  expect(await contestHash([{...contender(0.5), classes: classes(4)}])).not.toBe(hash);
  expect(await contestHash([contender(0.5)])).toBe("ef98d9f52f6a000bb4d6fbc035c11116efa2493633f312f387f3315c96922044");
  const read = JSON.parse(JSON.stringify({classes: classes(3), ...contender(0.5)})) as Contender;
  expect(await contestHash([read]), "in whatever order a file has it").toBe(hash);
});
