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
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, {once: true});
  });
  aborted.catch(() => {});
  return {...context, signal, sleep: (milliseconds) => Promise.race([context.sleep(milliseconds), aborted])};
}
