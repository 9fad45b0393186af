import type {Dialect, Reply} from "./socket.js";
import type {Made, Market} from "./venue.js";
import {price, quantity} from "./venue.js";

/** Coins that Kraken calls by names of its own, with a letter for their kind before. */
const coins: Readonly<Record<string, string>> = {BTC: "XXBT", ETH: "XETH", USD: "ZUSD"};
const coin = (name: string) => coins[name] ?? name;
const short = (name: string) => coin(name).replace(/^[XZ](?=...$)/, "");

/** Kraken's spot market: its public REST interface and version 2 of its socket. */
export function kraken(markets: readonly Market[]): Dialect {
  const idOf = ({base, quote}: Market) => coin(base) + coin(quote);
  const wordOf = ({base, quote}: Market) => `${base}/${quote}`;
  const good = (result: unknown): Reply => ({body: {error: [], result}});
  const bad = (error: string): Reply => ({body: {error: [error]}});
  return {
    busy: bad("EGeneral:Too many requests"),
    answer(path, query, now) {
      if (path === "/0/public/Time")
        return good({unixtime: Math.floor(now / 1000), rfc1123: new Date(now).toUTCString().replace("GMT", "+0000")});
      if (path === "/0/public/SystemStatus")
        return good({status: "online", timestamp: new Date(now).toISOString().replace(/\.\d+/, "")});
      if (path === "/0/public/AssetPairs")
        return good(Object.fromEntries(markets.map((market) => [idOf(market), pair(market)])));
      const market = markets.find((each) => idOf(each) === query.get("pair"));
      if (!market) return bad("EQuery:Unknown asset pair");
      if (path === "/0/public/OHLC") {
        const length = Number(query.get("interval") ?? 1) * 60_000;
        // Weeks of Kraken's are counted from 1970, a Thursday; the running bar comes along.
        const bars = thursdays(length, market, Math.floor(now / length) * length + length);
        const last = bars.slice(-721);
        const rows = last.filter(({t}) => t > Number(query.get("since") ?? 0) * 1000);
        return good({
          [idOf(market)]: rows.map((bar) => [
            bar.t / 1000,
            price(bar.open),
            price(bar.high),
            price(bar.low),
            price(bar.close),
            bar.count === 0 ? "0.0" : price(bar.close),
            quantity(bar.lots),
            bar.count
          ]),
          last: (last.at(-2)?.t ?? 0) / 1000
        });
      }
      if (path === "/0/public/Trades") {
        const since = Number(query.get("since") ?? 0) / 1e6;
        const trades = market.trades.filter(({t}) => t > since && t <= now).slice(0, 1000);
        const rows = trades.map(({cents, lots, t, buy, id}) => {
          return [`${price(cents)}000`, quantity(lots), t / 1000, buy ? "b" : "s", "l", "", id];
        });
        return good({[idOf(market)]: rows, last: `${(trades.at(-1)?.t ?? since) * 1e6}`});
      }
      return undefined;
    },
    heard({method, params, req_id}, now) {
      const time = {time_in: new Date(now).toISOString(), time_out: new Date(now).toISOString()};
      if (method === "ping") return {replies: [{method: "pong", req_id, ...time}]};
      const {channel, symbol} = params as {channel: string; symbol: string[]};
      const found = symbol.map((word) => markets.find((each) => wordOf(each) === word));
      if (method !== "subscribe" || channel !== "trade" || found.includes(undefined))
        return {
          replies: [{error: `Currency pair not supported ${symbol.join()}`, method, success: false, req_id, ...time}]
        };
      const replies = (found as Market[]).flatMap((market) => [
        {
          method: "subscribe",
          result: {channel, snapshot: true, symbol: wordOf(market)},
          success: true,
          req_id,
          ...time
        },
        {
          channel,
          type: "snapshot",
          data: market.trades
            .filter(({t}) => t <= now)
            .slice(-50)
            .map(told(market))
        }
      ]);
      return {replies, markets: found as Market[]};
    },
    told: (market, trade) => ({channel: "trade", type: "update", data: [told(market)(trade)]})
  };

  function told(market: Market) {
    return ({cents, lots, t, buy, id}: Made) => ({
      symbol: wordOf(market),
      side: buy ? "buy" : "sell",
      price: cents / 100,
      qty: lots / 1e5,
      ord_type: "limit",
      trade_id: id,
      timestamp: new Date(t).toISOString().replace("Z", "000Z")
    });
  }
}

function thursdays(length: number, market: Market, to: number) {
  if (length !== 604_800_000) return market.candles(length, 0, to, "repeated");
  const days = market.candles(86_400_000, 0, to, "left out");
  return days
    .map((day) => ({...day, t: Math.floor(day.t / length) * length}))
    .filter(({t}, i, all) => t !== all[i - 1]?.t);
}

function pair({base, quote}: Market) {
  return {
    altname: short(base) + short(quote),
    wsname: `${short(base)}/${short(quote)}`,
    aclass_base: "currency",
    base: coin(base),
    aclass_quote: "currency",
    quote: coin(quote),
    lot: "unit",
    cost_decimals: 5,
    pair_decimals: 2,
    lot_decimals: 8,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, 0.4]],
    fees_maker: [[0, 0.25]],
    fee_volume_currency: "ZUSD",
    margin_call: 80,
    margin_stop: 40,
    ordermin: "0.00005",
    costmin: "0.5",
    tick_size: "0.01",
    status: "online"
  };
}
