import type {CalendarName} from "../../core/base/calendar.js";
import {calendar as calendarOf, calendarNames} from "../../core/base/calendar.js";
import {between, oneOf} from "../../core/base/options.js";
import type {LiveContext, Query} from "../../core/plugin.js";
import {defineFeed} from "../../core/plugin.js";

/**
 * Plays the bars of the store again as if they were closing now, `speed` times as fast as they did, nights and all; 0 as
 * fast as they are taken. `calendar` is whose sessions they have. The bars, their order and their values are the same at
 * any speed, and so is what follows from them.
 */
export const replay = defineFeed("replay", {speed: 1, calendar: "XNYS"}, ({speed, calendar}) => {
  between("speed", speed, 0);
  const name: CalendarName = oneOf("calendar", calendar, calendarNames);
  const feed = {
    calendar: name,
    /** What is not in the store does not come later. */
    complete: true,
    async *stream(query: Query, {stored, now, sleep, signal}: LiveContext) {
      const {closeOf} = calendarOf(name);
      const began = now();
      let first = NaN;
      for await (const bar of stored(query)) {
        signal.throwIfAborted();
        const close = closeOf(query.timeframe, bar.t);
        if (Number.isNaN(first)) first = close;
        const due = speed === 0 ? -Infinity : began + (close - first) / speed;
        // A sleep may be shorter than asked for: timers hold no month.
        for (let wait = due - now(); wait > 0; wait = due - now()) await sleep(wait);
        yield {...bar, closed: true};
      }
    },
    past: (query: Query, {stored}: LiveContext) => stored(query)
  };
  return feed;
});
