import {oneOf, whole} from "../../core/base/options.js";
import type {Fold} from "../../core/plugin.js";
import {defineSplit} from "../../core/plugin.js";

const units = ["rows", "days", "weeks", "months", "years"] as const;

/** Rows by number: trains on `from` … `to` − 1, tests on `first` … `end` − 1. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
}

/**
 * Trains on the past, tests on what followed, and moves on:
 *
 *     ├──── train ────┤ embargo ├─ test ─┤
 *          step ──►  ├──── train ────┤ embargo ├─ test ─┤
 *
 * All lengths count rows, which are the samples' distinct t, or else days, weeks, months or years of the calendar: each
 * span then ends a whole number of these after the first row's t, as the dates of UTC go (31 January and a month is the
 * last of February), and holds the rows that there are. With `expanding` every train span begins at the first row.
 *
 * Train samples whose label is not known before the first test row are left out (López de Prado's purging). The last
 * test span may be shorter, so that every later row is tested where `step` is no more than `test`; spans of the
 * calendar in which there is no row are not tested. Samples are in order of t; throws where they are not, where they
 * have fewer than train + embargo + test rows, and where no span of the calendar has a row to test.
 */
export const walkForward = defineSplit(
  "walk-forward",
  {train: 252, test: 21, step: 21, expanding: false, embargo: 0, unit: "rows"},
  ({train, test, step, expanding, embargo, unit}) => {
    for (const [name, value] of Object.entries({train, test, step})) whole(`walk-forward ${name}`, value);
    whole("walk-forward embargo", embargo, 0);
    const counted = oneOf("walk-forward unit", unit, units);
    const before = train + embargo;

    /** The first row that so many units have passed before; the number of rows where there is none. */
    function rowAt(count: number, times: readonly number[]): number {
      if (counted === "rows") return Math.min(count, times.length);
      return times.length === 0 ? 0 : firstFrom(times, later(times[0], count, counted));
    }

    function* windows(times: readonly number[]): Generator<Window> {
      for (let at = before; rowAt(at, times) < times.length; at += step) {
        const first = rowAt(at, times);
        const end = rowAt(at + test, times);
        if (first === end) continue;
        yield {from: expanding ? 0 : rowAt(at - before, times), to: rowAt(at - embargo, times), first, end};
      }
    }

    function* folds(until: Float64Array, starts: readonly number[], times: readonly number[]): Generator<Fold> {
      for (const {from, to, first, end} of windows(times)) {
        const known: number[] = [];
        for (let i = starts[from]; i < starts[to]; ++i) if (until[i] < times[first]) known.push(i);
        const count = starts[end] - starts[first];
        yield {train: Uint32Array.from(known), test: Uint32Array.from({length: count}, (_, i) => starts[first] + i)};
      }
    }

    return {
      causal: true,
      folds({t, until}) {
        const starts: number[] = [];
        const times: number[] = [];
        for (let i = 0; i < t.length; ++i) {
          if (i > 0 && t[i] === t[i - 1]) continue;
          if (i > 0 && !(t[i] > t[i - 1])) throw new Error(`invalid samples: number ${i} is not in order of t`);
          starts.push(i);
          times.push(t[i]);
        }
        starts.push(t.length);
        if (counted === "rows" ? times.length < before + test : windows(times).next().done === true)
          throw new Error(
            `invalid walk-forward: ${times.length} rows give no window; train + ${embargo > 0 ? "embargo + " : ""}test needs ${before + test}${counted === "rows" ? "" : ` ${counted}`}`
          );
        return folds(until, starts, times);
      }
    };
  }
);

/** The instant so many units of the calendar after another, in UTC. */
function later(t: number, count: number, unit: "days" | "weeks" | "months" | "years"): number {
  if (unit === "days" || unit === "weeks") return t + count * (unit === "days" ? 1 : 7) * 864e5;
  const date = new Date(t);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === "months" ? 1 : 12));
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, lastDay));
}

/** The place of the first of ascending numbers that is not below another. */
function firstFrom(times: readonly number[], least: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
