import {between} from "../../core/base/options.js";
import {candles, venueTime} from "../../core/net/candles.js";
import {datasetOf, opener} from "../../core/net/exchange.js";
import {liveTrades} from "../../core/net/trades.js";
import type {LiveContext, Query} from "../../core/plugin.js";
import {defineFeed} from "../../core/plugin.js";

/**
 * Trades of a crypto exchange as they are made, over its public socket, and its closed bars of the past over REST, both
 * through the ccxt library. Trades and not the exchange's own running bars, since those neither say when they are whole
 * nor come from every exchange. `socket` is an origin that takes the place of the exchange's for the socket and `silence`
 * the seconds after which a connection that says nothing counts as lost; the other options are those of the source.
 */
export const ccxt = defineFeed(
  "ccxt",
  {exchange: "binance", type: "spot", url: "", socket: "", attempts: 5, timeout: 30, pace: 0, silence: 30},
  ({silence, ...venue}) => {
    between("silence", silence, 0.1, 86_400);
    const open = opener(venue);
    const feed = {
      calendar: "24/7" as const,
      dataset: datasetOf(venue),
      async *stream({symbols = []}: Query, context: LiveContext) {
        if (symbols.length === 0) throw new Error(`missing symbols: name those of ${venue.exchange} to follow`);
        yield* liveTrades(await open(context), symbols, context, silence * 1000);
      },
      async *past(query: Query, context: LiveContext) {
        yield* candles(await open(context), query, context);
      },
      /** The exchange's clock, epoch milliseconds; null where it does not tell. */
      async time(context: LiveContext) {
        return venueTime(await open(context), context);
      }
    };
    return feed;
  }
);
