import {whole} from "../../core/base/options.js";
import {candles, instruments} from "../../core/net/candles.js";
import {datasetOf, opener} from "../../core/net/exchange.js";
import {defineSource} from "../../core/plugin.js";

/**
 * Bars of a crypto exchange over its public interface, through the ccxt library and within the exchange's limits.
 * Symbols are ccxt's: `BTC/USDT` on the spot market, `BTC/USDT:USDT` a swap settled in USDT (its volume is in contracts).
 * `exchange` is one of ccxt's, `type` the kind of market, `url` an origin that takes the place of the exchange's,
 * `attempts` how often to ask at most, `timeout` how long to wait for an answer in seconds, `pace` the milliseconds to
 * leave between requests (0 for what the exchange wants), `page` how many bars to ask for at once (0 for as many as the
 * exchange gives). Bars of a minute or a day are those of the exchange: where nothing
 * was traded, Binance and Kraken repeat the last close with no volume, and Coinbase leaves the bar out. Kraken gives its
 * last 720 bars of any length only. Weeks must begin on Mondays, which Kraken's do not.
 */
export const ccxt = defineSource(
  "ccxt",
  {exchange: "binance", type: "spot", url: "", attempts: 5, timeout: 30, pace: 0, page: 0},
  ({page, ...venue}) => {
    whole("page", page, 0);
    const open = opener({...venue, socket: ""});
    return {
      calendar: "24/7",
      dataset: datasetOf(venue),
      concurrency: 4,
      async *bars(query, context) {
        yield* candles(await open(context), query, context, page);
      },
      async search(text, context) {
        return instruments(await open(context), text);
      }
    };
  }
);
