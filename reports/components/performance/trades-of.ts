import type {Panel} from "../../../core/base/panel.js";
import {field} from "../../../core/base/panel.js";
import type {Trade} from "../../../core/evaluate/trades.js";
import {roundTrips} from "../../../core/evaluate/trades.js";
import type {Result} from "../../../core/plugin.js";

/** Round trips, first in first out, with their excursions where the panel has highs and lows. */
export function tradesOf({fills, splits = []}: Result, panel: Panel): readonly Trade[] {
  const whole = ["open", "high", "low", "close"].every((name) => Object.hasOwn(panel.fields, name));
  return roundTrips(fills, lastPrices(panel), {
    times: panel.times,
    splits: splits.filter(({ratio}) => ratio > 0),
    ...(whole && {panel})
  });
}

/** Each symbol's last known close, at which open positions are valued. */
function lastPrices(panel: Panel): Float64Array {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  const last = new Float64Array(n).fill(NaN);
  for (let cell = close.length - 1; cell >= 0; --cell) if (Number.isNaN(last[cell % n])) last[cell % n] = close[cell];
  return last;
}
