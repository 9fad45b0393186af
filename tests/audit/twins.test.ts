import {describe, expect, it} from "vitest";
import {forward, timesAhead} from "../../core/audit/leaks/labels.js";
import {auditPlugin} from "../../core/audit/plugin.js";
import type {Panel} from "../../core/base/panel.js";
import {eachSymbol, field} from "../../core/base/panel.js";
import {rollingDeviation, rollingMean} from "../../core/base/rolling.js";
import {deviation, mean, quantile} from "../../core/base/stats.js";
import type {Fitted, Plugin} from "../../core/plugin.js";
import {
  defineCommission,
  defineFeature,
  defineFinancing,
  defineLabel,
  defineModel,
  defineSlippage,
  defineSplit,
  defineStrategy
} from "../../core/plugin.js";

const ofClose = (name: string, lookback: number, compute: (close: Float64Array) => Float64Array) =>
  defineFeature(name, {}, () => ({
    needs: ["close"],
    lookback,
    compute: (panel) => eachSymbol(panel, ["close"], compute)
  }))();

const week = (t: number) => Math.floor((t / 864e5 + 3) / 7);

/** What leaks do, done right: each is the twin of the leak that it is listed under. */
const twins: Readonly<Record<string, Plugin>> = {
  "standardised-atr": defineFeature("trailing-atr", {}, () => ({
    needs: ["high", "low", "close"],
    lookback: 14 + 59,
    compute: (panel) =>
      eachSymbol(panel, ["high", "low", "close"], (high, low, close) => {
        const range = high.map((top, i) => Math.max(top, close[i - 1] ?? NaN) - Math.min(low[i], close[i - 1] ?? NaN));
        const atr = rollingMean(range, 14);
        const [level, spread] = [rollingMean(atr, 60), rollingDeviation(atr, 60, 1)];
        return atr.map((value, i) => (value - level[i]) / spread[i]);
      })
  }))(),
  "decile-of-history": ofClose("trailing-decile", 69, (close) => {
    const momentum = close.map((price, i) => price / (close[i - 10] ?? NaN) - 1);
    return momentum.map((value, i) => {
      if (i < 69) return NaN;
      const window = momentum.subarray(i - 59, i + 1);
      if (window.some((each) => Number.isNaN(each))) return NaN;
      return [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((tenth) => value > quantile(window, tenth / 10)).length;
    });
  }),
  "centred-mean": ofClose("lagged-mean", 5, (close) => {
    const level = rollingMean(close, 5);
    return close.map((price, i) => price / level[i] - 1);
  }),
  pivots: defineFeature("confirmed-pivots", {}, () => ({
    needs: ["high"],
    lookback: 4,
    compute: (panel) =>
      eachSymbol(panel, ["high"], (high) =>
        high.map((_, i) => {
          const top = high[i - 2] ?? NaN;
          return [-4, -3, -1, 0].every((k) => top > (high[i + k] ?? NaN)) ? 1 : 0;
        })
      )
  }))(),
  "week-by-label": defineFeature("last-week", {}, () => ({
    needs: ["close"],
    lookback: 10,
    compute: (panel: Panel) =>
      eachSymbol(panel, ["close"], (close) =>
        close.map((_, i) => {
          for (let row = i; row > Math.max(0, i - 10); --row)
            if (week(panel.times[row]) !== week(panel.times[row - 1]) && row - 1 >= i - 9) return close[row - 1];
          return NaN;
        })
      )
  }))(),
  "filled-backwards": ofClose("filled-forward-for-three", 3, (close) =>
    close.map((price, i) => {
      for (let ago = 0; ago <= 3; ++ago) if (!Number.isNaN(close[i - ago] ?? NaN)) return close[i - ago];
      return price;
    })
  ),
  "liquid-today": defineFeature("liquid-then", {}, () => ({
    needs: ["close", "volume"],
    lookback: 0,
    compute({symbols, fields: {close, volume}}) {
      const n = symbols.length;
      const size = close.map((price, i) => price * volume[i] || 0);
      return close.map((price, i) => {
        const row = size.slice(i - (i % n), i - (i % n) + n).sort();
        return size[i] >= (row.at(-3) ?? 0) ? price : NaN;
      });
    }
  }))(),
  "one-bar-short": defineLabel("known-in-time", {}, () => ({
    needs: ["close"],
    compute: (panel) => ({
      y: eachSymbol(panel, ["close"], (close) => forward(close, 5)),
      until: timesAhead(panel, 5)
    })
  }))(),
  "terciles-of-all-years": defineLabel("terciles-of-the-day", {}, () => ({
    needs: ["close"],
    compute(panel) {
      const n = panel.symbols.length;
      const y = eachSymbol(panel, ["close"], (close) => forward(close, 5));
      const classes = y.map((value, i) => {
        const row = y.slice(i - (i % n), i - (i % n) + n).filter((each) => !Number.isNaN(each));
        if (Number.isNaN(value)) return NaN;
        return value < quantile(row, 1 / 3) ? -1 : value > quantile(row, 2 / 3) ? 1 : 0;
      });
      return {y: classes, until: timesAhead(panel, 5)};
    }
  }))(),
  "sold-at-the-last-price": defineLabel("delisting-return", {loss: -0.3}, ({loss}) => ({
    needs: ["close"],
    compute: (panel) => ({
      y: eachSymbol(panel, ["close"], (close) =>
        close.map((price, i) => {
          if (i + 5 >= close.length || Number.isNaN(price)) return NaN;
          const gone = close.subarray(i + 5, i + 6).every((each) => Number.isNaN(each));
          return gone ? loss : close[i + 5] / price - 1;
        })
      ),
      until: timesAhead(panel, 5)
    })
  }))(),
  "shuffled-k-fold": defineSplit("two-halves", {}, () => ({
    causal: true,
    folds({t, until}) {
      const places = Uint32Array.from(t.keys());
      const cut = t[t.length >> 1];
      const fold = {train: places.filter((i) => until[i] < cut), test: places.filter((i) => t[i] >= cut)};
      if (fold.train.length === 0) throw new Error("invalid samples: none to train on");
      return [fold];
    }
  }))(),
  "scaled-test": defineModel("scaled-by-training", {}, () => {
    type State = readonly [centre: number, spread: number, slope: number, level: number];
    const fitted = ([centre, spread, slope, level]: State): Fitted => ({
      predict: ({x, shape: [count, , features]}) =>
        Float64Array.from({length: count}, (_, i) => level + (slope * (x[i * features] - centre)) / spread),
      save: () => new TextEncoder().encode(JSON.stringify([centre, spread, slope, level]))
    });
    return {
      window: 1,
      fit({x, y, shape: [count, , features]}) {
        const first = Float64Array.from({length: count}, (_, i) => x[i * features]);
        const [centre, spread, level] = [mean(first), deviation(first), mean(y)];
        const slope = mean(first.map((value, i) => ((value - centre) / spread) * (y[i] - level)));
        return Promise.resolve(fitted([centre, spread, slope, level]));
      },
      load: (state) => Promise.resolve(fitted(JSON.parse(new TextDecoder().decode(state)) as State))
    };
  })(),
  "longer-memory": defineStrategy("stated-memory", {}, () => ({
    needs: ["close"],
    lookback: 63,
    targets: (now) => now.row("close").map((price, s) => (price > now.at("close", s, 63) ? 1 / now.symbols.length : 0))
  }))(),
  bottomless: defineSlippage("a-tenth-of-the-bar", {}, () => ({
    fill({symbol, quantity}, reference, now, taken) {
      const most = 0.1 * now.at("volume", symbol) - taken;
      if (!(reference > 0 && most > 0)) return null;
      const units = Math.sign(quantity) * Math.min(Math.abs(quantity), most);
      return {price: reference * (1 + 0.0005 * Math.sign(quantity)), quantity: units};
    }
  }))(),
  "minimum-of-each-part": defineCommission("minimum-of-the-order", {cost: 0.001, minimum: 1}, ({cost, minimum}) => ({
    cost({quantity}, {filled = 0, paid = 0}) {
      const due = Math.max(minimum, (filled + Math.abs(quantity)) * cost);
      return filled === 0 ? due : Math.max(0, due - paid);
    }
  }))(),
  "impact-called-linear": defineSlippage("five-points", {}, () => ({
    fill({symbol, quantity}, reference, now, taken) {
      const exact = Math.min(Math.abs(quantity), 0.1 * now.at("volume", symbol) - taken);
      const units = Number.isInteger(quantity) ? Math.floor(exact) : exact;
      if (!(reference > 0 && units > 0)) return null;
      return {price: reference * (1 + Math.sign(quantity) * 0.0005), quantity: Math.sign(quantity) * units};
    },
    linear: {rate: 0.0005, share: 0.1}
  }))(),
  "weekends-free": defineFinancing("each-night", {rate: 0.03}, ({rate}) => ({
    charges: ({position, price}, _, days) =>
      Array.from(position.keys())
        .filter((s) => position[s] < 0)
        .map((symbol) => ({what: "borrow", amount: (position[symbol] * price[symbol] * rate * days) / 360, symbol}))
  }))(),
  "cached-scaler": defineFeature("kept-by-panel", {}, () => {
    const kept = new WeakMap<Panel, Float64Array>();
    return {
      needs: ["close"],
      lookback: 20,
      compute(panel) {
        const found = kept.get(panel) ?? rollingOf(panel);
        kept.set(panel, found);
        return found.slice();
      }
    };
  })()
};

function rollingOf(panel: Panel): Float64Array {
  const close = field(panel, "close");
  return eachSymbol({...panel, fields: {close}}, ["close"], (values) => rollingMean(values, 21));
}

describe("finds nothing in the honest twin of", () => {
  it.each(Object.entries(twins))("%s", async (_, plugin) => {
    const {judgement, findings, skipped} = await auditPlugin(plugin);
    expect(findings).toEqual([]);
    expect(judgement).toBe("clean");
    expect(skipped).toBeUndefined();
  });
});
