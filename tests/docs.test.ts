import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {leaks} from "../core/audit/leaks/leaks.js";
import {delistedAfter} from "../core/backtest/broker.js";
import {checkControls} from "../core/backtest/orders/controls.js";
import {fillRules, triggerRules} from "../core/backtest/rules.js";
import {units} from "../core/backtest/orders/orders.js";
import {toSpec} from "../core/lab/experiment.js";
import {setOption} from "../core/lab/experiments.js";
import {root} from "../core/lab/home.js";
import {loadMaker, pluginNames} from "../core/lab/registry.js";
import {mostVariants} from "../core/lab/sweep/grid.js";
import type {Kind} from "../core/plugin.js";
import {folders} from "../core/plugin.js";
import {fewestRuns} from "../core/scenarios/stress.js";
import {backtest as example} from "../experiments/06-backtest.js";

const readme = await readFile(join(root, "README.md"), "utf8");
const text = await readFile(join(root, "docs", "backtest.md"), "utf8");

/** The rows of the table whose first heading this is: their cells, and those of code without its marks. */
function table(heading: string): readonly (readonly string[])[] {
  const [, body = ""] = new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, "m").exec(text) ?? [];
  const rows = body.trim().split("\n");
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1"))
  );
}

/** The names that an error lists after its last "are". */
function listed(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    return (error as Error).message.split(/ are /).at(-1)!.split(", ");
  }
  throw new Error("it did not throw");
}

/** Where the files that a text links to are, without web pages. */
const linksIn = (within: string) => Array.from(within.matchAll(/\]\((?!https:)([^)]+)\)/g), ([, link]) => link);

/** The names by which the headings can be linked to. */
const anchors = Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading]) =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z\d -]/g, "")
    .replaceAll(" ", "-")
);

/** The part of the text below a heading. */
function section(heading: string): string {
  const [, below = ""] = text.split(`\n## ${heading}\n`);
  return below.split("\n## ")[0];
}

describe("docs/backtest.md", () => {
  const kinds: readonly Kind[] = ["slippage", "commission", "financing", "overlay", "scenario"];

  it.each(kinds)("lists every %s, with its defaults", async (kind) => {
    const rows = table(kind);
    expect(rows.map(([name]) => name).sort()).toEqual([...(await pluginNames(kind))].sort());
    const place = /defaults/.exec(text.split("\n").find((line) => line.startsWith(`| ${kind} |`))!)!;
    const column = place.input.slice(0, place.index).split("|").length - 2;
    for (const row of rows) {
      const {defaults} = await loadMaker(kind, row[0]);
      const options = Object.entries(defaults).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      expect(row[column], `${kind} ${row[0]}`).toBe(options.join(" "));
    }
  });

  it("lists every setting of a backtest, with what it is where it is left out", () => {
    const rows = table("setting");
    const settings = listed(() => setOption(toSpec(example), "backtest.nothing", "1"));
    expect(rows.map(([name]) => name).sort()).toEqual([...settings].sort());
    const {strategy, slippage, commission} = example.backtest!;
    const spec = toSpec({...example, backtest: {strategy, slippage, commission}}).backtest!;
    for (const [name, value] of rows) {
      if (["strategy", "slippage", "commission"].includes(name)) continue;
      const own: unknown = spec[name as keyof typeof spec];
      if (own !== undefined) expect(value, name).toBe(JSON.stringify(own));
    }
  });

  it("lists every rule and control", () => {
    expect(table("`fill`").map(([name]) => name)).toEqual(fillRules);
    expect(table("`triggers`").map(([name]) => name)).toEqual(triggerRules);
    const controls = listed(() => {
      checkControls({nothing: 1} as never, []);
    });
    expect(table("control").map(([name]) => name)).toEqual(controls);
  });

  it("gives the numbers of the code", () => {
    expect(text).toContain(`no close on ${delistedAfter} days in a row`);
    expect(text).toContain(`A halt of ${delistedAfter} days or more ends a position`);
    expect(text).toContain(`at least ${fewestRuns} seeds`);
    expect(text).toContain(`There may be ${mostVariants.toLocaleString("en")} variants`);
    expect(text).toContain("within 1e-4 of the next unit");
    expect([units(1.99991, "whole"), units(1.9998, "whole"), units(-1.9998, "whole")]).toEqual([2, 1, -1]);
  });

  it("names what the fast path takes", async () => {
    const below = section("The fast path");
    const named = Array.from(below.matchAll(/`([a-z-]+)`/g), ([, name]) => name);
    const folder = join(root, "plugins", "strategies");
    const files = (await readdir(folder, {recursive: true})).filter((file) => file.endsWith(".ts"));
    for (const file of files) {
      const name = file.replace(/^.*[\\/]|\.ts$/g, "");
      const bookless = (await readFile(join(folder, file), "utf8")).includes("bookless:");
      expect(named.includes(name), name).toBe(bookless);
    }
    for (const kind of ["slippage", "commission"] as const)
      for (const name of await pluginNames(kind)) {
        const linear = (await readFile(join(root, "plugins", folders[kind], `${name}.ts`), "utf8")).includes("linear:");
        expect(named.includes(name), name).toBe(linear);
      }
  });

  it("has a heading for every link, the README's too, and a file for every other", async () => {
    const golden = await readFile(join(root, "tests", "golden", "backtest", "README.md"), "utf8");
    const links = linksIn(text);
    const others = [...linksIn(readme), ...linksIn(golden)].filter((link) => link.includes("docs/backtest.md#"));
    expect([links.length > 10, others.length > 2]).toEqual([true, true]);
    for (const link of [...links, ...others]) {
      if (link.includes("#")) expect(anchors).toContain(link.split("#")[1]);
      else await expect(readFile(join(root, "docs", link)), link).resolves.toBeDefined();
    }
  });
});

describe("the README's count", () => {
  it("of leaks is near the truth and not above it", () => {
    const said = Number(/shows some (\d+) leaks/.exec(readme)?.[1]);
    expect(said).toBeLessThanOrEqual(leaks.length);
    expect(said).toBeGreaterThan(0.9 * leaks.length);
  });
});
