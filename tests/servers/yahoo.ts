import {once} from "node:events";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {parseDate} from "../../core/base/timeframe.js";
import type {Troubles} from "./faults.js";
import {respond, troubles} from "./faults.js";
import {chartOf} from "./yahoo-chart.js";
import type {Listing, Session} from "./yahoo-market.js";
import {listings, sessionsOf} from "./yahoo-market.js";

export interface Options {
  /** Listings, or how many to make up: Y0000, Y0001 and so on. */
  readonly symbols: number | readonly Listing[];
  readonly seed?: number;
  /** The first day of the data. */
  readonly from?: string;
  /** What the server takes for now: no row is later, and limits of intraday rows are counted from it. */
  readonly now?: string;
  readonly troubles?: Troubles;
}

/** A request as it came. */
export interface Asked {
  readonly path: string;
  readonly about: string;
  readonly query: Readonly<Record<string, string>>;
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface YahooServer {
  readonly url: string;
  readonly symbols: readonly string[];
  readonly requests: readonly Asked[];
  /** The most requests that were under way at once. */
  peak(): number;
  /** What was truly traded. */
  truth(symbol: string): readonly Session[];
  /** Makes every answer of daily rows beforehand. */
  warm(): void;
  close(): Promise<void>;
}

const headers = {
  "content-type": "application/json;charset=utf-8",
  "cache-control": "public, max-age=10, stale-while-revalidate=20",
  "referrer-policy": "no-referrer-when-downgrade",
  vary: "Origin,Accept-Encoding",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN"
};

/** A server on this machine that answers as Yahoo does, about made-up symbols, until it is closed. */
export async function startYahoo({
  symbols,
  seed = 1,
  from = "2020-01-01",
  now = "2025-01-01",
  troubles: troubleOf = () => undefined
}: Options): Promise<YahooServer> {
  const [first, instant] = [parseDate(from), parseDate(now)];
  const listed = typeof symbols === "number" ? listings(symbols, first, instant) : symbols;
  const bySymbol = new Map(listed.map((listing) => [listing.symbol, listing]));
  const known = new Map<string, readonly Session[]>();
  const attempts = new Map<string, number>();
  const requests: Asked[] = [];
  const bodies = new Map<string, Buffer>();
  let [open, peak] = [0, 0];

  function truth(symbol: string): readonly Session[] {
    const listing = bySymbol.get(symbol);
    if (!listing) return [];
    let sessions = known.get(symbol);
    if (sessions) return sessions;
    // They are made again where they were forgotten: a thousand symbols would take a gigabyte.
    if (known.size >= 100) known.clear();
    known.set(symbol, (sessions = sessionsOf(listing, seed, first, instant)));
    return sessions;
  }

  function chart(symbol: string, query: Readonly<Record<string, string>>): readonly [number, Buffer] {
    const listing = bySymbol.get(symbol);
    if (!listing) return failed("chart", 404, "Not Found", "No data found, symbol may be delisted");
    const [since, until] = [Number(query.period1) * 1000, Number(query.period2) * 1000];
    const all = query.interval === "1d" && since <= first && until > instant;
    const stored = all ? bodies.get(symbol) : undefined;
    if (stored) return [200, stored];
    const sessions = truth(symbol);
    const answer = chartOf(listing, sessions, seed, query.interval, since, until, instant);
    if ("error" in answer) return failed("chart", answer.status, answer.code, answer.error);
    const body = Buffer.from(JSON.stringify({chart: {result: [answer], error: null}}));
    if (all) bodies.set(symbol, body);
    return [200, body];
  }

  function search(text: string): readonly [number, Buffer] {
    if (text === "") return failed("finance", 400, "Bad Request", "Missing required query parameter=q");
    const matches = listed.filter(({symbol, name = ""}) => `${symbol} ${name}`.toLowerCase().includes(text));
    const quotes = matches.map(({symbol, name = symbol, type = "EQUITY"}) => ({
      exchange: "NMS",
      shortname: name,
      longname: name,
      quoteType: type,
      symbol,
      index: "quotes",
      score: 20_000,
      typeDisp: type,
      exchDisp: "NASDAQ",
      isYahooFinance: true
    }));
    const stranger = {index: "78ddc076", name: "A private company", permalink: "private", isYahooFinance: false};
    const lists = {news: [], nav: [], lists: [], researchReports: []};
    const found = {explains: [], count: matches.length + 1, quotes: [...quotes, stranger], ...lists, totalTime: 9};
    return [200, Buffer.from(JSON.stringify(found))];
  }

  const server = createServer((request, response) => {
    const {pathname, searchParams} = new URL(request.url!, "http://localhost");
    const query = Object.fromEntries(searchParams);
    const [, symbol] = /^\/v8\/finance\/chart\/([^/]+)$/.exec(pathname) ?? [];
    const about = symbol === undefined ? pathname : decodeURIComponent(symbol);
    const attempt = (attempts.get(about) ?? 0) + 1;
    attempts.set(about, attempt);
    requests.push({path: pathname, about, query, attempt, headers: request.headers});
    peak = Math.max(peak, ++open);
    response.on("close", () => --open);
    const [status, body] =
      symbol !== undefined
        ? chart(about, query)
        : pathname === "/v1/finance/search"
          ? search((query.q ?? "").toLowerCase())
          : failed("finance", 404, "Not Found", `No such resource: ${pathname}`);
    respond(response, status, headers, body, troubleOf(about, attempt));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    symbols: listed.map(({symbol}) => symbol),
    requests,
    peak: () => peak,
    truth,
    warm() {
      for (const {symbol} of listed) chart(symbol, {interval: "1d", period1: "-2208988800", period2: "9999999999"});
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    }
  };
}

function failed(root: string, status: number, code: string, description: string): readonly [number, Buffer] {
  return [status, Buffer.from(JSON.stringify({[root]: {result: null, error: {code, description}}}))];
}

/** Serves as a process of its own: prints where, and ends when its input does or after `--seconds`. `--warm` makes all daily answers first. */
async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      symbols: {type: "string", default: "100"},
      failures: {type: "string", default: "0"},
      hangs: {type: "string", default: "0"},
      seed: {type: "string", default: "1"},
      from: {type: "string", default: "2020-01-01"},
      now: {type: "string", default: "2025-01-01"},
      seconds: {type: "string", default: "600"},
      warm: {type: "boolean", default: false}
    }
  });
  const seed = Number(values.seed);
  const server = await startYahoo({
    symbols: Number(values.symbols),
    seed,
    from: values.from,
    now: values.now,
    troubles: troubles(seed, Number(values.failures), Number(values.hangs))
  });
  if (values.warm) server.warm();
  const stop = () => process.exit();
  process.stdin.on("end", stop).on("error", stop).resume();
  setTimeout(stop, Number(values.seconds) * 1000);
  process.stdout.write(`${JSON.stringify({url: server.url, symbols: server.symbols})}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
