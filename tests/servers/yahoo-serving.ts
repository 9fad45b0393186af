import {afterEach} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import type {Plugin} from "../../core/plugin.js";
import {yahoo} from "../../plugins/sources/yahoo.js";
import type {Options, YahooServer} from "./yahoo.js";
import {startYahoo} from "./yahoo.js";
import type {Listing} from "./yahoo-market.js";

const servers: YahooServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A server for one test with the data of 2023, and the source that asks it, of little patience. */
export async function serving(
  symbols: number | readonly (Listing | string)[],
  options: Partial<Options> = {},
  more: NonNullable<Parameters<typeof yahoo>[0]> = {}
) {
  const listed =
    typeof symbols === "number" ? symbols : symbols.map((each) => (typeof each === "string" ? {symbol: each} : each));
  const server = await startYahoo({from: "2023-01-01", now: "2024-01-01", ...options, symbols: listed});
  servers.push(server);
  const source: Plugin<"source"> = yahoo({url: server.url, rate: Infinity, wait: 0.004, timeout: 5, ...more});
  return {server, source};
}

/** What is asked about a symbol: of the year 2023 unless said otherwise. */
export function query(symbol: string, timeframe: Timeframe = "1d", from = "2023-01-01", to = "2024-01-01") {
  return {symbols: [symbol], timeframe, from: parseDate(from), to: parseDate(to)};
}

/** How far a number is from another, in parts of it. */
export function distance(got: number, wanted: number): number {
  return Math.abs(got / wanted - 1);
}
