import {setMaxListeners} from "node:events";
import {setTimeout} from "node:timers/promises";
import {random} from "../base/random.js";
import type {Effects} from "../lab/context.js";
import type {LiveContext} from "../plugin.js";
import {storedBars} from "./stored.js";

/** What a feed is given: the real clock of the effects, a store to read from, and random numbers of a seed. */
export function liveContext(effects: Effects, home: string, seed: number, dataset = ""): LiveContext {
  const {log, progress, now, signal} = effects;
  return {
    random: random(seed),
    log,
    progress,
    now,
    signal,
    // Node's timers hold 31 bits.
    sleep: (milliseconds) => setTimeout(Math.min(Math.max(0, milliseconds), 2 ** 31 - 1), undefined, {signal}),
    stored: (query) => storedBars(home, dataset, query)
  };
}

/** The context with a signal that ends earlier; its sleeps end with that. */
export function within(context: LiveContext, ending: AbortSignal): LiveContext {
  const signal = AbortSignal.any([context.signal, ending]);
  setMaxListeners(0, signal);
  // A race against one promise that lasts would keep something of every sleep for as long.
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted();
      const stop = () => reject(signal.reason as Error);
      const off = () => signal.removeEventListener("abort", stop);
      signal.addEventListener("abort", stop, {once: true});
      context.sleep(milliseconds).finally(off).then(resolve, reject);
    });
  return {...context, signal, sleep};
}
