import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {random} from "../core/base/random.js";
import {root} from "../core/lab/home.js";
import {loadMaker} from "../core/lab/registry.js";
import type {Maker} from "../core/plugin.js";

const text = await readFile(join(root, "docs", "boosting.md"), "utf8");

/** The rows of the table whose first heading this is: name, default and meaning, the first two without their marks. */
function table(heading: string): readonly (readonly string[])[] {
  const [, body = ""] = new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, "m").exec(text) ?? [];
  const cells = body.trim().split("\n").map((row) => row.split(/(?<!\\)\|/).slice(1, -1)); // prettier-ignore
  return cells.map((row) => row.map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")));
}

describe("docs/boosting.md", () => {
  it.each(["lightgbm", "xgboost", "catboost", "random-forest"])(
    "lists every parameter of %s, with its default",
    async (name) => {
      const {defaults} = await loadMaker("model", name);
      const listed = Object.fromEntries(table(name).map(([parameter, value]) => [parameter, value]));
      const written = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, JSON.stringify(value)]));
      expect(listed).toEqual(written);
    }
  );

  it("shows a loss of one's own that is learned for", async () => {
    const [, file, shown] = /^```ts (plugins\/models\/[\w-]+\.ts)\n([^]*?)^```$/m.exec(text)!;
    expect(await readdir(join(root, dirname(file)))).not.toContain(basename(file));
    const folder = await mkdtemp(join(tmpdir(), "tapebook-boosting-"));
    try {
      const copy = join(folder, basename(file));
      await writeFile(copy, shown.replaceAll('"../../core/', `"${root}/core/`));
      const {asymmetric} = (await import(copy)) as {asymmetric: Maker<"model", {rounds: number; dear: number}>};
      const context = {random: random(1), log: () => {}, progress: () => {}, signal: new AbortController().signal};
      const stream = random("asymmetric");
      const n = 400;
      const x = Float32Array.from({length: n}, () => stream.normal());
      const y = Float64Array.from(x, (value) => value + stream.normal());
      const t = Float64Array.from(x.keys());
      const data = {x, shape: [n, 1, 1] as const, y, t, until: t, cell: new Uint32Array(n)};
      const above = async (dear: number, weight?: Float64Array) => {
        const fitted = await asymmetric({rounds: 40, dear}).fit({...data, ...(weight && {weight})}, context);
        const p = fitted.predict(data);
        expect((await asymmetric().load(fitted.save())).predict(data)).toEqual(p);
        return p.filter((value, i) => value > y[i]).length / n;
      };
      // The expectile of a normal variable that balances 9 to 1 lies 0.86 below its mean, where 19 % are.
      expect(await above(1)).toBeGreaterThan(0.42);
      expect(await above(1)).toBeLessThan(0.58);
      expect(await above(9)).toBeGreaterThan(0.1);
      expect(await above(9)).toBeLessThan(0.3);
      // The weights are the loss's own affair, and it heeds them.
      const weight = y.map((value) => (value > 0 ? 9 : 1));
      expect(await above(9, weight)).toBeGreaterThan((await above(9)) + 0.1);
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  });

  it("links to headings that are there", () => {
    const anchors = Array.from(
      text.matchAll(/^#+ (.+)$/gm),
      ([, heading]) =>
      heading.toLowerCase().replaceAll(/[^a-z\d -]/g, "").replaceAll(" ", "-") // prettier-ignore
    );
    const links = Array.from(text.matchAll(/\]\(#([^)]+)\)/g), ([, link]) => link);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(anchors).toContain(link);
  });
});
