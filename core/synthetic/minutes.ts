import type {Random} from "../base/random.js";
import type {BarColumns} from "./bars.js";
import {emptyBars, toTick} from "./bars.js";

const minute = 60_000;

/** A session's bar and when it was. */
export interface Session {
  readonly opens: number;
  readonly closes: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Whether trade crowds at the opening and the close. */
  readonly crowded: boolean;
}

/**
 * The minutes of a session: a Brownian bridge from its open to its close, stretched above the two and below them so
 * that it just reaches the session's high and low; variance and volume are U-shaped over a session that is crowded at
 * its ends. Joined, they are the session's bar exactly.
 */
export function minutesOf(session: Session, r: Random): BarColumns {
  const {opens, closes, open, high, low, close, volume} = session;
  const n = Math.round((closes - opens) / minute);
  const out = emptyBars(n);
  const crowd = Float64Array.from({length: n}, (_, j) => {
    const x = (2 * j + 1) / n - 1;
    return session.crowded ? 0.5 + 1.5 * x * x : 1;
  });
  const path = bridge(session, crowd, r);
  const reach = (0.25 * (high - low)) / Math.sqrt(n);
  let total = 0;
  for (let j = 0; j < n; ++j) total += out.volume[j] = crowd[j] * Math.exp(0.4 * r.normal());
  let [part, done, top, bottom, before] = [0, 0, 0, 0, open];
  for (let j = 0; j < n; ++j) {
    const after = j === n - 1 ? close : toTick(path[j]);
    const wick = reach * Math.sqrt(crowd[j]);
    out.t[j] = opens + j * minute;
    out.open[j] = before;
    out.close[j] = after;
    out.high[j] = Math.min(high, toTick(Math.max(before, after) + wick * Math.abs(r.normal())));
    out.low[j] = Math.max(low, toTick(Math.min(before, after) - wick * Math.abs(r.normal())));
    part += out.volume[j];
    const by = Math.round((volume * part) / total);
    out.volume[j] = by - done;
    [done, before] = [by, after];
    if (out.high[j] > out.high[top]) top = j;
    if (out.low[j] < out.low[bottom]) bottom = j;
  }
  out.high[top] = high;
  out.low[bottom] = low;
  return out;
}

/** Where each minute closes, before rounding. */
function bridge({open, high, low, close}: Session, crowd: Float64Array, r: Random): Float64Array {
  const n = crowd.length;
  const total = crowd.reduce((sum, value) => sum + value, 0);
  const step = (high - low) / (1.6 * Math.sqrt(total));
  const path = new Float64Array(n);
  let walked = 0;
  for (let j = 0; j < n; ++j) path[j] = walked += step * Math.sqrt(crowd[j]) * r.normal();
  const [top, bottom] = [Math.max(open, close), Math.min(open, close)];
  let [most, least, clock] = [top, bottom, 0];
  for (let j = 0; j < n; ++j) {
    clock += crowd[j];
    path[j] += open + (clock / total) * (close - open - walked);
    most = Math.max(most, path[j]);
    least = Math.min(least, path[j]);
  }
  const above = most > top ? (high - top) / (most - top) : 0;
  const below = least < bottom ? (bottom - low) / (bottom - least) : 0;
  return path.map((p) => {
    if (p > top) return top + (p - top) * above;
    return p < bottom ? bottom - (bottom - p) * below : p;
  });
}
