import {describe, expect, it} from "vitest";
import {auditFigures} from "../../core/audit/made/alarm.js";
import {auditExperiment} from "../../core/audit/made/experiment.js";
import {auditFills} from "../../core/audit/made/trading.js";
import {auditPanel} from "../../core/audit/panels.js";
import type {Rule} from "../../core/audit/rules.js";
import {fillRules} from "../../core/backtest/rules.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {context, effects} from "../../core/lab/context.js";
import {pipeline} from "../../core/pipeline/pipeline.js";
import type {Plan} from "../../core/pipeline/plan.js";
import type {Dataset} from "../../core/plugin.js";
import {defineFeature, defineModel, defineSplit, defineStrategy} from "../../core/plugin.js";
import {scheduledRebalance} from "../../plugins/algorithms/scheduled-rebalance.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {momentum} from "../../plugins/features/momentum.js";
import {returns} from "../../plugins/features/returns.js";
import {volatility} from "../../plugins/features/volatility.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {realisedVolatility} from "../../plugins/labels/realised-volatility.js";
import {sessionReturn} from "../../plugins/labels/session-return.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {bySymbol} from "../../plugins/splits/by-symbol.js";
import {byTime} from "../../plugins/splits/by-time.js";
import {purgedKFold} from "../../plugins/splits/purged-k-fold.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {topK} from "../../plugins/strategies/top-k.js";

const honest: Plan = {
  features: {
    one: returns({window: 1}),
    five: returns({window: 5}),
    momentum: momentum({window: 20, skip: 2}),
    volatility: volatility({window: 10})
  },
  learn: {
    label: forwardReturn({horizon: 5, delay: 1}),
    split: walkForward({train: 252, test: 63, step: 63}),
    model: ridge(),
    baseline: mean()
  },
  backtest: {
    strategy: topK({k: 3}),
    overlays: [],
    slippage: basisPoints(),
    commission: perShare(),
    fill: "next-close",
    delay: 0,
    cash: 1e6,
    shares: "whole"
  },
  metrics: [sharpe()],
  seed: 0
};

const free = context(effects(), 0);
const wide = auditPanel({rows: 640, symbols: 12, seed: 3});

/** The rules that an experiment breaks, each with what was said. */
async function broken(plan: Plan, market: Panel = wide, deep = false): Promise<Map<Rule, string>> {
  const beside = {periods: 252};
  const outcome = await pipeline(market, plan, beside, context(effects(), plan.seed));
  const verdict = await auditExperiment({market, beside, plan, outcome}, context(effects(), plan.seed), {deep});
  return new Map(verdict.findings.map(({rule, message}) => [rule, message]));
}

/** The market with the closes of a function, and all prices at them. */
function withCloses(panel: Panel, closeOf: (row: number, symbol: number) => number): Panel {
  const n = panel.symbols.length;
  const close = panel.fields.close.map((_, i) => closeOf(Math.floor(i / n), i % n));
  return {...panel, fields: {...panel.fields, open: close, high: close, low: close, close}};
}

describe("an honest experiment", () => {
  it("breaks no rule, not even deep", async () => {
    expect([...(await broken(honest, wide, true))]).toEqual([]);
  });

  it("breaks none across symbols either", async () => {
    const {backtest: _, ...still} = honest;
    const learn = {...honest.learn!, split: bySymbol({train: 8, validation: 0, test: 4})};
    expect([...(await broken({...still, learn}, wide, true))]).toEqual([]);
  });

  it("breaks none where its split counts from the end: shares of the rows, or so many equal parts", async () => {
    const parts = defineSplit("equal-parts", {count: 5}, ({count}) => ({
      causal: true,
      *folds({t, until}) {
        if (t.length < 500) throw new Error("missing samples: it needs 500");
        const all = Uint32Array.from(t.keys());
        const rows = [...new Set(t)];
        const startOf = (k: number) => rows[Math.floor((k * rows.length) / (count + 1))] ?? Infinity;
        for (let k = 1; k <= count; ++k)
          yield {
            train: all.filter((i) => until[i] < startOf(k)),
            test: all.filter((i) => t[i] >= startOf(k) && t[i] < startOf(k + 1))
          };
      }
    }));
    for (const split of [byTime({validation: "50%"}), byTime({refit: true}), parts()]) {
      const found = await broken({...honest, learn: {...honest.learn!, split}});
      found.delete("too-good");
      expect([...found]).toEqual([]);
    }
  });

  it("foretells no noise where names differ in what is foretold, and always do: their volatility", async () => {
    const r = random(77);
    const level = new Float64Array(wide.symbols.length).fill(100);
    const lasting = withCloses(wide, (_, s) => (level[s] *= Math.exp(0.003 * (1 + s) * r.normal())));
    const {backtest: _, ...still} = honest;
    for (const horizon of [1, 5]) {
      const learn = {...honest.learn!, label: realisedVolatility({horizon})};
      const found = await broken({...still, learn}, lasting, true);
      expect([...found.keys()]).toEqual(["too-good"]);
    }
  });

  it("of half hours with labels within the session learns from what follows a fold too", async () => {
    const {backtest: _, ...still} = honest;
    const bars = auditPanel({rows: 1300, symbols: 8, seed: 8, intraday: true});
    const plan = {...still, learn: {...honest.learn!, label: sessionReturn({horizon: 2}), split: purgedKFold()}};
    expect([...(await broken(plan, bars))]).toEqual([]);
    const {learned} = await pipeline(bars, plan, {periods: 252}, context(effects(), 0));
    expect(learned!.folds[0].train.from).toBeGreaterThan(learned!.folds[0].test.to);
    expect(learned!.folds[0].train.samples).toBeGreaterThan(3 * learned!.folds[0].test.samples * 0.8);
  });
});

describe("an experiment is caught", () => {
  it("whose feature keeps what it found in the panel that it sees first", async () => {
    const fitted = defineFeature("fitted-once", {}, () => {
      let level = NaN;
      return {
        needs: ["close"],
        lookback: 0,
        compute({fields: {close}}) {
          if (Number.isNaN(level)) {
            const known = close.filter((value) => !Number.isNaN(value));
            level = known.reduce((sum, value) => sum + value, 0) / known.length;
          }
          return close.map((value) => value / level - 1);
        }
      };
    });
    const planned = () => ({...honest, features: {...honest.features, fitted: fitted()}});
    const [plan, anew] = [planned(), planned()];
    const beside = {periods: 252};
    const outcome = await pipeline(wide, plan, beside, context(effects(), 0));
    const made = {market: wide, beside, plan, outcome, anew};
    const {findings} = await auditExperiment(made, context(effects(), 0));
    expect(findings.map(({rule}) => rule)).toEqual(["hidden-state"]);
    expect(findings[0].message).toMatch(/^fitted: row 0 is another where the first \d+ rows are what it sees first/);
  });

  it("whose trees go by a column of the market that knows the label", async () => {
    const n = wide.symbols.length;
    const {close} = wide.fields;
    const told = close.map((price, i) => (i + 6 * n < close.length ? close[i + 6 * n] / close[i + n] - 1 : 0));
    const r = random(5);
    const noisy = told.map((value) => value + 0.02 * r.normal());
    const market = {...wide, fields: {...wide.fields, analysts: noisy}};
    const opinion = defineFeature("opinion", {}, () => ({
      needs: ["analysts"],
      lookback: 0,
      compute: ({fields}) => fields.analysts.slice()
    }));
    const small = lightgbm({num_iterations: 8, num_leaves: 4, seed: 1});
    const learn = {...honest.learn!, model: small, explain: true};
    const audited = async (features: Plan["features"]) => {
      const plan = {...honest, features, learn};
      const outcome = await pipeline(market, plan, {periods: 252}, context(effects(), 0));
      const made = {market, beside: {periods: 252}, plan, outcome};
      return auditExperiment(made, context(effects(), 0));
    };
    const leaking = await audited({...honest.features, opinion: opinion()});
    const said = leaking.findings.filter(({rule}) => rule === "too-good").map(({message}) => message);
    expect(said.some((message) => message.startsWith("opinion alone has a rank IC of 0."))).toBe(true);
    const {findings} = await audited(honest.features);
    expect(findings.filter(({message}) => message.includes("alone has a rank IC"))).toEqual([]);
  });

  it("whose model would read the labels of what it predicts, which it does not see", async () => {
    const keys: string[][] = [];
    const curious = defineModel("curious", {}, () => {
      const predict = (data: Pick<Dataset, "shape">) => {
        keys.push(Object.keys(data).sort());
        return new Float64Array(data.shape[0]);
      };
      const fitted = {predict, save: () => new Uint8Array()};
      return {window: 1, fit: () => Promise.resolve(fitted), load: () => Promise.resolve(fitted)};
    });
    const learn = {...honest.learn!, model: curious()};
    await pipeline(wide, {...honest, learn}, {periods: 252}, context(effects(), 0));
    expect(keys[0]).toEqual(["names", "sample", "shape", "x"]);
  });

  it("whose split would choose by the outcome, which it does not see", async () => {
    const selected = defineSplit("without-outliers", {}, () => ({
      causal: true,
      *folds(data) {
        const {t, until, y} = data as Dataset;
        const all = Uint32Array.from(t.keys());
        const start = t[t.length >> 1];
        yield {
          train: all.filter((i) => until[i] < start),
          test: all.filter((i) => t[i] >= start && Math.abs(y[i]) < 0.03)
        };
      }
    }));
    await expect(broken({...honest, learn: {...honest.learn!, split: selected()}})).rejects.toThrow(/undefined/);
  });

  it("that trades after its forecast is over (a one-day forecast, filled at the next close)", async () => {
    const learn = {...honest.learn!, label: forwardReturn({horizon: 1, delay: 0})};
    const found = await broken({...honest, learn});
    expect([...found.keys()]).toEqual(["lapsed-forecast"]);
    expect(found.get("lapsed-forecast")).toBe(
      "labels of row 0 are known on row 1; an order of row 0 is filled at the close of row 1"
    );
    expect([...(await broken({...honest, learn, backtest: {...honest.backtest!, fill: "next-open"}})).keys()]).toEqual(
      []
    );
  });

  it("that fills at the close it decided on, by suspicion, and none of the other fill rules", async () => {
    for (const fill of fillRules) {
      const {findings} = auditFills({...honest, backtest: {...honest.backtest!, fill}});
      expect(findings.map(({rule, suspicion}) => [rule, suspicion])).toEqual(
        fill === "same-close" ? [["same-bar-fill", true]] : []
      );
    }
    const plan: Plan = {...honest, backtest: {...honest.backtest!, fill: "same-close"}};
    const market = auditPanel({rows: 400});
    const outcome = await pipeline(market, plan, {periods: 252}, context(effects(), 0));
    const verdict = await auditExperiment({market, beside: {periods: 252}, plan, outcome}, context(effects(), 0));
    expect(verdict.findings.map(({rule}) => rule)).toContain("same-bar-fill");
  });

  it("that scales its data over the whole sample, and trains and tests on one history", async () => {
    const scaled = defineFeature("scaled", {}, () => ({
      needs: ["close"],
      lookback: 0,
      compute({fields: {close}}) {
        const known = close.filter((value) => !Number.isNaN(value));
        const level = known.reduce((sum, value) => sum + value, 0) / known.length;
        const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - level) ** 2, 0) / known.length);
        return close.map((value) => (value - level) / spread);
      }
    }));
    const sameHistory = defineSplit("same-history", {}, () => ({
      causal: true,
      *folds({t}) {
        if (t.length < 100) throw new Error("missing samples: it needs 100");
        const all = Uint32Array.from(t.keys());
        yield {train: all, test: all.slice(-Math.floor(t.length / 4))};
      }
    }));
    const learn = {...honest.learn!, split: sameHistory()};
    const found = await broken({...honest, features: {...honest.features, scaled: scaled()}, learn});
    expect([...found.keys()]).toEqual(expect.arrayContaining(["whole-sample", "shared-samples", "train-on-future"]));
    expect(found.get("whole-sample")).toMatch(
      /^scaled: row \d+ changes with rows from \d+ on: it is made of the whole/
    );
  });

  it("whose model standardises the samples that it is to predict", async () => {
    const transductive = defineModel("transductive", {}, () => {
      const predict = ({x, shape: [samples, , k]}: {x: Float32Array; shape: readonly [number, number, number]}) => {
        const first = Float64Array.from({length: samples}, (_, i) => x[i * k]);
        const level = first.reduce((sum, value) => sum + value, 0) / samples;
        return first.map((value) => value - level);
      };
      const fitted = {predict, save: () => new Uint8Array()};
      return {window: 1, fit: () => Promise.resolve(fitted), load: () => Promise.resolve(fitted)};
    });
    const found = await broken({...honest, learn: {...honest.learn!, model: transductive()}});
    expect([...found.keys()]).toEqual(expect.arrayContaining(["test-batch", "refit"]));
    expect(found.get("refit")).toMatch(/^the prediction of row \d+ is .* when rows from \d+ on are cut off$/);
  });

  it("with the same company under two tickers, one trained on and one tested", async () => {
    const n = wide.symbols.length;
    const half = n / 2;
    const fields = Object.entries(wide.fields).map(([name, column]) => [
      name,
      column.map((_, i) => column[i - (i % n) + ((i % n) % half)])
    ]);
    const twins = {...wide, fields: Object.fromEntries(fields) as Panel["fields"]};
    const {backtest: _, ...still} = honest;
    const learn = {...honest.learn!, split: bySymbol({train: 8, validation: 0, test: 4})};
    const found = await broken({...still, learn}, twins);
    expect([...found.keys()]).toEqual(["shared-samples"]);
    expect(found.get("shared-samples")).toMatch(/^fold 0: \d+ of \d+ test samples have the features and label of one/);
  });

  it("whose data fill a dead name forward", async () => {
    const n = wide.symbols.length;
    const last = new Float64Array(n).fill(NaN);
    const close = wide.fields.close.map((value, i) => (Number.isNaN(value) ? last[i % n] : (last[i % n] = value)));
    const volume = wide.fields.volume.map((value) => (Number.isNaN(value) ? 0 : value));
    const found = await broken(honest, {...wide, fields: {...wide.fields, close, volume}});
    expect(found.get("dead-ticker")).toMatch(/^S11 \(\d+ bars\) stand at one close without volume/);
  });

  it("in whose data nobody ever fails", async () => {
    const survivors = auditPanel({rows: 640, symbols: 24, seed: 4, gaps: false});
    const found = await broken(honest, survivors);
    expect([...found.keys()]).toEqual(["survivorship"]);
    expect(found.get("survivorship")).toBe("all 24 names live from their first bar to the last of 640 rows");
  });

  it("that is too good to be true, with the likely causes", async () => {
    const r = random(9);
    const drift = wide.symbols.map((_, s) => (s % 2 ? 0.02 : -0.02));
    const level = new Float64Array(wide.symbols.length).fill(100);
    const planted = withCloses(wide, (_, s) => (level[s] *= 1 + drift[s] + 0.01 * r.normal()));
    const beside = {periods: 252};
    const outcome = await pipeline(planted, honest, beside, context(effects(), 0));
    const {findings, judgement} = await auditExperiment(
      {market: planted, beside, plan: honest, outcome, synthetic: true},
      context(effects(), 0)
    );
    expect(judgement).toBe("suspicious");
    const [ic, gain] = findings.filter(({rule}) => rule === "too-good");
    expect(ic.message).toMatch(/^an IC of 0\.\d+ out of sample$/);
    expect(ic.causes?.[0]).toBe("prices that were made up with a known effect in them");
    expect(gain.message).toMatch(/^a Sharpe ratio of \d+\.\d\d$/);
  });

  it("that may be chance, which is said first where the coefficients are few", () => {
    const ic = (t: number) => ({
      ic: {value: -0.11, unit: "ratio" as const},
      "ic-t": {value: t, unit: "ratio" as const}
    });
    const about = {plan: {}, symbols: 12, horizon: 6};
    const [first] = auditFigures(ic(-1.74), about).findings[0].causes!;
    expect(first).toBe("chance, as the mean coefficient lies 1.7 standard errors from nothing");
    expect(auditFigures(ic(-6), about).findings[0].causes![0]).not.toMatch(/chance/);
  });

  it("that lives on a single bar", async () => {
    const r = random(10);
    const signal = Float64Array.from(wide.fields.signal, () => r.normal());
    const n = wide.symbols.length;
    const level = new Float64Array(n).fill(100);
    const spiky = withCloses(wide, (row, s) => {
      const told = row < 2 ? 0 : signal[(row - 2) * n + s];
      return (level[s] *= 1 + 0.01 * Math.sign(told) + 0.01 * r.normal());
    });
    const market = {...spiky, fields: {...spiky.fields, signal}};
    const backtest = {...honest.backtest!, strategy: threshold(), commission: perShare({cost: 0, minimum: 0})};
    const found = await broken({features: {}, metrics: [], seed: 0, backtest}, market, true);
    expect([...found.keys()]).toContain("one-bar-late");
    const strategy = scheduledRebalance({every: "day", by: "signal"});
    const again = await broken({features: {}, metrics: [], seed: 0, backtest: {...backtest, strategy}}, market, true);
    expect([...again.keys()], "an algorithm").toContain("one-bar-late");
  });

  it("and not one that goes by its own account, whose orders one bar later would be given twice", async () => {
    const r = random(11);
    const level = new Float64Array(wide.symbols.length).fill(100);
    const market = withCloses(wide, (row, s) => (level[s] *= 1 + (row % 2 === 0 ? 0.01 : -0.009) + 0.001 * r.normal()));
    const inAndOut = defineStrategy("in-and-out", {}, () => ({
      needs: ["close"],
      lookback: 2,
      targets: (_, {position}) => position.map((held) => (held === 0 ? 1 / position.length : 0))
    }));
    const backtest = {...honest.backtest!, strategy: inAndOut(), commission: perShare({cost: 0, minimum: 0})};
    const plan: Plan = {features: {}, metrics: [sharpe()], seed: 0, backtest};
    const sharpeOf = async (delay: number) => {
      const {figures} = await pipeline(market, {...plan, backtest: {...backtest, delay}}, {periods: 252}, free);
      return figures.sharpe.value;
    };
    expect(await sharpeOf(0)).toBeGreaterThan(1);
    expect(await sharpeOf(1)).toBeLessThan(0.25 * (await sharpeOf(0)));
    expect([...(await broken(plan, market, true)).keys()]).not.toContain("one-bar-late");
  });

  it("whose test is found again in its training by labels that overlap", async () => {
    const unpurged = defineSplit("unpurged", {}, () => ({
      causal: false,
      *folds({t}) {
        if (t.length < 100) throw new Error("missing samples: it needs 100");
        for (let k = 0; k < 5; ++k) {
          const places = Uint32Array.from(t.keys());
          yield {train: places.filter((i) => i % 5 !== k), test: places.filter((i) => i % 5 === k)};
        }
      }
    }));
    const {backtest: _, ...still} = honest;
    const found = await broken({...still, learn: {...honest.learn!, split: unpurged()}});
    expect([...found.keys()]).toEqual(["overlap"]);
  });

  it("when it is cancelled, not before", async () => {
    const beside = {periods: 252};
    const outcome = await pipeline(wide, honest, beside, context(effects(), 0));
    const controller = new AbortController();
    const given = {...context(effects({signal: controller.signal}), 0), progress: () => controller.abort()};
    await expect(auditExperiment({market: wide, beside, plan: honest, outcome}, given)).rejects.toThrow(/abort/i);
  });
});
