import {Outage} from "../base/outage.js";
import {within} from "./context.js";
import type {Tape} from "./tape.js";

/** Connects to the feed again and again, and hands on what it says. Returns when a complete feed ended. */
export async function connections(tape: Tape): Promise<void> {
  const {feed, query, context, outlet, all, tell, first, longest} = tape;
  let failures = 0;
  while (!outlet.ended) {
    let connected = false;
    let paused = false;
    let reason = "the connection ended";
    let least = 0;
    const link = new AbortController();
    try {
      await readClock(tape);
      for await (const item of feed.stream(query, within(context, link.signal))) {
        if (!connected) tell({event: "connected"});
        connected = true;
        tape.take(item);
        if (outlet.ended) return;
        if (!outlet.full) continue;
        if (feed.complete) await outlet.room();
        else {
          paused = true;
          break;
        }
      }
      if (feed.complete && !paused) return outlet.end();
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof Outage)) throw error;
      reason = error.message;
      least = asked(error);
    } finally {
      link.abort(new Error("ended"));
    }
    for (const series of all) series.lost();
    if (paused) {
      tell({event: "paused"});
      await outlet.drained();
      tell({event: "resumed"});
      tape.advance();
      continue;
    }
    failures = connected ? 0 : failures + 1;
    const wait = Math.max(least, Math.min(longest, first * 2 ** failures) * (0.5 + context.random.uniform() / 2));
    tell({event: "lost", reason, wait});
    await context.sleep(wait);
  }
}

/** What a venue asks to wait, in milliseconds: an hour at most, whatever it says. */
export function asked({retryAfter = 0}: Outage): number {
  return Math.min(3_600_000, retryAfter);
}

/** An answer of the venue's clock that took longer than this is not trusted the first time, in milliseconds. */
const prompt = 1000;

/**
 * Measures the venue's clock against the one here. Its answer is some time old when it arrives, so the venue's time is no
 * less than it says; how much the clocks differ is known to half of the time that the answer took.
 */
export async function readClock({feed, context, tell, setClock}: Tape): Promise<void> {
  for (let tries = 1; tries <= 2; ++tries) {
    const before = context.now();
    const time = (await feed.time?.(context)) ?? null;
    const took = context.now() - before;
    setClock(time);
    if (time === null) return;
    if (took > prompt && tries === 1) continue;
    const ahead = time - (before + took / 2);
    if (Math.abs(ahead) > prompt + took / 2) tell({event: "clock", ahead});
    return;
  }
}
