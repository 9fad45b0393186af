import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {root} from "../core/lab/home.js";
import {loadMaker} from "../core/lab/registry.js";

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
