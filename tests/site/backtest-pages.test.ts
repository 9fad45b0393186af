import {describe, expect, it} from "vitest";
import {backtest} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Fill, Posting, Rejection} from "../../core/plugin.js";
import type {Knob, Values} from "../../notebooks/components/backtest/knob.js";
import {steps, valuesOf} from "../../notebooks/components/backtest/knob.js";
import {expectedMaximum} from "../../core/evaluate/overfitting/deflated.js";
import {correlations, effectiveCount, luckySharpe} from "../../notebooks/components/many-backtests/luck.js";
import {universeOffers} from "../../notebooks/components/many-backtests/markets.js";
import {commissions, financings, limits, risks, slippages} from "../../notebooks/components/backtest/models.js";
import {crossing, eaten, keys, sensitivityRuns} from "../../notebooks/components/many-backtests/sensitivity.js";
import type {Settings} from "../../notebooks/components/backtest/settings.js";
import {
  reviveTrading,
  specFor,
  specOf,
  summaries,
  usualSettings
} from "../../notebooks/components/backtest/settings.js";
import type {Offer} from "../../notebooks/components/backtest/strategies.js";
import {offers} from "../../notebooks/components/backtest/strategies.js";
import {figuresOf} from "../../notebooks/components/trading.js";
import {catalog} from "../../plugins/catalog.js";
import {sumPostings} from "../../reports/components/account/postings.js";
import {fillsByReason, isStopped, reasonOf} from "../../reports/components/account/reasons.js";
import {rejectionsByRule} from "../../reports/components/account/rejections.js";
import {termsOf} from "../../reports/components/account/terms.js";
import {metricLabel, metricMeaning} from "../../reports/components/metric-names.js";

const day = 864e5;

/** So many days of so many symbols that wander, with a signal. */
function market(days: number, symbols: number): Panel {
  const chance = random(7);
  const size = days * symbols;
  const column = () => new Float64Array(size);
  const fields = {open: column(), high: column(), low: column(), close: column(), volume: column(), signal: column()};
  for (let i = 0; i < size; ++i) {
    const before = i < symbols ? 100 : fields.close[i - symbols];
    fields.open[i] = before * (1 + 0.01 * (chance.uniform() - 0.5));
    fields.close[i] = before * (1 + 0.04 * (chance.uniform() - 0.49));
    fields.high[i] = Math.max(fields.open[i], fields.close[i]) * (1 + 0.01 * chance.uniform());
    fields.low[i] = Math.min(fields.open[i], fields.close[i]) * (1 - 0.01 * chance.uniform());
    fields.volume[i] = 1e6;
    fields.signal[i] = 0.02 * (chance.uniform() - 0.5);
  }
  return {
    times: Float64Array.from({length: days}, (_, i) => (20_000 + i) * day),
    symbols: Array.from({length: symbols}, (_, i) => `S${i}`),
    fields
  };
}

const one = market(320, 1);
const run = (settings: Settings) => backtest(one, reviveTrading(specOf(settings)), {periods: 252}, 60);

/** The least, the usual and the most of each knob; both or all of the others. */
function ends(knob: Knob): readonly (number | string | boolean)[] {
  if (knob.kind === "range") return [knob.stops[0], knob.value, knob.stops[knob.stops.length - 1]];
  return knob.kind === "switch" ? [false, true] : Object.keys(knob.choices);
}

describe("the controls of a backtest", () => {
  const turned = offers.flatMap((offer) => [
    {offer, values: valuesOf(offer.knobs)},
    ...offer.knobs.flatMap((knob) =>
      ends(knob).map((value): {offer: Offer; values: Values} => ({
        offer,
        values: {...valuesOf(offer.knobs), [knob.option]: value}
      }))
    )
  ]);

  it("make a backtest at each end of each knob of all that can be traded", () => {
    for (const {offer, values} of turned) {
      const settings = {
        ...usualSettings,
        strategy: offer.name,
        options: {...usualSettings.options, [offer.name]: values}
      };
      const {equity} = run(settings);
      expect(
        equity.every((value) => value > 0),
        `${offer.name} ${JSON.stringify(values)}`
      ).toBe(true);
    }
  });

  it("begin at a stop of theirs, so that the slider shows what is traded", () => {
    for (const {knobs} of offers)
      for (const knob of knobs) if (knob.kind === "range") expect(knob.stops, knob.label).toContain(knob.value);
    for (const {knob} of [...slippages, ...commissions]) expect(knob.stops, knob.label).toContain(knob.value);
    for (const {stops} of [...financings, ...risks, ...limits]) expect(stops[0]).toBe(0);
  });

  it("make a backtest with each cost model, charge, risk rule and limit", () => {
    const base = {...usualSettings, strategy: "sma-cross", options: {"sma-cross": {fast: 5, slow: 65}}};
    const plain = run(base).equity.at(-1)!;
    for (const {name, knob} of slippages) {
      const dear = {...base, slippage: name, costs: {...base.costs, [name]: knob.stops.at(-1)!}};
      expect(run(dear).equity.at(-1), name).not.toBe(plain);
    }
    for (const {name, knob} of commissions) {
      const dear = {...base, commission: name, costs: {...base.costs, [name]: knob.stops.at(-1)!}};
      expect(run(dear).equity.at(-1), name).not.toBe(plain);
    }
    for (const {name, stops} of risks)
      expect(run({...base, risk: {[name]: stops[1]}}).equity, name).not.toEqual(run(base).equity);
    for (const {name, stops} of limits) {
      const {rejections = []} = run({...base, limits: {[name]: stops[1]}});
      expect(rejections.length, name).toBeGreaterThan(0);
    }
    const wide = {
      ...base,
      strategy: "buy-and-hold",
      options: {"buy-and-hold": {weight: 2}},
      financing: {"margin-interest": 0.06}
    };
    expect(run(wide).postings!.every(({what, amount}) => what === "margin-interest" && amount < 0)).toBe(true);
    expect(run({...wide, credit: "none"}).rejections!.length).toBeGreaterThan(0);
    const cash = {...base, financing: {"cash-interest": 0.02}};
    expect(run(cash).postings!.some(({what, amount}) => what === "cash-interest" && amount > 0)).toBe(true);
    const shorts = {
      ...base,
      strategy: "mean-reversion",
      options: {"mean-reversion": {window: 10, enter: 1, short: true}}
    };
    expect(run({...shorts, financing: {"borrow-fee": 0.05}}).postings!.some(({what}) => what === "borrow")).toBe(true);
  });

  it("ask of an algorithm nothing that it does not know", () => {
    const asked: Settings = {
      ...usualSettings,
      strategy: "breakout",
      fill: "same-close",
      delay: 3,
      risk: {"stop-loss": 0.05}
    };
    expect(specOf(asked)).toMatchObject({fill: "next-close", delay: 0, overlays: [], strategy: {kind: "algorithm"}});
    expect(specOf({...asked, strategy: "threshold"})).toMatchObject({fill: "same-close", delay: 3});
    expect(specOf({...asked, strategy: "threshold"}).overlays).toHaveLength(1);
  });

  it("say in a line what they are set to", () => {
    expect(summaries(usualSettings)).toEqual({
      trade: "The model's signal, 100 thousand",
      fill: "next close, stops first",
      cost: "slippage 5 bp, commission 1 bp, 10% of volume",
      risk: "none"
    });
    const {fill, risk} = summaries({...usualSettings, delay: 2, risk: {"stop-loss": 0.1}, credit: "none"});
    expect(fill).toBe("next close, 2 late, stops first");
    expect(risk).toBe("stop 10%, no credit");
  });

  it("trade a universe by each of its strategies", () => {
    const many = market(320, 24);
    for (const offer of universeOffers) {
      const result = backtest(many, reviveTrading(specFor(offer, undefined, usualSettings)), {periods: 252}, 60);
      expect(
        result.equity.every((value) => value > 0),
        offer.name
      ).toBe(true);
      if (offer.name !== "momentum") expect(result.fills.length, offer.name).toBeGreaterThan(0);
    }
  });
});

describe("cost sensitivity", () => {
  const asked = (offer: Offer) => ({
    offer,
    settings: usualSettings,
    slippages: [0, 5],
    commissions: [0, 1],
    totals: [0, 20],
    delays: [0, 1],
    capitals: [1e5, 1e9]
  });

  it("runs each cell once, and an algorithm neither late nor at the same close", () => {
    const runs = sensitivityRuns(asked(offers[0]));
    expect(runs).toHaveLength(2 + 4 + 8 + 4);
    expect(new Set(runs.map(({key}) => key)).size).toBe(runs.length);
    expect(runs.find(({key}) => key === keys.costs(5, 1))!.backtest).toMatchObject({
      slippage: {params: {points: 5}},
      commission: {params: {rate: 1e-4}}
    });
    const algorithm = offers.find(({kind}) => kind === "algorithm")!;
    expect(sensitivityRuns(asked(algorithm)).filter(({key}) => key.startsWith("timing"))).toHaveLength(3);
  });

  it("finds more cost never better, and what costs have eaten", () => {
    const values = {fast: 5, slow: 65};
    const offer = offers.find(({name}) => name === "sma-cross")!;
    const ends = [0, 5, 20, 80].map((points) => {
      const settings = {
        ...usualSettings,
        shares: "fractional" as const,
        costs: {...usualSettings.costs, "basis-points": points}
      };
      const result = backtest(one, reviveTrading(specFor(offer, values, settings)), {periods: 252}, 60);
      return {result, figures: figuresOf(result)};
    });
    const returns = ends.map(({figures}) => figures["total-return"].value);
    expect(returns).toEqual([...returns].sort((a, b) => b - a));
    const answer = (value: number) => ({
      key: "",
      figures: {"total-return": {value, unit: "percent" as const}},
      fills: 0,
      paid: 0,
      traded: 0,
      milliseconds: 0
    });
    expect(eaten(answer(0.4), answer(0.3))).toBeCloseTo(0.25, 12);
    expect(eaten(answer(0.4), answer(-0.1))).toBeCloseTo(1.25, 12);
    expect(eaten(answer(-0.1), answer(-0.3))).toBeNull();
    expect(eaten(undefined, answer(0))).toBeNull();
  });

  it("finds where a curve falls to a level", () => {
    const curve = [
      [0, 0.1],
      [10, 0.06],
      [20, -0.02],
      [30, 0.01]
    ].map(([x, y]) => ({x, y}));
    expect(crossing(curve, 0)).toBeCloseTo(17.5, 12);
    expect(crossing(curve, 0.08)).toBeCloseTo(5, 12);
    expect(crossing(curve, 0.2)).toBeNull();
    expect(crossing(curve, -1)).toBeNull();
    expect(crossing([], 0)).toBeNull();
  });
});

describe("the luck of many", () => {
  it("is near the expected maximum of normal numbers", () => {
    for (const [count, exact] of [
      [10, 1.53875],
      [100, 2.50759],
      [1000, 3.24144]
    ])
      expect(Math.abs(expectedMaximum(count) - exact), String(count)).toBeLessThan(0.04);
    expect(expectedMaximum(1)).toBe(0);
    expect(luckySharpe(100, 4)).toBeCloseTo(expectedMaximum(100) / 2, 12);
  });

  it("counts strategies that do the same as one", () => {
    const chance = random(3);
    const noise = () => Float64Array.from({length: 5000}, () => chance.uniform() - 0.5);
    const a = noise();
    expect(effectiveCount(correlations([a, a, a.map((r) => -2 * r)]))).toBeCloseTo(1, 9);
    expect(effectiveCount(correlations([a, noise(), noise(), noise()]))).toBeGreaterThan(3.98);
    expect(effectiveCount(correlations([a, new Float64Array(5000)]))).toBeCloseTo(2, 9);
    expect(effectiveCount([])).toBe(0);
  });
});

describe("what befell an account", () => {
  it("adds postings up by year and kind", () => {
    const at = (year: number) => Date.UTC(year, 5, 1);
    const postings: Posting[] = [
      {t: at(2016), what: "borrow", amount: -3},
      {t: at(2017), what: "dividend", amount: 5},
      {t: at(2016), what: "borrow", amount: -1}
    ];
    expect(sumPostings(postings)).toEqual({
      kinds: ["borrow", "dividend"],
      years: [
        {year: 2016, amounts: [-4, 0]},
        {year: 2017, amounts: [0, 5]}
      ],
      all: [-4, 5]
    });
  });

  it("counts rejections by rule and fills by reason", () => {
    const reject = (t: number, rule: string): Rejection => ({
      t,
      symbol: 0,
      quantity: 1,
      rule,
      reason: `${rule} at ${t}`
    });
    expect(rejectionsByRule([reject(1, "margin"), reject(2, "longOnly"), reject(3, "longOnly")])).toEqual([
      {rule: "longOnly", count: 2, first: 2, last: 3, reason: "longOnly at 2"},
      {rule: "margin", count: 1, first: 1, last: 1, reason: "margin at 1"}
    ]);
    const fill = {t: 0, symbol: 0, quantity: -2, price: 10, commission: 1, slippage: 0.5};
    const fills: Fill[] = [fill, {...fill, tag: "stop-loss"}, {...fill, forced: "margin-call", quantity: 5}];
    expect(fillsByReason(fills)).toEqual([
      {reason: "Margin call", count: 1, value: 50, cost: 1.5},
      {reason: "Strategy", count: 1, value: 20, cost: 1.5},
      {reason: "Stop loss", count: 1, value: 20, cost: 1.5}
    ]);
    expect(fills.map(isStopped)).toEqual([false, true, true]);
    expect(reasonOf({tag: "target"})).toBe("Target");
    expect(isStopped({tag: "target"})).toBe(false);
  });

  it("names every metric and says what it means", () => {
    const names = Object.keys(catalog.metric);
    expect(names.filter((name) => metricMeaning(name) === "")).toEqual([]);
    expect(new Set(names.map(metricLabel)).size).toBe(names.length);
  });

  it("states the terms of a backtest", () => {
    const spec = specOf({
      ...usualSettings,
      risk: {"stop-loss": 0.1},
      limits: {maxLeverage: 1.5},
      credit: "twice",
      delay: 2
    });
    const terms = Object.fromEntries(termsOf(spec));
    expect(terms["Market orders"]).toBe("fill at the next close, 2 bars late");
    expect(terms["Risk rule"]).toBe("Stop loss, loss 0.1");
    expect(terms.Credit).toBe("50% of what is held to buy, 25% to keep it");
    expect(terms.Limits).toBe("Leverage limit 1.5");
  });
});

it("counts steps without the noise of adding", () => {
  expect(steps(-0.02, 0.02, 0.001)).toHaveLength(41);
  expect(steps(0, 0.3, 0.1)).toEqual([0, 0.1, 0.2, 0.3]);
});
