import {mkdir, mkdtemp, readFile, rm, truncate, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {datasetFolder, datasetManifest, segmentFile} from "../../core/store/disk/manifest.js";
import {withLock} from "../../core/store/disk/lock.js";
import type {Ended} from "./tapebook.js";
import {filesBelow, tapebook} from "./tapebook.js";

let home: string;
const call = (...words: string[]) => tapebook(words, {home});

/** The one JSON document on standard output of a command that did what was asked. */
function document<T>({code, stdout, stderr}: Ended): T {
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(stdout.startsWith("[") || stdout.startsWith("{")).toBe(true);
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
  const ended = await call("ingest", "samples", "--json");
  expect(document(ended)).toMatchObject({dataset: "samples/1d", from: "2000-01-03", quarantined: 0});
  expect(ended.stderr).toMatch(/^ingest samples: \d+ %$/m);
});

afterAll(() => rm(home, {recursive: true, force: true}));

describe("with data", () => {
  it("lists it, and finds it intact", async () => {
    const list = document<{dataset: string; symbols: string[]; damaged: string[]}[]>(
      await call("data", "--verify", "--json")
    );
    expect(list).toMatchObject([{dataset: "samples/1d", symbols: ["AAPL", "SPX"], synthetic: false, damaged: []}]);
    const {code, stdout} = await call("data");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^dataset\s+symbols\s+rows/);
    expect(stdout).toMatch(/^samples\/1d\s+2\s+6,365\s+2000-01-03/m);
  });

  it("runs an experiment, finds it again, lists and shows it with the same figures", async () => {
    type Run = {id: string; found: boolean; metrics: Record<string, number>};
    const first = await call("run", "06-backtest", "--json");
    const run = document<Run>(first);
    expect(run.found).toBe(false);
    expect(first.stderr).toMatch(/^06-backtest: 100 %$/m);
    expect(first.stderr.split("\n").length).toBeLessThan(12);
    const again = document<Run>(await call("run", "06-backtest", "--json"));
    expect(again).toEqual({...run, found: true});
    const same = await call("run", "06-backtest", "--set", "backtest.delay=0", "--json");
    expect(document(same)).toEqual(again);
    const list = document<object[]>(await call("runs", "--json"));
    expect(Object.keys(list[0])).toEqual(["id", "experiment", "status", "started", "seconds", "metrics"]);
    expect(list).toMatchObject([{id: run.id, experiment: "06-backtest", status: "done", metrics: run.metrics}]);
    expect(document(await call("show", run.id.slice(0, 6), "--json"))).toMatchObject({
      id: run.id,
      metrics: run.metrics
    });
    const [table, page] = await Promise.all([call("runs"), call("show", run.id)]);
    expect(table.stdout).toContain(`${run.id}  06-backtest`);
    expect(page.stdout).toMatch(new RegExp(`\\bsharpe +${run.metrics.sharpe.toFixed(3)}\\b`));
    expect(page.stdout + table.stdout).not.toContain("\u001b");
  });

  it("changes values and plugins for one run, which has another id", async () => {
    const set = (...pairs: string[]) =>
      call("run", "06-backtest", "--json", ...pairs.flatMap((pair) => ["--set", pair]));
    const [delayed, crossed] = await Promise.all([
      set("backtest.delay=2", "data.from=2014-01-01"),
      set("backtest.strategy=sma-cross", "backtest.strategy.fast=10")
    ]);
    const [a, b] = [delayed, crossed].map((ended) => document<{id: string; spec: Record<string, unknown>}>(ended));
    expect(a.spec).toMatchObject({backtest: {delay: 2}, data: {from: "2014-01-01"}});
    expect(b.spec).toMatchObject({backtest: {strategy: {name: "sma-cross", params: {fast: 10, slow: 50}}}});
    expect(a.id).not.toBe(b.id);
  });

  it("fails where a symbol or a day is not in the store, and keeps no run of it", async () => {
    const before = (await filesBelow(join(home, "runs"))).length;
    const [symbol, span, backwards] = await Promise.all([
      call("run", "06-backtest", "--set", 'data.symbols=["FOO"]', "--json"),
      call("run", "06-backtest", "--set", "data.from=2031-01-01"),
      call("run", "06-backtest", "--set", "data.from=2016-01-01", "--set", "data.to=2015-01-01")
    ]);
    expect(symbol).toMatchObject({code: 1, stdout: "", stderr: "unknown symbol: FOO; samples/1d has AAPL, SPX\n"});
    expect([span.code, span.stderr]).toEqual([1, expect.stringMatching(/^missing bars: samples\/1d has none of AAPL/)]);
    expect([backwards.code, backwards.stderr]).toEqual([
      1,
      expect.stringMatching(/^invalid dates: from 2016-01-01 to/)
    ]);
    expect(await filesBelow(join(home, "runs"))).toHaveLength(before);
  });

  it("refuses a second writer, and does not disturb the first", async () => {
    const ended = await withLock(home, "samples/1d", () => call("ingest", "samples", "--wait", "1"));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^dataset is being written by another process: samples\/1d;/m);
    expect(document<object[]>(await call("data", "--verify", "--json"))).toMatchObject([{damaged: []}]);
  });

  it("finds a damaged segment, and takes it in again", async () => {
    const {segments} = await datasetManifest(home, "samples/1d");
    const file = segmentFile(home, "samples/1d", segments[0].hash);
    const bytes = await readFile(file);
    bytes[1000] ^= 1;
    await writeFile(file, bytes);
    const [verified, run, doctor] = await Promise.all([
      call("data", "--verify", "--json"),
      call("run", "06-backtest", "--set", "seed=7"),
      call("data")
    ]);
    expect(verified.code).toBe(1);
    expect(JSON.parse(verified.stdout)).toMatchObject([{damaged: [segments[0].hash]}]);
    expect([run.code, run.stderr]).toEqual([
      1,
      expect.stringMatching(/^invalid segment: samples\/1d\/[0-9a-f]{12} was changed/)
    ]);
    expect(doctor.code).toBe(0);
    await call("ingest", "samples");
    expect((await call("data", "--verify")).code).toBe(0);
  });

  it("finds a manifest that was cut off, and restores it", async () => {
    await truncate(join(datasetFolder(home, "samples/1d"), "manifest.json"), 100);
    const [run, data, doctor] = await Promise.all([call("run", "06-backtest"), call("data"), call("doctor", "--json")]);
    for (const {code, stderr} of [run, data]) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/^invalid manifest: samples\/1d was changed or cut off/);
    }
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout)).toMatchObject({ok: false});
    await call("ingest", "samples");
    expect((await call("run", "06-backtest")).stdout).toContain("found, nothing changed since");
  });
});

describe("without data", () => {
  it("says how to get some", async () => {
    const empty = {home: join(home, "empty")};
    const [run, data, runs, serve] = await Promise.all(
      [["run", "06-backtest"], ["data", "--json"], ["runs", "--json"], ["serve"]].map((words) => tapebook(words, empty))
    );
    expect(run).toMatchObject({code: 1, stderr: "missing dataset: samples/1d; run tapebook ingest samples\n"});
    expect([document(data), document(runs)]).toEqual([[], []]);
    expect([serve.code, serve.stderr]).toEqual([
      1,
      expect.stringMatching(/^missing site: .*; build it with tapebook build/)
    ]);
  });
});

describe("other verbs", () => {
  it("lists every plugin with its options", async () => {
    const list = document<{kind: string; name: string; summary: string}[]>(await call("plugins", "--json"));
    expect(list.find(({kind, name}) => kind === "strategy" && name === "threshold")).toMatchObject({
      file: "plugins/strategies/threshold.ts",
      options: {enter: 0, exit: 0},
      summary: "Long while the signal is high, else in cash."
    });
    expect(list.filter(({summary}) => summary === "")).toEqual([]);
  });

  it("serves the site until it is told to end, which is no failure", async () => {
    const place = join(home, "served");
    await mkdir(join(place, "site"), {recursive: true});
    await writeFile(join(place, "site", "index.html"), "<h1>here</h1>");
    let page = "";
    const ended = await tapebook(["serve", "--port", "0", "--json"], {
      home: place,
      on: [
        /"url": "([^"]+)"[^]*\}\n/,
        async ([, url]) => {
          page = await (await fetch(url)).text();
          return "SIGTERM" as const;
        }
      ]
    });
    expect(document(ended)).toMatchObject({url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string});
    expect(page).toBe("<h1>here</h1>");
  });
});
