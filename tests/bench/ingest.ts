import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import PQueue from "p-queue";
import {parseDate} from "../../core/base/timeframe.js";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import {effects} from "../../core/lab/context.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {yahoo} from "../../plugins/sources/yahoo.js";
import {against, machineFacts} from "./measure.js";

const symbols = 1200;
const [from, to] = ["2020-01-01", "2025-01-01"];
const concurrency = 16;

/**
 * How fast a library of 1,200 symbols comes over the network: five years of daily bars of each from a server on this
 * machine that speaks as Yahoo does, into the store, once without and once with 5 % failures and 2 % hangs (each of
 * which costs a time-out of a second). Beside it the bound: fetching the same answers from the same server, at the same
 * concurrency, and throwing them away.
 */
export async function bench({progress, signal}: Effects): Promise<Benchmark> {
  const folder = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
  let done = 0;
  const step = () => progress(++done, 3);
  progress(0, 3);
  try {
    const bound = await served([], signal, async ({url, names}) => {
      const seconds = await timed(() => fetchAll(url, names, signal));
      step();
      return seconds;
    });
    const clean = await served([], signal, (server) => take(server, join(folder, "clean"), signal));
    step();
    const troubled = await served(["--failures", "0.05", "--hangs", "0.02"], signal, (server) =>
      take(server, join(folder, "troubled"), signal)
    );
    step();
    const figures = {
      symbolsPerSecond: symbols / clean.seconds,
      rowsPerSecond: clean.rows / clean.seconds,
      troubledSymbolsPerSecond: symbols / troubled.seconds,
      troubledRowsPerSecond: troubled.rows / troubled.seconds,
      missingRows: clean.rows - troubled.rows
    };
    const fetched = symbols / bound;
    const peers = {
      "symbolsPerSecond (bare fetch)": fetched,
      "troubledSymbolsPerSecond (bare fetch without troubles)": fetched
    };
    return {name: "ingest", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

interface Served {
  readonly url: string;
  readonly names: readonly string[];
}

/** Calls with a server in a process of its own, its answers made beforehand, and ends it. */
async function served<T>(
  troubles: readonly string[],
  signal: AbortSignal,
  use: (server: Served) => Promise<T>
): Promise<T> {
  const script = fileURLToPath(new URL("../servers/yahoo.ts", import.meta.url));
  const words = ["--symbols", String(symbols), "--from", from, "--now", to, "--warm", ...troubles];
  const child = spawn(process.execPath, ["--import", "tsx", script, ...words], {signal});
  child.on("error", () => {});
  try {
    const [line] = (await once(child.stdout, "data", {signal})) as [Buffer];
    const {url, symbols: names} = JSON.parse(String(line)) as {url: string; symbols: string[]};
    return await use({url, names});
  } finally {
    child.kill();
  }
}

async function take({url, names}: Served, home: string, signal: AbortSignal) {
  const source = yahoo({url, rate: 100_000, concurrency, timeout: 1, wait: 0.1});
  const query = {symbols: names, from: parseDate(from), to: parseDate(to), timeframe: "1d"} as const;
  let rows = 0;
  const seconds = await timed(async () => {
    const {read, failures} = await ingest(home, source, query, effects({signal}));
    if (failures.length > 0) throw new Error(`failed: ${failures.length} symbols, ${failures[0].reason}`);
    rows = read;
  });
  return {seconds, rows};
}

async function fetchAll(url: string, names: readonly string[], signal: AbortSignal): Promise<void> {
  const query = "period1=-2208988800&period2=9999999999&interval=1d&events=div%7Csplit";
  const queue = new PQueue({concurrency});
  await queue.addAll(
    names.map((name) => async () => {
      const response = await fetch(`${url}/v8/finance/chart/${name}?${query}`, {signal});
      await response.arrayBuffer();
    })
  );
}

async function timed(task: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await task();
  return (performance.now() - start) / 1000;
}
