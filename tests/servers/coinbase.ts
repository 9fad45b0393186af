import type {Dialect} from "./socket.js";
import type {Market} from "./venue.js";
import {price, quantity} from "./venue.js";

/** Coinbase Exchange's public interface: REST and the channel `matches` of its socket. */
export function coinbase(markets: readonly Market[]): Dialect {
  const idOf = ({base, quote}: Market) => `${base}-${quote}`;
  const match = (market: Market, {id, t, cents, lots, buy}: Market["trades"][number], type: string) => ({
    type,
    trade_id: id,
    maker_order_id: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    taker_order_id: `00000000-0000-4000-9000-${String(id).padStart(12, "0")}`,
    side: buy ? "sell" : "buy",
    size: quantity(lots),
    price: price(cents),
    product_id: idOf(market),
    sequence: 7_000_000 + id,
    time: new Date(t).toISOString().replace("Z", "000Z")
  });
  return {
    busy: {status: 429, body: {message: "Public rate limit exceeded"}},
    answer(path, query, now) {
      if (path === "/time") return {body: {iso: new Date(now).toISOString(), epoch: now / 1000}};
      if (path === "/products") return {body: markets.map(product)};
      const id = /^\/products\/([^/]+)\/candles$/.exec(path)?.[1];
      if (id === undefined) return undefined;
      const market = markets.find((each) => idOf(each) === id);
      if (!market) return {status: 404, body: {message: "NotFound"}};
      const length = Number(query.get("granularity")) * 1000;
      if (![60, 300, 900, 3600, 21_600, 86_400].includes(length / 1000))
        return {status: 400, body: {message: "Unsupported granularity"}};
      const [start, end] = [Date.parse(query.get("start") ?? ""), Date.parse(query.get("end") ?? "")];
      if ((end - start) / length > 300)
        return {
          status: 400,
          body: {
            message: "granularity too small for the requested time range. Count of aggregations requested exceeds 300"
          }
        };
      const bars = market.candles(length, start, Math.min(now, end + 1), "left out");
      const rows = bars.map(({t, low, high, open, close, lots}) => {
        return [t / 1000, low / 100, high / 100, open / 100, close / 100, lots / 1e5];
      });
      return {body: rows.reverse()};
    },
    heard({type, product_ids, channels}, now) {
      const found = (product_ids as string[]).map((id) => markets.find((each) => idOf(each) === id));
      if (type !== "subscribe" || (channels as string[])[0] !== "matches" || found.includes(undefined))
        return {
          replies: [{type: "error", message: "Failed to subscribe", reason: `${String(product_ids)} is not valid`}]
        };
      const last = (found as Market[]).flatMap((market) => {
        const trade = market.trades.findLast(({t}) => t <= now);
        return trade ? [match(market, trade, "last_match")] : [];
      });
      return {
        replies: [...last, {type: "subscriptions", channels: [{name: "matches", product_ids}]}],
        markets: found as Market[]
      };
    },
    told: (market, trade) => match(market, trade, "match")
  };
}

function product({base, quote}: Market) {
  return {
    id: `${base}-${quote}`,
    base_currency: base,
    quote_currency: quote,
    quote_increment: "0.01",
    base_increment: "0.00000001",
    display_name: `${base}-${quote}`,
    min_market_funds: "1",
    margin_enabled: false,
    post_only: false,
    limit_only: false,
    cancel_only: false,
    status: "online",
    status_message: "",
    trading_disabled: false,
    fx_stablecoin: false,
    max_slippage_percentage: "0.02000000",
    auction_mode: false,
    high_bid_limit_percentage: ""
  };
}
