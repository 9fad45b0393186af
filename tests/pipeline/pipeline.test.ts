import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {rows} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {context, effects} from "../../core/lab/context.js";
import {pipeline} from "../../core/pipeline/pipeline.js";
import {symbolSplitHash} from "../../core/base/by-symbol.js";
import {mean as average, deviation} from "../../core/base/stats.js";
import {serialCoefficient} from "../../core/evaluate/information-coefficient.js";
import type {Learning, Plan, PlanSpec} from "../../core/pipeline/plan.js";
import type {Catalog} from "../../core/pipeline/plan.js";
import {lookupIn, revive, revivePlan, specsIn} from "../../core/pipeline/plan.js";
import type {Maker} from "../../core/plugin.js";
import {
  defineCommission,
  defineFeature,
  defineLabel,
  defineMetric,
  defineModel,
  defineOverlay,
  defineSlippage,
  defineSplit,
  defineStrategy
} from "../../core/plugin.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {bySymbol} from "../../plugins/splits/by-symbol.js";
import {combinatorialPurged} from "../../plugins/splits/combinatorial-purged.js";

const day = 86_400_000;

/** Two symbols whose next return is the last one, in part: something that a model can find. */
function market(count = 120): Panel {
  const r = random(5);
  const close = new Float64Array(count * 2).fill(100);
  const last = [0, 0];
  for (let i = 2; i < close.length; ++i) {
    last[i % 2] = 0.5 * last[i % 2] + 0.01 * r.normal();
    close[i] = close[i - 2] * (1 + last[i % 2]);
  }
  const times = Float64Array.from({length: count}, (_, i) => i * day);
  return {times, symbols: ["A", "B"], fields: {open: close, high: close, low: close, close, volume: close}};
}

const change = defineFeature("change", {}, () => ({
  needs: ["close"],
  lookback: 1,
  compute: ({symbols, fields: {close}}) => close.map((c, i) => c / (close[i - symbols.length] ?? NaN) - 1)
}));
const next = defineLabel("next", {}, () => ({
  needs: ["close"],
  compute({times, symbols, fields: {close}}) {
    const n = symbols.length;
    const y = close.map((c, i) => (close[i + n] ?? NaN) / c - 1);
    return {y, until: close.map((_, i) => times[Math.floor(i / n) + 1] ?? Infinity)};
  }
}));
const half = (causal: boolean) =>
  defineSplit("half", {}, () => ({
    causal,
    *folds({t, until}) {
      const index = Uint32Array.from(t.keys());
      yield {train: index.filter((i) => until[i] < 60 * day), test: index.filter((i) => t[i] >= 60 * day)};
    }
  }));
const scaled = (name: string, slope: number) =>
  defineModel(name, {}, () => ({
    window: 1,
    fit: () =>
      Promise.resolve({predict: ({x}) => Float64Array.from(x, (v) => slope * v), save: () => new Uint8Array([1])}),
    load: () => Promise.reject(new Error("not needed"))
  }))();
const sign = defineStrategy("sign", {weight: 0.5}, ({weight}) => ({
  needs: ["signal"],
  lookback: 0,
  targets: (now) => now.row("signal").map((s) => weight * Math.sign(s || 0))
}));
const exact = defineSlippage("exact", {}, () => ({fill: ({quantity}, price) => ({price, quantity})}));
const free = defineCommission("free", {}, () => ({cost: () => 0}));
const final = defineMetric("final", {}, () => ({unit: "ratio", measure: ({equity}) => equity.at(-1)! / equity[0]}));
const nothing = defineOverlay("nothing", {}, () => ({adjust: (targets) => targets}));

function plan(causal = true): Plan {
  return {
    features: {change: change()},
    learn: {label: next(), split: half(causal)(), model: scaled("up", 0.01), baseline: scaled("flat", 0)},
    backtest: {
      strategy: sign(),
      overlays: [nothing()],
      slippage: exact(),
      commission: free(),
      fill: "next-open",
      delay: 0,
      cash: 1e6,
      shares: "fractional"
    },
    metrics: [final()],
    seed: 0
  };
}

const free0 = context(effects(), 0);
const take = (panel: Panel, given: Plan) => pipeline(panel, given, {periods: 252}, free0);

describe("pipeline", () => {
  it("goes from prices to figures, starting the backtest with the signal", async () => {
    const {panel, learned, result, figures, hashes} = await take(market(), plan());
    expect(Object.keys(panel.fields)).toEqual([
      "open",
      "high",
      "low",
      "close",
      "volume",
      "change",
      "signal",
      "baseline"
    ]);
    expect(learned?.folds).toHaveLength(1);
    expect(result?.times[0]).toBe(60 * day);
    expect(figures.ic.value).toBeGreaterThan(0.2);
    expect(figures.r2.value).toBeGreaterThan(0);
    expect(figures.final.value).toBeGreaterThan(1);
    expect(Object.keys(hashes).sort()).toEqual(["backtest", "features", "panel", "result", "signal"]);
  });

  it("gives the same hashes for the same inputs, and others for any other", async () => {
    const first = (await take(market(), plan())).hashes;
    expect((await take(market(), plan())).hashes).toEqual(first);
    const bent = market();
    bent.fields.close[150] *= 1 + 2 ** -50;
    const moved = (await take(bent, plan())).hashes;
    for (const stage of ["panel", "features", "signal", "backtest", "result"] as const)
      expect(moved[stage]).not.toBe(first[stage]);
    const base = plan();
    const other = (await take(market(), {...base, backtest: {...base.backtest!, delay: 1}})).hashes;
    expect([other.panel, other.signal]).toEqual([first.panel, first.signal]);
    expect(other.backtest).not.toBe(first.backtest);
    expect(other.result).not.toBe(first.result);
  });

  it("stops where the plan does", async () => {
    const {features, learn, seed} = plan();
    const only = await take(market(), {features, metrics: [], seed});
    expect(only.figures.coverage.value).toBeCloseTo(119 / 120, 12);
    expect(only.learned ?? only.result).toBeUndefined();
    const samples = await take(market(), {
      features,
      learn: {label: learn!.label, split: learn!.split},
      metrics: [],
      seed
    });
    expect(samples.figures).toMatchObject({samples: {value: 238}, labelled: {value: 236}, folds: {value: 1}});
    expect(samples.hashes.samples).toMatch(/^[0-9a-f]{64}$/);
  });

  it("does not know the future: cutting it off changes no earlier signal or equity", async () => {
    const whole = await take(market(), plan());
    const known = await take(rows(market(), 0, 100), plan());
    expect(known.panel.fields.signal).toEqual(whole.panel.fields.signal.slice(0, 200));
    expect(known.result!.equity).toEqual(whole.result!.equity.slice(0, 40));
  });

  it("weighs and scales as the plan says, which changes the signal", async () => {
    const model = (weighted: boolean) =>
      defineModel("echo", {}, () => ({
        window: 1,
        weighted,
        fit: ({x, weight}) => {
          const level = x.reduce((sum, value, i) => sum + value * (weight ? weight[i] * i : 1), 0);
          return Promise.resolve({
            predict: (test) => Float64Array.from(test.x, (value) => value + level),
            save: () => new Uint8Array()
          });
        },
        load: () => Promise.reject(new Error("not needed"))
      }))();
    const {learn, ...rest} = plan();
    const signal = async (more: Partial<Learning>, weighted = true) => {
      const given = {...rest, learn: {...learn!, model: model(weighted), baseline: model(weighted), ...more}};
      const {hashes, learned} = await take(market(), given);
      return [hashes.signal, learned?.prediction?.last.scaling.method];
    };
    const plain = await signal({});
    expect(await signal({scaling: "standard"})).toEqual(plain);
    const others = [
      plain,
      await signal({scaling: "robust"}),
      await signal({scaling: "rank"}),
      await signal({scaling: "none"}),
      await signal({weights: {by: "return"}}),
      await signal({weights: {by: "return", decay: 0}})
    ];
    expect(new Set(others.map(([hash]) => hash)).size).toBe(others.length);
    expect(others.map(([, method]) => method)).toEqual(["standard", "robust", "rank", "none", "standard", "standard"]);
    await expect(signal({weights: {by: "return"}}, false)).rejects.toThrow("invalid weights: echo does not heed them");
  });

  it("keeps the paths of a signal that has several, and how far their figures spread", async () => {
    const {features, learn, seed} = plan();
    const split = combinatorialPurged({groups: 4, tested: 2, embargo: 0});
    const {learned, figures, hashes, panel} = await take(market(), {
      features,
      learn: {...learn!, split, model: ridge(), baseline: mean()},
      metrics: [],
      seed
    });
    const {paths = []} = learned!.prediction!;
    expect(paths).toHaveLength(3);
    const coefficients = paths.map((path) => serialCoefficient(path, learned!.label).rank);
    expect(figures.paths).toEqual({value: 3, unit: "count"});
    expect(figures["path-ic"].value).toBeCloseTo(average(coefficients), 12);
    expect(figures["path-ic-deviation"].value).toBeCloseTo(deviation(coefficients), 12);
    expect(figures["path-ic-deviation"].value).toBeGreaterThan(0);
    expect(panel.fields.signal).toEqual(paths[2]);
    expect(hashes.paths).toMatch(/^[0-9a-f]{64}$/);
    expect((await take(market(), plan())).hashes).not.toHaveProperty("paths");
  });

  it("keeps the symbols that a split draws, and their hash", async () => {
    const {features, learn, seed} = plan();
    const split = bySymbol({train: 1, validation: 0, test: 1, from: "1970-02-20"});
    const given = {features, learn: {label: learn!.label, split}, metrics: [], seed};
    const {learned, hashes} = await take(market(), given);
    const {train, validation, test} = learned!.parts!;
    expect([...train, ...test].sort()).toEqual(["A", "B"]);
    expect(validation).toEqual([]);
    expect(hashes.symbols).toBe(await symbolSplitHash(learned!.parts!));
    const whole = await take(market(), {...given, learn: {...learn!, split}, backtest: plan().backtest});
    expect(whole.hashes.symbols).toBe(hashes.symbols);
    const n = whole.panel.symbols.indexOf(train[0]);
    expect(whole.panel.fields.signal.every((value, cell) => cell % 2 !== n || Number.isNaN(value))).toBe(true);
    const timeless = {...learn!, split: bySymbol({train: 1, validation: 0, test: 1})};
    await expect(take(market(), {...plan(), learn: timeless})).rejects.toThrow("by-symbol trains on the future");
  });

  it("refuses a backtest of a split that trains on the future, a model without a baseline, and a taken name", async () => {
    await expect(take(market(), plan(false))).rejects.toThrow("invalid split: half trains on the future");
    const {learn} = plan();
    const bare = {...plan(), learn: {...learn!, baseline: undefined}};
    await expect(take(market(), bare)).rejects.toThrow("missing baseline: what up must beat");
    await expect(take(market(), {...plan(), features: {close: change()}})).rejects.toThrow(
      "invalid feature name: close"
    );
  });
});

describe("plan", () => {
  const catalog = {strategy: {sign: sign as unknown as Maker}, feature: {change: change as unknown as Maker}};

  it("revives plugins from JSON, their options checked", () => {
    const spec = JSON.parse(JSON.stringify(sign({weight: 0.25}))) as ReturnType<ReturnType<typeof sign>["toJSON"]>;
    expect(spec).toEqual({kind: "strategy", name: "sign", params: {weight: 0.25}});
    expect(JSON.stringify(revive(spec, lookupIn(catalog)))).toBe(JSON.stringify(spec));
    const lookup = lookupIn(catalog);
    expect(() => revive({...spec, name: "sing"}, lookup)).toThrow("unknown strategy: sing; strategies are sign");
    expect(() => revive({...spec, params: {wieght: 1}}, lookup)).toThrow(
      "unknown sign option: wieght; options are weight"
    );
    expect(() => revive({...spec, params: {weight: "x"}}, lookup)).toThrow(
      'invalid sign option: weight is "x"; expected a number'
    );
    expect(() => revive({kind: "metric", name: "sharpe", params: {}}, lookup)).toThrow(
      "unknown metric: sharpe; there are none"
    );
  });

  it("finds every plugin in a JSON value", () => {
    const value = JSON.parse(JSON.stringify(plan())) as unknown;
    expect(
      specsIn(value)
        .map(({name}) => name)
        .sort()
    ).toEqual(["change", "exact", "final", "flat", "free", "half", "next", "nothing", "sign", "up"].sort());
  });

  it("checks what is not a plugin's own", () => {
    const spec = JSON.parse(JSON.stringify({features: {}, metrics: [], seed: 0.5})) as Parameters<typeof revivePlan>[0];
    expect(() => revivePlan(spec, lookupIn({}))).toThrow("invalid seed: 0.5");
  });

  it("checks how samples are scaled and weighed, and that the models heed it", () => {
    const makers = {label: {next}, split: {half: half(true)}, model: {ridge, mean, deaf: defineModel("deaf", {}, () => scaled("deaf", 1))}}; // prettier-ignore
    const lookup = lookupIn(makers as unknown as Catalog);
    const [label, split] = [next().toJSON(), half(true)().toJSON()];
    const [model, baseline] = [ridge().toJSON(), mean().toJSON()];
    const learn = (more: object) =>
      revivePlan({features: {}, metrics: [], seed: 0, learn: {label, split, ...more} as PlanSpec["learn"]}, lookup);
    const revived = learn({model, baseline, scaling: "rank", weights: {by: "uniqueness"}}).learn;
    expect(revived).toMatchObject({scaling: "rank", weights: {by: "uniqueness", decay: 1}});
    expect(learn({model, baseline}).learn).not.toHaveProperty("weights");
    const refused = (more: object) => expect(() => learn(more));
    refused({model, baseline, scaling: "log"}).toThrow(
      "unknown scaling: log; scalings are standard, robust, rank, none"
    );
    refused({model, baseline, weights: {by: "size"}}).toThrow("unknown weighting: size; weightings are uniqueness");
    refused({model, baseline, weights: {by: "return", decay: -1}}).toThrow("invalid decay of weights: -1");
    refused({model, baseline, weights: {by: "return", half: 1}}).toThrow("unknown option of weights: half; options are by, decay"); // prettier-ignore
    refused({model, baseline, weights: "return"}).toThrow("invalid weights: return; write them as");
    const deaf = {kind: "model", name: "deaf", params: {}};
    refused({model: deaf, baseline, weights: {by: "class"}}).toThrow("invalid weights: deaf does not heed them");
    refused({model, baseline: deaf, weights: {by: "class"}}).toThrow("invalid weights: deaf does not heed them");
    refused({weights: {by: "class"}}).toThrow("missing model: learn.weights is for one");
    refused({scaling: "rank"}).toThrow("missing model: learn.scaling is for one");
  });
});
