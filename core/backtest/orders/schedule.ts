import type {Calendar} from "../../base/calendar.js";
import {whole} from "../../base/options.js";
import type {DateRule} from "../../plugin.js";

const day = 86_400_000;

/**
 * Tells on which bars a rule is due: on the first bar that is labelled on or after the session appointed, if that is
 * still in its week or month. The sessions are the calendar's, which are known in advance, so that neither bars that are
 * missing nor the end of the data move them; one before the first bar is over. Asked bar by bar, in order. Weeks begin on
 * Monday.
 */
export function dueDates(rule: DateRule, sessions: Calendar): (t: number) => boolean {
  const {every, from = "start", offset = 0} = rule;
  if (!["day", "week", "month"].includes(every))
    throw new Error(`unknown date rule: every ${every}; expected day, week or month`);
  if (!["start", "end"].includes(from)) throw new Error(`unknown date rule: from ${from}; expected start or end`);
  whole("offset of a date rule", offset, 0);
  let period = NaN;
  let appointed = NaN;
  let done = false;
  return (t) => {
    const today = Math.floor(t / day) * day;
    if (every === "day") {
      const fresh = today !== period;
      period = today;
      return fresh;
    }
    const [first, next] = every === "week" ? weekOf(today) : monthOf(today);
    if (first !== period) {
      const all = sessions.sessions(first, next);
      const place = from === "start" ? offset : all.length - 1 - offset;
      appointed = all[place] ?? NaN;
      done = Number.isNaN(period) && appointed < today;
      period = first;
    }
    if (done || !(today >= appointed)) return false;
    done = true;
    return true;
  };
}

function weekOf(today: number): readonly [number, number] {
  const monday = today - ((Math.floor(today / day) + 3) % 7) * day;
  return [monday, monday + 7 * day];
}

function monthOf(today: number): readonly [number, number] {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
}
