import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {random} from "../../../core/base/random.js";
import {rank, rankCorrelation} from "../../../core/base/stats.js";
import {horizonRows, prepareSignal} from "../../../core/evaluate/signals/analysis.js";
import {breakEven, spreadAfter, tradedRows} from "../../../core/evaluate/signals/costs.js";
import {decay, evaluateSignal} from "../../../core/evaluate/signals/evaluation.js";
import {eventStudy} from "../../../core/evaluate/signals/event-study.js";
import {meanTest} from "../../../core/evaluate/signals/mean-test.js";
import {monotonicity} from "../../../core/evaluate/signals/monotonicity.js";
import {makeSorter, rankInto} from "../../../core/evaluate/signals/order.js";
import {cumulativeReturns, quantileSeries} from "../../../core/evaluate/signals/quantile-rows.js";
import {quantileCodes, rankSignal} from "../../../core/evaluate/signals/ranked.js";
import type {SignalData} from "../../../core/evaluate/signals/signal-data.js";

const day = 86_400_000;

/** A market without an effect, or with one: the signal keeps `memory` of itself from row to row. */
function market(rows: number, names: number, {seed = 1, effect = 0, memory = 0.9} = {}): SignalData {
  const r = random(seed);
  const times = Float64Array.from({length: rows}, (_, t) => Date.UTC(2020, 0, 1) + t * day);
  const symbols = Array.from({length: names}, (_, s) => `S${s}`);
  const signal = new Float64Array(rows * names);
  const price = new Float64Array(rows * names).fill(100);
  for (let cell = 0; cell < signal.length; ++cell) {
    const before = cell - names;
    signal[cell] = (before < 0 ? 0 : memory * signal[before]) + r.normal();
    if (before >= 0) price[cell] = price[before] * (1 + 0.01 * r.normal() + effect * signal[before]);
  }
  return {times, symbols, signal, price};
}

describe("a sorter", () => {
  const wild = fc.oneof(fc.double({noNaN: true}), fc.integer({min: -3, max: 3}), fc.constantFrom(1e300, 5e-324, -0, 0));

  it("puts any values in order, and gives ties their average rank", () => {
    const sorter = makeSorter(600);
    fc.assert(
      fc.property(fc.array(wild, {maxLength: 600}), (list) => {
        sorter.values.set(list);
        const order = sorter.sort(list.length).slice(0, list.length);
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
        const sorted = Array.from(order, (i) => list[i]);
        for (let i = 1; i < sorted.length; ++i) expect(sorted[i - 1] <= sorted[i]).toBe(true);
        const ranks = new Float64Array(list.length);
        rankInto(ranks, sorter.sorted, order, list.length);
        expect(ranks).toEqual(rank(list));
      }),
      {numRuns: 300}
    );
  });

  it("is not slow, and right, where bins or bits do not part the values", () => {
    const cases = [
      Float64Array.from({length: 5000}, (_, i) => 1 + ((i * 7919) % 5000) * 2.3e-16),
      Float64Array.from({length: 5000}, (_, i) => (i === 0 ? 1e12 : ((i * 7919) % 5000) / 5000)),
      Float64Array.from({length: 5000}, (_, i) => (i % 2 === 0 ? -1 : 1) * 10 ** (((i * 31) % 600) - 300))
    ];
    for (const values of cases) {
      const sorter = makeSorter(values.length);
      sorter.values.set(values);
      const sorted = Float64Array.from(sorter.sort(values.length), (i) => values[i]);
      expect(sorted).toEqual(values.slice().sort());
    }
  });
});

describe("quantiles", () => {
  it("part each row evenly, keep ties together, and are none where all signals are the same", () => {
    const codes = (signal: number[], quantiles: number, distinct = false) =>
      Array.from(quantileCodes(rankSignal(Float64Array.from(signal), 1), quantiles, {distinct}));
    expect(codes([5, 1, 4, 2, 3, 6, 8, 7, 10, 9], 5)).toEqual([3, 1, 2, 1, 2, 3, 4, 4, 5, 5]);
    expect(codes([1, 1, 1, 1, 2, 3], 3)).toEqual([1, 1, 1, 1, 3, 3]);
    expect(codes([1, 1, 1, 1, 2, 3], 3, true)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(codes([7, 7, 7], 2)).toEqual([0, 0, 0]);
    expect(codes([NaN, 1, 2], 2)).toEqual([0, 1, 2]);
  });
});

describe("an evaluation", () => {
  it("finds an effect that is there, at its sign, and that it fades", () => {
    const prepared = prepareSignal(market(400, 60, {effect: 0.0015, memory: 0.5}));
    const {horizons} = evaluateSignal(prepared);
    for (const {ic, spread, monotonicity, costs, portfolio} of horizons.slice(0, 2)) {
      expect(ic.mean!).toBeGreaterThan(0);
      expect(ic.robustT!).toBeGreaterThan(3);
      expect(spread.low!).toBeGreaterThan(0);
      expect(monotonicity).toMatchObject({order: 1, rising: 1});
      expect(monotonicity.p!).toBeLessThan(0.05);
      expect(costs.breakEven!).toBeGreaterThan(costs.low!);
      expect(portfolio.alphaT!).toBeGreaterThan(3);
    }
    const points = decay(prepared, [1, 63]);
    expect(points[0].ic!).toBeGreaterThan(points[1].ic!);
    expect(points[0].low!).toBeLessThan(points[0].ic!);
  });

  it("begins returns a row later than the signal unless told otherwise", () => {
    const data = market(120, 30, {effect: 0.004, memory: 0});
    const at = (delay: number) =>
      evaluateSignal(prepareSignal(data, {horizons: [1], delay}), {draws: 0}).horizons[0].ic;
    expect(at(0).robustT!).toBeGreaterThan(10);
    expect(
      Math.abs(evaluateSignal(prepareSignal(data, {horizons: [1]}), {draws: 0}).horizons[0].ic.robustT!)
    ).toBeLessThan(4);
    expect(at(1)).toEqual(evaluateSignal(prepareSignal(data, {horizons: [1]}), {draws: 0}).horizons[0].ic);
  });

  it("does not take overlap for evidence: without an effect few of the t-statistics that allow for it pass, many plain ones do", () => {
    let [plain, robust] = [0, 0];
    const searches = 50;
    for (let seed = 1; seed <= searches; ++seed) {
      const prepared = prepareSignal(market(500, 8, {seed, memory: 0.99}), {horizons: [21]});
      const {rank} = horizonRows(prepared, 0).coefficients;
      const {ic} = evaluateSignal(prepared, {draws: 0}).horizons[0];
      expect(meanTest(rank, 0).t).toBeCloseTo(ic.t!, 12);
      if (Math.abs(ic.t!) > 1.96) ++plain;
      if (Math.abs(ic.robustT!) > 1.96) ++robust;
    }
    expect(plain / searches).toBeGreaterThan(0.5);
    expect(robust / searches).toBeLessThan(0.25);
  });

  it("takes a name's rank among those that have a return", () => {
    const data = market(40, 12);
    const price = data.price.map((value, cell) => (cell % 12 === 3 && cell > 200 ? NaN : value));
    const prepared = prepareSignal({...data, price}, {horizons: [2], delay: 0});
    const {coefficients} = horizonRows(prepared, 0);
    for (const t of [2, 20, 30]) {
      const at = Array.from({length: 12}, (_, s) => t * 12 + s).filter(
        (cell) => price[cell] > 0 && price[cell + 24] > 0
      );
      const x = at.map((cell) => data.signal[cell]);
      const y = at.map((cell) => price[cell + 24] / price[cell] - 1);
      expect(coefficients.names[t]).toBe(at.length);
      expect(coefficients.rank[t]).toBeCloseTo(rankCorrelation(x, y), 12);
    }
    expect(coefficients.reasons[39]).toBe(5);
  });
});

describe("bad input", () => {
  const json = (data: SignalData, options = {}) => {
    const figures = evaluateSignal(prepareSignal(data, options), {draws: 50});
    const text = JSON.stringify(figures);
    const check = (value: unknown): void => {
      if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      else if (value !== null && typeof value === "object") Object.values(value).forEach(check);
    };
    check(figures);
    expect(JSON.parse(text)).toEqual(figures);
    return figures;
  };

  it("gives null with a reason, never NaN", () => {
    const data = market(60, 12);
    const none = json({...data, signal: data.signal.map(() => NaN)}).horizons[0];
    expect(none.ic.mean).toBeNull();
    expect(none.reasons["ic.mean"]).toContain("no name has a signal");
    const same = json({...data, signal: data.signal.map(() => 1)}).horizons[0];
    expect([same.ic.mean, same.spread.mean, same.costs.breakEven]).toEqual([null, null, null]);
    expect(same.reasons["ic.mean"]).toContain("the signal is the same for all names");
    const flat = json({...data, price: data.price.map(() => 10)}).horizons[0];
    expect(flat.reasons["ic.mean"]).toContain("the return is the same for all names");
    const gone = json({...data, price: data.price.map(() => NaN)}).horizons[0];
    expect(gone.reasons["ic.mean"]).toContain("no name's return is known");
    const short = json({
      ...data,
      times: data.times.slice(0, 0),
      signal: new Float64Array(0),
      price: new Float64Array(0)
    });
    expect(short.horizons[0].ic.mean).toBeNull();
    json({...data, price: data.price.map((value, cell) => (cell % 7 === 0 ? 0 : cell % 11 === 0 ? -1 : value))});
    json({...data, signal: data.signal.map((value, cell) => (cell % 5 === 0 ? Infinity : value))});
  });

  it("ranks one name among its own past and future, and says what it cannot do", () => {
    const data = market(300, 1, {effect: 0.004, memory: 0});
    const {across, horizons} = json(data, {delay: 0});
    expect(across).toBe(false);
    const [{throughTime, spread, quantiles, reasons, turnover}] = horizons;
    expect(throughTime!.t!).toBeGreaterThan(3);
    expect(quantiles[4].mean!).toBeGreaterThan(quantiles[0].mean!);
    expect([spread.mean, turnover[0]]).toEqual([null, null]);
    expect(reasons["spread.mean"]).toBe("there is one name; ranks across names take 5");
  });

  it("is refused where it is no signal", () => {
    const data = market(20, 6);
    expect(() => prepareSignal({...data, price: data.price.subarray(1)})).toThrow(
      "invalid price: 119 cells; expected 120"
    );
    expect(() => prepareSignal(data, {horizons: []})).toThrow("missing horizons");
    expect(() => prepareSignal(data, {horizons: [5, 5]})).toThrow("invalid horizons: 5, 5");
    expect(() => prepareSignal(data, {horizons: [0]})).toThrow("invalid horizon: 0");
    expect(() => prepareSignal(data, {quantiles: 1})).toThrow("invalid quantiles: 1");
    expect(() => prepareSignal(data, {demean: "group"})).toThrow("missing groups");
  });
});

describe("a spread after costs", () => {
  it("is gone at the cost at which it breaks even", () => {
    const spread = Float64Array.of(0.01, 0.02, 0.03, 0.02);
    const traded = tradedRows(Float64Array.of(0.5, 0.1, 0.25, 0.25, 0.9, 0.25, 0.5, 0, 0.5, 0.25, 0.4, 0.25), 3);
    expect(Array.from(traded)).toEqual([1.5, 1, 2, 1]);
    const {cost, low} = breakEven(meanTest(spread, 0), traded);
    expect(cost).toBeCloseTo(0.02 / 1.375, 12);
    expect(low).toBeLessThan(cost);
    expect(spreadAfter(spread, traded, cost, 0).mean).toBeCloseTo(0, 12);
    expect(
      breakEven(
        meanTest(
          spread.map((value) => -value),
          0
        ),
        traded
      )
    ).toMatchObject({cost: 0, low: 0});
    expect(
      breakEven(
        meanTest(spread, 0),
        traded.map(() => 0)
      ).cost
    ).toBeNaN();
  });
});

describe("growth by quantile", () => {
  it("is that of parts held side by side", () => {
    const codes = Uint8Array.of(1, 2, 2, 1, 1, 2);
    const single = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    const grown = cumulativeReturns(codes, single, 3, 2, 2);
    expect(Array.from(grown, (value) => Number(value.toFixed(10)))).toEqual([
      1.1,
      1.2,
      Number((1.1 * (1 + (0.4 + 0.3) / 2)).toFixed(10)),
      Number((1.2 * (1 + (0.3 + 0.4) / 2)).toFixed(10)),
      Number((1.1 * 1.35 * (1 + (0.5 + 0.6) / 2)).toFixed(10)),
      Number((1.2 * 1.35 * (1 + (0.6 + 0.5) / 2)).toFixed(10))
    ]);
  });
});

describe("an event study", () => {
  it("is 0 on the signal's own row, and the return since then after it", () => {
    const data = market(50, 10);
    const {codes} = prepareSignal(data, {quantiles: 2});
    const study = eventStudy(data, codes, 2, {before: 3, after: 4, demean: false});
    const {offsets, means} = study;
    expect(means[offsets.indexOf(0)]).toBe(0);
    let [sum, rows] = [0, 0];
    for (let t = 0; t + 4 < 50; ++t) {
      const cells = Array.from({length: 10}, (_, s) => t * 10 + s).filter((cell) => codes[cell] === 2);
      sum += cells.reduce((all, cell) => all + data.price[cell + 40] / data.price[cell] - 1, 0) / cells.length;
      ++rows;
    }
    expect(means[offsets.length + offsets.indexOf(4)]).toBeCloseTo(sum / rows, 12);
    expect(study.counts[offsets.length + offsets.indexOf(4)]).toBe(46);
  });
});

describe("monotonicity", () => {
  it("passes few of the searches in which there is nothing, and nearly all in which returns rise", () => {
    const passes = (effect: number) => {
      let passed = 0;
      for (let seed = 1; seed <= 40; ++seed) {
        const prepared = prepareSignal(market(250, 25, {seed, effect, memory: 0.3}), {
          horizons: [1],
          delay: 0,
          quantiles: 3
        });
        const {quantiles} = horizonRows(prepared, 0);
        expect(quantileSeries(quantiles, 1)).toHaveLength(250);
        if (monotonicity(quantiles, random(seed), {block: 5, draws: 200}).p <= 0.05) ++passed;
      }
      return passed;
    };
    expect(passes(0)).toBeLessThanOrEqual(5);
    expect(passes(0.002)).toBeGreaterThanOrEqual(36);
  });
});
