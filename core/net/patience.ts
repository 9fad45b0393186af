import {setMaxListeners} from "node:events";
import {setTimeout as sleep} from "node:timers/promises";
import pRetry from "p-retry";
import {Outage} from "../base/outage.js";
import type {Context} from "../plugin.js";
import {takeTurn} from "./turns.js";
import type {Limits} from "./turns.js";

/** How long to bear with a host. All times are milliseconds. */
export interface Patience extends Limits {
  /** Whom is asked, for messages and turns: `query2.finance.yahoo.com`. Work without a host has no turns. */
  readonly host: string;
  /** How often to ask at most, the first time included. */
  readonly attempts: number;
  /** The longest wait before the second attempt; it doubles with each one after. */
  readonly first: number;
  /** The longest wait before any attempt. */
  readonly longest: number;
  /** How long one attempt may take once it is its turn. */
  readonly timeout: number;
}

/** The patience where nothing else is said: five attempts of up to 30 s within some 7 s of waits. */
export const usualPatience: Patience = {
  host: "",
  attempts: 5,
  first: 500,
  longest: 30_000,
  timeout: 30_000,
  concurrency: Infinity,
  rate: Infinity
};

/**
 * Attempts what may fail for a while. After an `Outage` it waits and tries again; anything else is thrown at once. The
 * wait before attempt k + 1 is uniform in [0, min(longest, first × 2^(k − 1))) (exponential back-off with full jitter), drawn
 * from `context.random`, and no shorter than the outage's `retryAfter` where that is at most `longest`, else `longest`.
 * Each attempt waits for its turn at the host and is then given `timeout`, after which its signal is aborted and it
 * counts as an outage. Throws the last attempt's outage, and the reason of `context.signal` as soon as that is aborted.
 */
export function patiently<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  {random, log, signal}: Pick<Context, "random" | "log" | "signal">,
  patience: Partial<Patience> = {}
): Promise<T> {
  const {host, attempts, first, longest, timeout, ...limits} = {...usualPatience, ...patience};
  // Each attempt under way listens to a signal that many share. Node before 24 would print that it takes that for a leak.
  setMaxListeners(0, signal);
  const timed = () => within(timeout, host, signal, attempt);
  return pRetry(() => (host === "" ? timed() : takeTurn(host, limits, signal, timed)), {
    retries: attempts - 1,
    minTimeout: 0,
    signal,
    shouldRetry: ({error}) => error instanceof Outage,
    async onFailedAttempt({error, attemptNumber, retriesLeft}) {
      if (!(error instanceof Outage) || retriesLeft === 0 || signal.aborted) return;
      const jittered = random.uniform() * Math.min(longest, first * 2 ** (attemptNumber - 1));
      const wait = Math.min(longest, Math.max(jittered, error.retryAfter ?? 0));
      log(`${error.message}; attempt ${attemptNumber + 1} of ${attempts} in ${duration(wait)}`);
      await sleep(wait, undefined, {signal}).catch(() => signal.throwIfAborted());
    }
  });
}

/** Settles with the attempt, or throws: the reason of the outer signal, or an outage when the time is over. */
async function within<T>(
  timeout: number,
  host: string,
  outer: AbortSignal,
  attempt: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const inner = new AbortController();
  const late = new Outage(`no answer${host && ` from ${host}`} within ${duration(timeout)}`);
  const cancel = () => inner.abort(outer.reason);
  const timer = timeout < Infinity ? setTimeout(() => inner.abort(late), timeout) : undefined;
  outer.addEventListener("abort", cancel, {once: true});
  try {
    outer.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      inner.signal.addEventListener("abort", () => reject(inner.signal.reason as Error), {once: true});
    });
    return await Promise.race([attempt(inner.signal), aborted]);
  } catch (error) {
    inner.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", cancel);
  }
}

/** `230 ms`, `1.5 s`, `30 s`. */
function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Number((milliseconds / 1000).toFixed(1))} s`;
}
