import {afterAll, expect, it} from "vitest";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {effects} from "../../core/lab/context.js";
import {liveContext} from "../../core/live/context.js";
import {recorder} from "../../core/live/record.js";
import type {Bar} from "../../core/plugin.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {ccxt} from "../../plugins/feeds/ccxt.js";

const home = await mkdtemp(join(tmpdir(), "tapebook-live-"));
afterAll(() => rm(home, {recursive: true, force: true}));

const minute = 60_000;
const start = Date.UTC(2024, 4, 6, 14, 0);
const bar = (i: number, symbol: string, close: number): Bar => {
  return {t: start + i * minute, symbol, open: close, high: close + 1, low: close - 1, close, volume: 1 + i};
};

it("stores what it is given in batches, and a correction over what it corrects", async () => {
  let now = start + 10 * minute;
  const kept = recorder(home, ccxt(), "1m", effects({now: () => now}));
  for (let i = 0; i < 3; ++i) {
    await kept.add(bar(i, "BTC/USDT", 100 + i));
    await kept.add(bar(i, "ETH/USDT", 50 + i));
  }
  expect(kept.added).toBe(0);
  now += 2 * minute;
  await kept.add(bar(3, "BTC/USDT", 103));
  expect(kept.added).toBe(7);
  await kept.add(bar(4, "BTC/USDT", 104));
  await kept.add(bar(4, "BTC/USDT", 114));
  await kept.add(bar(1, "BTC/USDT", 111));
  await kept.flush();
  await kept.flush();
  expect(kept.added).toBe(9);
  const {times, symbols, fields} = await loadPanel(home, {dataset: "binance/1m"});
  expect([...times]).toEqual([0, 1, 2, 3, 4].map((i) => start + i * minute));
  expect(symbols).toEqual(["BTC/USDT", "ETH/USDT"]);
  expect([...fields.close]).toEqual([100, 50, 111, 51, 102, 52, 103, NaN, 114, NaN]);
});

it("reads what is stored, by time", async () => {
  const context = liveContext(effects(), home, 1, "binance/1m");
  const read = [];
  const query = {symbols: ["BTC/USDT", "ETH/USDT"], from: start, to: start + 2 * minute, timeframe: "1m" as const};
  for await (const {t, symbol, close} of context.stored(query)) read.push([(t - start) / minute, symbol, close]);
  expect(read).toEqual([
    [0, "BTC/USDT", 100],
    [0, "ETH/USDT", 50],
    [1, "BTC/USDT", 111],
    [1, "ETH/USDT", 51]
  ]);
  const wrong = context.stored({...query, timeframe: "1d"});
  await expect(wrong[Symbol.asyncIterator]().next()).rejects.toThrow(
    "invalid dataset: binance/1m; name one of bars of 1d"
  );
});
