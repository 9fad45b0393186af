import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import type {Bar, Plugin, Query} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import type {Effects} from "../../core/store/intake/ingest.js";
import {sha256} from "../../core/store/disk/manifest.js";

/** A daily query without bounds. */
export const everything: Query = {from: -Infinity, to: Infinity, timeframe: "1d"};

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, {recursive: true, force: true});
});

/** A new empty folder, which goes when the test ends. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tapebook-store-"));
  made.push(folder);
  return folder;
}

/** Effects with a clock that stands, and what was logged. */
export function effectsAt(now = 1000, signal = new AbortController().signal): Effects & {readonly logged: string[]} {
  const logged: string[] = [];
  return {log: (message) => void logged.push(message), progress: () => {}, now: () => now, signal, logged};
}

/** A bar of a day in January 2020, its close given. */
export function bar(day: number, symbol: string, close: number, more: Partial<Bar> = {}): Bar {
  const t = parseDate(`2020-01-${String(day).padStart(2, "0")}`);
  return {t, symbol, open: close, high: close + 1, low: close / 2, close, volume: 100, ...more};
}

/** A source of the given bars. */
export function sourceOf(bars: readonly Bar[], name = "made"): Plugin<"source"> {
  return defineSource(name, {}, () => ({
    async *bars({from, to, symbols}) {
      await Promise.resolve();
      for (const each of bars)
        if (each.t >= from && each.t < to && (!symbols || symbols.includes(each.symbol))) yield each;
    }
  }))();
}

/** Every file below a folder with its bytes' hash; nothing where there is no such folder. */
export async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = await Promise.all(
    files.sort().map(async (file) => [file.slice(folder.length + 1), sha256(await readFile(file))] as const)
  );
  return Object.fromEntries(pairs);
}
