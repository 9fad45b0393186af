import type {ChildProcess} from "node:child_process";
import {execFileSync, spawn} from "node:child_process";
import {access, readdir, readFile, rm, truncate, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterEach, describe, expect, it} from "vitest";
import {loader} from "../../core/lab/home.js";
import {random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";
import {datasets, verify} from "../../core/store/disk/datasets.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {withLock} from "../../core/store/disk/lock.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {bar, effectsAt, everything, freshFolder, sourceOf, tree} from "./homes.js";

const request = {dataset: "made/1d"};
const first = [bar(1, "A", 10), bar(2, "A", 11)];

/** A home with a dataset of one segment, its folder, manifest and segment. */
async function stored() {
  const home = await freshFolder();
  const done = await ingest(home, sourceOf(first), everything, effectsAt(1));
  const folder = join(home, "market", "made", "1d");
  const segments = (await readdir(folder))
    .filter((name) => name.endsWith(".parquet"))
    .map((name) => join(folder, name));
  return {home, folder, manifest: join(folder, "manifest.json"), segment: segments[0], version: done.version};
}

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  await writeFile(file, bytes);
}

const harms: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ["a flipped bit", flip],
  ["a cut", (file) => truncate(file, 20)],
  ["emptying", (file) => truncate(file, 0)]
];

describe("a segment", () => {
  it.each([...harms, ["removal", (file: string) => rm(file)] as const])(
    "that suffered %s is named, and restored by the same bars",
    async (_, harm) => {
      const {home, segment, version} = await stored();
      const whole = await readFile(segment);
      await harm(segment);
      await expect(loadPanel(home, request)).rejects.toThrow(
        /^invalid segment: made\/1d\/[0-9a-f]{12} was changed, cut off or removed .*; run tapebook ingest made again/
      );
      expect((await verify(home, "made/1d")).damaged).toHaveLength(1);
      const effects = effectsAt(2);
      const done = await ingest(home, sourceOf(first), everything, effects);
      expect(done).toMatchObject({added: 0, version});
      expect(effects.logged.join()).toMatch(/^restored segment [0-9a-f]{12} of made\/1d$/);
      expect(await readFile(segment)).toEqual(whole);
      expect((await verify(home, "made/1d")).damaged).toEqual([]);
      expect([...(await loadPanel(home, request)).fields.close]).toEqual([10, 11]);
    }
  );

  it("is not restored by other bars, which change nothing", async () => {
    const {home, segment} = await stored();
    await flip(segment);
    const before = await tree(home);
    await expect(ingest(home, sourceOf([bar(3, "A", 12)]), everything, effectsAt())).rejects.toThrow(
      /^invalid segment: made\/1d\/.* and these bars do not restore it; tapebook data --repair sets it aside/
    );
    expect(await tree(home)).toEqual(before);
  });

  it("that is intact survives an ingest of its own bars beside a damaged one", async () => {
    const {home, folder} = await stored();
    await ingest(home, sourceOf([bar(2, "A", 12)]), everything, effectsAt(2));
    const before = await readdir(folder);
    await ingest(home, sourceOf([bar(3, "A", 13)]), everything, effectsAt(3));
    const newest = (await readdir(folder)).find((name) => name.endsWith(".parquet") && !before.includes(name))!;
    await flip(join(folder, newest));
    const damaged = await tree(home);
    await expect(ingest(home, sourceOf(first), everything, effectsAt(4))).rejects.toThrow("invalid segment");
    expect(await tree(home)).toEqual(damaged);
    await ingest(home, sourceOf([bar(3, "A", 13)]), everything, effectsAt(5));
    expect([...(await loadPanel(home, request)).fields.close]).toEqual([10, 12, 13]);
  });

  it("that comes a second time, for a correction taken back, is restored where it stood", async () => {
    const home = await freshFolder();
    for (const close of [10, 11, 10]) await ingest(home, sourceOf([bar(1, "A", close)]), everything, effectsAt(close));
    const folder = join(home, "market", "made", "1d");
    const {segments} = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as {
      segments: {hash: string}[];
    };
    expect(segments.map(({hash}) => hash === segments[0].hash)).toEqual([true, false, true]);
    await flip(join(folder, `${segments[0].hash}.parquet`));
    await ingest(home, sourceOf([bar(1, "A", 10)]), everything, effectsAt());
    expect([...(await loadPanel(home, request)).fields.close]).toEqual([10]);
  });
});

it("restores a segment, and takes the same bars for a correction of the one after it too", async () => {
  const home = await freshFolder();
  for (const close of [10, 11]) await ingest(home, sourceOf([bar(1, "A", close)]), everything, effectsAt(close));
  const folder = join(home, "market", "made", "1d");
  const {segments} = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as {segments: {hash: string}[]};
  await flip(join(folder, `${segments[0].hash}.parquet`));
  expect(await ingest(home, sourceOf([bar(1, "A", 10)]), everything, effectsAt(12))).toMatchObject({added: 1});
  expect([...(await loadPanel(home, request)).fields.close]).toEqual([10]);
  expect([...(await loadPanel(home, {...request, asOf: 11})).fields.close]).toEqual([11]);
  expect((await verify(home, "made/1d")).damaged).toEqual([]);
});

describe("a manifest", () => {
  const edit = async (file: string) => {
    await writeFile(file, (await readFile(file, "utf8")).replace('"rows":2', '"rows":3'));
  };

  it.each([...harms, ["an edit", edit] as const])(
    "that suffered %s is named, and restored by an ingest",
    async (_, harm) => {
      const {home, manifest, version} = await stored();
      await ingest(home, sourceOf([bar(3, "A", 12)]), everything, effectsAt(1));
      const whole = await readFile(manifest);
      await harm(manifest);
      const message = "invalid manifest: made/1d was changed or cut off after it was written; ingest it again";
      await expect(loadPanel(home, request)).rejects.toThrow(message);
      await expect(verify(home, "made/1d")).rejects.toThrow(message);
      expect([...(await loadPanel(home, {...request, version})).fields.close]).toEqual([10, 11]);
      const effects = effectsAt(2);
      expect(await ingest(home, sourceOf(first), everything, effects)).toMatchObject({added: 0});
      expect(effects.logged).toEqual(["restored the manifest of made/1d from its history"]);
      expect(await readFile(manifest)).toEqual(whole);
      expect([...(await loadPanel(home, request)).fields.close]).toEqual([10, 11, 12]);
    }
  );
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts a process, and waits until it says that it is at its task. */
async function startChild(task: "hold" | "ingest", home: string) {
  const sign = join(await freshFolder(), "sign");
  const script = fileURLToPath(new URL("child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", loader, script, task, home, sign], {stdio: "ignore"});
  children.push(child);
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  for (;;) {
    if (await exists(sign)) return {child, ended};
    if (child.exitCode !== null) throw new Error(`the ${task} child ended with ${child.exitCode}`);
    await pause(5);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false
  );
const source = synthetic({symbols: 30, rows: 1000});
/** A query for a few of its bars: two symbols, and half a year. */
const few = {...everything, to: parseDate("2015-07-01"), symbols: ["S01", "S02"]};
const busy = "dataset is being written by another process: synthetic/1d; wait for it to end";

describe("another writer", () => {
  it("waits while one holds the dataset, is refused after a while, and let in when that one is killed", async () => {
    const home = await freshFolder();
    await ingest(home, source, few, effectsAt());
    const {child, ended} = await startChild("hold", home);
    const before = await tree(home);
    await expect(ingest(home, source, everything, effectsAt(), {patience: 50})).rejects.toThrow(busy);
    expect(await tree(home)).toEqual(before);
    expect((await loadPanel(home, {dataset: "synthetic/1d"})).symbols).toHaveLength(2);
    const waiting = ingest(home, source, everything, effectsAt());
    child.kill("SIGKILL");
    await ended;
    expect((await waiting).added).toBeGreaterThan(0);
    expect((await verify(home, "synthetic/1d")).damaged).toEqual([]);
  });

  it("is refused in the same process too, but not for another dataset", async () => {
    const home = await freshFolder();
    await withLock(home, "synthetic/1d", async () => {
      await expect(ingest(home, source, everything, effectsAt(), {patience: 50})).rejects.toThrow(busy);
      expect(await ingest(home, sourceOf(first), everything, effectsAt())).toMatchObject({added: 2});
    });
    await withLock(home, "synthetic/1d", () => Promise.resolve());
  });

  it.each([0, 100, 4096, 8192])("can lock what was killed after %i bytes of its lock", async (length) => {
    const {home, folder} = await stored();
    const file = join(folder, "lock.duckdb");
    await truncate(file, length);
    expect(await ingest(home, sourceOf(first), everything, effectsAt())).toMatchObject({added: 0});
    expect((await readdir(folder)).filter((name) => name.startsWith("lock"))).toEqual(["lock.duckdb"]);
  });

  it("keeps the error of a lock that cannot be made", async () => {
    const {home, folder} = await stored();
    await rm(join(folder, "lock.duckdb"));
    await rm(folder, {recursive: true});
    await writeFile(folder, "not a folder");
    const error = await ingest(home, sourceOf(first), everything, effectsAt()).catch((reason: Error) => reason.message);
    expect(error).not.toContain("another process");
  });
});

it("leaves the old state or the new when it is killed, whenever that is", {timeout: 60_000}, async () => {
  const stream = random(20261121);
  let unchanged = 0;
  for (const before of [null, few]) {
    const whole = await freshFolder();
    const first = before && (await ingest(whole, source, before, effectsAt()));
    const {version} = await ingest(whole, source, everything, effectsAt());
    for (let i = 0; i < 4; ++i) {
      const home = await freshFolder();
      if (before) await ingest(home, source, before, effectsAt());
      const {child, ended} = await startChild("ingest", home);
      await pause(120 * i + 120 * stream.uniform());
      child.kill("SIGKILL");
      await ended;
      const [summary] = await datasets(home);
      expect([first?.version, version]).toContain(summary?.version);
      if (summary?.version !== version) ++unchanged;
      if (summary) expect((await verify(home, "synthetic/1d")).damaged).toEqual([]);
      else await expect(loadPanel(home, {dataset: "synthetic/1d"})).rejects.toThrow("missing dataset: synthetic/1d");
      expect((await ingest(home, source, everything, effectsAt())).version).toBe(version);
      expect(Object.keys(await tree(home))).toEqual(Object.keys(await tree(whole)));
    }
  }
  expect(unchanged).toBeGreaterThan(0);
});

it("removes the segments that no manifest lists, and keeps all where a manifest cannot be read", async () => {
  const {home, folder, version} = await stored();
  const orphan = join(folder, `${"0".repeat(64)}.parquet`);
  await writeFile(orphan, "a whole segment, but its manifest was never written");
  const old = join(folder, "manifests", `${version}.json`);
  const text = await readFile(old);
  await ingest(home, sourceOf([bar(3, "A", 12)]), everything, effectsAt());
  expect(await exists(orphan)).toBe(false);
  await writeFile(orphan, "again");
  await truncate(old, 10);
  await ingest(home, sourceOf([bar(4, "A", 12)]), everything, effectsAt());
  expect(await exists(orphan)).toBe(true);
  await writeFile(old, text);
  expect([...(await loadPanel(home, {...request, version})).fields.close]).toEqual([10, 11]);
});

it("removes what killed writers left", async () => {
  const {home, folder} = await stored();
  const before = Object.keys(await tree(home));
  const left = [".123.parquet", "tmp_.123.parquet", "manifest.json.456", "manifests/x.json.789", "lock.duckdb.12"];
  for (const name of left) await writeFile(join(folder, name), "half");
  await ingest(home, sourceOf(first), everything, effectsAt());
  expect(Object.keys(await tree(home))).toEqual(before);
});

/** Mounts a disk of a megabyte; null where that is not allowed. */
async function smallDisk(): Promise<string | null> {
  const folder = await freshFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], {stdio: "ignore"});
    return folder;
  } catch {
    return null;
  }
}

describe("a full disk", () => {
  it("leaves the old state and nothing half-written (skipped where no disk can be mounted)", async (context) => {
    const disk = await smallDisk();
    if (disk === null) return context.skip();
    try {
      const large = synthetic({symbols: 150, rows: 1000});
      const some = {...everything, symbols: ["S001", "S002"]};
      await ingest(disk, large, some, effectsAt());
      const before = await tree(disk);
      await expect(ingest(disk, large, everything, effectsAt())).rejects.toThrow(/space|ENOSPC/i);
      expect(await tree(disk)).toEqual(before);
      expect((await verify(disk, "synthetic/1d")).damaged).toEqual([]);
      await writeFile(join(disk, "ballast"), Buffer.alloc(1 << 20)).catch(() => {});
      await expect(ingest(disk, sourceOf(first), everything, effectsAt())).rejects.toThrow(/space|ENOSPC/i);
      await rm(join(disk, "ballast"));
      expect(await ingest(disk, sourceOf(first), everything, effectsAt())).toMatchObject({added: 2});
      expect(await ingest(disk, large, {...some, symbols: ["S003"]}, effectsAt())).toMatchObject({added: 1000});
      expect(Object.keys(await tree(disk)).filter((name) => /tmp|\.\d+(\.|$)/.test(name))).toEqual([]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
