import {readdir, readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {describe, expect, it} from "vitest";
import {root} from "../../core/lab/home.js";
import {absent, seedPackages} from "../../core/site/seed-packages.js";
import {folderOf} from "./folders.js";

async function versionOf(name: string): Promise<string> {
  const text = await readFile(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(text) as {version: string}).version;
}

describe("the packages of pages", () => {
  it("are bundled from node_modules as modules that run", async () => {
    const folder = await seedPackages({project: root, store: await folderOf()});
    const load = async (name: string) =>
      (await import(pathToFileURL(join(folder, `${name}@${await versionOf(name)}`, "_esm.js")).href)) as Record<
        string,
        (...args: unknown[]) => unknown
      >;
    expect((await load("d3")).sum([1, 2, 3])).toBe(6);
    expect((await load("isoformat")).format(new Date(0))).toBe("1970-01-01");
    expect((await load("d3-dsv")).csvFormatRow(["a", "b,c"])).toBe('a,"b,c"');
    expect(await load("@observablehq/plot")).toHaveProperty("plot");
    expect(await load("htl")).toHaveProperty("html");
  });

  it("share one copy of what they have in common", async () => {
    const folder = await seedPackages({project: root, store: await folderOf()});
    const plot = await readFile(
      join(folder, `@observablehq/plot@${await versionOf("@observablehq/plot")}/_esm.js`),
      "utf8"
    );
    expect(plot).toContain(`from"../../d3@${await versionOf("d3")}/_esm.js"`);
  });

  it("are empty folders where no page may use them", async () => {
    const folder = await seedPackages({project: root, store: await folderOf()});
    expect(await readdir(join(folder, `apache-arrow@${absent}`))).toEqual([]);
    expect(await readdir(join(folder, "@duckdb", `duckdb-wasm@${absent}`))).toEqual([]);
  });

  it("are not made again while the versions stay", async () => {
    const store = await folderOf();
    const first = await seedPackages({project: root, store});
    const {mtimeMs} = await stat(join(first, `htl@${await versionOf("htl")}`, "_esm.js"));
    const [second, third] = await Promise.all([
      seedPackages({project: root, store}),
      seedPackages({project: root, store})
    ]);
    expect([second, third]).toEqual([first, first]);
    expect((await stat(join(first, `htl@${await versionOf("htl")}`, "_esm.js"))).mtimeMs).toBe(mtimeMs);
    expect(await readdir(store)).toHaveLength(1);
  });

  it("are missed by name", async () => {
    const store = await folderOf();
    await expect(seedPackages({project: await folderOf(), store})).rejects.toThrow(
      "missing package: @observablehq/plot; npm install brings it"
    );
    expect(await readdir(store)).toEqual([]);
  });
});
