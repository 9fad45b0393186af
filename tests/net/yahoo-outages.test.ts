import {expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import {collected, contextOf} from "../servers/asking.js";
import type {Trouble, Troubles} from "../servers/faults.js";
import {inOrder, troubles} from "../servers/faults.js";
import {query, serving} from "../servers/yahoo-serving.js";

function troubled(symbols: number, troubles: Troubles, more = {}) {
  return serving(symbols, {troubles}, more);
}

const hang: Trouble = {kind: "hang"};
const host = /127\.0\.0\.1:\d+/.source;

it.each<[string, Trouble, string]>([
  ["a failure", {kind: "status", status: 500}, `no answer from ${host}: status 500 Internal Server Error`],
  ["too many requests", {kind: "status", status: 429}, `no answer from ${host}: status 429 Too Many Requests`],
  ["a hung server", hang, `no answer from ${host} within 500 ms`],
  ["a body cut off", {kind: "cut"}, `broken answer from ${host}: it broke the connection`],
  ["half a text", {kind: "half"}, `broken answer from ${host}: text that is cut off or broken instead of JSON`],
  ["HTML", {kind: "html"}, `broken answer from ${host}: HTML instead of JSON`],
  ["HTML and no access", {kind: "html", status: 403}, `broken answer from ${host}: HTML instead of JSON`],
  ["a reset", {kind: "reset"}, `no answer from ${host}: it broke the connection`]
])("outlives %s", async (_, trouble, message) => {
  const patience = trouble === hang ? {timeout: 0.5} : {};
  const {server, source} = await troubled(1, inOrder({Y0000: [trouble, trouble]}), patience);
  const context = contextOf();
  const {bars} = await collected(source, query("Y0000"), context);
  expect(bars).toHaveLength(250);
  expect(server.requests).toHaveLength(3);
  expect(context.logged).toEqual(
    [2, 3].map((attempt) =>
      expect.stringMatching(new RegExp(`^yahoo Y0000: ${message}.*; attempt ${attempt} of 5 in \\d+ ms$`))
    )
  );
});

it("waits as long as Yahoo says", async () => {
  const busy: Trouble = {kind: "status", status: 429, retryAfter: "1"};
  const {source} = await troubled(1, inOrder({Y0000: [busy]}));
  const context = contextOf();
  const begun = performance.now();
  expect((await collected(source, query("Y0000"), context)).bars).toHaveLength(250);
  expect(performance.now() - begun).toBeGreaterThan(990);
  expect(context.logged[0]).toMatch(/attempt 2 of 5 in 1 s$/);
});

it("gives up after its attempts with an outage that names the host and no address", async () => {
  const {server, source} = await troubled(1, () => ({kind: "status", status: 503}), {attempts: 3});
  const failed = await collected(source, query("Y0000")).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Outage);
  expect((failed as Outage).message).toMatch(new RegExp(`^no answer from ${host}: status 503 Service Unavailable$`));
  expect(server.requests).toHaveLength(3);
});

it("asks about an unknown symbol once", async () => {
  const {server, source} = await troubled(1, () => undefined);
  const failed = await collected(source, query("NOPE")).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(failed).not.toBeInstanceOf(Outage);
  expect(server.requests).toHaveLength(1);
});

it("stops in the middle of a hung answer, a body and a wait when it is cancelled", async () => {
  const reason = new Error("stop it");
  const busy: Trouble = {kind: "status", status: 429, retryAfter: "20"};
  for (const trouble of [hang, {kind: "slow", milliseconds: 2000} as const, busy]) {
    const {source, server} = await troubled(1, () => trouble, {timeout: 20});
    const stop = new AbortController();
    const begun = performance.now();
    const running = collected(source, query("Y0000"), contextOf(stop.signal));
    setTimeout(() => stop.abort(reason), 40);
    await expect(running).rejects.toBe(reason);
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(server.requests).toHaveLength(1);
  }
});

it("waits the same times for the same seed, and others for another symbol", async () => {
  const waits = async (symbol: string, seed: number) => {
    const {source} = await troubled(2, () => ({kind: "status", status: 500}), {attempts: 4, wait: 0.03});
    const context = contextOf(undefined, seed);
    await collected(source, query(symbol), context).catch(() => {});
    return context.logged.map((line) => / in (.*)$/.exec(line)![1]).join();
  };
  const waited = await waits("Y0000", 5);
  expect(await waits("Y0000", 5)).toBe(waited);
  expect(new Set([waited, await waits("Y0001", 5), await waits("Y0000", 6)]).size).toBe(3);
});

it("gets every row of many symbols in spite of failures and hangs", async () => {
  const {server, source} = await troubled(60, troubles(3, 0.1, 0.05), {attempts: 8, concurrency: 16, timeout: 0.4});
  const context = contextOf();
  const all = await Promise.all(server.symbols.map((symbol) => collected(source, query(symbol), context)));
  for (const [i, {bars, faults}] of all.entries()) {
    expect(faults).toEqual([]);
    const truth = server.truth(server.symbols[i]);
    expect(bars.map(({t}) => t)).toEqual(truth.map(({label}) => label));
    expect(bars.every(({close}, k) => Math.abs(close / truth[k].traded.close - 1) < 2 ** -23)).toBe(true);
  }
  expect(context.logged.length).toBe(server.requests.length - 60);
  expect(context.logged.length).toBeGreaterThan(3);
});
