import {mkdir, readdir, readFile, readlink, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {swapIn, workBeside} from "../../core/site/site-folder.js";
import {folderOf} from "./folders.js";

/** Makes a site as a build does, and swaps it in. */
async function publish(out: string, name: string): Promise<void> {
  const work = await workBeside(out);
  await mkdir(join(work, name));
  await writeFile(join(work, name, "index.html"), name);
  await swapIn(join(work, name), out);
}

describe("a site's place", () => {
  it("leads to the newest version, and keeps the one before for its readers", async () => {
    const parent = await folderOf();
    const out = join(parent, "site");
    for (const name of ["first", "second", "third"]) {
      await publish(out, name);
      expect(await readFile(join(out, "index.html"), "utf8")).toBe(name);
    }
    const versions = (await readdir(parent)).filter((name) => name.includes("version"));
    expect(versions.sort()).toEqual([".site-version-second", ".site-version-third"]);
    expect(await readlink(out)).toBe(".site-version-third");
  });

  it("is never empty while it is replaced", async () => {
    const parent = await folderOf();
    const out = join(parent, "site");
    await publish(out, "0");
    let stop = false;
    const seen = new Set<string>();
    const reader = (async () => {
      while (!stop) seen.add(await readFile(join(out, "index.html"), "utf8"));
    })();
    for (let i = 1; i <= 30; ++i) await publish(out, String(i));
    stop = true;
    await reader;
    expect(seen.size).toBeGreaterThan(1);
  });

  it("is not taken from someone else", async () => {
    const out = await folderOf({"index.html": "mine"});
    const work = await folderOf({"built/index.html": "built"});
    await expect(swapIn(join(work, "built"), out)).rejects.toThrow(
      `invalid output: ${out} is not a site that tapebook built; name another folder or remove it`
    );
    expect(await readFile(join(out, "index.html"), "utf8")).toBe("mine");
  });

  it("is cleared of what killed builds left, not of what runs", async () => {
    const parent = await folderOf();
    const out = join(parent, "site");
    await mkdir(join(parent, ".site-work-999999999-abc"));
    await mkdir(join(parent, `.site-work-${process.pid}-abc`));
    const work = await workBeside(out);
    const left = await readdir(parent);
    expect(left).not.toContain(".site-work-999999999-abc");
    expect(left).toContain(`.site-work-${process.pid}-abc`);
    expect(
      join(
        parent,
        left.find((name) => work.endsWith(name))!
      )
    ).toBe(work);
  });
});
