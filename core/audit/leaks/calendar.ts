import type {Panel} from "../../base/panel.js";
import {eachSymbol} from "../../base/panel.js";
import {mean} from "../../base/stats.js";
import {defineFeature} from "../../plugin.js";
import {known} from "./leak.js";
import type {Planted} from "./leak.js";

const day = 864e5;

/** The stretches of rows that a span of the calendar holds, each as its first row and the row after its last. */
function spans({times}: Panel, keyOf: (t: number) => number): readonly (readonly [number, number])[] {
  const starts = Array.from(times.keys()).filter((i) => i === 0 || keyOf(times[i]) !== keyOf(times[i - 1]));
  return starts.map((from, k) => [from, starts[k + 1] ?? times.length]);
}

const week = (t: number) => Math.floor((t / day + 3) / 7);
const session = (t: number) => Math.floor(t / day);
const month = (t: number) => new Date(t).getUTCFullYear() * 12 + new Date(t).getUTCMonth();

/** Gives every row of a span one number, made of the span's values. */
function perSpan(
  panel: Panel,
  keyOf: (t: number) => number,
  name: string,
  figure: (values: Float64Array) => number
): Float64Array {
  const all = spans(panel, keyOf);
  return eachSymbol(panel, [name], (values) => {
    const out = new Float64Array(values.length).fill(NaN);
    for (const [from, to] of all) out.fill(figure(known(values.subarray(from, to))), from, to);
    return out.map((value, i) => (Number.isNaN(values[i]) ? NaN : value));
  });
}

/** Bars of a longer span that are joined before the span is over. */
export const calendar: readonly Planted[] = [
  {
    name: "week-by-label",
    title: "A week's close on its Monday",
    says: "Weekly bars are labelled by their Monday and joined on that label, so Monday knows Friday's close.",
    rule: "look-ahead",
    maker: defineFeature("week-by-label", {}, () => ({
      needs: ["close"],
      lookback: 5,
      compute: (panel) => perSpan(panel, week, "close", (values) => values.at(-1) ?? NaN)
    }))
  },
  {
    name: "day-by-date",
    title: "The day's close at its open",
    says: "Daily bars are merged into half hours by date: the first bar of a session knows how the session ends.",
    rule: "look-ahead",
    maker: defineFeature("day-by-date", {}, () => ({
      needs: ["close"],
      lookback: 13,
      compute: (panel) => perSpan(panel, session, "close", (values) => values.at(-1) ?? NaN)
    }))
  },
  {
    name: "session-high",
    title: "The session's high before it was made",
    says: 'groupby(date).transform("max") gives every bar of a session the highest price of all of them.',
    rule: "look-ahead",
    maker: defineFeature("session-high", {}, () => ({
      needs: ["high"],
      lookback: 13,
      compute: (panel) => perSpan(panel, session, "high", (values) => Math.max(...values))
    }))
  },
  {
    name: "share-of-the-day",
    title: "A bar's share of the day's volume",
    says: "The volume of a bar is divided by that of its whole session, which is known when the session is over.",
    rule: "look-ahead",
    maker: defineFeature("share-of-the-day", {}, () => ({
      needs: ["volume"],
      lookback: 13,
      compute(panel) {
        const total = perSpan(panel, session, "volume", (values) => values.reduce((sum, value) => sum + value, 0));
        return total.map((value, i) => panel.fields.volume[i] / value);
      }
    }))
  },
  {
    name: "mean-of-the-month",
    title: "Prices against the month's mean",
    says: 'groupby(month).transform("mean") makes the first of a month know its last.',
    rule: "look-ahead",
    maker: defineFeature("mean-of-the-month", {}, () => ({
      needs: ["close"],
      lookback: 23,
      compute(panel) {
        const level = perSpan(panel, month, "close", mean);
        return level.map((value, i) => panel.fields.close[i] / value - 1);
      }
    }))
  },
  {
    name: "end-of-month-by-next-row",
    title: "The month's last day, by the date of the next row",
    says: "A row is the last of its month where the next row is of another: the next row's date is read and not the calendar.",
    rule: "look-ahead",
    maker: defineFeature("end-of-month-by-next-row", {}, () => ({
      needs: [],
      lookback: 0,
      compute({times, symbols}) {
        const n = symbols.length;
        return Float64Array.from({length: times.length * n}, (_, i) => {
          const row = Math.floor(i / n);
          return row + 1 < times.length && month(times[row + 1]) !== month(times[row]) ? 1 : 0;
        });
      }
    }))
  }
];
