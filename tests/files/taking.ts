import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach} from "vitest";
import {isBar} from "../../core/base/market-data.js";
import {random} from "../../core/base/random.js";
import type {Action, Bar, Fault, Item, Observation, Plugin, Query} from "../../core/plugin.js";

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, {recursive: true, force: true});
});

/** Writes files into a new folder, which goes when the test ends. */
export async function folderOf(contents: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tapebook-files-"));
  made.push(folder);
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, name)), {recursive: true});
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** Writes one file into a new folder and answers with its path. */
export async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  return join(await folderOf({[name]: content}), name);
}

/** What a source yields, by its kind. */
export interface Taken {
  readonly bars: Bar[];
  readonly actions: Action[];
  readonly observations: Observation[];
  readonly faults: Fault[];
  readonly logged: string[];
  readonly progress: (readonly [done: number, total: number])[];
}

/** Everything that a source yields; of daily bars and all days unless the query says otherwise. */
export async function take(source: Plugin<"source">, query: Partial<Query> = {}): Promise<Taken> {
  const taken: Taken = {bars: [], actions: [], observations: [], faults: [], logged: [], progress: []};
  const context = {
    random: random(1),
    log: (message: string) => void taken.logged.push(message),
    progress: (done: number, total: number) => void taken.progress.push([done, total]),
    signal: new AbortController().signal
  };
  for await (const item of source.bars({from: -Infinity, to: Infinity, timeframe: "1d", ...query}, context)) {
    const list: Item[] = listFor(taken, item);
    list.push(item);
  }
  return taken;
}

function listFor({bars, actions, observations, faults}: Taken, item: Item): Item[] {
  if (isBar(item)) return bars;
  return "fault" in item ? faults : "series" in item ? observations : actions;
}

/** The message of what a source throws. */
export async function refused(source: Plugin<"source">, query: Partial<Query> = {}): Promise<string> {
  return take(source, query).then(
    () => "taken",
    (error: Error) => error.message
  );
}

/** An instant as text: `2020-01-02`, or with its clock where it is not midnight. */
export function when(t: number): string {
  return new Date(t).toISOString().replace("T00:00:00.000Z", "").replace(".000Z", "Z");
}
