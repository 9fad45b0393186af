import {expect, it} from "vitest";
import {trials} from "../../core/cli/verbs/trials.js";
import {effects} from "../../core/lab/context.js";
import {reportSearch} from "../../core/lab/evidence/search.js";
import {run} from "../../core/lab/run.js";
import {buyAndHold} from "../../plugins/strategies/buy-and-hold.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {crossing, homeOf} from "./sweep-home.js";

const holding = (weight: number, points = 5) => ({
  ...crossing,
  data: {dataset: "made/1d", symbols: ["A"], benchmark: "A"},
  backtest: {...crossing.backtest!, strategy: buyAndHold({weight}), slippage: basisPoints({points})}
});

it("puts no account that never moves to the test of superiority", async () => {
  const home = await homeOf();
  await run(holding(0), home, effects());
  const idle = await reportSearch(home, "91-sweep");
  expect(idle).toMatchObject({kept: 1, superiority: {nothing: null}});
  expect(idle.reasons["superiority.nothing"]).toBe("the returns do not vary beside it");
  const {text} = (await trials.act({experiment: "91-sweep"}, {home, task: () => effects()})) as {text: string};
  expect(text).toContain("Against doing nothing: the returns do not vary beside it.");
  expect(idle.superiority.benchmark!.trials).toBe(1);

  await run(holding(1), home, effects());
  const {kept, superiority} = await reportSearch(home, "91-sweep");
  expect(kept).toBe(2);
  expect(superiority.nothing!.trials).toBe(1);
  expect(superiority.nothing!.lower).toBeGreaterThan(0);
  expect(superiority.benchmark!.trials).toBe(2);
}, 60_000);

it("finds nothing to choose among trials that are all the same", async () => {
  const home = await homeOf();
  for (const points of [5, 6, 7]) await run(holding(0, points), home, effects());
  const {kept, overfitting, reasons} = await reportSearch(home, "91-sweep");
  expect(kept).toBe(3);
  expect(overfitting).toBeNull();
  expect(reasons.overfitting).toBe("all 3 trials that are kept have the same returns; there is nothing to choose");
}, 60_000);
