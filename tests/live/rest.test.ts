import {expect, it} from "vitest";
import {follow} from "../../core/live/follow.js";
import {makeMarket} from "../servers/venue.js";
import type {World} from "./world.js";
import {fair, makeWorld, stormy} from "./world.js";

const minute = 60_000;
const start = Date.UTC(2024, 0, 2, 9, 30);
const markets = {
  "BTC/USDT": makeMarket("BTC/USDT", {from: start - 120 * minute, to: start + 30 * minute, gap: 3000})
};

it.each(["nobody takes more", "it is interrupted"])("comes to rest amid filling when %s", async (how) => {
  const world = makeWorld(start + 12_345);
  const interrupt = new AbortController();
  let [over, asked] = [false, 0];
  const watched: World = {
    ...world,
    signal: interrupt.signal,
    now() {
      if (over && ++asked > 1000) throw new Error("it does not come to rest");
      return world.now();
    }
  };
  const query = {symbols: ["BTC/USDT"], from: start - 60 * minute, to: Infinity, timeframe: "1m" as const};
  const three = async () => {
    const out = [];
    for await (const each of follow(stormy(markets, fair, world), query, watched)) {
      if (out.push(each) < 3) continue;
      over = true;
      if (how === "nobody takes more") break;
      interrupt.abort(new Error("interrupted"));
    }
  };
  const ended = world.run(three());
  if (how === "it is interrupted") await expect(ended).rejects.toThrow("interrupted");
  else await ended;
  await new Promise((go) => setImmediate(go));
  expect(asked).toBeLessThan(1000);
});
