import {oneOf} from "../../core/base/options.js";
import {defineOverlay} from "../../core/plugin.js";

/**
 * Lets the strategy trade on the first bar of each `week` (from Monday), `month`, `quarter` or `year` alone, by the UTC
 * dates of the bars, and leaves the book alone on all others. Until the account has first held something it lets
 * everything through, so that a strategy that begins within a period need not wait for the next.
 */
export const rebalanceCalendar = defineOverlay("rebalance-calendar", {every: "month"}, ({every}) => {
  const period = periods[oneOf("rebalance-calendar every", every, ["week", "month", "quarter", "year"])];
  return {
    /** Whether anything was ever held. */
    remember: (memory, _, {position}) =>
      Float64Array.of(memory?.[0] === 1 || position.some((units) => units !== 0) ? 1 : 0),
    adjust(targets, now, _, memory) {
      const before = now.time(1);
      const first = Number.isNaN(before) || period(before) !== period(now.t);
      return first || memory?.[0] === 0 ? targets.slice() : null;
    }
  };
});

const months = (t: number) => new Date(t).getUTCFullYear() * 12 + new Date(t).getUTCMonth();

/** The number of the period that a time lies in; 1970 began on a Thursday. */
const periods = {
  week: (t: number) => Math.floor((Math.floor(t / 86_400_000) + 3) / 7),
  month: months,
  quarter: (t: number) => Math.floor(months(t) / 3),
  year: (t: number) => Math.floor(months(t) / 12)
} as const;
