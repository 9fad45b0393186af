import {describe, expect, it} from "vitest";
import {context, effects} from "../../core/lab/context.js";
import {makeDataset} from "../../core/learn/dataset.js";
import {fitScaling, scale} from "../../core/learn/scaling.js";
import {pipeline} from "../../core/pipeline/pipeline.js";
import type {Plan, PlanSpec} from "../../core/pipeline/plan.js";
import {lookupIn, revivePlan} from "../../core/pipeline/plan.js";
import {defineModel} from "../../core/plugin.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {randomPanel} from "../panels.js";

const market = randomPanel({rows: 240, symbols: 12, gaps: false});
const free = context(effects(), 3);

/** Foretells by what the last return was, with the sign that the training labels have: it can learn from real ones alone. */
const follower = defineModel("follower", {}, () => ({
  window: 1,
  missing: true,
  fit: (train) => {
    let sum = 0;
    for (let i = 0; i < train.shape[0]; ++i) if (train.x[i] === train.x[i]) sum += train.x[i] * train.y[i];
    const sign = Math.sign(sum);
    return Promise.resolve({
      predict: ({x}) => Float64Array.from(x, (value) => (Number.isNaN(value) ? 0 : sign * value)),
      save: () => Uint8Array.of(sign + 1)
    });
  },
  load: () => Promise.reject(new Error("not asked for"))
}));

/** A market in which the day after repeats the day: nine parts of the return, one of noise. */
function trending() {
  const n = market.symbols.length;
  const close = market.fields.close.slice();
  for (let i = 2 * n; i < close.length; ++i) {
    const before = close[i - n] / close[i - 2 * n] - 1;
    const own = market.fields.close[i] / market.fields.close[i - n] - 1;
    close[i] = close[i - n] * (1 + Math.max(-0.2, Math.min(0.2, 0.9 * before + 0.1 * own)));
  }
  return {...market, fields: {...market.fields, close}};
}

const learn = {
  label: forwardReturn({horizon: 1}),
  split: walkForward({train: 80, test: 40, step: 40}),
  model: follower(),
  baseline: mean()
};
const plan: Plan = {
  features: {last: returns({window: 1})},
  learn: {
    ...learn,
    rivals: {
      ridge: {model: ridge()},
      week: {label: forwardReturn({horizon: 5})},
      control: {model: ridge(), shuffled: true}
    }
  },
  metrics: [],
  seed: 3
};

describe("rivals", async () => {
  const {learned, figures, hashes} = await pipeline(trending(), plan, {periods: 252}, free);
  const contest = learned!.contest!;

  it("stand beside the model and the baseline, each with its figures, horizon and folds", () => {
    expect(contest.map(({name, model, horizon, shuffled}) => [name, model, horizon, shuffled])).toEqual([
      ["model", "follower", 1, false],
      ["baseline", "mean", 1, false],
      ["ridge", "ridge", 1, false],
      ["week", "follower", 5, false],
      ["control", "ridge", 1, true]
    ]);
    expect(contest[0].figures).toMatchObject({ic: figures.ic, "ic-t": figures["ic-t"], r2: figures.r2});
    for (const {folds} of contest) expect(folds).toHaveLength(learned!.folds.length);
    expect(contest[1].folds.every(({ic}) => Number.isNaN(ic))).toBe(true);
  });

  it("find what is there, and in shuffled labels nothing", () => {
    const [own, , ridge, week] = contest.map(({figures}) => figures.ic.value);
    expect(own).toBeGreaterThan(0.5);
    expect(ridge).toBeGreaterThan(0.5);
    expect(week).toBeGreaterThan(0.3);
    expect(contest[4].figures.r2.value).toBeLessThan(0.05);
    expect(contest[2].figures.r2.value).toBeGreaterThan(0.5);
  });

  it("leave signal and figures as they are without them, and are in the hash", async () => {
    const {learned: _, ...alone} = await pipeline(trending(), {...plan, learn}, {periods: 252}, free);
    expect(alone.figures).toEqual(figures);
    expect(alone.hashes.signal).toBe(hashes.signal);
    expect(alone.hashes).not.toHaveProperty("contest");
    expect(hashes.contest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("are the same when they are made again", async () => {
    const again = await pipeline(trending(), plan, {periods: 252}, context(effects(), 3));
    expect(again.hashes).toEqual(hashes);
  });

  it("survive JSON, and what they have no part for is refused", () => {
    const catalog = {
      feature: {returns},
      label: {"forward-return": forwardReturn},
      split: {"walk-forward": walkForward},
      model: {mean, ridge, follower}
    };
    const spec = JSON.parse(JSON.stringify(plan)) as PlanSpec;
    expect(JSON.parse(JSON.stringify(revivePlan(spec, lookupIn(catalog as never))))).toEqual(spec);
    const odd = (rival: unknown) => ({...spec, learn: {...spec.learn!, rivals: {odd: rival as never}}});
    const revive = (rival: unknown) => () => revivePlan(odd(rival), lookupIn(catalog as never));
    expect(revive({moddel: 1})).toThrow("unknown part of rival odd: moddel; parts are label, model, shuffled");
    expect(revive({shuffled: "yes"})).toThrow('invalid rival odd: shuffled: "yes"; expected true or false');
    expect(revive([])).toThrow("invalid rival odd");
    const {model: _, baseline: __, ...bare} = spec.learn!;
    expect(() => revivePlan({...spec, learn: bare}, lookupIn(catalog as never))).toThrow(
      "missing model: learn.rivals is for one"
    );
  });
});

describe("missing features", () => {
  const n = market.symbols.length;
  const gappy = {
    ...market,
    fields: {
      ...market.fields,
      gaps: market.fields.close.map((value, i) => (i % 3 === 0 ? NaN : value)),
      none: market.fields.close.map(() => NaN)
    }
  };
  const label = forwardReturn({horizon: 1});

  it("make a cell no sample, unless they are kept", () => {
    const cells = market.times.length * n;
    expect(makeDataset(gappy, ["close", "gaps"], label, 1).shape[0]).toBe(cells - Math.ceil(cells / 3));
    const kept = makeDataset(gappy, ["close", "gaps"], label, 1, "keep");
    expect(kept.shape[0]).toBe(cells);
    expect(kept.names).toEqual(["close", "gaps"]);
    expect([kept.x[1], kept.x[3]]).toEqual([NaN, Math.fround(market.fields.close[1])]);
    expect(makeDataset(gappy, ["none"], label, 1, "keep").shape[0]).toBe(0);
    expect(makeDataset(gappy, ["gaps", "none"], label, 4, "keep").sample!(0)).toHaveLength(8);
  });

  it("stay missing when features are scaled, and do not count", () => {
    const data = makeDataset(gappy, ["close", "gaps", "none"], label, 1, "keep");
    const known = makeDataset(gappy, ["gaps"], label, 1);
    for (const method of ["standard", "robust", "rank"] as const) {
      const scaled = scale(data, fitScaling(data, method));
      const alone = scale(known, fitScaling(known, method));
      const gaps = Array.from(scaled.x.filter((_, i) => i % 3 === 1));
      expect(gaps.filter((value) => !Number.isNaN(value))).toEqual(Array.from(alone.x));
      expect(gaps.filter(Number.isNaN)).toHaveLength(Math.ceil(data.shape[0] / 3));
      expect(scaled.x.filter((_, i) => i % 3 === 2).every(Number.isNaN)).toBe(true);
      expect(scaled.x.filter((_, i) => i % 3 === 0).some(Number.isNaN)).toBe(false);
    }
  });

  it("are for models that take them", async () => {
    const features = {last: returns({window: 1}), month: returns({window: 21})};
    const keeping = (model: typeof learn.model | ReturnType<typeof ridge>): Plan => ({
      ...plan,
      features,
      learn: {...learn, model, missing: "keep"}
    });
    const samples = async (plan: Plan) => (await pipeline(market, plan, {periods: 252}, free)).figures.samples.value;
    await expect(samples(keeping(ridge()))).rejects.toThrow("invalid missing: ridge cannot learn from samples");
    const {missing: _, ...dropping} = keeping(follower()).learn!;
    const more = (await samples(keeping(follower()))) - (await samples({...plan, features, learn: dropping}));
    expect(more).toBe(20 * n);
  });
});
