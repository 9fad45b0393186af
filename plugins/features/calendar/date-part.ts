import {oneOf, whole} from "../../../core/base/options.js";
import {defineFeature} from "../../../core/plugin.js";

const parts = {
  year: (date: Date) => date.getUTCFullYear(),
  quarter: (date: Date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month: (date: Date) => date.getUTCMonth() + 1,
  day: (date: Date) => date.getUTCDate(),
  weekday: (date: Date) => date.getUTCDay() || 7,
  hour: (date: Date) => date.getUTCHours()
};
const names = Object.keys(parts) as (keyof typeof parts)[];

/**
 * A part of the date of the bar's label (UTC): the `year`, `quarter` 1 … 4, `month` 1 … 12, `day` of the month, `weekday` 1
 * for Monday … 7, or `hour`. With `is`, where that is not −1, whether it is that: 1 or 0.
 */
export const datePart = defineFeature("date-part", {part: "year", is: -1}, ({part, is}) => {
  const of = parts[oneOf("date-part part", part, names)];
  whole("date-part is", is, -1);
  return {
    needs: [],
    lookback: 0,
    compute({times, symbols}) {
      const n = symbols.length;
      const out = new Float64Array(times.length * n);
      for (const [i, t] of times.entries()) {
        const value = of(new Date(t));
        out.fill(is < 0 ? value : value === is ? 1 : 0, i * n, (i + 1) * n);
      }
      return out;
    }
  };
});
