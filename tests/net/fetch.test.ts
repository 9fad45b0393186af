import {once} from "node:events";
import type {IncomingMessage, ServerResponse} from "node:http";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, expect, it} from "vitest";
import {Outage} from "../../core/base/outage.js";
import {fetchJson, retryAfter} from "../../core/net/fetch.js";
import type {Trouble} from "../servers/faults.js";
import {respond, troubles} from "../servers/faults.js";

const body = JSON.stringify({answer: 42, list: Array.from({length: 5000}, (_, i) => i)});
const json = {"content-type": "application/json"};
const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {};
const server = createServer((request, response) => routes[request.url!.split("?")[0]](request, response));
let url = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** The outage that a trouble becomes. */
async function outageOf(trouble: Trouble): Promise<Outage> {
  routes["/trouble"] = (_, response) => respond(response, 200, json, body, trouble);
  const error: unknown = await fetchJson(`${url}/trouble?key=secret`).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(Outage);
  expect((error as Outage).message).not.toMatch(/secret|key|trouble/);
  return error as Outage;
}

it("hands on good answers and refusals in JSON, with their headers", async () => {
  routes["/good"] = (_, response) => respond(response, 200, {...json, "x-weight": "7"}, body);
  const good = await fetchJson(new URL("/good", url));
  expect([good.status, good.headers.get("x-weight"), await good.text()]).toEqual([200, "7", body]);
  routes["/bad"] = (_, response) => respond(response, 404, json, '{"error":"no such symbol"}');
  const bad = await fetchJson(new Request(`${url}/bad`));
  expect([bad.ok, bad.status, await bad.json()]).toEqual([false, 404, {error: "no such symbol"}]);
});

it.each<[string, Trouble, RegExp]>([
  ["a failure", {kind: "status", status: 500}, /^no answer from 127\.0\.0\.1:\d+: status 500 Internal Server Error$/],
  ["a bad gateway", {kind: "status", status: 502}, /: status 502 Bad Gateway$/],
  ["too many requests", {kind: "status", status: 429}, /: status 429 Too Many Requests$/],
  ["HTML", {kind: "html"}, /^broken answer from 127\.0\.0\.1:\d+: HTML instead of JSON \(status 200\)$/],
  ["HTML that forbids", {kind: "html", status: 403}, /: HTML instead of JSON \(status 403\)$/],
  ["half a text", {kind: "half"}, /: text that is cut off or broken instead of JSON \(status 200\)$/],
  ["a body cut off", {kind: "cut"}, /^broken answer from 127\.0\.0\.1:\d+: it broke the connection$/],
  ["a connection reset", {kind: "reset"}, /^no answer from 127\.0\.0\.1:\d+: it broke the connection$/]
])("takes %s for an outage", async (_, trouble, message) => {
  expect((await outageOf(trouble)).message).toMatch(message);
});

it("says how long a server asks to wait", async () => {
  expect((await outageOf({kind: "status", status: 429, retryAfter: "7"})).retryAfter).toBe(7000);
  expect((await outageOf({kind: "status", status: 503})).retryAfter).toBeUndefined();
  const at = (given: Record<string, string>) => retryAfter({headers: new Headers(given)});
  const date = "Thu, 20 Feb 2025 11:47:40 GMT";
  expect(at({date, "retry-after": "Thu, 20 Feb 2025 11:48:10 GMT"})).toBe(30_000);
  expect(at({date, "retry-after": "Thu, 20 Feb 2025 11:47:00 GMT"})).toBe(0);
  expect(at({"retry-after": "Thu, 20 Feb 2025 11:48:10 GMT"})).toBeUndefined();
  expect(at({date, "retry-after": "soon"})).toBeUndefined();
});

it("takes a host that is not there for an outage", async () => {
  const empty = createServer().listen(0, "127.0.0.1");
  await once(empty, "listening");
  const {port} = empty.address() as AddressInfo;
  empty.close();
  await once(empty, "close");
  const error: unknown = await fetchJson(`http://127.0.0.1:${port}/x?key=secret`).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(Outage);
  expect((error as Outage).message).toBe(`no answer from 127.0.0.1:${port}: it refuses connections`);
});

it("throws the reason of its signal, before and amid an answer", async () => {
  const reason = new Error("stop it");
  routes["/hang"] = (_, response) => respond(response, 200, json, body, {kind: "hang"});
  routes["/begun"] = (_, response) => {
    response.writeHead(200, json).write(body.slice(0, 1000));
  };
  for (const path of ["/hang", "/begun"]) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 20);
    await expect(fetchJson(url + path, {signal: stop.signal})).rejects.toBe(reason);
  }
});

it("makes the same troubles for the same seed, about as many as asked for", () => {
  const make = (seed: number) => {
    const of = troubles(seed, 0.05, 0.02);
    return Array.from({length: 10_000}, (_, i) => of(`S${i % 1000}`, Math.floor(i / 1000) + 1));
  };
  const list = make(1);
  expect(make(1)).toEqual(list);
  expect(make(2)).not.toEqual(list);
  const hangs = list.filter((trouble) => trouble?.kind === "hang").length;
  const failures = list.filter(Boolean).length - hangs;
  // Within four standard deviations of 200 and 500.
  expect(Math.abs(hangs - 200)).toBeLessThan(56);
  expect(Math.abs(failures - 500)).toBeLessThan(87);
});
