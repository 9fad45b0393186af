import {readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {lookupIn, revive} from "../../core/pipeline/plan.js";
import {listIsomorphic, writeCatalog} from "../../core/site/catalog.js";
import {catalog} from "../../plugins/catalog.js";
import {folderOf} from "./folders.js";

const plugin = (imports: string) => `${imports}\nexport const it = 1;\n`;

const project = () =>
  folderOf({
    "plugins/features/plain.ts": plugin('import {defineFeature} from "../../core/plugin.js";'),
    "plugins/features/shared.ts": plugin('import {mean} from "../../core/base/stats.js";\nexport const m = mean;'),
    "plugins/features/typed.ts": plugin('import type {Options} from "some-package";\nexport type O = Options;'),
    "plugins/models/packaged.ts": plugin('import {fit} from "some-package";\nexport const f = fit;'),
    "plugins/models/noded.ts": plugin('import {readFileSync} from "node:fs";\nexport const r = readFileSync;'),
    "plugins/models/lazy.ts": plugin('export const r = () => import("node:fs");'),
    "plugins/models/neighbour.ts": plugin('import {it as other} from "../features/plain.js";\nexport const o = other;'),
    "plugins/models/deep.ts": plugin('import {run} from "../../core/lab/run.js";\nexport const r = run;'),
    "plugins/unheard-of/thing.ts": plugin("")
  });

describe("the catalog", () => {
  it("lists the plugins that import nothing but the base", async () => {
    const listed = await listIsomorphic(await project());
    expect(listed.map(({module}) => module)).toEqual(["features/plain", "features/shared", "features/typed"]);
  });

  it("is written only when it changes", async () => {
    const folder = await project();
    const file = join(folder, "plugins", "catalog.ts");
    expect(await writeCatalog(folder)).toBe(true);
    expect(await readFile(file, "utf8")).toContain('"plain": makerIn(module0)');
    expect(await writeCatalog(folder)).toBe(false);
    await writeFile(join(folder, "plugins/features/another.ts"), plugin(""));
    expect(await writeCatalog(folder)).toBe(true);
    expect(await readFile(file, "utf8")).toContain("./features/another.js");
    await rm(join(folder, "plugins/features/another.ts"));
    expect(await writeCatalog(folder)).toBe(true);
    expect(await readFile(file, "utf8")).not.toContain("another");
  });

  it("of a project without plugins is empty", async () => {
    expect(await listIsomorphic(await folderOf())).toEqual([]);
  });

  it("of this project makes plugins of their JSON, and has none that needs Node", async () => {
    await writeCatalog();
    const spec = {kind: "feature", name: "rsi", params: {window: 7}} as const;
    expect(revive(spec, lookupIn(catalog)).toJSON()).toMatchObject(spec);
    for (const kind of ["label", "split", "model", "strategy", "slippage", "commission", "metric"])
      expect(Object.keys(catalog[kind]), kind).not.toEqual([]);
    expect(Object.keys(catalog.source)).not.toContain("csv");
    for (const makers of Object.values(catalog))
      for (const maker of Object.values(makers)) expect(maker).toBeTypeOf("function");
  });
});
