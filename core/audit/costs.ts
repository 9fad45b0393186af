import {view} from "../base/view.js";
import type {Commission, Order, Slippage} from "../plugin.js";
import {shown, withAsked} from "./findings.js";
import {auditPanel} from "./panels.js";
import type {Audit} from "./verdict.js";
import {putToTest} from "./verdict.js";

/**
 * Audits a slippage model: it never fills more than ordered or than the bar traded, at a better
 * price, or without a price or a volume.
 */
export function auditSlippage(slippage: Slippage): Promise<Audit> {
  const order: Order = {symbol: 0, quantity: 10};
  const panel = withAsked(auditPanel(), (given) => slippage.fill(order, 100, view(given, 5)));
  const still = {...panel, fields: {...panel.fields, volume: panel.fields.volume.map(() => 0)}};
  return putToTest([
    [
      "generous-costs",
      () => {
        for (const quantity of [1, -1, 100, -100, 1e9, -1e9, 0.5])
          for (let i = 0; i < 80; ++i) {
            const now = view(panel, i >> 1);
            const symbol = i % 4;
            const reference = now.at(i % 2 === 0 ? "close" : "open", symbol);
            const fill = reference > 0 ? slippage.fill({symbol, quantity}, reference, now) : null;
            if (!fill) continue;
            if (!(Math.abs(fill.quantity) <= Math.abs(quantity))) return `${fill.quantity} of ${quantity} ordered`;
            if (Math.sign(fill.quantity) !== Math.sign(quantity)) return `${fill.quantity} for ${quantity} ordered`;
            if ((fill.price - reference) * quantity < 0)
              return `a price of ${shown(fill.price, reference)} against ${shown(reference, fill.price)} for ${quantity} ordered`;
            if (!(fill.price > 0)) return `a price of ${fill.price}`;
            const volume = now.at("volume", symbol);
            if (Math.abs(fill.quantity) > volume) return `${fill.quantity} filled in a bar of ${volume}; fill a part`;
          }
        return null;
      }
    ],
    [
      "generous-costs",
      () => {
        if (slippage.fill(order, NaN, view(panel, 5))) return "a fill without a price";
        return slippage.fill(order, 100, view(still, 5)) ? "a fill without a volume" : null;
      }
    ],
    [
      "hidden-state",
      () => {
        const rows = [5, 6, 7, 20, 80];
        const ask = (i: number) => JSON.stringify(slippage.fill({symbol: 0, quantity: 50}, 100 + i, view(panel, i)));
        const forward = rows.map(ask);
        const backward = rows.toReversed().map(ask).reverse();
        const row = rows.find((_, k) => forward[k] !== backward[k]);
        return row === undefined ? null : `the same order on row ${row} is filled otherwise when it is given again`;
      }
    ]
  ]);
}

/** Audits a commission: it is a number from 0, and the same for the same fill. */
export function auditCommission(commission: Commission): Promise<Audit> {
  return putToTest([
    [
      "generous-costs",
      () => {
        for (const quantity of [1, -1, 0.25, 1e6, -1e6]) {
          for (const price of [0.02, 12.5, 4000]) {
            const cost = commission.cost({quantity, price}, {symbol: 0, quantity});
            if (!(cost >= 0 && cost < Infinity)) return `a commission of ${shown(cost)} for ${quantity} at ${price}`;
          }
        }
        return null;
      }
    ],
    [
      "hidden-state",
      () => {
        const ask = () => commission.cost({quantity: 10, price: 20}, {symbol: 0, quantity: 10});
        const [one, two] = [ask(), ask()];
        return Object.is(one, two) ? null : `${shown(one, two)}, then ${shown(two, one)} for the same fill`;
      }
    ]
  ]);
}
