import type {Dialect, Reply} from "./socket.js";
import type {Length, Made, Market} from "./venue.js";
import {price, quantity} from "./venue.js";

const lengths: Readonly<Record<string, Length>> = {
  "1m": 60_000,
  "5m": 300_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
  "1w": 604_800_000,
  "1M": "month"
};

/** Where Binance's markets are served. */
const roots = {spot: "/api/v3", swap: "/fapi/v1"};

/** Binance's spot market or its swaps in USDT: the REST interface and the market streams. */
export function binance(markets: readonly Market[], type: keyof typeof roots = "spot"): Dialect {
  const idOf = ({base, quote}: Market) => `${base}${quote}`;
  const find = (id: string | null) => markets.find((market) => idOf(market) === id);
  const invalid: Reply = {status: 400, body: {code: -1121, msg: "Invalid symbol."}};
  return {
    busy: {
      status: 429,
      headers: {"retry-after": "1"},
      body: {code: -1003, msg: "Too much request weight used; current limit is 6000 request weight per 1 MINUTE."}
    },
    answer(address, query, now) {
      // The markets in coins are there, and empty.
      if (type === "swap" && address === "/dapi/v1/exchangeInfo") return {body: exchangeInfo([], now, type)};
      if (!address.startsWith(`${roots[type]}/`)) return undefined;
      const path = address.slice(roots[type].length + 1);
      if (path === "ping") return {body: {}};
      if (path === "time") return {body: {serverTime: now}};
      if (path === "exchangeInfo") return {body: exchangeInfo(markets, now, type)};
      const market = find(query.get("symbol"));
      const start = Number(query.get("startTime") ?? 0);
      const limit = Math.min(1000, Number(query.get("limit") ?? 500));
      if (path === "klines") {
        const length = lengths[query.get("interval") ?? ""];
        if (!market) return invalid;
        const bars = market.candles(length, start, now, "repeated").slice(0, limit);
        return {
          body: bars.map((bar) => [
            bar.t,
            price(bar.open),
            price(bar.high),
            price(bar.low),
            price(bar.close),
            quantity(bar.lots),
            bar.t + (length === "month" ? 2_592_000_000 : length) - 1,
            price(bar.lots * bar.close * 1e-5),
            bar.count,
            quantity(Math.floor(bar.lots / 2)),
            "0.00000000",
            "0"
          ])
        };
      }
      if (path === "aggTrades" || path === "trades") {
        if (!market) return invalid;
        const trades = market.trades.filter(({t}) => t >= start && t <= now).slice(0, limit);
        const worded: (trade: Made) => object = path === "aggTrades" ? aggregated : plain;
        return {body: trades.map(worded)};
      }
      return undefined;
    },
    heard({method, params, id}) {
      if (method !== "SUBSCRIBE") return {replies: [{result: null, id}]};
      const streams = params as string[];
      const found = streams.map((stream) => find(stream.split("@")[0].toUpperCase()));
      if (!streams.every((stream) => /@trade$/.test(stream)) || found.includes(undefined))
        return {replies: [{code: 2, msg: "Invalid request: invalid stream", id}]};
      return {replies: [{result: null, id}], markets: found as Market[]};
    },
    told: (market, trade, now) => ({
      e: "trade",
      E: Math.max(now, trade.t),
      s: idOf(market),
      t: trade.id,
      p: price(trade.cents),
      q: quantity(trade.lots),
      T: trade.t,
      m: !trade.buy,
      M: true
    })
  };
}

function plain({id, t, cents, lots, buy}: Made) {
  return {
    id,
    price: price(cents),
    qty: quantity(lots),
    quoteQty: price(cents * lots * 1e-5),
    time: t,
    isBuyerMaker: !buy,
    isBestMatch: true
  };
}

function aggregated({id, t, cents, lots, buy}: Made) {
  return {a: id, p: price(cents), q: quantity(lots), f: id, l: id, T: t, m: !buy, M: true};
}

function exchangeInfo(markets: readonly Market[], now: number, type: keyof typeof roots) {
  return {
    timezone: "UTC",
    serverTime: now,
    rateLimits: [{rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 6000}],
    exchangeFilters: [],
    symbols: markets.map(({base, quote}) => ({
      symbol: `${base}${quote}`,
      status: "TRADING",
      ...(type === "swap" && {
        pair: `${base}${quote}`,
        contractType: "PERPETUAL",
        deliveryDate: 4_133_404_800_000,
        onboardDate: 1_569_398_400_000,
        marginAsset: quote,
        underlyingType: "COIN"
      }),
      baseAsset: base,
      baseAssetPrecision: 8,
      quoteAsset: quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: ["LIMIT", "LIMIT_MAKER", "MARKET"],
      icebergAllowed: true,
      ocoAllowed: true,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: [
        {filterType: "PRICE_FILTER", minPrice: "0.01000000", maxPrice: "1000000.00000000", tickSize: "0.01000000"},
        {filterType: "LOT_SIZE", minQty: "0.00001000", maxQty: "9000.00000000", stepSize: "0.00001000"}
      ],
      permissions: [],
      permissionSets: [["SPOT"]],
      defaultSelfTradePreventionMode: "NONE",
      allowedSelfTradePreventionModes: ["NONE"]
    }))
  };
}
