import type {default as YahooFinance} from "yahoo-finance2";
import {Absent} from "../../base/absent.js";
import {Outage} from "../../base/outage.js";
import type {Context, Instrument} from "../../plugin.js";
import {fetchJson} from "../fetch.js";
import {patiently} from "../patience.js";
import type {Patience} from "../patience.js";
import type {Chart} from "./chart.js";
import {readChart} from "./chart.js";

/** The lengths of rows that this client asks for. */
export type Interval = "1m" | "5m" | "15m" | "30m" | "60m" | "1d";

/** What is asked of Yahoo, with patience. */
export interface Yahoo {
  /** Rows and events with `from` ≤ stamp ≤ `to`, epoch milliseconds UTC; null where the symbol has none there. */
  chart(symbol: string, interval: Interval, from: number, to: number, context: Context): Promise<Chart | null>;
  search(text: string, context: Context): Promise<readonly Instrument[]>;
}

type Client = InstanceType<typeof YahooFinance>;

const vendor = "query2.finance.yahoo.com";

/**
 * The client yahoo-finance2 at Yahoo, or where `origin` names another host, there. It prints nothing, asks nobody else,
 * and needs neither key nor cookie. It is loaded when it is first asked, which takes a tenth of a second.
 */
export function yahooAt(origin: string, patience: Omit<Patience, "host">): Yahoo {
  const host = origin === "" ? vendor : new URL(origin).host;
  let client: Promise<Client> | undefined;

  async function ask<T>(
    context: Context,
    about: string,
    request: (client: Client, options: object) => Promise<T>
  ): Promise<T> {
    const yahoo = await (client ??= load(origin));
    const log = (message: string) => context.log(`yahoo ${about}: ${message}`);
    const attempt = async (signal: AbortSignal) => {
      try {
        return await request(yahoo, {validateResult: false, fetchOptions: {signal}});
      } catch (error) {
        signal.throwIfAborted();
        throw judged(error, host, about);
      }
    };
    return patiently(attempt, {...context, log}, {...patience, host});
  }

  return {
    async chart(symbol, interval, from, to, context) {
      const options = {
        interval,
        period1: Math.floor(from / 1000),
        period2: Math.ceil(to / 1000),
        events: "div|split",
        includePrePost: false,
        return: "object"
      } as const;
      return ask({...context, random: context.random.fork(symbol)}, symbol, async (yahoo, more) => {
        try {
          return readChart(await yahoo.chart(encodeURIComponent(symbol), options, more));
        } catch (error) {
          if (/^Data doesn't exist for startDate/.test((error as Error).message)) return null;
          throw error;
        }
      });
    },
    async search(text, context) {
      return ask(context, `search for ${text}`, async (yahoo, more) =>
        readInstruments(await yahoo.search(text, {quotesCount: 20, newsCount: 0}, more))
      );
    }
  };
}

async function load(origin: string): Promise<Client> {
  const {default: YahooFinance} = await import("yahoo-finance2");
  const silent = () => {};
  return new YahooFinance({
    fetch: (input, init) => fetchFrom(origin, input as string, init),
    logger: {info: silent, warn: silent, error: silent, debug: silent, dir: silent},
    queue: {concurrency: Infinity},
    suppressNotices: ["yahooSurvey", "ripHistorical"],
    validation: {logErrors: false, logOptionsErrors: false},
    versionCheck: false
  });
}

/** An answer that failed and does not say why in Yahoo's form is an outage; the client would print its address. */
async function fetchFrom(origin: string, address: string, init?: RequestInit): Promise<Response> {
  const {pathname, search, host} = new URL(address);
  const response = await fetchJson(origin === "" ? address : new URL(pathname + search, origin), init);
  if (response.ok || /"error":\s*\{/.test(await response.clone().text())) return response;
  const asked = origin === "" ? host : new URL(origin).host;
  throw new Outage(`no answer from ${asked}: status ${response.status}`);
}

/** What an error of the client means. */
function judged(error: unknown, host: string, about: string): Error {
  if (error instanceof Outage) return error;
  const {message} = error as Error;
  const said = message.replaceAll(/\s+/g, " ").slice(0, 160);
  if (/^(No data found|Not Found)/i.test(message))
    return new Absent([about], `unknown symbol: ${about}; yahoo says: ${said}`);
  const days = /within the last (\d+) days/.exec(message)?.[1];
  if (days !== undefined || /^\d+\w+ data not available/.test(message))
    return new Error(
      `invalid dates: yahoo has bars of ${about} this short for the last ${days ?? "few"} days only; ` +
        "ask for later dates or a longer timeframe",
      {cause: error}
    );
  return new Outage(`broken answer from ${host}: ${said}`, undefined, {cause: error});
}

function readInstruments(given: unknown): Instrument[] {
  const {quotes} = given as {quotes: readonly Readonly<Record<string, unknown>>[]};
  return quotes.flatMap(({symbol, longname, shortname, exchDisp, exchange, quoteType}) => {
    if (typeof symbol !== "string") return [];
    const text = (...values: unknown[]) => values.find((value): value is string => typeof value === "string");
    const name = text(longname, shortname);
    const place = text(exchDisp, exchange);
    const type = text(quoteType)?.toLowerCase();
    return [{symbol, ...(name && {name}), ...(place && {exchange: place}), ...(type && {type})}];
  });
}
