import {expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import {random} from "../../core/base/random.js";
import {patiently} from "../../core/net/patience.js";
import {takeTurn} from "../../core/net/turns.js";

function contextWith(seed = 1, signal = new AbortController().signal) {
  const logged: string[] = [];
  return {random: random(seed), log: (message: string) => void logged.push(message), signal, logged};
}

/** Fails with the given errors in turn, then answers with how often it was called. */
function failing(...errors: readonly Error[]) {
  let calls = 0;
  return () => {
    const error = errors[calls++];
    return error ? Promise.reject(error) : Promise.resolve(calls);
  };
}

const quick = {first: 8, longest: 20, timeout: 1000};

it("tries again after outages and says so in one line each", async () => {
  const context = contextWith();
  const attempt = failing(new Outage("no answer from x"), new Outage("no answer from y"));
  await expect(patiently(attempt, context, quick)).resolves.toBe(3);
  expect(context.logged).toEqual([
    expect.stringMatching(/^no answer from x; attempt 2 of 5 in \d+ ms$/),
    expect.stringMatching(/^no answer from y; attempt 3 of 5 in \d+ ms$/)
  ]);
});

it("throws the last outage when its attempts are used up, and everything else at once", async () => {
  const context = contextWith();
  const outages = [1, 2, 3].map((i) => new Outage(`outage ${i}`));
  await expect(patiently(failing(...outages), context, {...quick, attempts: 3})).rejects.toBe(outages[2]);
  expect(context.logged).toHaveLength(2);
  for (const error of [new Error("unknown symbol: X"), new TypeError("fetch failed")]) {
    const other = contextWith();
    await expect(patiently(failing(error, error), other, quick)).rejects.toBe(error);
    expect(other.logged).toEqual([]);
  }
});

it("waits a time drawn by the seed under a bound that doubles up to the longest", async () => {
  const outages = Array.from({length: 6}, () => new Outage("no answer"));
  const patience = {attempts: 7, first: 10, longest: 60, timeout: 1000};
  const drawn = random(7);
  const expected = [10, 20, 40, 60, 60, 60].map((bound) => drawn.uniform() * bound);
  for (let run = 0; run < 2; ++run) {
    const context = contextWith(7);
    const begun = performance.now();
    await patiently(failing(...outages), context, patience);
    // Timers may fire a millisecond early.
    expect(performance.now() - begun).toBeGreaterThan(expected.reduce((sum, wait) => sum + wait - 1, 0));
    expect(context.logged).toEqual(
      expected.map((wait, i) => `no answer; attempt ${i + 2} of 7 in ${Math.round(wait)} ms`)
    );
  }
  const other = contextWith(8);
  await patiently(failing(...outages), other, patience);
  expect(other.logged[5]).not.toContain(`in ${Math.round(expected[5])} ms`);
});

it("waits as long as it is told to, but no longer than the longest", async () => {
  const context = contextWith();
  const attempt = failing(new Outage("busy", 15), new Outage("busy", 60_000));
  await patiently(attempt, context, {first: 0, longest: 20, timeout: 1000});
  expect(context.logged).toEqual(["busy; attempt 2 of 5 in 15 ms", "busy; attempt 3 of 5 in 20 ms"]);
});

it("gives each attempt its time, and takes one that is late for an outage", async () => {
  const context = contextWith();
  const signals: AbortSignal[] = [];
  const attempt = (signal: AbortSignal) => {
    signals.push(signal);
    return signals.length < 3 ? new Promise<number>(() => {}) : Promise.resolve(42);
  };
  const patience = {host: "example.org", first: 0, longest: 20, timeout: 30};
  await expect(patiently(attempt, context, patience)).resolves.toBe(42);
  expect(signals.map(({aborted}) => aborted)).toEqual([true, true, false]);
  expect(context.logged).toEqual([
    "no answer from example.org within 30 ms; attempt 2 of 5 in 0 ms",
    "no answer from example.org within 30 ms; attempt 3 of 5 in 0 ms"
  ]);
  await expect(patiently(() => new Promise(() => {}), context, {attempts: 1, timeout: 1000})).rejects.toThrow(
    /^no answer within 1 s$/
  );
});

it("stops at once when it is cancelled: before, during an attempt, and while it waits", async () => {
  const reason = new Error("stop it");
  const before = contextWith(1, AbortSignal.abort(reason));
  await expect(patiently(failing(), before)).rejects.toBe(reason);

  const during = new AbortController();
  let inner: AbortSignal | undefined;
  const hanging = patiently(
    (signal) => {
      inner = signal;
      return new Promise(() => {});
    },
    contextWith(1, during.signal)
  );
  setTimeout(() => during.abort(reason), 5);
  await expect(hanging).rejects.toBe(reason);
  expect(inner?.reason).toBe(reason);

  const waiting = new AbortController();
  const context = contextWith(1, waiting.signal);
  const begun = performance.now();
  setTimeout(() => waiting.abort(reason), 20);
  await expect(patiently(failing(new Outage("busy", 20_000)), context)).rejects.toBe(reason);
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(context.logged).toEqual(["busy; attempt 2 of 5 in 20 s"]);
});

it("leaves no listener behind on the signal it was given", async () => {
  const {signal} = new AbortController();
  let open = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => (++open, add(...given));
  signal.removeEventListener = (...given: Parameters<typeof remove>) => (--open, remove(...given));
  await patiently(failing(new Outage("x")), contextWith(1, signal), {...quick, host: "listeners.example"});
  expect(open).toBe(0);
});

it("lets only so many at a host at once, at an even pace, whoever asks", async () => {
  let [now, most] = [0, 0];
  const begun: number[] = [];
  const work = async () => {
    begun.push(performance.now());
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 30));
    --now;
  };
  const limits = {host: "paced.example", concurrency: 2, rate: Infinity};
  await Promise.all(Array.from({length: 7}, () => patiently(work, contextWith(), limits)));
  expect(most).toBe(2);

  begun.length = 0;
  const paced = {host: "paced.example", concurrency: 100, rate: 40};
  await Promise.all(Array.from({length: 9}, () => patiently(work, contextWith(), paced)));
  // Nine at 40 a second take eight spaces of 25 ms.
  expect(begun[8] - begun[0]).toBeGreaterThan(8 * 25 - 30);
});

it("does not count the wait for a turn as time without an answer", async () => {
  const limits = {host: "slow.example", concurrency: 1, timeout: 60, attempts: 1};
  const work = () => new Promise((resolve) => setTimeout(resolve, 40));
  await expect(Promise.all([1, 2, 3].map(() => patiently(work, contextWith(), limits)))).resolves.toHaveLength(3);
});

it("gives up a place in the queue when it is cancelled", async () => {
  const stop = new AbortController();
  const limits = {concurrency: 1, rate: Infinity};
  let release = () => {};
  const first = takeTurn("queue.example", limits, new AbortController().signal, () => {
    return new Promise<void>((resolve) => (release = resolve));
  });
  let ran = false;
  const second = takeTurn("queue.example", limits, stop.signal, () => Promise.resolve((ran = true)));
  stop.abort(new Error("stop it"));
  await expect(second).rejects.toThrow("stop it");
  release();
  await first;
  expect(ran).toBe(false);
});
