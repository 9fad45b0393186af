import {mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {BuildOptions} from "../../core/site/build.js";
import {buildSite} from "../../core/site/build.js";
import {folderOf} from "./folders.js";

let home = "";
const progress: (readonly [number, number, string?])[] = [];
const quiet = () => ({log: () => {}, progress: () => {}, signal: new AbortController().signal});
const build = (options: Partial<BuildOptions> = {}) => buildSite({home, ...quiet(), ...options});
const version = () => readlink(join(home, "site"));

describe("a build", {timeout: 120_000}, () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "tapebook-home-"));
    const built = await build({progress: (...step) => void progress.push(step)});
    expect(built).toEqual({folder: join(home, "site"), built: true});
  }, 120_000);
  afterAll(() => rm(home, {recursive: true, force: true}));

  it("of nothing is a site that says how to begin", async () => {
    const pages = ["index.html", "404.html", "notebooks/06-backtest.html"];
    const [first, lost, notebook] = await Promise.all(pages.map((name) => readFile(join(home, "site", name), "utf8")));
    expect(first).toContain("<title>tapebook</title>");
    expect(lost).toContain("Nothing is here");
    expect(notebook).toContain("<title>Backtest | tapebook</title>");
  });

  it("reports how far it is, and never goes back", () => {
    expect(progress[0][0]).toBe(0);
    expect(progress.length).toBeGreaterThan(10);
    expect(progress.every(([done, total], i) => done <= total && done >= (progress[i - 1]?.[0] ?? 0))).toBe(true);
  });

  it("is not made twice of the same", async () => {
    const before = await version();
    expect(await build()).toEqual({folder: join(home, "site"), built: false});
    expect(await version()).toBe(before);
  });

  it("that is cancelled leaves the old site, and nothing half-made", async () => {
    const before = await version();
    const stop = new AbortController();
    const step = (done: number) => {
      if (done === 2) stop.abort(new Error("cancelled"));
    };
    await expect(build({force: true, signal: stop.signal, progress: step})).rejects.toThrow("cancelled");
    expect(await version()).toBe(before);
    expect((await readdir(home)).sort()).toEqual([before, "site"].sort());
  });

  it("is made again when the store changes", async () => {
    const before = await version();
    await mkdir(join(home, "market", "made", "1d"), {recursive: true});
    await writeFile(join(home, "market", "made", "1d", "manifest.json"), "{}");
    expect((await build()).built).toBe(true);
    expect(await version()).not.toBe(before);
  });

  it("that fails says what is wrong, and leaves the old site", async () => {
    const before = await version();
    await mkdir(join(home, "runs", "0123456789ab"), {recursive: true});
    await writeFile(join(home, "runs", "0123456789ab", "run.json"), "{");
    await expect(build()).rejects.toThrow("invalid run: 0123456789ab; its run.json cannot be read");
    expect(await version()).toBe(before);
    expect((await readdir(home)).filter((name) => name.includes("work"))).toEqual([]);
  });

  it("does not take another's folder", async () => {
    const out = await folderOf({"index.html": "mine"});
    await expect(build({out})).rejects.toThrow(/^invalid output: /);
    expect(await readdir(out)).toEqual(["index.html"]);
  });
});
