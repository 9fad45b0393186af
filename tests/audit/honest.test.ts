import {describe, expect, it} from "vitest";
import {auditFeature} from "../../core/audit/features/feature.js";
import {timesAhead} from "../../core/audit/leaks/labels.js";
import {auditPlugin} from "../../core/audit/plugin.js";
import type {Panel} from "../../core/base/panel.js";
import {eachSymbol, field, series} from "../../core/base/panel.js";
import {rollingMean} from "../../core/base/rolling.js";
import {mean, rank, returns, variance} from "../../core/base/stats.js";
import type {Feature, Fitted, Plugin} from "../../core/plugin.js";
import {
  defineCommission,
  defineFeature,
  defineFinancing,
  defineLabel,
  defineMetric,
  defineModel,
  defineOverlay,
  defineSlippage,
  defineStrategy
} from "../../core/plugin.js";
import {bySymbol} from "../../plugins/splits/by-symbol.js";
import {byTime} from "../../plugins/splits/by-time.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";

const feature = (name: string, made: Feature) => defineFeature(name, {}, () => made)();

/** A figure of each row's values, `NaN` where the value is. */
function acrossSymbols(panel: Panel, name: string, figure: (row: Float64Array) => Float64Array): Float64Array {
  const n = panel.symbols.length;
  const column = field(panel, name);
  const out = new Float64Array(column.length).fill(NaN);
  for (let start = 0; start < column.length; start += n) {
    const present = Array.from({length: n}, (_, s) => start + s).filter((i) => !Number.isNaN(column[i]));
    figure(Float64Array.from(present, (i) => column[i])).forEach((value, k) => (out[present[k]] = value));
  }
  return out;
}

/** The mean of the last values, carried along as pandas does: rounding stays from rows that are long gone. */
function carriedMean(values: Float64Array, window: number): Float64Array {
  let sum = 0;
  let count = 0;
  return values.map((value, i) => {
    const gone = values[i - window] ?? NaN;
    if (!Number.isNaN(value)) [sum, count] = [sum + value, count + 1];
    if (!Number.isNaN(gone)) [sum, count] = [sum - gone, count - 1];
    return count === window ? sum / window : NaN;
  });
}

const honest: readonly Plugin[] = [
  feature("ties", {
    needs: ["volume"],
    lookback: 0,
    compute: (panel) => {
      const rounded = {...panel, fields: {volume: panel.fields.volume.map((value) => Math.round(value / 5e5))}};
      return acrossSymbols(rounded, "volume", rank);
    }
  }),
  feature("sector-neutral", {
    needs: ["close", "sector"],
    lookback: 0,
    compute({symbols, fields: {close, sector}}) {
      const n = symbols.length;
      return close.map((price, i) => {
        const start = i - (i % n);
        const peers = close
          .subarray(start, start + n)
          .filter((other, s) => other > 0 && sector[start + s] === sector[i]);
        return price - mean(peers);
      });
    }
  }),
  feature("by-industry-code", {
    needs: ["close", "sic4"],
    lookback: 0,
    compute({symbols, fields: {close, sic4}}) {
      const n = symbols.length;
      return close.map((price, i) => {
        const start = i - (i % n);
        const peers = close.subarray(start, start + n).filter((other, s) => other > 0 && sic4[start + s] === sic4[i]);
        return peers.length > 1 ? price / mean(peers) : NaN;
      });
    }
  }),
  feature("weekly-close", {
    needs: ["close", "1w_close"],
    lookback: 0,
    compute: ({fields}) => fields.close.map((price, i) => price / fields["1w_close"][i] - 1)
  }),
  feature("pe-ratio", {
    needs: ["pe_ratio"],
    lookback: 0,
    compute: ({fields}) => fields.pe_ratio.map((value) => 1 / value)
  }),
  feature("member-flag", {needs: ["member"], lookback: 0, compute: ({fields}) => fields.member.slice()}),
  feature("always-one", {
    needs: ["close"],
    lookback: 0,
    compute: ({fields}) => fields.close.map((price) => (price > 0 ? 1 : NaN))
  }),
  feature("twenty-years", {
    needs: ["close"],
    lookback: 5040,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => close.map((price, i) => price / (close[i - 5040] ?? NaN) - 1))
  }),
  feature("carried-with-tolerance", {
    needs: ["signal"],
    lookback: 19,
    tolerance: 1e-9,
    compute: (panel) => eachSymbol(panel, ["signal"], (values) => carriedMean(values, 20))
  }),
  feature("rare-crash", {
    needs: ["close"],
    lookback: 1,
    compute: (panel) =>
      eachSymbol(panel, ["close"], (close) => close.map((price, i) => (price < 0.95 * close[i - 1] ? 1 : NaN)))
  }),
  feature("beta-to-first", {
    needs: ["close"],
    lookback: 1,
    compute(panel) {
      const market = series(panel, "close", Math.max(0, panel.symbols.indexOf("SPY")));
      return eachSymbol(panel, ["close"], (close) =>
        close.map((price, i) => price / (close[i - 1] ?? NaN) - market[i] / (market[i - 1] ?? NaN))
      );
    }
  }),
  feature("listed-by-name", {
    needs: ["close"],
    lookback: 0,
    compute: ({symbols, fields}) =>
      fields.close.map((price, i) => (symbols[i % symbols.length].endsWith("2") ? price : -price))
  }),
  feature("first-half-hour", {
    needs: ["close"],
    lookback: 0,
    compute({times, symbols, fields}) {
      if (times.length > 1 && times.every((t) => t % 864e5 === 0))
        throw new Error("invalid panel: bars of a day have no first half hour; give intraday bars");
      return fields.close.map((price, i) => (times[Math.floor(i / symbols.length)] % 864e5 < 15 * 36e5 ? price : NaN));
    }
  }),
  defineLabel("market-for-all", {}, () => ({
    needs: ["close"],
    compute(panel) {
      const n = panel.symbols.length;
      const market = series(panel, "close", 0);
      const next = market.map((price, i) => (market[i + 5] ?? NaN) / price - 1);
      return {
        y: Float64Array.from({length: next.length * n}, (_, i) => next[Math.floor(i / n)]),
        until: timesAhead(panel, 5)
      };
    }
  }))(),
  defineLabel("touched-dated-late", {}, () => ({
    needs: ["close"],
    compute: (panel) => ({
      y: eachSymbol(panel, ["close"], (close) =>
        close.map((price, i) => {
          if (i + 10 >= close.length || Number.isNaN(price)) return NaN;
          const path = Array.from(close.subarray(i + 1, i + 11));
          const hit = path.find((each) => Math.abs(each / price - 1) > 0.03);
          return hit === undefined ? (path.some((each) => Number.isNaN(each)) ? NaN : 0) : Math.sign(hit - price);
        })
      ),
      until: timesAhead(panel, 10)
    })
  }))(),
  walkForward({train: 1260, test: 63, step: 63}),
  walkForward({train: 36, test: 6, step: 6, unit: "months"}),
  byTime({validation: "2014-01-01", test: "2016-01-01", end: "2018-01-01"}),
  defineModel("classes-only", {}, () => {
    const fitted = (share: number): Fitted => ({
      predict: ({x, shape: [count, , k]}) => Float64Array.from({length: count}, (_, i) => (x[i * k] > 0 ? 1 : share)),
      save: () => Uint8Array.of(Math.round(share * 255))
    });
    return {
      window: 1,
      fit({y}) {
        if (y.some((value) => value !== 0 && value !== 1)) throw new Error("invalid labels: expected 0 and 1");
        return Promise.resolve(fitted(Math.round(mean(y) * 255) / 255));
      },
      load: ([share]) => Promise.resolve(fitted(share / 255))
    };
  })(),
  defineModel("long-window", {window: 20}, ({window}) => {
    const fitted = (level: number): Fitted => ({
      predict: ({x, shape: [count, rows, k]}) =>
        Float64Array.from({length: count}, (_, i) => level + mean(x.subarray(i * rows * k, (i + 1) * rows * k))),
      save: () => new Uint8Array(Float64Array.of(level).buffer)
    });
    return {
      window,
      fit: ({y}) => Promise.resolve(fitted(mean(y))),
      load: (state) => Promise.resolve(fitted(new Float64Array(state.slice().buffer)[0]))
    };
  })(),
  defineStrategy("first-of-the-month", {}, () => ({
    needs: ["close", "signal"],
    lookback: 1,
    targets(now) {
      const price = now.row("close");
      if (now.t % (30 * 864e5) > 2 * 864e5) return null;
      return now.row("signal").map((value, s) => (value > 0 && price[s] > 0 ? 0.2 : 0));
    }
  }))(),
  defineOverlay("sector-cap", {}, () => ({
    adjust(targets, now) {
      const sector = now.row("sector");
      const gross = (each: number) => targets.reduce((sum, w, s) => sum + (sector[s] === each ? Math.abs(w) : 0), 0);
      return targets.map((weight, s) => weight / Math.max(1, gross(sector[s]) / 0.3));
    }
  }))(),
  defineSlippage("half-the-spread", {}, () => ({
    fill({symbol, quantity}, reference, now, taken) {
      const most = Math.min(Math.abs(quantity), 0.05 * now.at("volume", symbol) - taken);
      const half = 0.0001 * now.at("quoted_spread", symbol);
      if (!(reference > 0 && most > 0)) return null;
      return {price: reference * (1 + Math.sign(quantity) * half), quantity: Math.sign(quantity) * most};
    }
  }))(),
  defineCommission("tiers-by-order", {}, () => ({
    cost: ({quantity, price}, {filled = 0, paid = 0}) =>
      Math.max(0, Math.max(1, (filled + Math.abs(quantity)) * Math.min(0.005, 0.01 * price)) - paid)
  }))(),
  defineCommission("tiers-by-what-was-filled", {}, () => {
    const due = (units: number) => 0.005 * Math.min(units, 1000) + 0.002 * Math.max(0, units - 1000);
    return {cost: ({quantity}, {filled = 0}) => due(filled + Math.abs(quantity)) - due(filled)};
  })(),
  defineFinancing("compound-interest", {}, () => ({
    charges: ({cash}, _, days) =>
      cash > 0 ? [{what: "cash-interest", amount: cash * (Math.pow(1.05, days / 365) - 1)}] : []
  }))(),
  defineFinancing("interest-above-a-threshold", {}, () => ({
    charges: ({cash}, _, days) => [{what: "cash-interest", amount: (Math.max(0, cash - 1e4) * 0.03 * days) / 365}]
  }))(),
  defineFinancing("rebate-at-the-policy-rate", {}, () => ({
    needs: ["policy_rate"],
    charges({position, price}, now, days) {
      return Array.from(position.keys()).map((symbol) => {
        const rate = now.at("policy_rate", symbol, 1) || 0;
        return {what: "rebate", amount: (Math.max(0, -position[symbol] * price[symbol]) * rate * days) / 360, symbol};
      });
    }
  }))(),
  defineMetric("beta", {}, () => ({
    unit: "ratio",
    measure({equity, benchmark}) {
      if (!benchmark) return NaN;
      const [own, market] = [returns(equity), returns(benchmark)];
      const [a, b] = [mean(own), mean(market)];
      return mean(own.map((value, i) => (value - a) * (market[i] - b))) / variance(market, 0);
    }
  }))()
];

describe("finds nothing in an honest plugin of a user", () => {
  it.each(honest.map((plugin) => [`${plugin.kind} ${plugin.name}`, plugin] as const))("%s", async (_, plugin) => {
    const {judgement, findings} = await auditPlugin(plugin);
    expect(findings).toEqual([]);
    expect(judgement).toBe("clean");
  });
});

describe("says what it could not put to the test", () => {
  it("and audits over the other bars what refuses one kind", async () => {
    const plugin = honest.find(({name}) => name === "first-half-hour")!;
    const {judgement, skipped} = await auditPlugin(plugin);
    expect(judgement).toBe("clean");
    expect(skipped).toEqual([
      "made-up bars of days: it throws: invalid panel: bars of a day have no first half hour; give intraday bars"
    ]);
  });

  it("and calls a split that no samples are enough for unaudited", async () => {
    const {judgement, skipped} = await auditPlugin(bySymbol({train: 5000, validation: 500, test: 500}));
    expect(judgement).toBe("unaudited");
    expect(skipped?.[0]).toMatch(/^no samples here are enough for it: /);
  });

  it("and leaves it to a person where a feature has no values", async () => {
    const never = feature("never", {needs: ["close"], lookback: 0, compute: ({fields}) => fields.close.map(() => NaN)});
    const {judgement, findings} = await auditPlugin(never);
    expect(judgement).toBe("suspicious");
    expect(findings[0].message).toContain("nothing could be put to the test");
  });

  it("and believes only so much of a lookback that it can try", () => {
    const endless = {needs: ["close"], lookback: Infinity, compute: ({fields}: Panel) => fields.close.slice()};
    expect(auditFeature(endless).findings).toEqual([
      {rule: "broken-form", message: "its lookback is Infinity; expected a whole number from 0"}
    ]);
  });
});

it("fits a costly model five times", async () => {
  let fits = 0;
  const fitted: Fitted = {predict: ({shape: [count]}) => new Float64Array(count).fill(1), save: () => new Uint8Array()};
  const costly = defineModel("costly", {}, () => ({
    window: 1,
    fit: () => Promise.resolve((++fits, fitted)),
    load: () => Promise.resolve(fitted)
  }))();
  expect((await auditPlugin(costly)).judgement).toBe("clean");
  expect(fits).toBeLessThanOrEqual(6);
});

it("tells rounding that a running sum keeps from history that was hidden", () => {
  const carried = {
    needs: ["close"],
    lookback: 19,
    compute: (panel: Panel) => eachSymbol(panel, ["close"], (values) => carriedMean(values, 20))
  };
  const [finding] = auditFeature(carried).findings;
  expect(finding.rule).toBe("hidden-history");
  expect(finding.message).toMatch(
    /^row \d+ of S\d is .*; that is \de-1\d of the largest value, as rounding leaves it: /
  );
  const fresh = {...carried, compute: (panel: Panel) => eachSymbol(panel, ["close"], (x) => rollingMean(x, 20))};
  expect(auditFeature(fresh).findings).toEqual([]);
});
