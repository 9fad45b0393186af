import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {live} from "../../core/cli/verbs/live.js";
import {parse} from "../../core/cli/parser.js";
import {effects} from "../../core/lab/context.js";
import {makePlugin} from "../../core/lab/registry.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {binance} from "../servers/binance.js";
import type {Running} from "../servers/socket.js";
import {serveExchange} from "../servers/socket.js";
import {makeMarket} from "../servers/venue.js";

const home = await mkdtemp(join(tmpdir(), "tapebook-live-"));
const minute = 60_000;
const clock = effects().now;
const began = clock();
const market = makeMarket("BTC/USDT", {from: began - 60 * minute, to: began + 10 * minute, gap: 2000});
let server: Running;
beforeAll(async () => {
  const samples = await makePlugin("source", "samples");
  await ingest(home, samples, {from: -Infinity, to: Infinity, timeframe: "1d"}, effects());
  server = await serveExchange(binance([market]), clock);
});
afterAll(async () => {
  await server.close();
  await rm(home, {recursive: true, force: true});
});

/** Runs a command line; answers with what it printed beside its answer, and with what it logged. */
async function run(words: string, signal = new AbortController().signal, said: {lines: number} = {lines: 0}) {
  const command = await parse(["live", ...words.split(" ")], [live], "0");
  const logged: string[] = [];
  let printed = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    said.lines = printed.split("\n").length - 1;
    return true;
  });
  try {
    const task = () => effects({log: (message) => void logged.push(message), signal});
    const answer = await command!.verb.act(command!.given, {home, task});
    return {answer, printed, logged};
  } finally {
    stdout.mockRestore();
  }
}

/** The exchange's options, and a beginning some minutes ago. */
const exchange = (minutes: number) =>
  `ccxt --symbols BTC/USDT --set url=${server.url} --set socket=${server.socket} ` +
  `--from ${new Date(Math.floor(began / minute) * minute - minutes * minute).toISOString()}`;

describe("tapebook live", () => {
  it("replays stored bars", async () => {
    const {answer, printed} = await run("replay --dataset samples/1d --speed 0 --symbols AAPL --bars 5");
    expect(answer.text).toBe("5 bars");
    const lines = printed.trimEnd().split("\n");
    expect(lines.length).toBe(5);
    expect(lines[0]).toMatch(/^2013-05-13 {2}AAPL {2}64\.501427 {2}[\d. ]+ {2}79237200 {2}feed$/);
  });

  it("prints one document with --json", async () => {
    const {answer, printed} = await run("replay --dataset samples/1d --speed 0 --bars 3 --json");
    expect(printed).toBe("");
    const {bars, ...rest} = answer.json as {bars: {symbol: string}[]};
    expect(rest).toEqual({feed: "replay", timeframe: "1d"});
    expect(bars.map(({symbol}) => symbol)).toEqual(["SPX", "SPX", "SPX"]);
    await expect(run("replay --dataset samples/1d --json")).rejects.toThrow("missing bars: --json");
  });

  it("takes an exchange's bars into the store", async () => {
    const {answer, printed, logged} = await run(`${exchange(6)} --bars 5 --record`);
    expect(answer.text).toBe("5 bars, 5 of them new to binance/1m");
    expect(printed.split("\n")[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}BTC\/USDT {2}[\d. ]+ {2}past$/);
    expect(logged[0]).toMatch(/^filled \d of BTC\/USDT from/);
    const {times, fields} = await loadPanel(home, {dataset: "binance/1m"});
    const wanted = market.candles(minute, times[0], times[0] + 5 * minute, "repeated");
    expect([...times]).toEqual(wanted.map(({t}) => t));
    expect([...fields.close]).toEqual(wanted.map(({close}) => close / 100));
  });

  it("ends well when it is interrupted, and stores what it had", async () => {
    const controller = new AbortController();
    const said = {lines: 0};
    const done = run(`${exchange(9)} --record`, controller.signal, said);
    while (server.listeners() === 0 || said.lines < 5) await new Promise((go) => setTimeout(go, 10));
    controller.abort(new Error("interrupted"));
    const {answer, printed} = await done;
    const [, total] = /^(\d+) bars, \d+ of them new to binance\/1m$/.exec(answer.text) ?? [];
    expect(Number(total)).toBe(printed.trimEnd().split("\n").length);
    const {times} = await loadPanel(home, {dataset: "binance/1m"});
    const labels = new Set(Array.from(times, (t) => new Date(t).toISOString().slice(0, 16).replace("T", " ")));
    for (const line of printed.trimEnd().split("\n")) expect(labels).toContain(line.slice(0, 16));
    while (server.listeners() > 0) await new Promise((go) => setTimeout(go, 10));
  });

  it("says what is wrong", async () => {
    await expect(run("nothing")).rejects.toThrow(/unknown feed: nothing; .*ccxt, replay/);
    await expect(run("ccxt")).rejects.toThrow("missing symbols: name those that ccxt is to follow");
    await expect(run("replay --dataset samples/1d --speed -1")).rejects.toThrow("invalid speed: -1");
    await expect(run("replay --dataset nothing/1d --speed 0")).rejects.toThrow("missing dataset: nothing/1d");
    await expect(run("replay --dataset samples/1d --bars 0")).rejects.toThrow("invalid bars: 0");
    await expect(run("replay --dataset samples/1d --bars 1.5")).rejects.toThrow("invalid bars: 1.5; expected a whole");
    // Prices that are made up would come into the store as real ones.
    await expect(run("replay --dataset samples/1d --record")).rejects.toThrow(
      "invalid record: replay plays what is in"
    );
    await expect(run("replay")).rejects.toThrow("invalid dataset: none is given");
  });
});
