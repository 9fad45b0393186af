import PQueue from "p-queue";

/** How much may be asked of one host. */
export interface Limits {
  /** Requests under way at the same time, at least 1. */
  readonly concurrency: number;
  /** Requests begun in a second, above 0; `Infinity` for no limit. */
  readonly rate: number;
}

const queues = new Map<string, PQueue>();

/**
 * Does a piece of work when it is its turn at a host. All work of this process at one host under the same limits stands
 * in one queue, first come first served, and is begun at an even pace: at 10 a second, one each 100 ms. Throws the
 * signal's reason where that is aborted, before or amid the work.
 */
export async function takeTurn<T>(
  host: string,
  limits: Limits,
  signal: AbortSignal,
  work: () => Promise<T>
): Promise<T> {
  signal.throwIfAborted();
  return queueOf(host, limits).add(work, {signal});
}

function queueOf(host: string, {concurrency, rate}: Limits): PQueue {
  const key = JSON.stringify([host, concurrency, String(rate)]);
  const known = queues.get(key);
  if (known) return known;
  const interval = Math.max(20, 1000 / rate);
  const pace = rate < Infinity ? {interval, intervalCap: Math.max(1, Math.round((rate * interval) / 1000))} : {};
  const queue = new PQueue({concurrency, ...pace});
  queues.set(key, queue);
  return queue;
}
