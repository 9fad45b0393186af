import {oneOf} from "../../../core/base/options.js";
import {calendar, calendarNames} from "../../../core/base/calendar.js";
import {sessionsOf} from "../../../core/factors/sessions.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The minutes from the opening of the session to the bar's label, which is its own open: 0 for the first bar. Sessions are
 * those of `calendar`; `NaN` outside of their hours.
 */
export const minutesSinceOpen = defineFeature("minutes-since-open", {calendar: "XNYS"}, ({calendar: name}) => {
  const market = calendar(oneOf("calendar", name, calendarNames));
  return {
    needs: [],
    lookback: 0,
    compute({times, symbols}) {
      const n = symbols.length;
      const out = new Float64Array(times.length * n).fill(NaN);
      for (const {start, stop, opens} of sessionsOf(times, market))
        for (let i = start; i < stop; ++i) out.fill(Math.max(0, times[i] - opens) / 60_000, i * n, (i + 1) * n);
      return out;
    }
  };
});
