import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";
import {expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {liveContext, within} from "../../core/live/context.js";
import {ccxt} from "../../plugins/feeds/ccxt.js";
import {binance} from "../servers/binance.js";
import {serveExchange} from "../servers/socket.js";
import {makeMarket} from "../servers/venue.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** How many bytes more are in use after some work than before. */
async function kept(work: () => Promise<void>): Promise<number> {
  collect();
  const before = process.memoryUsage().heapUsed;
  await work();
  collect();
  return process.memoryUsage().heapUsed - before;
}

it("a connection that lasts keeps nothing of its sleeps", async () => {
  const base = liveContext(effects(), "", 1);
  const context = within({...base, sleep: () => Promise.resolve()}, new AbortController().signal);
  const sleep = async (count: number) => {
    for (let i = 0; i < count; ++i) await context.sleep(1);
  };
  await sleep(1000);
  expect(await kept(() => sleep(50_000))).toBeLessThan(4e6);
});

it("a stream keeps nothing of the messages that it told", async () => {
  const start = Date.UTC(2024, 0, 2);
  const end = start + 3_600_000;
  const market = makeMarket("BTC/USDT", {from: start, to: end, gap: 1000});
  const server = await serveExchange(binance([market]), () => end);
  const ending = new AbortController();
  const context = liveContext({...effects(), signal: ending.signal}, "", 1);
  const feed = ccxt({url: server.url, socket: server.socket});
  const query = {symbols: ["BTC/USDT"], from: start, to: end, timeframe: "1m"} as const;
  const trades = feed.stream(query, context)[Symbol.asyncIterator]();
  let next = trades.next();
  let id = 0;
  const hear = async (count: number) => {
    for (let i = 0; i < count; ++i) {
      server.tell(market, {...market.trades[0], id: ++id, t: start + id});
      await next;
      next = trades.next();
    }
  };
  try {
    while (server.listeners() === 0) await new Promise((go) => setTimeout(go, 5));
    // The client keeps the latest 5,000 trades.
    await hear(6000);
    expect(await kept(() => hear(10_000))).toBeLessThan(1.5e6);
  } finally {
    ending.abort(new Error("over"));
    await next.catch(() => {});
    await server.close();
  }
});
