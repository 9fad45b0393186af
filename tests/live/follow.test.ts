import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import type {LiveEvent} from "../../core/live/events.js";
import {follow} from "../../core/live/follow.js";
import type {Followed, Following} from "../../core/live/tape.js";
import type {Bar, Plugin} from "../../core/plugin.js";
import {defineFeed} from "../../core/plugin.js";
import {makeMarket} from "../servers/venue.js";
import type {Weather, World} from "./world.js";
import {fair, makeWorld, stormy, truth} from "./world.js";

const minute = 60_000;
const start = Date.UTC(2024, 0, 2, 9, 30);
const stop = start + 30 * minute;

/** Takes everything that following gives. */
async function take(bars: AsyncIterable<Followed>, each = async (_: Followed) => {}): Promise<Followed[]> {
  const out: Followed[] = [];
  for await (const bar of bars) {
    out.push(bar);
    await each(bar);
  }
  return out;
}

/** The bars as they stand in the end, corrections taken in, by symbol and time. */
function standing(given: readonly Followed[], symbol: string): Bar[] {
  const bars = new Map<number, Bar>();
  for (const {bar} of given) if (bar.symbol === symbol) bars.set(bar.t, bar);
  return [...bars.values()];
}

function expectSame(bars: readonly Bar[], wanted: readonly Bar[]): void {
  const bare = ({t, open, high, low, close}: Bar) => ({t, open, high, low, close});
  expect(bars.map(bare)).toEqual(wanted.map(bare));
  for (const [i, {volume}] of bars.entries())
    expect(Math.abs(volume - wanted[i].volume)).toBeLessThanOrEqual(1e-12 * wanted[i].volume);
}

const markets = {
  "BTC/USDT": makeMarket("BTC/USDT", {from: start - 120 * minute, to: stop + 5 * minute, gap: 3000}),
  "ETH/USDT": makeMarket("ETH/USDT", {from: start - 120 * minute, to: stop + 5 * minute, gap: 40_000})
};

function watch(world: World, weather: Partial<Weather>, options: Partial<Following> = {}) {
  const feed = stormy(markets, {...fair, ...weather}, world);
  const symbols = Object.keys(markets);
  return follow(feed, {symbols, from: start - 10 * minute, to: stop, timeframe: "1m"}, world, options);
}

/** Compares what was given with the venue's bars, up to a time. */
function expectTruth(given: readonly Followed[], empty: Weather["empty"] = "repeated", until = stop): void {
  for (const [symbol, market] of Object.entries(markets)) {
    const bars = standing(given, symbol).filter(({t}) => t < until);
    expectSame(bars, truth(symbol, market, start - 10 * minute, until, empty));
  }
}

const count = (given: readonly Followed[], how: Followed["how"]) => given.filter((each) => each.how === how).length;

describe("follow", () => {
  it("gives every bar once, in order, and builds those from trades that a connection saw whole", async () => {
    const world = makeWorld(start + 12_345);
    const given = await world.run(take(watch(world, {})));
    expectTruth(given);
    expect(given.length).toBe(80);
    const quick = given.filter(({bar}) => bar.symbol === "BTC/USDT" && bar.t > start);
    expect(count(quick, "trades")).toBeGreaterThan(15);
    expect(count(given, "trades") + count(given, "past")).toBe(80);
    for (const symbol of Object.keys(markets)) {
      const times = given.filter(({bar}) => bar.symbol === symbol).map(({bar}) => bar.t);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it("gives the venue's bars in any weather", async () => {
    let built = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          cuts: fc.array(fc.integer({min: 0, max: 30 * minute}), {maxLength: 6}),
          most: fc.integer({min: 20, max: 1000}),
          repeated: fc.double({min: 0, max: 0.5, noNaN: true}),
          lag: fc.constantFrom(0, 0, 500, 4000, 12_000),
          failing: fc.constantFrom(0, 0, 0.3),
          empty: fc.constantFrom("repeated" as const, "left out" as const),
          ahead: fc.constantFrom(0, 0, -7000, 90_000),
          seed: fc.integer()
        }),
        async ({most, cuts, ...weather}) => {
          const world = makeWorld(start + 12_345, weather.seed);
          const at = cuts.map((each) => start + each).sort((a, b) => a - b);
          const given = await world.run(take(watch(world, {...weather, cuts: at, latency: [10, most]})));
          expect(given.some(({corrects}) => corrects)).toBe(false);
          expectTruth(given, weather.empty);
          built += count(given, "trades");
        }
      ),
      {numRuns: 60, seed: 7}
    );
    expect(built).toBeGreaterThan(500);
  });

  it("compares a bar with the venue's when a trade comes after it, and gives it again", async () => {
    const world = makeWorld(start + 12_345);
    const events: LiveEvent[] = [];
    const given = await world.run(
      take(watch(world, {latency: [10, 8000]}, {settle: 20_000, tell: (event) => void events.push(event)}))
    );
    const late = events.filter(({event}) => event === "late").length;
    const corrected = events.filter(({event}) => event === "corrected").length;
    expect(late).toBeGreaterThan(5);
    expect(corrected).toBeGreaterThan(2);
    expect(given.filter(({corrects}) => corrects).length).toBe(corrected);
    expectTruth(given, "repeated", stop - 2 * minute);
  });

  it("gives up the connection while its bars are not taken, and misses nothing", async () => {
    const world = makeWorld(start + 12_345);
    const events: LiveEvent[] = [];
    let taken = 0;
    let asked = 0;
    const feed = stormy(markets, fair, world);
    const past = feed.past.bind(feed);
    const counted: Plugin<"feed"> = {
      ...feed,
      async *past(query, context) {
        for await (const item of past(query, context)) {
          ++asked;
          expect(asked - taken).toBeLessThanOrEqual(4 + 2 + 2);
          yield item;
        }
      }
    };
    const slow = async () => {
      if (++taken % 10 === 0 && taken < 60) await world.sleep(6 * minute);
    };
    const query = {symbols: Object.keys(markets), from: start - 10 * minute, to: stop, timeframe: "1m" as const};
    const tell = (event: LiveEvent) => void events.push(event);
    const given = await world.run(take(follow(counted, query, world, {queue: 4, tell}), slow));
    expectTruth(given);
    expect(events.some(({event}) => event === "paused")).toBe(true);
    expect(events.some(({event}) => event === "resumed")).toBe(true);
  });

  it("closes bars by the venue's clock, and says how far the one here is off", async () => {
    const world = makeWorld(start + 12_345);
    const given = await world.run(take(watch(world, {ahead: -40_000})));
    expectTruth(given);
    expect(world.logged).toContain("the clock here is 40.0 s ahead of the venue's");
    expect(world.now() - 40_000).toBeLessThan(stop + 5000);
  });

  it("does not give up bars as missing when the clock here jumps ahead", async () => {
    const world = makeWorld(start + 12_345);
    const jumped = {...world, now: () => world.now() + (world.now() > start + 10 * minute ? 4 * minute : 0)};
    const query = {symbols: ["ETH/USDT"], from: start, to: stop, timeframe: "1m" as const};
    const given = await world.run(take(follow(stormy(markets, fair, world), query, jumped)));
    expectSame(standing(given, "ETH/USDT"), truth("ETH/USDT", markets["ETH/USDT"], start, stop, "repeated"));
  });

  it("asks again for a bar that has less than its trades", async () => {
    const world = makeWorld(start + 12_345);
    const given = await world.run(take(watch(world, {stale: 9000})));
    const late = start + 2 * minute;
    const bars = standing(given, "ETH/USDT").filter(({t}) => t >= late);
    expect(count(given, "past")).toBeGreaterThan(30);
    expectSame(bars, truth("ETH/USDT", markets["ETH/USDT"], late, stop, "repeated"));
  });

  it("says which bars are missing that were traded in", async () => {
    const world = makeWorld(start + 12_345);
    const hole = start + 3 * minute;
    const feed = stormy(markets, {...fair, cuts: [hole + 50_000]}, world);
    const past = feed.past.bind(feed);
    const holed: Plugin<"feed"> = {
      ...feed,
      async *past(query, context) {
        for await (const item of past(query, context)) if (!("t" in item && item.t === hole)) yield item;
      }
    };
    const events: LiveEvent[] = [];
    const query = {symbols: ["BTC/USDT"], from: start, to: stop, timeframe: "1m" as const};
    const given = await world.run(take(follow(holed, query, world, {tell: (event) => void events.push(event)})));
    expect(given.length).toBe(29);
    expect(events).toContainEqual({event: "missing", symbol: "BTC/USDT", from: hole, to: hole + minute});
  });

  it("gives up a connection that tells nonsense", async () => {
    const world = makeWorld(start + 12_345);
    const feed = stormy(markets, fair, world);
    const stream = feed.stream.bind(feed);
    let told = 0;
    const broken: Plugin<"feed"> = {
      ...feed,
      async *stream(query, context) {
        for await (const item of stream(query, context)) {
          yield ++told === 100 ? {...item, price: NaN} : told === 250 ? {...item, t: NaN} : item;
        }
      }
    };
    const query = {symbols: Object.keys(markets), from: start - 10 * minute, to: stop, timeframe: "1m" as const};
    expectTruth(await world.run(take(follow(broken, query, world))));
    expect(world.logged.filter((line) => line.startsWith("broken message: a trade of")).length).toBe(2);
  });

  it("waits longer after each connection that fails, no two the same", async () => {
    const waits: number[] = [];
    const world = makeWorld(start);
    const tell = (event: LiveEvent) => {
      if (event.event !== "lost") return;
      waits.push(event.wait);
      if (waits.length === 9) throw new Error("enough");
    };
    const dead = defineFeed("dead", {}, () => ({
      calendar: "24/7",
      // eslint wants a yield in a generator; there is nothing to give.
      async *stream() {
        await Promise.resolve();
        throw new Outage("refused", 100);
        yield* [];
      },
      async *past() {}
    }))();
    const query = {symbols: ["A/B"], from: start, to: stop, timeframe: "1m" as const};
    await expect(world.run(take(follow(dead, query, world, {first: 1000, longest: 20_000, tell})))).rejects.toThrow(
      "enough"
    );
    const bounds = [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000, 20_000].map((each, i) => {
      return [each * (i < 5 ? 1 : 0.5), each * 2];
    });
    for (const [i, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(bounds[i][1]);
    expect(waits.slice(5).every((wait) => wait >= 10_000 && wait <= 20_000)).toBe(true);
    expect(new Set(waits).size).toBe(waits.length);
    expect(waits[0]).toBeLessThan(waits[3]);
  });

  it.each([
    [3000, 3000],
    [1e12, 3_600_000]
  ])("waits as long as the venue asks, an hour at most: %d", async (wanted, expected) => {
    const world = makeWorld(start);
    const waits: number[] = [];
    const tell = (event: LiveEvent) => {
      if (event.event === "lost" && waits.push(event.wait) === 2) throw new Error("enough");
    };
    const fails = async function* () {
      await Promise.resolve();
      throw new Outage("banned", wanted);
      yield* [];
    };
    const banned = defineFeed("banned", {}, () => ({calendar: "24/7", stream: fails, past: fails}))();
    const query = {symbols: ["A/B"], from: start - 5 * minute, to: stop, timeframe: "1m" as const};
    await expect(world.run(take(follow(banned, query, world, {first: 10, tell})))).rejects.toThrow("enough");
    expect(waits).toEqual([expected, expected]);
  });

  it("ends its connection when nobody takes more", async () => {
    const world = makeWorld(start + 12_345);
    let ended = false;
    const feed = stormy(markets, fair, world);
    const stream = feed.stream.bind(feed);
    const watched: Plugin<"feed"> = {
      ...feed,
      async *stream(query, context) {
        try {
          yield* stream(query, context);
        } finally {
          ended = context.signal.aborted;
        }
      }
    };
    const query = {symbols: ["BTC/USDT"], from: start, to: Infinity, timeframe: "1m" as const};
    const three = async () => {
      const out = [];
      for await (const each of follow(watched, query, world)) if (out.push(each) === 3) break;
      return out;
    };
    expect((await world.run(three())).length).toBe(3);
    expect(ended).toBe(true);
  });

  it("throws what is no outage", async () => {
    const world = makeWorld(start + 12_345);
    const feed: Plugin<"feed"> = {
      ...stormy(markets, fair, world),
      async *past() {
        await Promise.resolve();
        throw new Error("unknown symbol: BTC/USDT");
        yield* [];
      }
    };
    const query = {symbols: ["BTC/USDT"], from: start - 5 * minute, to: stop, timeframe: "1m" as const};
    await expect(world.run(take(follow(feed, query, world)))).rejects.toThrow("unknown symbol: BTC/USDT");
    await expect(take(follow(feed, {...query, symbols: []}, world))).rejects.toThrow("missing symbols");
  });
});
