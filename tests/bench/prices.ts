import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";

const day = 86_400_000;

/**
 * A made-up panel to trade on: prices that walk by `deviation` a bar, ranges about them, a volume that no order
 * exhausts, and a slow signal that knows nothing. Rows are a weekday each where `daily`, else an hour.
 */
export function madeUp(rows: number, names: number, daily: boolean): Panel {
  const stream = random(2026);
  const times = new Float64Array(rows);
  let t = Date.UTC(2013, 0, 2);
  for (let i = 0; i < rows; ++i) {
    times[i] = t;
    t += daily ? day * (new Date(t).getUTCDay() === 5 ? 3 : 1) : day / 24;
  }
  const size = rows * names;
  const column = () => new Float64Array(size);
  const [open, high, low, close, signal] = [column(), column(), column(), column(), column()];
  const volume = column().fill(1e9);
  const deviation = daily ? 0.015 : 0.003;
  for (let cell = 0; cell < size; ++cell) {
    const before = cell < names ? 100 : close[cell - names];
    open[cell] = before * (1 + 0.1 * deviation * stream.normal());
    close[cell] = before * (1 + deviation * stream.normal());
    high[cell] = Math.max(open[cell], close[cell]) * 1.002;
    low[cell] = Math.min(open[cell], close[cell]) * 0.998;
    signal[cell] = 0.95 * (cell < names ? 0 : signal[cell - names]) + stream.normal();
  }
  const symbols = Array.from({length: names}, (_, s) => `S${String(s).padStart(3, "0")}`);
  return {times, symbols, fields: {open, high, low, close, volume, signal}};
}
