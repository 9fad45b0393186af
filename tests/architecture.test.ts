import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path/posix";
import {describe, expect, it} from "vitest";
import {root} from "../core/lab/home.js";

/** What each part may import of the others; every part may import itself, and `core/plugin.ts` and `core/base`. */
const layers: Readonly<Record<string, readonly string[]>> = {
  "core/base": [],
  "core/plugin.ts": ["core/base"],
  "core/backtest": [],
  "core/evaluate": [],
  "core/learn": [],
  "core/audit": ["core/backtest", "core/evaluate", "core/learn", "core/expressions", "core/pipeline"],
  "core/pipeline": ["core/backtest", "core/evaluate", "core/learn", "core/expressions", "core/trees"],
  "core/lint": ["core/backtest", "core/evaluate", "core/pipeline", "core/learn"],
  "core/store": [],
  "core/net": [],
  "core/files": [],
  "core/synthetic": [],
  "core/indicators": [],
  "core/expressions": ["core/indicators"],
  "core/factors": [],
  "core/regimes": ["core/indicators"],
  "core/portfolio": [],
  "core/scenarios": ["core/backtest", "core/evaluate"],
  "core/trees": ["core/evaluate", "core/learn"],
  "core/boosting": ["core/trees", "core/evaluate", "core/learn"],
  "core/live": ["core/store", "core/lab"],
  "core/lab": [
    "core/backtest",
    "core/evaluate",
    "core/learn",
    "core/audit",
    "core/lint",
    "core/pipeline",
    "core/scenarios",
    "core/store",
    "core/trees",
    "core/boosting"
  ],
  "core/report": ["core/lab", "core/site"],
  "core/site": ["core/lab", "core/store", "core/pipeline", "core/backtest", "core/evaluate"],
  "core/cli": [
    "core/report",
    "core/trees",
    "core/learn",
    "core/site",
    "core/live",
    "core/lab",
    "core/store",
    "core/pipeline",
    "core/audit",
    "tests/bench"
  ],
  plugins: [
    "core/net",
    "core/files",
    "core/synthetic",
    "core/indicators",
    "core/expressions",
    "core/factors",
    "core/regimes",
    "core/portfolio",
    "core/scenarios",
    "core/evaluate",
    "core/learn",
    "core/trees",
    "core/boosting"
  ],
  experiments: ["core/lab/experiment.ts", "core/factors", "plugins"],
  "data-loaders": ["core/store", "core/lab", "core/site"],
  reports: [
    "core/audit",
    "core/lint",
    "core/backtest",
    "core/evaluate",
    "core/learn",
    "core/pipeline",
    "core/site/numbers.ts",
    "core/site/payload.ts",
    "core/trees",
    "plugins"
  ],
  notebooks: [
    "core/audit",
    "core/lint",
    "core/backtest",
    "core/evaluate",
    "core/expressions",
    "core/learn",
    "core/pipeline",
    "core/regimes",
    "core/scenarios",
    "core/site/payload.ts",
    "core/boosting",
    "core/trees",
    "plugins",
    "reports"
  ]
};

/** Parts that run in the browser too. */
const isomorphic = [
  "core/base",
  "core/plugin.ts",
  "core/backtest",
  "core/evaluate",
  "core/learn",
  "core/audit",
  "core/lint",
  "core/pipeline",
  "core/synthetic",
  "core/indicators",
  "core/expressions",
  "core/factors",
  "core/regimes",
  "core/portfolio",
  "core/scenarios",
  "core/trees",
  "core/boosting"
];

const files = ["core", "plugins", "experiments", "data-loaders", "reports", "notebooks"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: "utf8"}).map((file) => join(folder, file))
  )
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && file !== "plugins/catalog.ts")
  .sort();

const layerOf = (file: string) => Object.keys(layers).find((layer) => file === layer || file.startsWith(`${layer}/`));
const within = (file: string, part: string) => file === part || file.startsWith(`${part}/`);
const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+"([^"]+)"|(?:^|\n)import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g;

/** The text without its comments and templates. */
function code(file: string): string {
  const source = readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
  return source.replaceAll(/`(?:[^`\\]|\\.)*`/g, "``");
}

function importsOf(file: string): string[] {
  return Array.from(code(file).matchAll(importPattern), ([, from, bare, dynamic]) => from ?? bare ?? dynamic);
}

function targetOf(file: string, specifier: string): string {
  return join(file, "..", specifier).replace(/\.js$/, ".ts");
}

describe.each(files)("%s", (file) => {
  const layer = layerOf(file);
  const imports = importsOf(file);

  it("belongs to a layer and imports only what that may", () => {
    expect(layer, "no layer").toBeDefined();
    const allowed = [layer!, "core/base", "core/plugin.ts", ...layers[layer!]];
    for (const specifier of imports.filter((each) => each.startsWith("."))) {
      expect(specifier, "a relative import ends in .js").toMatch(/\.js$/);
      const target = targetOf(file, specifier);
      const reaches =
        layer === "core/base" ? within(target, "core/base") : allowed.some((part) => within(target, part));
      const sibling = layer === "plugins" && target !== file && within(target, "plugins");
      expect(reaches && !sibling, `it may not import ${target}`).toBe(true);
    }
  });

  it("keeps packages and Node where they belong", () => {
    const outside = imports.filter((each) => !each.startsWith("."));
    const anywhere = within(file, "core/trees/onnx") ? ["pbf"] : [];
    if (isomorphic.includes(layer!)) expect(outside.filter((each) => !anywhere.includes(each))).toEqual([]);
    if (within(file, "reports") || within(file, "notebooks")) for (const each of outside) expect(each).toMatch(/^npm:/);
    if (layer === "plugins" && !within(file, "plugins/sources") && !within(file, "plugins/feeds"))
      expect(outside.filter((each) => each.startsWith("node:"))).toEqual([]);
    if (layer !== "core/store" && file !== "core/cli/checks.ts")
      expect(outside.filter((each) => each.includes("duckdb"))).toEqual([]);
  });

  it("keeps the house style", () => {
    const source = readFileSync(join(root, file), "utf8");
    expect(source.split("\n").length, "lines").toBeLessThanOrEqual(400);
    expect(code(file)).not.toMatch(/\bexport default\b/);
    expect(code(file)).not.toMatch(/\benum \w+ \{/);
    if (file !== "core/lab/context.ts") expect(code(file)).not.toMatch(/Math\.random\(|Date\.now\(|new Date\(\)/);
  });
});

it("has no import cycles", () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((each) => each.startsWith("."))
        .map((each) => targetOf(file, each))
    ])
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    else if (!done.has(file)) {
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    }
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

it("finds imports of every form", () => {
  const samples = [
    'import a from "./a.js";',
    'import type {A} from "./a.js";',
    'export {a} from "./a.js";',
    'await import("./a.js")'
  ];
  for (const sample of samples) {
    expect(
      Array.from(sample.matchAll(importPattern), ([, ...names]) => names.find(Boolean)),
      sample
    ).toEqual(["./a.js"]);
  }
});
