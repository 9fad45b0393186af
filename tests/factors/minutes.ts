import type {CalendarName} from "../../core/base/calendar.js";
import {calendar} from "../../core/base/calendar.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {parseDate} from "../../core/base/timeframe.js";

/** Seeded random bars within the sessions of a calendar. */
export function sessionPanel(
  from: string,
  to: string,
  {timeframe = "5m" as Timeframe, market = "XNYS" as CalendarName, symbols = 2, gaps = 0, seed = 3} = {}
): Panel {
  const r = random(seed);
  const times = calendar(market).labels(timeframe, parseDate(from), parseDate(to));
  const columns = Array.from({length: 5}, () => new Float64Array(times.length * symbols).fill(NaN));
  const [open, high, low, close, volume] = columns;
  const last = new Float64Array(symbols).fill(50);
  for (let i = 0; i < close.length; ++i) {
    const s = i % symbols;
    const before = last[s];
    last[s] *= 1 + 0.003 * r.normal();
    if (r.uniform() < gaps) continue;
    open[i] = before;
    close[i] = last[s];
    high[i] = Math.max(before, last[s]) * (1 + 0.001 * r.uniform());
    low[i] = Math.min(before, last[s]) * (1 - 0.001 * r.uniform());
    volume[i] = 100 + r.integer(900) + r.uniform();
  }
  const names = Array.from({length: symbols}, (_, s) => `S${s + 1}`);
  return {times, symbols: names, fields: {open, high, low, close, volume}};
}
