import {calendar, calendarNames} from "../../core/base/calendar.js";
import {oneOf, whole} from "../../core/base/options.js";
import {field} from "../../core/base/panel.js";
import {defineLabel} from "../../core/plugin.js";

const day = 86_400_000;

/**
 * The return within the session that a decision of bar t can still earn: close_{t+delay+horizon} / close_{t+delay} − 1 where
 * all three bars are of one session of `calendar`, known when the last is. There is no label where the session ends before:
 * no night is in it. With `delay` 1 it begins at the close of the next bar, the first at which an order decided on t is
 * filled. `NaN` where either close is missing, and outside of the sessions' hours. Bars of a day and longer, which are in no
 * session, have the return without that condition.
 */
export const sessionReturn = defineLabel(
  "session-return",
  {horizon: 1, delay: 0, calendar: "XNYS"},
  ({horizon, delay, calendar: name}) => {
    whole("session-return horizon", horizon);
    whole("session-return delay", delay, 0);
    const market = calendar(oneOf("calendar", name, calendarNames));
    return {
      needs: ["close"],
      compute(panel) {
        const close = field(panel, "close");
        const {times} = panel;
        const n = panel.symbols.length;
        const session = times.every((t) => t % day === 0)
          ? times.map(() => 0)
          : times.map((t) => market.labelAt("1d", t));
        const y = new Float64Array(times.length * n).fill(NaN);
        const until = new Float64Array(times.length * n).fill(Infinity);
        for (let i = 0; i + delay + horizon < times.length; ++i) {
          if (session[i] !== session[i + delay + horizon]) continue;
          until.fill(times[i + delay + horizon], i * n, (i + 1) * n);
          const [start, end] = [(i + delay) * n, (i + delay + horizon) * n];
          for (let s = 0; s < n; ++s) y[i * n + s] = close[end + s] / close[start + s] - 1;
        }
        return {y, until};
      }
    };
  }
);
