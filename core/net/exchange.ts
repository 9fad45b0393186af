import {AsyncLocalStorage} from "node:async_hooks";
import type * as ccxt from "ccxt";
import {Outage} from "../base/outage.js";
import {whole} from "../base/options.js";
import type {Context} from "../plugin.js";
import {fetchJson} from "./fetch.js";
import {patiently} from "./patience.js";

/** Which exchange to ask, and how. */
export interface Venue {
  /** As ccxt calls it: `binance`, `kraken`, `coinbaseexchange`. */
  readonly exchange: string;
  /** The kind of market: `spot`, `swap`, `future`. */
  readonly type: string;
  /** An origin that takes the place of the exchange's for requests, `http://127.0.0.1:8080`; none where empty. */
  readonly url: string;
  /** The same for sockets: `ws://127.0.0.1:8080`. */
  readonly socket: string;
  /** How often to ask at most, and how long to wait for each answer, in seconds. */
  readonly attempts: number;
  readonly timeout: number;
  /** How many milliseconds to leave between requests; what the exchange wants where 0. */
  readonly pace: number;
}

/** A client of one exchange, which knows its markets and keeps to its limits. */
export interface Exchange {
  readonly venue: Venue;
  readonly client: ccxt.Exchange;
  /** Asks what may fail for a while, patiently; every failure that may pass is an `Outage`. */
  ask<T>(request: () => Promise<T>, context: Context): Promise<T>;
  /** The error as it is to be thrown: an `Outage` where it may pass, else an error with the exchange's words. */
  failure(error: unknown): Error;
  /** A second client with the same markets, for one socket. */
  another(): Promise<ccxt.Exchange>;
}

/** The dataset of an exchange's bars, the same whether they come by requests or over a socket: `binance`, `okx-swap`. */
export function datasetOf({exchange, type}: Pick<Venue, "exchange" | "type">): string {
  return type === "spot" ? exchange : `${exchange}-${type}`;
}

/** Throws where an option makes no sense that can be judged without the exchange. */
function checkVenue({attempts, timeout, pace, url, socket}: Venue): void {
  whole("attempts", attempts);
  whole("pace", pace, 0);
  whole("timeout", timeout);
  for (const [name, value, scheme] of [
    ["url", url, "http"],
    ["socket", socket, "ws"]
  ] as const)
    if (value !== "" && !(new RegExp(`^${scheme}s?://[^/?#@]+$`).test(value) && URL.canParse(value)))
      // A message does not repeat what may hold a password or a key.
      throw new Error(
        `invalid ${name}: ${/[?#@]/.test(value) ? "it is more" : value}; write an origin such as ${scheme}://127.0.0.1:8080`
      );
}

/** The signal of the work on whose behalf a request is made. */
const signals = new AsyncLocalStorage<AbortSignal>();

/** What opens an exchange when it is first asked, and again where that failed. Throws where an option makes no sense. */
export function opener(venue: Venue): (context: Context) => Promise<Exchange> {
  checkVenue(venue);
  let opening: Promise<Exchange> | null = null;
  return (context) =>
    (opening ??= openExchange(venue, context).catch((error: unknown) => {
      opening = null;
      throw error;
    }));
}

/** Opens an exchange and reads its markets. Throws, naming some, where there is no such exchange. */
async function openExchange(venue: Venue, context: Context): Promise<Exchange> {
  const library = await import("ccxt");
  const {exchange: name, attempts} = venue;
  const all = Object.keys(library.exchanges);
  if (!all.includes(name)) {
    const near = all.filter((each) => each.slice(0, 3) === name.slice(0, 3).toLowerCase());
    const some = near.length > 0 ? near : ["binance", "coinbaseexchange", "kraken"];
    throw new Error(`unknown exchange: ${name}; there are ${all.length}, such as ${some.join(", ")}`);
  }
  const create = () => makeClient(library, venue);
  const client = create();
  const failure = (error: unknown) => failureOf(library, venue, error);
  const ask = <T>(request: () => Promise<T>, {signal, ...rest}: Context) =>
    patiently(
      (own) =>
        signals.run(own, request).catch((error: unknown) => {
          own.throwIfAborted();
          throw failure(error);
        }),
      {...rest, signal},
      // The client itself ends a request that takes too long, and has it wait for its turn before.
      {host: name, attempts, timeout: Infinity}
    );
  await ask(() => client.loadMarkets(client.markets === undefined), context);
  return {
    venue,
    client,
    ask,
    failure,
    async another() {
      const copy = create();
      // The library wants to be told before of a socket without encryption.
      if (venue.socket.startsWith("ws:")) await copy.loadHttpProxyAgent();
      copy.setMarkets(client.markets);
      // With its limiter on, the library sends to a socket that ended meanwhile, and lets that error go unhandled.
      copy.enableRateLimit = false;
      return copy;
    }
  };
}

function makeClient(library: typeof ccxt, {exchange, type, url, socket, timeout, pace}: Venue): ccxt.Exchange {
  const makers: object = library.pro;
  const kinds = (exchange in makers ? makers : library) as Record<string, new (options: object) => ccxt.Exchange>;
  const contracts = type === "spot" ? ["spot"] : ["linear", "inverse"];
  const client = new kinds[exchange]({
    enableRateLimit: true,
    ...(pace > 0 && {rateLimit: pace}),
    timeout: timeout * 1000,
    options: {defaultType: type, ...(exchange === "binance" && {fetchMarkets: {types: contracts}})}
  });
  // It would print what it cannot read among the bars.
  client.log = () => {};
  // Coins' networks and fees are of no use here and cost a request.
  client.has.fetchCurrencies = false;
  client.fetchImplementation = (address: string, init: RequestInit) => {
    const own = signals.getStore();
    const both = own && init.signal ? AbortSignal.any([own, init.signal]) : (own ?? init.signal);
    return fetchJson(address, {...init, signal: both});
  };
  client.urls.api = redirected(client.urls.api, url, socket) as typeof client.urls.api;
  return client;
}

/** Addresses with their origins replaced. */
function redirected(addresses: unknown, url: string, socket: string): unknown {
  if (typeof addresses === "string") {
    const [scheme, origin] = addresses.startsWith("ws") ? ["wss?", socket] : ["https?", url];
    return origin === "" ? addresses : addresses.replace(new RegExp(`^${scheme}://[^/]+`), origin);
  }
  if (typeof addresses !== "object" || addresses === null) return addresses;
  return Object.fromEntries(Object.entries(addresses).map(([key, value]) => [key, redirected(value, url, socket)]));
}

function failureOf(library: typeof ccxt, {exchange: name, timeout}: Venue, error: unknown): Error {
  if (error instanceof Outage) return error;
  if (!(error instanceof library.BaseError)) return error instanceof Error ? error : new Error(String(error));
  if (error instanceof library.RequestTimeout)
    return new Outage(`no answer from ${name} within ${timeout} s`, undefined, {cause: error});
  // The library's words, without its name of the exchange and what addresses say beside a host.
  const said = error.message.replace(/\b(\w+:\/\/[^\s/?]+)\S*/g, "$1").replace(new RegExp(`^${name} `), "");
  const words = said.replace(/\s+/g, " ").slice(0, 200);
  const passing = error instanceof library.OperationFailed || /too many requests|rate limit/i.test(words);
  if (passing) return new Outage(`no answer from ${name}: ${words}`, undefined, {cause: error});
  return new Error(`refused by ${name}: ${words}`, {cause: error});
}
