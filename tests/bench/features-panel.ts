import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {madeUp} from "./prices.js";

/**
 * A made-up panel of daily bars to compute features of: the prices of the other benchmarks in cents, with ranges and volumes
 * that differ from bar to bar, so that none of what is computed stands still.
 */
export function featurePanel(rows: number, names: number): Panel {
  const {times, symbols, fields} = madeUp(rows, names, true);
  const stream = random(158);
  const cents = (price: number) => Math.max(0.01, Math.round(price * 100) / 100);
  const open = fields.open.map(cents);
  const close = fields.close.map(cents);
  const high = open.map((price, i) => cents(Math.max(price, close[i]) * (1 + 0.01 * stream.uniform())));
  const low = open.map((price, i) => cents(Math.min(price, close[i]) * (1 - 0.01 * stream.uniform())));
  const volume = close.map(() => Math.round(1e6 * Math.exp(0.5 * stream.normal())));
  return {times, symbols, fields: {open, high, low, close, volume}};
}
