import {describe, expect, it} from "vitest";
import {context, effects} from "../../core/lab/context.js";
import {pipeline} from "../../core/pipeline/pipeline.js";
import type {Plan} from "../../core/pipeline/plan.js";
import {defineModel} from "../../core/plugin.js";
import {returns} from "../../plugins/features/returns.js";
import {direction} from "../../plugins/labels/direction.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {randomForest} from "../../plugins/models/random-forest.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {randomPanel} from "../panels.js";

const market = randomPanel({rows: 200, symbols: 6, gaps: false});
const free = context(effects(), 3);
const label = direction({horizon: 1, delay: 0, buy: 0.005, sell: 0.005});

/** Says that whatever rose will rise, three times as surely as anything else; `by` `choice` says so in the signal too. */
const trend = defineModel("trend", {by: "mean"}, ({by}) => {
  const side = (x: number) => (x > 0 ? 1 : -1);
  return {
    window: 1,
    fit: () =>
      Promise.resolve({
        classes: [-1, 0, 1],
        predict: ({x}) => Float64Array.from(x, (value) => (by === "choice" ? -side(value) : 0.4 * side(value))),
        probabilities: ({x}) =>
          Float64Array.from({length: 3 * x.length}, (_, i) => ((i % 3) - 1 === side(x[Math.floor(i / 3)]) ? 0.6 : 0.2)),
        save: () => new Uint8Array()
      }),
    load: () => Promise.reject(new Error("not asked for"))
  };
});

const plan = (learn: Partial<Plan["learn"]>): Plan => ({
  features: {last: returns({window: 1})},
  learn: {
    label,
    split: walkForward({train: 80, test: 40, step: 40}),
    baseline: mean(),
    scaling: "none",
    ...learn
  } as never,
  metrics: [],
  seed: 3
});

describe("the figures of a classifier", () => {
  it("are those of its probabilities, over what was never trained on", async () => {
    const {figures, learned, panel} = await pipeline(market, plan({model: trend()}), {periods: 252}, free);
    const {signal} = panel.fields;
    const y = learned!.label;
    const cells = Array.from(y.keys()).filter((i) => !Number.isNaN(y[i]) && !Number.isNaN(signal[i]));
    const right = cells.filter((i) => y[i] === Math.sign(signal[i])).length;
    expect(cells.length).toBeGreaterThan(500);
    expect(figures.accuracy).toEqual({value: right / cells.length, unit: "percent"});
    const loss = -(right * Math.log(0.6) + (cells.length - right) * Math.log(0.2)) / cells.length;
    expect(figures["log-loss"].value).toBeCloseTo(loss, 12);
    expect(figures["calibration-error"].value).toBeCloseTo(Math.abs(0.6 - right / cells.length), 12);
    const flat = figures["precision (0)"];
    expect([flat.value, flat.reason]).toEqual([NaN, "nothing was taken for 0"]);
    expect(figures["recall (0)"].value).toBe(0);
  });

  it("go by the choice where the signal is one, and by probabilities for their own", async () => {
    const [by, mean] = await Promise.all(
      ["choice", "mean"].map((by) => pipeline(market, plan({model: trend({by})}), {periods: 252}, free))
    );
    expect(by.figures["log-loss"]).toEqual(mean.figures["log-loss"]);
    expect(by.figures.accuracy.value).not.toBe(mean.figures.accuracy.value);
  });

  it("are there of rivals, and of none that tell no classes apart", async () => {
    const rivals = {
      forest: {model: randomForest({n_estimators: 3, criterion: "gini"})},
      regression: {model: ridge()},
      return: {label: forwardReturn({horizon: 1})}
    };
    const {learned, figures} = await pipeline(market, plan({model: ridge(), rivals}), {periods: 252}, free);
    const named = Object.fromEntries(learned!.contest!.map(({name, figures}) => [name, figures]));
    expect(figures.accuracy, "a regression has no classes").toBeUndefined();
    expect(named.forest.accuracy.value).toBeGreaterThan(0.2);
    expect(named.forest["log-loss"].value).toBeGreaterThan(0);
    expect([named.regression.accuracy, named.return.accuracy]).toEqual([undefined, undefined]);
    expect(learned!.classes).toBeUndefined();
    const {classes} = learned!.contest!.find(({name}) => name === "forest")!;
    const counts = classes!.counts.flat();
    const right = counts[0] + counts[4] + counts[8];
    expect(right / counts.reduce((sum, value) => sum + value, 0)).toBeCloseTo(named.forest.accuracy.value, 14);
    const others = learned!.contest!.filter(({name}) => name !== "forest");
    expect(others.map((each) => each.classes)).toEqual(others.map(() => undefined));
  });

  it("have their counts and what probabilities were worth beside them", async () => {
    const {figures, learned} = await pipeline(market, plan({model: trend()}), {periods: 252}, free);
    const {values, counts, calibration} = learned!.classes!;
    expect(values).toEqual([-1, 0, 1]);
    expect(counts.map((row) => row[1])).toEqual([0, 0, 0]);
    const {chosen, each} = calibration!;
    expect(chosen).toHaveLength(1);
    expect(chosen[0].predicted).toBeCloseTo(0.6, 12);
    expect(chosen[0].observed).toBeCloseTo(figures.accuracy.value, 12);
    expect(each[1].map(({predicted}) => Math.round(100 * predicted))).toEqual([20]);
    expect(each[2].map(({predicted}) => Math.round(100 * predicted))).toEqual([20, 60]);
  });
});
