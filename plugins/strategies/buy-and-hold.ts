import {between} from "../../core/base/options.js";
import {defineStrategy} from "../../core/plugin.js";

/**
 * Buys once and keeps what it has bought, whatever its price does: the yardstick of every other strategy. `weights` says
 * how much of equity each symbol is to have, by name, below 0 to sell it short, and those that it does not name nothing;
 * where it is empty, `weight` of equity is shared in equal parts among the symbols that have a price. It buys on a bar on
 * which nothing is held, what has no price then not at all.
 *
 * With `refill`, all weights are brought back to what was wanted on a bar on which a symbol that has a price is worth less
 * than half of it, as after a partial fill, a listing or a long fall; what has no price then is left as it is.
 */
export const buyAndHold = defineStrategy(
  "buy-and-hold",
  {weights: {} as Readonly<Record<string, number>>, weight: 1, refill: false},
  ({weights, weight, refill}) => {
    between("buy-and-hold weight", weight, -Number.MAX_VALUE);
    const named = Object.entries(weights);
    for (const [symbol, value] of named) between(`buy-and-hold weight of ${symbol}`, value, -Number.MAX_VALUE);
    return {
      needs: ["close"],
      lookback: 0,
      targets(now, {position, price, equity}) {
        const places = named.map(([symbol]) => placeOf(symbol, now.symbols));
        const nothing = position.every((units) => units === 0);
        if (!nothing && !refill) return null;
        const worth = position.map((units, s) => (units === 0 ? 0 : (units * price[s]) / equity));
        const priced = now.row("close").map((close) => Number(close > 0));
        const count = priced.reduce((sum, one) => sum + one, 0);
        const given = new Map(places.map((s, i) => [s, named[i][1]]));
        const wanted = worth.map((held, s) => {
          if (priced[s] === 0) return held;
          return named.length > 0 ? (given.get(s) ?? 0) : weight / count;
        });
        const short = wanted.some((target, s) => priced[s] === 1 && target !== 0 && !(worth[s] / target >= 0.5));
        return short ? wanted : null;
      }
    };
  }
);

function placeOf(symbol: string, symbols: readonly string[]): number {
  const place = symbols.indexOf(symbol);
  if (place < 0) throw new Error(`unknown buy-and-hold symbol: ${symbol}; symbols are ${symbols.join(", ")}`);
  return place;
}
