import {between, oneOf, whole} from "../../core/base/options.js";
import {defineAlgorithm} from "../../core/plugin.js";

/**
 * Quotes a price to buy and a price to sell of each symbol on each bar, and lives on the difference. Of n symbols each is
 * given the part P = equity / n, and x = position · fair / P says how much of it lies in the symbol:
 *
 *     fair         the close (`fair` is `close`), or its exponential mean with the weight 2 / (`span` + 1) (`ema`)
 *     σ            root mean square of the last `window` simple returns, of half of them at least; else it does not quote
 *     half         fair · max(`minimum`, `width` · σ)
 *     reservation  fair · (1 − `aversion` · x · σ² · `horizon`)
 *     bid, ask     reservation − half and reservation + half, the bid never above the close and the ask never below it
 *     size         `size` · P / fair units a quote, cut so that |x| stays within `limit`; without `short` x stays above 0
 *
 * The reservation price is that of Avellaneda and Stoikov ("High-frequency trading in a limit order book", 2008),
 * fair − q γ σ² T in prices, with the risk aversion γ = `aversion` / P and the horizon T of `horizon` bars that never
 * comes nearer: what is held too much of is offered cheaper and bid for less. Their spread follows from the rate at which
 * orders arrive, which bars do not tell; here it is a multiple of σ.
 *
 * Quotes are limit orders good for one bar, so they are cancelled and replaced on each. Results are a bound from above.
 * Bars do not tell the order of their prices: one that reaches both quotes fills both. They do not tell who stood before
 * us at a price: one that only touches a quote fills it. And nobody reacts to the quotes. What they do show is adverse
 * selection: the quotes that a trend runs over are filled, and those it leaves are not.
 *
 * It records `inventory` (Σ position · price / equity) and `edge`: the sum so far of (fair − price) · quantity over all
 * fills at the fair value that they were quoted around, what was earned before prices moved on.
 */
export const marketMaking = defineAlgorithm(
  "market-making",
  {
    fair: "close",
    span: 10,
    window: 20,
    width: 0.5,
    minimum: 0.0005,
    size: 0.1,
    limit: 0.5,
    aversion: 10,
    horizon: 20,
    short: true
  },
  ({fair, span, window, width, minimum, size, limit, aversion, horizon, short}) => {
    const mean = oneOf("market-making fair", fair, ["close", "ema"]) === "ema";
    whole("market-making span", span);
    whole("market-making window", window, 2);
    between("market-making width", width, 0);
    between("market-making minimum", minimum, 0, 0.5);
    if (!(width > 0 || minimum > 0))
      throw new Error("invalid market-making minimum: 0 with a width of 0; one of them must be above 0");
    between("market-making size", size, 0);
    between("market-making limit", limit, 0);
    between("market-making aversion", aversion, 0);
    between("market-making horizon", horizon, 0);
    return {
      needs: ["high", "low", "close"],
      lookback: window,
      begin(desk, symbols) {
        const value = new Float64Array(symbols.length).fill(NaN);
        let edge = 0;
        return {
          filled({symbol, price, quantity, forced}) {
            if (!forced) edge += (value[symbol] - price) * quantity;
          },
          bar(now, {equity, position, price}) {
            const part = equity / symbols.length;
            let inventory = 0;
            for (let s = 0; s < symbols.length; ++s) {
              if (position[s] !== 0) inventory += (position[s] * price[s]) / equity;
              const close = now.at("close", s);
              if (!(close > 0) || !(part > 0)) continue;
              value[s] = mean && value[s] > 0 ? value[s] + (2 / (span + 1)) * (close - value[s]) : close;
              const sigma = volatility(desk.history("close", s, window + 1));
              if (Number.isNaN(sigma)) continue;
              const held = (position[s] * value[s]) / part;
              const reservation = value[s] * (1 - aversion * held * sigma * sigma * horizon);
              const half = value[s] * Math.max(minimum, width * sigma);
              const bid = Math.min(reservation - half, close);
              const ask = Math.max(reservation + half, close);
              const lot = (size * part) / value[s];
              const most = (limit * part) / value[s];
              const bought = Math.min(lot, most - position[s]);
              const sold = Math.min(lot, position[s] + (short ? most : 0));
              if (bought > 0 && bid > 0) desk.order(s, bought, {limit: bid, good: "bar", tag: "bid"});
              if (sold > 0) desk.order(s, -sold, {limit: ask, good: "bar", tag: "ask"});
            }
            desk.record({inventory, edge});
          }
        };
      }
    };
  }
);

/** The root mean square of the simple returns between closes that are there, `NaN` of fewer than half. */
function volatility(closes: Float64Array): number {
  let [sum, count] = [0, 0];
  for (let i = 1; i < closes.length; ++i) {
    const change = closes[i] / closes[i - 1] - 1;
    if (Number.isFinite(change)) [sum, count] = [sum + change * change, count + 1];
  }
  return 2 * count < closes.length - 1 ? NaN : Math.sqrt(sum / count);
}
