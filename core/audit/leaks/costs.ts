import {deviation, mean, returns} from "../../base/stats.js";
import {defineCommission, defineMetric, defineSlippage} from "../../plugin.js";
import type {Planted} from "./leak.js";

/** Fills and charges that no market would give, and figures that change what they measure. */
export const costs: readonly Planted[] = [
  {
    name: "bought-at-the-low",
    title: "Limit orders that always get the bar's best price",
    says: "A bar that touched the limit fills it: every purchase at the low, every sale at the high.",
    rule: "generous-costs",
    maker: defineSlippage("bought-at-the-low", {}, () => ({
      fill({symbol, quantity}, reference, now, taken) {
        const price = now.at(quantity > 0 ? "low" : "high", symbol);
        const most = 0.1 * now.at("volume", symbol) - taken;
        if (!(price > 0 && reference > 0 && most > 0)) return null;
        return {price, quantity: Math.sign(quantity) * Math.min(Math.abs(quantity), most)};
      }
    }))
  },
  {
    name: "spread-one-way",
    title: "Slippage that is added to sales too",
    says: "The sign of the order is forgotten: purchases pay the spread, and sales get it.",
    rule: "generous-costs",
    maker: defineSlippage("spread-one-way", {points: 5}, ({points}) => ({
      fill({symbol, quantity}, reference, now, taken) {
        const most = 0.1 * now.at("volume", symbol) - taken;
        if (!(reference > 0 && most > 0)) return null;
        return {
          price: reference * (1 + points / 10_000),
          quantity: Math.sign(quantity) * Math.min(Math.abs(quantity), most)
        };
      }
    }))
  },
  {
    name: "bottomless",
    title: "Any size in one bar",
    says: "An order is filled whole whatever was traded: a thousand times the bar's volume at its close.",
    rule: "generous-costs",
    maker: defineSlippage("bottomless", {points: 5}, ({points}) => ({
      fill({symbol, quantity}, reference, now) {
        if (!(reference > 0 && now.at("volume", symbol) > 0)) return null;
        return {price: reference * (1 + (Math.sign(quantity) * points) / 10_000), quantity};
      }
    }))
  },
  {
    name: "filled-without-trade",
    title: "Fills in a bar in which nothing was traded",
    says: "A halted name keeps its last close with a volume of 0, and orders are filled at it.",
    rule: "generous-costs",
    maker: defineSlippage("filled-without-trade", {points: 5}, ({points}) => ({
      fill({symbol, quantity}, reference, now, taken) {
        const volume = now.at("volume", symbol);
        const most = (volume > 0 ? 0.1 * volume : 100) - taken;
        if (!(reference > 0 && most > 0) || Number.isNaN(volume)) return null;
        const side = Math.sign(quantity);
        return {
          price: reference * (1 + (side * points) / 10_000),
          quantity: side * Math.min(Math.abs(quantity), most)
        };
      }
    }))
  },
  {
    name: "last-price-kept",
    title: "Fills at the best price of two calls",
    says: "The reference of the order before is kept, and the better of the two is paid.",
    rule: "generous-costs",
    maker: defineSlippage("last-price-kept", {}, () => {
      let last = NaN;
      return {
        fill({symbol, quantity}, reference, now, taken) {
          const most = 0.1 * now.at("volume", symbol) - taken;
          if (!(reference > 0 && most > 0)) return null;
          const side = Math.sign(quantity);
          const price = last > 0 ? (side > 0 ? Math.min(last, reference) : Math.max(last, reference)) : reference;
          last = reference;
          return {price, quantity: side * Math.min(Math.abs(quantity), most)};
        }
      };
    })
  },
  {
    name: "cap-for-each-order",
    title: "A volume cap that each order has for itself",
    says: "Every order may take a tenth of the bar: twenty orders of one name, given together, take twice what was traded.",
    rule: "generous-costs",
    maker: defineSlippage("cap-for-each-order", {points: 5}, ({points}) => ({
      fill({symbol, quantity}, reference, now) {
        const most = 0.1 * now.at("volume", symbol);
        if (!(reference > 0 && most > 0)) return null;
        const side = Math.sign(quantity);
        return {
          price: reference * (1 + (side * points) / 10_000),
          quantity: side * Math.min(Math.abs(quantity), most)
        };
      }
    }))
  },
  {
    name: "impact-called-linear",
    title: "Impact that the fast path does not see",
    says: "Small orders pay five points and large ones more, but five points are stated as all that there is.",
    rule: "false-shortcut",
    maker: defineSlippage("impact-called-linear", {points: 5}, ({points}) => ({
      fill({symbol, quantity}, reference, now, taken) {
        const volume = now.at("volume", symbol);
        const exact = Math.min(Math.abs(quantity), 0.1 * volume - taken);
        const units = Number.isInteger(quantity) ? Math.floor(exact) : exact;
        if (!(reference > 0 && units > 0)) return null;
        const part = (taken + units) / volume;
        const rate = (points / 10_000) * (part > 0.05 ? part / 0.05 : 1);
        return {price: reference * (1 + Math.sign(quantity) * rate), quantity: Math.sign(quantity) * units};
      },
      linear: {rate: points / 10_000, share: 0.1}
    }))
  },
  {
    name: "paid-to-sell",
    title: "A commission on the signed value",
    says: "Points of quantity × price, without the absolute value: each sale is paid for by the broker.",
    rule: "generous-costs",
    maker: defineCommission("paid-to-sell", {points: 10}, ({points}) => ({
      cost: ({quantity, price}) => (quantity * price * points) / 10_000
    }))
  },
  {
    name: "volume-discount-kept",
    title: "A discount that grows from run to run",
    says: "What was traded this month lowers the rate, and is never set back: the tenth backtest trades nearly free.",
    rule: "hidden-state",
    maker: defineCommission("volume-discount-kept", {points: 10}, ({points}) => {
      let traded = 0;
      return {
        cost({quantity, price}) {
          const value = Math.abs(quantity * price);
          traded += value;
          return (value * points) / 10_000 / (1 + traded / 1e6);
        }
      };
    })
  },
  {
    name: "rebate-for-all",
    title: "A maker's rebate for market orders",
    says: "The venue pays those whose orders rest in its book, and the backtest has every order paid for.",
    rule: "generous-costs",
    maker: defineCommission("rebate-for-all", {points: 1}, ({points}) => ({
      cost: ({quantity, price}) => (-Math.abs(quantity) * price * points) / 10_000
    }))
  },
  {
    name: "minimum-of-each-part",
    title: "A minimum that every part of an order pays",
    says: "One dollar at least for each fill: an order that a thin market fills over ten bars is charged it ten times.",
    rule: "stray-charge",
    maker: defineCommission("minimum-of-each-part", {cost: 0.001, minimum: 1}, ({cost, minimum}) => ({
      cost: ({quantity}) => Math.max(minimum, Math.abs(quantity) * cost)
    }))
  },
  {
    name: "minimum-set-off-twice",
    title: "A minimum that later parts are forgiven for",
    says: "What was paid is taken off each later part's own cost, so that an order in many parts pays for the first alone.",
    rule: "generous-costs",
    maker: defineCommission("minimum-set-off-twice", {cost: 0.001, minimum: 1}, ({cost, minimum}) => ({
      cost({quantity}, {filled = 0, paid = 0}) {
        const own = Math.abs(quantity) * cost;
        return filled === 0 ? Math.max(minimum, own) : Math.max(0, own - paid);
      }
    }))
  },
  {
    name: "minimum-called-linear",
    title: "A minimum that the fast path does not see",
    says: "A tenth of a cent a share is stated as all that there is, and a dollar is charged for small orders besides.",
    rule: "false-shortcut",
    maker: defineCommission("minimum-called-linear", {cost: 0.001, minimum: 1}, ({cost, minimum}) => ({
      cost({quantity}, {filled = 0, paid = 0}) {
        const due = Math.max(minimum, filled * cost + Math.abs(quantity) * cost);
        return filled === 0 ? due : Math.max(0, due - paid);
      },
      linear: {unit: cost, value: 0}
    }))
  },
  {
    name: "sorted-equity",
    title: "A metric that sorts the equity",
    says: "The median level is found by sorting in place; every metric after it sees an account that only ever rose.",
    rule: "hidden-state",
    maker: defineMetric("sorted-equity", {}, () => ({
      unit: "ratio",
      measure({equity}) {
        const median = equity.sort()[equity.length >> 1];
        return equity[0] > 0 ? median / equity[0] : NaN;
      }
    }))
  },
  {
    name: "best-so-far",
    title: "A metric that keeps the best of all runs",
    says: "The highest Sharpe ratio that was ever measured is reported, whichever run is asked about.",
    rule: "hidden-state",
    maker: defineMetric("best-so-far", {}, () => {
      let best = -Infinity;
      return {
        unit: "ratio",
        measure({equity, periods}) {
          const all = returns(equity);
          const ratio = (mean(all) / deviation(all)) * Math.sqrt(periods);
          best = Math.max(best, Number.isFinite(ratio) ? ratio : best);
          return best;
        }
      };
    })
  }
];
