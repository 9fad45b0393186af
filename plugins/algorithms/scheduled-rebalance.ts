import {between, oneOf, whole} from "../../core/base/options.js";
import type {PipelineRow} from "../../core/plugin.js";
import {defineAlgorithm} from "../../core/plugin.js";

/**
 * Brings the account to its weights on appointed days and leaves it alone on others: the usual form of a Zipline program
 * with a pipeline. Each `every` (day, week or month), `offset` sessions after its first or before its last (`from` start
 * or end), it takes the symbols whose field `screen` is above 0 (all that have a close, where it is empty) and, where
 * `best` is above 0, no more than so many with the highest value of `by`.
 *
 * Without `by` they get equal weights. With it, weights in proportion to its value, negative for short; where `best` is
 * given it only ranks, and the weights are equal. They add up to `gross` without signs. What is held besides is sold.
 * What has no close on the day is left as it is, and orders of the time before that still wait are cancelled. Sales are
 * ordered before purchases, so that what they bring can be spent where margin is short.
 */
export const scheduledRebalance = defineAlgorithm(
  "scheduled-rebalance",
  {every: "month", from: "start", offset: 0, screen: "", by: "", best: 0, gross: 1},
  ({every, from, offset, screen, by, best, gross}) => {
    const rule = {
      every: oneOf("scheduled-rebalance every", every, ["day", "week", "month"]),
      from: oneOf("scheduled-rebalance from", from, ["start", "end"]),
      offset
    };
    whole("scheduled-rebalance offset", offset, 0);
    whole("scheduled-rebalance best", best, 0);
    between("scheduled-rebalance gross", gross, 0);
    if (best > 0 && by === "")
      throw new Error(`invalid scheduled-rebalance best: ${best} without a field; say by which in by`);
    const columns = ["close", ...(by === "" ? [] : [by])];

    function weightsOf(passed: readonly PipelineRow[]): ReadonlyMap<number, number> {
      const values = new Map(passed.map(({symbol, values}) => [symbol, by === "" ? 1 : values[by]]));
      const known = [...values].filter(([, value]) => Number.isFinite(value));
      if (best > 0) {
        known.sort(([a, x], [b, y]) => y - x || a - b);
        const chosen = known.slice(0, best);
        return new Map(chosen.map(([symbol]) => [symbol, gross / chosen.length]));
      }
      const sum = known.reduce((total, [, value]) => total + Math.abs(value), 0);
      return new Map(known.map(([symbol, value]) => [symbol, sum > 0 ? (gross * value) / sum : 0]));
    }

    return {
      needs: [...new Set([...columns, ...(screen === "" ? [] : [screen])])],
      lookback: 0,
      begin(desk, symbols) {
        desk.schedule(rule, (now, {position, price, equity}) => {
          for (const {id} of desk.openOrders()) desk.cancel(id);
          const passed = desk.pipeline(columns, screen === "" ? undefined : screen);
          const weights = weightsOf(passed.filter(({values}) => values.close > 0));
          const changes = Array.from(symbols.keys(), (symbol) => {
            const weight = weights.get(symbol) ?? 0;
            const worth = position[symbol] === 0 ? 0 : (position[symbol] * price[symbol]) / equity;
            return {symbol, weight, change: weight - worth};
          });
          const moved = changes
            .filter(({symbol, change}) => change !== 0 && now.at("close", symbol) > 0)
            .sort((a, b) => a.change - b.change);
          for (const {symbol, weight} of moved) desk.orderTargetPercent(symbol, weight);
          desk.record({screened: weights.size});
        });
        return {};
      }
    };
  }
);
