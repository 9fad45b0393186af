import type {Panel} from "../../base/panel.js";
import {view} from "../../base/view.js";
import type {Commission, Order, Slippage} from "../../plugin.js";
import {shown, withAsked} from "../findings.js";
import {auditPanel} from "../panels.js";
import type {Audit} from "../verdict.js";
import {putToTest} from "../verdict.js";

type Filled = ReturnType<Slippage["fill"]>;

/** Orders of one unit, of parts of one, of many, and of more than any bar has. */
const sizes = [1, -1, 0.5, 100, -100, 33.25, 1e9, -1e9, -1e9 - 0.5] as const;

/**
 * Audits a slippage model: it never fills more than ordered or than the bar traded, at a better price, or without a price
 * or a volume; what the account took of a bar before is taken off what the bar can still fill, so that an order in parts
 * gets no more than a whole one; and what it states as linear is what it does.
 */
export function auditSlippage(slippage: Slippage): Promise<Audit> {
  const order: Order = {symbol: 0, quantity: 10};
  const panel = withAsked(auditPanel(), (given) => slippage.fill(order, 100, view(given, 5), 0));
  const still = {...panel, fields: {...panel.fields, volume: panel.fields.volume.map(() => 0)}};
  return putToTest([
    ["generous-costs", () => overTheOrder(slippage, panel)],
    [
      "generous-costs",
      () => {
        if (slippage.fill(order, NaN, view(panel, 5), 0)) return "a fill without a price";
        return slippage.fill(order, 100, view(still, 5), 0) ? "a fill without a volume" : null;
      }
    ],
    ["generous-costs", () => overTheBar(slippage, panel)],
    ["false-shortcut", () => (slippage.linear ? notLinear(slippage, slippage.linear, panel) : null)],
    [
      "hidden-state",
      () => {
        const rows = [5, 6, 7, 20, 80];
        const ask = (i: number) => JSON.stringify(slippage.fill({symbol: 0, quantity: 50}, 100 + i, view(panel, i), 0));
        const forward = rows.map(ask);
        const backward = rows.toReversed().map(ask).reverse();
        const row = rows.find((_, k) => forward[k] !== backward[k]);
        return row === undefined ? null : `the same order on row ${row} is filled otherwise when it is given again`;
      }
    ]
  ]);
}

function overTheOrder(slippage: Slippage, panel: Panel): string | null {
  for (const quantity of sizes)
    for (let i = 0; i < 80; ++i) {
      const now = view(panel, i >> 1);
      const symbol = i % 4;
      const reference = now.at(i % 2 === 0 ? "close" : "open", symbol) * (i % 7 === 6 ? 1e-6 : 1);
      const fill = reference > 0 ? slippage.fill({symbol, quantity}, reference, now, 0) : null;
      if (!fill) continue;
      if (!(Math.abs(fill.quantity) <= Math.abs(quantity))) return `${fill.quantity} of ${quantity} ordered`;
      if (Math.sign(fill.quantity) !== Math.sign(quantity)) return `${fill.quantity} for ${quantity} ordered`;
      if ((fill.price - reference) * quantity < 0)
        return `a price of ${shown(fill.price, reference)} against ${shown(reference, fill.price)} for ${quantity} ordered`;
      if (!(fill.price > 0 && fill.price < Infinity))
        return `a price of ${fill.price} against ${shown(reference)} for ${quantity} ordered`;
      const volume = now.at("volume", symbol);
      if (Math.abs(fill.quantity) > volume) return `${fill.quantity} filled in a bar of ${volume}; fill a part`;
    }
  return null;
}

function overTheBar(slippage: Slippage, panel: Panel): string | null {
  for (let i = 40; i < 80; ++i)
    for (const quantity of [1e9, -1e9, 1e9 + 0.5]) {
      const now = view(panel, i);
      const symbol = i % 4;
      const reference = now.at("close", symbol);
      if (!(reference > 0)) continue;
      const ask = (units: number, taken: number) =>
        Math.abs(slippage.fill({symbol, quantity: units}, reference, now, taken)?.quantity ?? 0);
      const most = ask(quantity, 0);
      const close = 1e-9 * most;
      for (const part of [0.001, 0.25, 0.6, 1]) {
        const taken = Number.isInteger(quantity) ? Math.floor(part * most) : part * most;
        const filled = ask(quantity, taken);
        if (filled > most - taken + close)
          return `${filled} filled after ${taken} were taken of a bar that fills ${most}; take it off`;
      }
      const size = Number.isInteger(quantity) ? Math.ceil(0.6 * most) : 0.6 * most;
      const first = ask(Math.sign(quantity) * size, 0);
      const both = first + ask(Math.sign(quantity) * size, first);
      if (both > most + close) return `${both} filled by two orders of a bar that fills ${most}; count what was taken`;
    }
  return null;
}

/** What a linear slippage gives: what the fast path computes instead of asking. */
function linearFill({quantity}: Order, reference: number, volume: number, taken: number, of: Linear): Filled {
  if (!(volume > 0 && reference > 0)) return null;
  const exact = Math.min(of.share * volume - taken, Math.abs(quantity));
  const units = Number.isInteger(quantity) ? Math.floor(exact) : exact;
  const side = Math.sign(quantity);
  return units > 0 ? {price: reference * (1 + side * of.rate), quantity: side * units} : null;
}

type Linear = NonNullable<Slippage["linear"]>;

function notLinear(slippage: Slippage, linear: Linear, panel: Panel): string | null {
  const {rate, share} = linear;
  if (!(rate >= 0 && rate < 1 && share > 0)) return `linear with a rate of ${rate} and a share of ${share}`;
  for (const quantity of sizes)
    for (let i = 0; i < 460; i += 3) {
      const now = view(panel, i);
      const symbol = i % 5;
      const volume = now.at("volume", symbol);
      const reference = now.at("open", symbol);
      for (const taken of [0, 7, volume > 0 ? Math.floor((share * volume) / 2) : 3.5]) {
        const order = {symbol, quantity, ...(i % 2 === 0 && {limit: reference, filled: 10, paid: 1})};
        const given = slippage.fill(order, reference, now, taken);
        const stated = linearFill(order, reference, volume, taken, linear);
        if (Object.is(given?.price, stated?.price) && Object.is(given?.quantity, stated?.quantity)) continue;
        const [told, other] = [given, stated].map((fill) => (fill ? `${fill.quantity} at ${fill.price}` : "no fill"));
        return `${told} for ${quantity} on row ${i} with ${taken} taken, ${other} by what it states`;
      }
    }
  return null;
}

/** Of a market order, one that rested, one that was stopped, and one that closed at the auction. */
const terms: readonly Partial<Order>[] = [{}, {limit: 10}, {limit: 10, stop: 11}, {limit: 10, trail: 1}, {at: "close"}];

const rested = ({limit, stop, trail}: Partial<Order>) =>
  limit !== undefined && stop === undefined && trail === undefined;

/**
 * Audits a commission: it is a number from 0, or for an order that rested no more below than the value traded; it is the
 * same for the same fill; an order in parts costs at one price what it costs as a whole, no minimum being paid twice or
 * got around; and what it states as linear is what it charges.
 */
export function auditCommission(commission: Commission): Promise<Audit> {
  return putToTest([
    [
      "generous-costs",
      () => {
        for (const of of terms)
          for (const quantity of [1, -1, 0.25, 1e6, -1e6])
            for (const price of [0.02, 12.5, 4000]) {
              const cost = commission.cost({quantity, price}, {symbol: 0, quantity, ...of});
              const least = rested(of) ? -Math.abs(quantity * price) : 0;
              if (!(cost >= least && cost < Infinity))
                return `a commission of ${shown(cost)} for ${quantity} at ${price}${rested(of) ? " with a limit" : ""}`;
            }
        return null;
      }
    ],
    ["generous-costs", () => inParts(commission, -1)],
    ["stray-charge", () => inParts(commission, 1)],
    ["false-shortcut", () => (commission.linear ? notProportional(commission, commission.linear) : null)],
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

/** What an order costs that is filled in so many equal parts, and the least that one of them does. */
function costInParts(commission: Commission, order: Order, price: number, count: number): [sum: number, least: number] {
  const quantity = order.quantity / count;
  let [paid, least] = [0, Infinity];
  for (let part = 0; part < count; ++part) {
    const given = {...order, quantity: order.quantity - part * quantity, filled: part * Math.abs(quantity), paid};
    const cost = commission.cost({quantity, price}, given);
    paid += cost;
    least = Math.min(least, cost);
  }
  return [paid, least];
}

/** The first order that costs more (`side` 1) or less (−1) in parts than as a whole. */
function inParts(commission: Commission, side: 1 | -1): string | null {
  for (const of of terms)
    for (const quantity of [4, -64, 512, -1e4, 1e6])
      for (const price of [0.5, 12.5, 4000]) {
        const order = {symbol: 0, quantity, ...of};
        const whole = commission.cost({quantity, price}, order);
        for (const count of [2, 4, 8]) {
          const [sum, least] = costInParts(commission, order, price, count);
          if (side < 0 && least < 0 && !rested(of))
            return `a part of an order of ${quantity} at ${price} costs ${shown(least)}`;
          if (side * (sum - whole) <= 1e-9 * Math.abs(whole)) continue;
          const end = "count what the order has filled and paid";
          return `${quantity} at ${price} cost ${shown(sum, whole)} in ${count} parts, ${shown(whole, sum)} as a whole; ${end}`;
        }
      }
  return null;
}

function notProportional(commission: Commission, {unit, value}: NonNullable<Commission["linear"]>): string | null {
  if (!(Number.isFinite(unit) && Number.isFinite(value))) return `linear with ${unit} a unit and ${value} of the value`;
  for (const of of [...terms, {filled: 3, paid: 1}, {filled: 1e6, paid: 1e4}])
    for (const quantity of [1, -1, 0.1, 33.3, -1e4, 1e6])
      for (const price of [0.02, 12.34, 99.99, 4000]) {
        const units = Math.abs(quantity);
        const cost = commission.cost({quantity, price}, {symbol: 0, quantity, ...of});
        const stated = units * unit + units * price * value;
        if (!Object.is(cost, stated))
          return `${shown(cost, stated)} for ${quantity} at ${price}, ${shown(stated, cost)} by what it states`;
      }
  return null;
}
