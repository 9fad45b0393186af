import {auditFeature, auditStrategy} from "../../core/audit/look-ahead.js";
import {backtest} from "../../core/backtest/backtest.js";
import type {Panel} from "../../core/base/panel.js";
import {rows} from "../../core/base/panel.js";
import {view} from "../../core/base/view.js";
import {context, effects} from "../../core/lab/context.js";
import {makeDataset, take} from "../../core/learn/dataset.js";
import type {
  Commission,
  Feature,
  Kind,
  Kinds,
  Label,
  Metric,
  Model,
  Order,
  Overlay,
  Result,
  Slippage,
  Split,
  Strategy
} from "../../core/plugin.js";
import {randomPanel} from "../panels.js";

/** A check answers with what is wrong, or null. */
type Check<T> = (plugin: T) => string | null | Promise<string | null>;

/** What every plugin of a kind must hold to. */
export type Suites = {readonly [K in Kind]?: Readonly<Record<string, Check<Kinds[K]>>>};

const panel = randomPanel();
const odd: Readonly<Record<string, Panel>> = {
  "one row": rows(panel, 0, 1),
  "nothing but gaps": {...panel, fields: map(panel, (column) => column.map(() => NaN))},
  "constant prices": {...panel, fields: map(panel, (column) => column.map(() => 100))}
};

const feature: Readonly<Record<string, Check<Feature>>> = {
  "does not look ahead, honours its lookback and reads only its needs": (plugin) =>
    first(auditFeature(plugin, randomPanel({rows: plugin.lookback + 120}))),
  "computes one value a cell, whatever the panel": (plugin) => {
    for (const [name, each] of Object.entries(odd)) {
      const {length} = plugin.compute(each);
      if (length !== each.times.length * each.symbols.length) return `${length} values of ${name}`;
    }
    return null;
  },
  "has values": (plugin) => (plugin.compute(panel).some((v) => Number.isFinite(v)) ? null : "no value is a number"),
  "leaves the panel as it is": (plugin) => {
    const before = JSON.stringify(map(panel, (column) => column.slice()));
    plugin.compute(panel);
    return JSON.stringify(map(panel, (column) => column.slice())) === before ? null : "the panel changed";
  }
};

const label: Readonly<Record<string, Check<Label>>> = {
  "is known after its row, and unknown past the end": (plugin) => {
    const {y, until} = plugin.compute(panel);
    const n = panel.symbols.length;
    for (let i = 0; i < y.length; ++i) {
      if (!(until[i] > panel.times[Math.floor(i / n)])) return `cell ${i} is known at ${until[i]}, on its own row`;
      if (until[i] > panel.times.at(-1)! && !Number.isNaN(y[i])) return `cell ${i} has a label that nobody can know`;
    }
    return y.some((value) => Number.isFinite(value)) ? null : "no label is a number";
  },
  "does not change with what comes after it is known": (plugin) => {
    const whole = plugin.compute(panel);
    const n = panel.symbols.length;
    for (const stop of [50, 200, 400]) {
      const {y} = plugin.compute(rows(panel, 0, stop));
      const end = panel.times[stop - 1];
      for (let i = 0; i < stop * n; ++i)
        if (whole.until[i] <= end && !Object.is(y[i], whole.y[i]))
          return `cell ${i} changes when rows from ${stop} are cut off`;
    }
    return null;
  }
};

const split: Readonly<Record<string, Check<Split>>> = {
  "keeps training clear of the test": (plugin) => {
    const t = Float64Array.from({length: 900}, (_, i) => panel.times[Math.floor(i / 2)]);
    const until = t.map((time) => time + 6 * 864e5);
    let folds = 0;
    for (const {train, test} of plugin.folds({t, until})) {
      ++folds;
      if (test.length === 0) return "a fold tests nothing";
      for (const i of [...train, ...test]) if (!(i < t.length)) return `no sample ${i}`;
      const start = test.reduce((least, i) => Math.min(least, t[i]), Infinity);
      for (const i of train) {
        const meets = plugin.causal ? until[i] >= start : test.some((j) => t[i] <= until[j] && until[i] >= t[j]);
        if (meets) return `training sample ${i} is not clear of the test`;
      }
    }
    return folds > 0 ? null : "no folds";
  },
  "refuses too few rows": (plugin) => {
    try {
      const folds = [...plugin.folds({t: Float64Array.of(1, 2), until: Float64Array.of(2, 3)})];
      return `${folds.length} folds of two samples`;
    } catch {
      return null;
    }
  }
};

const data = () =>
  makeDataset(
    {...panel, fields: {...panel.fields, spread: panel.fields.high.map((v, i) => v / panel.fields.low[i] - 1)}},
    ["signal", "spread"],
    {
      needs: [],
      compute: ({fields}) => ({y: fields.signal.map((v) => 2 * v + 0.1), until: fields.signal.map(() => 0)})
    },
    1
  );

const model: Readonly<Record<string, Check<Model>>> = {
  "predicts the same from the same seed, and after load(save())": async (plugin) => {
    const all = data();
    const train = take(
      all,
      all.cell.subarray(0, 800).map((_, i) => i)
    );
    const fit = () => plugin.fit(train, context(effects(), 3));
    const [one, two] = [await fit(), await fit()];
    const predicted = one.predict(all);
    if (predicted.length !== all.shape[0]) return `${predicted.length} predictions of ${all.shape[0]} samples`;
    if (!predicted.every((value) => Number.isFinite(value))) return "a prediction is no number";
    const loaded = (await plugin.load(one.save())).predict(all);
    for (let i = 0; i < predicted.length; ++i) {
      if (!Object.is(predicted[i], two.predict(all)[i])) return `prediction ${i} differs for the same seed`;
      if (!Object.is(predicted[i], loaded[i])) return `prediction ${i} differs after load(save())`;
      if (i > 20) break;
    }
    return null;
  }
};

const strategy: Readonly<Record<string, Check<Strategy>>> = {
  "does not look ahead, honours its lookback and reads only its needs": (plugin) =>
    first(auditStrategy(plugin, randomPanel({rows: plugin.lookback + 120}))),
  "answers with a finite weight for each symbol, or with null": (plugin) => {
    const n = panel.symbols.length;
    const book = {cash: 1e6, equity: 1e6, position: new Float64Array(n), price: panel.fields.close.slice(0, n)};
    for (let i = 0; i < panel.times.length; ++i) {
      const targets = plugin.targets(view(panel, i), book);
      if (targets && (targets.length !== n || !targets.every((w) => Number.isFinite(w))))
        return `row ${i}: ${String(targets)}`;
    }
    return null;
  },
  "keeps no state: the order of the questions changes no answer": (plugin) => {
    const n = panel.symbols.length;
    const book = {cash: 1e6, equity: 1e6, position: new Float64Array(n), price: new Float64Array(n).fill(100)};
    const ask = (order: readonly number[]) =>
      new Map(order.map((i) => [i, String(plugin.targets(view(panel, i), book))]));
    const order = [100, 150, 200, 250, 300, 350];
    const forward = ask(order);
    const backward = ask(order.toReversed());
    for (const i of order) if (forward.get(i) !== backward.get(i)) return `row ${i} is answered otherwise`;
    return null;
  }
};

const overlay: Readonly<Record<string, Check<Overlay>>> = {
  "answers with a finite weight for each symbol and leaves the targets as they are": (plugin) => {
    const n = panel.symbols.length;
    const book = {cash: 1e6, equity: 1e6, position: new Float64Array(n), price: new Float64Array(n).fill(100)};
    for (let i = 0; i < panel.times.length; i += 20) {
      const targets = Float64Array.from({length: n}, (_, s) => (s - 2) / 5);
      const adjusted = plugin.adjust(targets, view(panel, i), book);
      if (adjusted.length !== n || !adjusted.every((w) => Number.isFinite(w))) return `row ${i}: ${String(adjusted)}`;
      if (targets.some((w, s) => w !== (s - 2) / 5)) return `row ${i} changes the targets`;
    }
    return null;
  }
};

const slippage: Readonly<Record<string, Check<Slippage>>> = {
  "never fills more than ordered, on the other side, or at a better price than the reference": (plugin) => {
    for (const quantity of [1, -1, 100, -100, 1e9, -1e9, 0.5]) {
      for (let i = 0; i < 40; ++i) {
        const now = view(panel, i);
        const reference = now.at("close", 0);
        const fill = plugin.fill({symbol: 0, quantity}, reference, now);
        if (!fill) continue;
        if (Math.abs(fill.quantity) > Math.abs(quantity)) return `${fill.quantity} of ${quantity}`;
        if (Math.sign(fill.quantity) !== Math.sign(quantity)) return `${fill.quantity} for ${quantity}`;
        if ((fill.price - reference) * quantity < 0) return `${fill.price} against ${reference} for ${quantity}`;
        if (!(fill.price > 0)) return `a price of ${fill.price}`;
      }
    }
    return null;
  },
  "fills nothing without a price or a volume": (plugin) => {
    const still: Panel = {...panel, fields: {...panel.fields, volume: panel.fields.volume.map(() => 0)}};
    const order: Order = {symbol: 0, quantity: 10};
    if (plugin.fill(order, NaN, view(panel, 5))) return "a fill without a price";
    return plugin.fill(order, 100, view(still, 5)) ? "a fill without a volume" : null;
  }
};

const commission: Readonly<Record<string, Check<Commission>>> = {
  "is never below zero, and a number": (plugin) => {
    for (const quantity of [1, -1, 0.25, 1e6, -1e6]) {
      const cost = plugin.cost({quantity, price: 12.5}, {symbol: 0, quantity});
      if (!(cost >= 0 && cost < Infinity)) return `${cost} for ${quantity}`;
    }
    return null;
  }
};

const results: readonly Result[] = [300, 3, 1].map((count) =>
  backtest(
    rows(randomPanel({gaps: false}), 0, count),
    {
      strategy: {needs: [], lookback: 0, targets: (now) => now.row("signal").map((s) => Math.sign(s || 0) / 5)},
      slippage: {fill: ({quantity}, price) => ({price: price * (1 + 0.001 * Math.sign(quantity)), quantity})},
      commission: {cost: () => 1},
      fill: "next-open",
      delay: 0,
      cash: 1e6,
      shares: "whole"
    },
    {periods: 252}
  )
);

const metric: Readonly<Record<string, Check<Metric>>> = {
  "is a number for a whole backtest, and never throws": (plugin) => {
    const [whole] = results.map((result) => plugin.measure(result));
    return Number.isFinite(whole) ? null : `${whole} for 300 bars`;
  },
  "gives the same twice and leaves the result as it is": (plugin) => {
    const before = JSON.stringify(results[0]);
    const values = [plugin.measure(results[0]), plugin.measure(results[0])];
    if (!Object.is(values[0], values[1])) return `${values[0]}, then ${values[1]}`;
    return JSON.stringify(results[0]) === before ? null : "the result changed";
  },
  "has a unit": ({unit}) => (["percent", "ratio", "count"].includes(unit) ? null : `unit ${String(unit)}`)
};

/** The suites; sources have their own, since they need files. */
export const suites: Suites = {feature, label, split, model, strategy, overlay, slippage, commission, metric};

function first(findings: readonly {check: string; message: string}[]): string | null {
  return findings.length > 0 ? `${findings[0].check}: ${findings[0].message}` : null;
}

function map(from: Panel, change: (column: Float64Array) => Float64Array): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(from.fields).map(([name, column]) => [name, change(column)]));
}
