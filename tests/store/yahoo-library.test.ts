import {spawn} from "node:child_process";
import {once} from "node:events";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, it} from "vitest";
import {loader} from "../../core/lab/home.js";
import {readCoverage} from "../../core/store/intake/coverage.js";
import {readRows} from "../../core/store/disk/duck.js";
import type {Ingested} from "../../core/store/intake/ingest.js";
import {withDataset} from "../../core/store/reading/read.js";
import {tapebook} from "../cli/tapebook.js";
import {startYahoo} from "../servers/yahoo.js";
import {freshFolder} from "./homes.js";

const server = spawn(process.execPath, [
  ...["--import", loader, fileURLToPath(new URL("../servers/yahoo.ts", import.meta.url))],
  ...["--symbols", "1200", "--failures", "0.05", "--hangs", "0.02", "--from", "2024-01-01", "--seconds", "240"]
]);
let url = "";
let names: readonly string[] = [];

beforeAll(async () => {
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  ({url, symbols: names} = JSON.parse(String(line)) as {url: string; symbols: string[]});
});
afterAll(() => void server.kill("SIGKILL"));

const words = () => {
  const set = {url, timeout: 1, wait: 0.05, rate: 10_000, concurrency: 16};
  const options = Object.entries(set).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  return [
    "ingest",
    "yahoo",
    "--symbols",
    names.join(),
    "--from",
    "2024-01-01",
    "--to",
    "2025-01-01",
    "--json",
    ...options
  ];
};

it(
  "takes 1,200 symbols in spite of failures, hangs and a kill in the middle, none twice and none lost",
  {timeout: 240_000},
  async () => {
    const home = await freshFolder();
    const killed = await tapebook(words(), {home, on: [/^ingest yahoo: 50 %$/m, () => "SIGKILL"]});
    expect(killed.by).toBe("SIGKILL");
    const done = (await readCoverage(home, "yahoo/1d")).size;
    expect(done).toBeGreaterThan(300);
    expect(done).toBeLessThan(1000);
    const ended = await tapebook(words(), {home});
    expect(ended.stderr.split("\n").filter((line) => /failed for/.test(line))).toEqual([]);
    expect(ended.code).toBe(0);
    const second = JSON.parse(ended.stdout) as Ingested;
    expect(second).toMatchObject({skipped: done, symbols: 1200 - done, failures: [], quarantined: 0});

    const truth = await startYahoo({symbols: 1200, from: "2024-01-01"});
    const wanted = names.map((symbol) => [symbol, truth.truth(symbol).length]);
    await truth.close();
    const rows = await withDataset(home, {dataset: "yahoo/1d"}, (connection) =>
      readRows(
        connection,
        "SELECT symbol, count(*)::DOUBLE AS n, count(DISTINCT t)::DOUBLE AS days FROM bars GROUP BY symbol ORDER BY symbol"
      )
    );
    expect(rows.map(({symbol, n}) => [symbol, n])).toEqual(wanted.sort());
    expect(rows.every(({n, days}) => n === days)).toBe(true);

    const third = await tapebook(words(), {home});
    expect(JSON.parse(third.stdout)).toMatchObject({read: 0, added: 0, skipped: 1200, version: second.version});
  }
);
