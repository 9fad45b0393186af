import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {classificationFigures, mostClasses} from "../core/evaluate/classification/figures.js";
import {corrections} from "../core/evaluate/overfitting/discoveries.js";
import {root} from "../core/lab/home.js";
import {loadMaker, pluginNames} from "../core/lab/registry.js";

const linksIn = (within: string) => Array.from(within.matchAll(/\]\((?!https:)([^)]+)\)/g), ([, link]) => link);

const files = ["evaluation.md", "metrics.md", "overfitting.md"] as const;
const texts = await Promise.all(files.map((file) => readFile(join(root, "docs", file), "utf8")));
const metrics = texts[1];

/** The anchors that a text's headings have. */
const anchorsIn = (text: string) =>
  Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z\d -]/g, "")
      .replaceAll(" ", "-")
  );

describe("docs/metrics.md", () => {
  const listed = Array.from(
    metrics
      .split("\n## Rolling figures\n")[0]
      .matchAll(/^\| `([a-z0-9-]+)` \| (percent|ratio|count) \| ([^|]*?) \| (.+) \|$/gm),
    ([, name, unit, defaults, formula]) => ({name, unit, defaults: defaults.replace(/^`|`$/g, ""), formula})
  );

  it("lists every metric once, with its unit, its defaults and what it is", async () => {
    const names = await pluginNames("metric");
    expect(listed.map(({name}) => name).sort()).toEqual([...names].sort());
    for (const {name, unit, defaults, formula} of listed) {
      const maker = await loadMaker("metric", name);
      const options = Object.entries(maker.defaults).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      expect(defaults, name).toBe(options.join(" ") || "–");
      expect(unit, name).toBe(maker().unit);
      expect(formula.length, name).toBeGreaterThan(5);
    }
  });

  it("lists every figure of a classifier", () => {
    const truth = Float64Array.of(0, 1);
    const probabilities = Float64Array.of(1, 0, 0, 1);
    const figures = classificationFigures({truth, classes: [0, 1], predicted: truth, probabilities});
    const [, below] = metrics.split("\n## Classes and probabilities\n");
    const table = below.split("\n## ")[0];
    for (const [name, {unit}] of Object.entries(figures)) {
      const row = table.split("\n").find((line) => line.includes(`\`${name.replace(/\(\d\)/, "(c)")}\``));
      expect(row, name).toContain(`| ${unit} |`);
    }
    expect(table).toContain(`at most ${["", "", "", "", "", "", "", "", "", "", "ten"][mostClasses]} different`);
  });
});

describe.each(files.map((file, i) => [file, texts[i]] as const))("docs/%s", (file, text) => {
  it("has a heading for every link, and a file for every other", async () => {
    expect(linksIn(text).length).toBeGreaterThan(3);
    for (const link of linksIn(text)) {
      const [other, anchor] = link.split("#");
      const read = other === "" ? text : await readFile(join(root, "docs", other), "utf8");
      if (anchor !== undefined) expect(anchorsIn(read), `${link} of ${file}`).toContain(anchor);
    }
  });
});

it("lists every way to correct for many signals", () => {
  const [, table] = texts[2].split("\n## Many signals\n");
  const listed = Array.from(table.split("\n## ")[0].matchAll(/^\| `([a-z][a-z-]+)`/gm), ([, name]) => name);
  expect(listed).toEqual([...corrections]);
});
