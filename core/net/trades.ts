import type * as ccxt from "ccxt";
import {Outage} from "../base/outage.js";
import type {LiveContext, Trade} from "../plugin.js";
import {checkSymbol} from "./candles.js";
import type {Exchange} from "./exchange.js";

/** How often silence is looked for, in milliseconds. */
const beat = 200;

/** How many symbols are subscribed to at once; Binance takes 200 on a connection. */
const together = 100;

/** ccxt's list of a symbol's latest trades. */
interface Kept extends Array<ccxt.Trade> {
  /** How many came since this was asked last, which marks them as taken. */
  getLimit(symbol: string, limit: undefined): number;
  /** Whether a symbol's trades are marked as taken and none came since. */
  readonly clearUpdatesBySymbol: Readonly<Record<string, boolean>>;
}

/** How many trades of a symbol are kept until they are taken, which is done at once. */
const most = 5000;

/**
 * Every trade of the symbols from the moment that the exchange takes the subscription, over one connection of its own
 * (or as many as the exchange needs), as they come. Throws an `Outage` when any connection ends or breaks, or when
 * nothing at all, pings included, is heard for `silence` milliseconds.
 */
export async function* liveTrades(
  exchange: Exchange,
  symbols: readonly string[],
  {now, sleep, signal}: LiveContext,
  silence: number
): AsyncGenerator<Trade> {
  const name = exchange.venue.exchange;
  for (const symbol of symbols) checkSymbol(exchange, symbol);
  const client = await exchange.another();
  if (client.has.watchTrades !== true) throw new Error(`unsupported feed: ${name} tells no trades over a socket`);
  // It asks for a sign of life often; whether there was one is judged here.
  const often = {keepAlive: silence / 3, maxPingPongMisses: 1e6, connectionTimeout: silence};
  client.streaming = {...client.streaming, ...often};
  client.options.tradesLimit = most;
  client.newUpdates = false;
  let heard = now();
  let wake = () => {};
  // Nothing here waits for one promise all the time: it would keep something of every message until it settles.
  const lost: Error[] = [];
  const lose = (error: Error) => {
    lost.push(error);
    wake();
  };
  const end = (why: string) => lose(new Outage(`lost ${name}: ${why.replace(/\s+/g, " ").slice(0, 200)}`));
  const abort = () => lose(signal.reason as Error);
  const {onError, onClose, handleMessage} = client;
  client.onError = (socket: Socket, error: Error) => {
    end(error.message);
    onError.call(client, socket, error);
  };
  client.onClose = (socket: Socket, event: {code?: number}) => {
    end(`the connection ended${event.code === undefined ? "" : ` (${event.code})`}`);
    onClose.call(client, socket, event);
  };
  client.onConnected = ({connection}: Socket) => {
    for (const event of ["ping", "pong"]) connection?.on(event, () => (heard = now()));
  };
  client.handleMessage = (socket: Socket, message: object) => {
    heard = now();
    handleMessage.call(client, socket, message);
    wake();
  };
  let ticking = false;
  const tick = async () => {
    if (ticking) return;
    ticking = true;
    await sleep(beat);
    ticking = false;
    wake();
  };
  signal.throwIfAborted();
  signal.addEventListener("abort", abort, {once: true});
  for (const watching of watch(client, symbols)) watching.catch((error: unknown) => lose(exchange.failure(error)));
  try {
    for (;;) {
      const woken = new Promise<void>((go) => (wake = go));
      for (const symbol of symbols) yield* fresh(client, symbol);
      if (lost.length > 0) throw lost[0];
      if (now() - heard > silence) throw new Outage(`lost ${name}: it said nothing for ${silence / 1000} s`);
      tick().catch(lose);
      await woken;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
    for (const {connection} of Object.values(client.clients) as Socket[]) connection?.terminate();
    void client.close().catch(() => {});
  }
}

/** Subscribes to the symbols' trades, many with one message where that can be. */
function watch(client: ccxt.Exchange, symbols: readonly string[]): Promise<unknown>[] {
  if (client.has.watchTradesForSymbols !== true) return symbols.map((symbol) => client.watchTrades(symbol));
  const groups = Array.from({length: Math.ceil(symbols.length / together)}, (_, i) =>
    symbols.slice(i * together, (i + 1) * together)
  );
  return groups.map((group) => client.watchTradesForSymbols(group));
}

/** ccxt's holder of a socket, as far as it is used here. */
interface Socket {
  readonly connection?: {on(event: string, listener: () => void): void; terminate(): void};
}

/** The trades of a symbol that came since they were last taken. */
function* fresh(client: ccxt.Exchange, symbol: string): Generator<Trade> {
  const kept = client.trades[symbol] as unknown as Kept | undefined;
  if (!kept || kept.clearUpdatesBySymbol[symbol]) return;
  const count = kept.getLimit(symbol, undefined);
  if (count >= most) throw new Outage(`lost ${client.id}: ${count} trades came at once, more than are kept`);
  for (const each of kept.slice(kept.length - count)) yield tradeOf(symbol, each);
}

function tradeOf(symbol: string, {timestamp, price, amount, id}: ccxt.Trade): Trade {
  return {t: Number(timestamp), symbol, price: Number(price), quantity: Number(amount), ...(id && {id})};
}
