import type {CalendarName} from "../../core/base/calendar.js";
import {calendar, calendarNames} from "../../core/base/calendar.js";
import {between, oneOf, whole} from "../../core/base/options.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {timeframes} from "../../core/base/timeframe.js";
import {defineAlgorithm} from "../../core/plugin.js";

const day = 86_400_000;

/**
 * Trades the breakout of a session's opening range, and holds nothing overnight (Crabel, "Day Trading with Short Term
 * Price Patterns and Opening Range Breakout", 1990). The range is that of the session's first `bars` bars, of which a
 * symbol has each. At the end of the last of them an order to buy waits at its high and, with `short`, one to sell at its
 * low; the fill of one cancels the other, and brings with it a stop at the other end of the range. One entry a session.
 * On the last bar but one of the session the entry is cancelled, and what is held is sold at the close of the last bar,
 * unless its stop is hit before.
 *
 * Of n symbols each is given the part P = equity / n, and buys so much that its stop costs `risk` · P, but no more than
 * `most` · P. The sessions are those of `calendar`, known in advance with their early closes, and `timeframe` says how
 * long the bars are: on bars of any other length it does nothing.
 */
export const openingRange = defineAlgorithm(
  "opening-range",
  {timeframe: "5m", calendar: "XNYS", bars: 6, risk: 0.01, most: 1, short: true},
  ({timeframe, calendar: name, bars, risk, most, short}) => {
    const intraday = timeframes.filter((each) => !["1d", "1w", "1mo"].includes(each));
    const length = oneOf<Timeframe>("opening-range timeframe", timeframe, intraday);
    const sessions = calendar(oneOf<CalendarName>("opening-range calendar", name, calendarNames));
    whole("opening-range bars", bars);
    between("opening-range risk", risk, 0, 1);
    between("opening-range most", most, 0);
    return {
      needs: ["high", "low", "close"],
      lookback: bars,
      begin(desk, symbols) {
        let groups = 0;
        let session = NaN;
        let labels: Float64Array = new Float64Array();
        /** Of each symbol the group of the exits from its latest entry. */
        const exits = new Map<number, number>();

        function enter(symbol: number, side: number, [level, other]: readonly [number, number], part: number) {
          const quantity = side * Math.min((risk * part) / Math.abs(level - other), (most * part) / level);
          const terms = {stop: level, group: groups, good: "day", tag: "entry"} as const;
          const parent = desk.order(symbol, quantity, terms);
          const leaving = {stop: other, group: exits.get(symbol)!, tag: "stop"};
          if (parent !== null) desk.order(symbol, -quantity, {...leaving, parent});
        }

        return {
          bar(now, {equity, position}) {
            const part = equity / symbols.length;
            if (Math.floor(now.t / day) * day !== session) {
              session = Math.floor(now.t / day) * day;
              labels = sessions.labels(length, session, session + day);
            }
            const place = labels.indexOf(now.t);
            if (place === bars - 1 && part > 0 && bars < labels.length - 1)
              for (let s = 0; s < symbols.length; ++s) {
                if (position[s] !== 0) continue;
                const high = Math.max(...desk.history("high", s, bars));
                const low = Math.min(...desk.history("low", s, bars));
                if (!(low > 0 && high > low && now.at("close", s) > 0) || now.time(bars - 1) !== labels[0]) continue;
                groups += 2;
                exits.set(s, groups - 1);
                enter(s, 1, [high, low], part);
                if (short) enter(s, -1, [low, high], part);
              }
            if (place < 0 || place !== labels.length - 2) return;
            for (const {id, tag} of desk.openOrders()) if (tag === "entry") desk.cancel(id);
            for (let s = 0; s < symbols.length; ++s)
              if (position[s] !== 0)
                desk.order(s, -position[s], {at: "close", group: exits.get(s) ?? ++groups, tag: "close"});
          }
        };
      }
    };
  }
);
