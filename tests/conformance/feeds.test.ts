import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {isBar} from "../../core/base/market-data.js";
import {effects} from "../../core/lab/context.js";
import {loadMaker, pluginNames} from "../../core/lab/registry.js";
import type {Growing} from "../../core/live/bar.js";
import {bare, growing} from "../../core/live/bar.js";
import {liveContext} from "../../core/live/context.js";
import type {Bar, Feed, LiveBar, LiveContext, Query, Trade} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {binance} from "../servers/binance.js";
import type {Running} from "../servers/socket.js";
import {serveExchange} from "../servers/socket.js";
import {makeMarket} from "../servers/venue.js";

const minute = 60_000;
const start = Date.UTC(2024, 0, 2, 10);
const span = {from: start - 60 * minute, to: start + 60 * minute};
const markets = ["BTC/USDT", "ETH/USDT"].map((pair) => makeMarket(pair, {...span, gap: 4000}));
const told = {symbols: ["BTC/USDT", "ETH/USDT"], from: start, to: start + 3 * minute, timeframe: "1m"} as const;

let home: string;
let exchange: Running;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-feeds-"));
  exchange = await serveExchange(binance(markets), () => span.to);
  const source = synthetic({symbols: 4, rows: 60});
  await ingest(home, source, {from: -Infinity, to: Infinity, timeframe: "1d"}, effects());
});
afterAll(async () => {
  await exchange.close();
  await rm(home, {recursive: true, force: true});
});

/** How a feed is tried without a network: against a server here, or a dataset in a store. */
interface Trial {
  options(): object;
  /** Whole bars that both its stream and its past have. */
  readonly query: Query;
  readonly dataset?: string;
  /** Has everything of the query told, once somebody listens; answers with how many items that are. */
  play?(): Promise<number>;
  /** How many connections are open. */
  listeners?(): number;
}

const trials: Readonly<Record<string, Trial>> = {
  ccxt: {
    options: () => ({url: exchange.url, socket: exchange.socket}),
    query: told,
    async play() {
      await until(() => exchange.listeners() > 0);
      let count = 0;
      for (const market of markets)
        for (const trade of market.trades.filter(({t}) => t >= told.from && t < told.to)) {
          exchange.tell(market, trade);
          ++count;
        }
      return count;
    },
    listeners: () => exchange.listeners()
  },
  replay: {
    options: () => ({speed: 0}),
    query: {from: -Infinity, to: Infinity, timeframe: "1d"},
    dataset: "synthetic/1d"
  }
};

/** Waits until something is so, some seconds at most. */
async function until(so: () => boolean): Promise<void> {
  for (let tries = 0; !so(); ++tries) {
    if (tries === 500) throw new Error("it did not come to that within five seconds");
    await new Promise((go) => setTimeout(go, 10));
  }
}

function makeContext({dataset}: Trial, signal = new AbortController().signal): LiveContext {
  return liveContext({...effects(), log() {}, signal}, home, 1, dataset);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}

/** The stream's items, up to as many as were told, or all of a stream that ends. */
async function streamed(feed: Feed, trial: Trial): Promise<(Trade | LiveBar)[]> {
  const ending = new AbortController();
  const items: (Trade | LiveBar)[] = [];
  const playing = trial.play?.();
  let most = Infinity;
  void playing?.then((count) => (most = count));
  try {
    for await (const item of feed.stream(trial.query, makeContext(trial, ending.signal)))
      if (items.push(item) >= most) break;
  } finally {
    ending.abort(new Error("over"));
    await playing;
  }
  return items;
}

/** The closed bars that items make, by symbol and time. */
function barsOf(items: readonly (Trade | LiveBar)[], feed: Feed, {timeframe}: Query): Bar[] {
  const {closeOf, labelAt} = calendar(feed.calendar ?? "XNYS");
  const made = new Map<string, Growing>();
  const bars: Bar[] = [];
  for (const item of items) {
    if ("close" in item) {
      if (item.closed) bars.push(bare(item));
      continue;
    }
    const label = labelAt(timeframe, item.t);
    const key = `${item.symbol} ${label}`;
    const bar = made.get(key) ?? growing(item.symbol, label, closeOf(timeframe, label));
    made.set(key, bar);
    bar.add(item);
  }
  return inOrder([...bars, ...Array.from(made.values(), (each) => each.bar())]);
}

const inOrder = (bars: readonly Bar[]) =>
  bars.toSorted((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : a.t - b.t));
const past = async (feed: Feed, trial: Trial, query = trial.query) =>
  inOrder((await all(feed.past(query, makeContext(trial)))).filter(isBar).map(bare));
/** Sums of quantities may differ in their last digit. */
const rounded = (bars: readonly Bar[]) => bars.map((bar) => ({...bar, volume: Number(bar.volume.toPrecision(12))}));

for (const name of await pluginNames("feed")) {
  describe(`plugins/feeds/${name}.ts`, () => {
    const trial = trials[name] as Trial | undefined;
    if (!trial) return it("is tried here", () => expect.fail(`give ${name} an entry in trials`));
    const make = async () => (await loadMaker("feed", name))(trial.options() as never);

    it("has in its past the bars that its stream makes", async () => {
      const feed = await make();
      const bars = barsOf(await streamed(feed, trial), feed, trial.query);
      expect(bars.length).toBeGreaterThan(5);
      expect(rounded(bars)).toEqual(rounded(await past(feed, trial)));
    });

    it("gives the past that is asked for, the same twice and in parts", async () => {
      const feed = await make();
      const bars = await past(feed, trial);
      expect(await past(await make(), trial)).toEqual(bars);
      const times = [...new Set(bars.map(({t}) => t))].sort((a, b) => a - b);
      const middle = times[times.length >> 1];
      const parts = [
        await past(feed, trial, {...trial.query, to: middle}),
        await past(feed, trial, {...trial.query, from: middle})
      ];
      expect(parts.every((part) => part.length > 0)).toBe(true);
      expect(inOrder(parts.flat())).toEqual(bars);
      const {symbol} = bars[bars.length - 1];
      expect(await past(feed, trial, {...trial.query, symbols: [symbol]})).toEqual(
        bars.filter((bar) => bar.symbol === symbol)
      );
    });

    it("tells the venue's time as a number, or does not tell it", async () => {
      const feed = await make();
      const time = feed.time ? await feed.time(makeContext(trial)) : null;
      expect(time === null || (Number.isFinite(time) && time > 0)).toBe(true);
    });

    it("ends its stream as soon as it is aborted, and leaves no connection", async () => {
      const feed = (await loadMaker("feed", name))({...trial.options(), ...("speed" in trial.options() && {speed: 1})});
      const [before, amid] = [new AbortController(), new AbortController()];
      before.abort(new Error("aborted"));
      await expect(all(feed.stream(trial.query, makeContext(trial, before.signal)))).rejects.toThrow("aborted");
      const items = feed.stream(trial.query, makeContext(trial, amid.signal))[Symbol.asyncIterator]();
      const first = items.next();
      await trial.play?.();
      expect((await first).done).toBe(false);
      const rest = (async () => {
        for (;;) if ((await items.next()).done) return;
      })();
      const ended = rest.catch((error: unknown) => expect((error as Error).message).toBe("aborted"));
      amid.abort(new Error("aborted"));
      const patience = new Promise((_, reject) => setTimeout(() => reject(new Error("it did not end")), 2000).unref());
      await Promise.race([ended, patience]);
      await until(() => (trial.listeners?.() ?? 0) === 0);
    });

    it("repeats itself where its stream is complete", async () => {
      const feed = await make();
      if (!feed.complete) return;
      const items = await streamed(feed, trial);
      expect(items.every((item) => "close" in item && item.closed)).toBe(true);
      expect(await streamed(await make(), trial)).toEqual(items);
    });
  });
}
