import {between, whole} from "../../core/base/options.js";
import type {Desk, Terms} from "../../core/plugin.js";
import {defineAlgorithm} from "../../core/plugin.js";

/**
 * Enters where the price leaves its channel and follows it with a stop. While nothing is held of a symbol, an order to
 * buy waits at the highest high of its last `window` bars and, with `short`, one to sell at the lowest low (Donchian's
 * rule); the fill of one cancels the other, and both are given anew on each bar. A fill brings with it a trailing stop
 * `stop` average true ranges behind the best price since, and with `target` above 0 a limit order as many average true
 * ranges beyond the entry's price; each cancels the other.
 *
 * The average true range is the mean of the last `range` bars' greatest of high − low, |high − close before| and
 * |low − close before|, over at least half of them; it is fixed when the order is given. Of n symbols each is given the
 * part P = equity / n, and buys so much that its stop costs `risk` · P, but no more than `most` · P.
 *
 * All are stop orders and gaps go through them: one that opens beyond its price is filled at the open.
 */
export const breakout = defineAlgorithm(
  "breakout",
  {window: 20, range: 14, stop: 3, target: 0, risk: 0.02, most: 1, short: true},
  ({window, range, stop, target, risk, most, short}) => {
    whole("breakout window", window);
    whole("breakout range", range);
    if (!(stop > 0)) throw new Error(`invalid breakout stop: ${stop}; expected more than 0 average true ranges`);
    between("breakout stop", stop, 0);
    between("breakout target", target, 0);
    between("breakout risk", risk, 0, 1);
    between("breakout most", most, 0);
    return {
      needs: ["high", "low", "close"],
      lookback: Math.max(window - 1, range),
      begin(desk, symbols) {
        let groups = 0;

        /** The orders that leave a position of this side at its stop or its target. */
        function exits(symbol: number, quantity: number, atr: number, goal: number, parent?: number) {
          const terms: Terms = {group: ++groups, ...(parent !== undefined && {parent})};
          desk.order(symbol, -quantity, {...terms, trail: stop * atr, tag: "stop"});
          if (goal > 0) desk.order(symbol, -quantity, {...terms, limit: goal, tag: "target"});
        }

        function enter(symbol: number, side: number, level: number, atr: number, part: number, group: number) {
          const quantity = side * Math.min((risk * part) / (stop * atr), (most * part) / level);
          const id = desk.order(symbol, quantity, {stop: level, group, good: "bar", tag: "entry"});
          if (id !== null) exits(symbol, quantity, atr, target > 0 ? level + side * target * atr : 0, id);
        }

        return {
          bar(now, {equity, position}) {
            const part = equity / symbols.length;
            let held = 0;
            const guarded = new Set<number>();
            for (const {id, symbol, quantity} of desk.openOrders()) {
              if (Math.abs(quantity) > Math.abs(position[symbol]) * (1 + 1e-9)) desk.cancel(id);
              else guarded.add(symbol);
            }
            for (let s = 0; s < symbols.length; ++s) {
              if (position[s] !== 0) ++held;
              if (!(now.at("close", s) > 0) || !(part > 0) || guarded.has(s)) continue;
              const atr = averageRange(desk, s, range);
              if (!(atr > 0)) continue;
              if (position[s] !== 0) {
                exits(s, position[s], atr, 0);
                continue;
              }
              const [high, low] = channel(desk, s, window);
              if (!(low > 0)) continue;
              const group = ++groups;
              enter(s, 1, high, atr, part, group);
              if (short) enter(s, -1, low, atr, part, group);
            }
            desk.record({held});
          }
        };
      }
    };
  }
);

/** The highest high and the lowest low of a symbol's last bars, at least half of which it has. */
function channel(desk: Desk, symbol: number, bars: number): readonly [high: number, low: number] {
  const highs = desk.history("high", symbol, bars).filter((price) => price > 0);
  const lows = desk.history("low", symbol, bars).filter((price) => price > 0);
  if (2 * highs.length < bars || 2 * lows.length < bars) return [NaN, NaN];
  return [Math.max(...highs), Math.min(...lows)];
}

/** The mean true range of a symbol's last bars, at least half of which it has; `NaN` where it has not. */
function averageRange(desk: Desk, symbol: number, bars: number): number {
  const [high, low, close] = ["high", "low", "close"].map((name) => desk.history(name, symbol, bars + 1));
  let [sum, count] = [0, 0];
  for (let i = 1; i <= bars; ++i) {
    const before = close[i - 1] > 0 ? close[i - 1] : high[i];
    const range = Math.max(high[i], before) - Math.min(low[i], before);
    if (range >= 0) [sum, count] = [sum + range, count + 1];
  }
  return 2 * count < bars ? NaN : sum / count;
}
