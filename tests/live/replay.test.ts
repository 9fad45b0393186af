import {describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import {follow} from "../../core/live/follow.js";
import type {Followed} from "../../core/live/tape.js";
import type {Bar} from "../../core/plugin.js";
import {replay} from "../../plugins/feeds/replay.js";
import {makeWorld} from "./world.js";

const start = parseDate("2024-01-05");
const bar = (day: string, symbol: string, close: number): Bar => {
  return {t: parseDate(day), symbol, open: close - 1, high: close + 1, low: close - 2, close, volume: 10 * close};
};
/** A week with a weekend and a holiday in it; B begins later and lacks a day. */
const bars = [
  bar("2024-01-11", "A", 10),
  bar("2024-01-12", "A", 11),
  bar("2024-01-12", "B", 50),
  bar("2024-01-16", "A", 12),
  bar("2024-01-17", "A", 13),
  bar("2024-01-17", "B", 51)
];

async function play(speed: number, queue = 1000) {
  const world = makeWorld(start, 1, bars);
  const feed = replay({speed});
  const given: (Followed & {at: number})[] = [];
  const took = async () => {
    const query = {from: -Infinity, to: Infinity, timeframe: "1d" as const};
    for await (const each of follow(feed, query, world, {queue})) given.push({...each, at: world.now() - start});
  };
  await world.run(took());
  return given;
}

describe("replay", () => {
  it.each([0, 1, 10, 1000])("gives the stored bars in their order at speed %d", async (speed) => {
    const given = await play(speed);
    expect(given.map((each) => each.bar)).toEqual(bars);
    expect(given.every(({how}) => how === "feed")).toBe(true);
  });

  it("gives the same to a slow taker", async () => {
    expect((await play(0, 1)).map((each) => each.bar)).toEqual(bars);
  });

  it("takes the time between closes, divided by the speed", async () => {
    const day = 86_400_000;
    const closes = [0, 1, 1, 5, 6, 6].map((days) => days * day);
    expect((await play(1)).map(({at}) => at)).toEqual(closes);
    expect((await play(1000)).map(({at}) => at)).toEqual(closes.map((each) => each / 1000));
    expect((await play(0)).every(({at}) => at === 0)).toBe(true);
  });

  it("waits a month where timers do not hold one", async () => {
    const [from, to] = [parseDate("2024-01-01"), parseDate("2024-03-01")];
    const months = [
      {...bars[0], t: from},
      {...bars[0], t: to}
    ];
    const world = makeWorld(start, 1, months);
    const most = 2 ** 31 - 1;
    const timers = {...world, sleep: (milliseconds: number) => world.sleep(Math.min(milliseconds, most))};
    const times: number[] = [];
    const took = async () => {
      const query = {from, to: Infinity, timeframe: "1mo" as const};
      for await (const _ of replay().stream(query, timers)) times.push(world.now() - start);
    };
    await world.run(took());
    expect(times.map((time) => Math.round(time / 86_400_000))).toEqual([0, 57]);
  });

  it("has what is stored as its past, and asks for the symbols wanted", async () => {
    const world = makeWorld(start, 1, bars);
    const past = [];
    const query = {symbols: ["B"], from: bars[0].t, to: bars[3].t, timeframe: "1d" as const};
    for await (const item of replay().past(query, world)) past.push(item);
    expect(past).toEqual([bars[2]]);
  });

  it("refuses a speed or a calendar that is none", () => {
    expect(() => replay({speed: -1})).toThrow("invalid speed: -1");
    expect(() => replay({calendar: "XLON"})).toThrow("unknown calendar: XLON");
  });
});
