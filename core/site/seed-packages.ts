import {createHash} from "node:crypto";
import {access, mkdir, mkdtemp, readFile, readlink, rename, rm, symlink, writeFile} from "node:fs/promises";
import {dirname, join, relative} from "node:path";
import type {Plugin} from "esbuild";
import {build} from "esbuild";

/** What a page can import as `npm:<name>` or use by its implicit name (Plot, d3, html, Inputs …). */
const bundled = ["@observablehq/plot", "d3", "d3-dsv", "htl", "isoformat"] as const;

/**
 * What Framework's own client mentions. An empty folder answers its question for a version, which it would otherwise
 * ask the registry; a page that uses one of these fails to build.
 */
const mentioned = [
  "@duckdb/duckdb-wasm",
  "@observablehq/sample-datasets",
  "@uwdata/vgplot",
  "@viz-js/viz",
  "apache-arrow",
  "arquero",
  "echarts",
  "exceljs",
  "jszip",
  "katex",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "mermaid",
  "parquet-wasm",
  "react",
  "react-dom",
  "sql.js",
  "topojson-client",
  "vega",
  "vega-lite",
  "vega-lite-api"
];

/** The version under which a package is filed that is not there. */
export const absent = "0.0.0-absent";

/** Where the packages come from and where they are kept. */
export interface Seeding {
  /** The folder that holds `node_modules`. */
  readonly project: string;
  /** A folder for the bundles; each set of versions has its own folder in it. */
  readonly store: string;
}

/**
 * Bundles the packages that pages use from `node_modules` into `<store>/<key>/<name>@<version>/_esm.js`, the layout of
 * Framework's `_npm` cache, and answers with the folder `<store>/<key>`. With it in place a build needs no network. The
 * key is a hash of the versions; a folder that is there is not made again. It is written beside and renamed into place.
 * Throws where a package is not installed.
 */
export async function seedPackages({project, store}: Seeding): Promise<string> {
  const versions = await versionsOf(project);
  const key = createHash("sha256")
    .update(JSON.stringify([layout, mentioned, versions]))
    .digest("hex")
    .slice(0, 12);
  const folder = join(store, key);
  if (await exists(folder)) return folder;
  await mkdir(store, {recursive: true});
  const beside = await mkdtemp(join(store, `.${key}-`));
  try {
    for (const name of mentioned) await mkdir(join(beside, `${name}@${absent}`), {recursive: true});
    await Promise.all(Object.keys(versions).map((name) => bundle(project, beside, name, versions)));
    await rename(beside, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(beside, {recursive: true, force: true});
  }
  return folder;
}

/** Makes a source root find its packages: a build's own, or `.site` for whoever previews the site. */
export async function linkPackages(root: string, packages: string): Promise<void> {
  const link = join(root, ".observablehq", "cache", "_npm");
  if ((await readlink(link).catch(() => null)) === packages) return;
  await mkdir(dirname(link), {recursive: true});
  const beside = `${link}-${process.pid}`;
  await symlink(packages, beside, "dir");
  await rename(beside, link);
}

/** Counts changes to what this file writes for the same versions. */
const layout = 1;

async function versionsOf(project: string): Promise<Record<string, string>> {
  const entries = bundled.map(async (name) => {
    const file = join(project, "node_modules", name, "package.json");
    const text = await readFile(file, "utf8").catch(() => {
      throw new Error(`missing package: ${name}; npm install brings it`);
    });
    return [name, (JSON.parse(text) as {version: string}).version] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Bundles one package, leaving imports of the others to their own bundles, so that a page loads each once. */
async function bundle(project: string, folder: string, name: string, versions: Record<string, string>) {
  const output = (other: string) => join(folder, `${other}@${versions[other]}`, "_esm.js");
  const share: Plugin = {
    name: "share",
    setup(build) {
      build.onResolve({filter: /^[@a-z]/i}, ({path, importer}) => {
        if (path === name || importer === "" || !Object.hasOwn(versions, path)) return null;
        const file = relative(dirname(output(name)), output(path)).replaceAll("\\", "/");
        return {path: file, external: true};
      });
    }
  };
  const {outputFiles} = await build({
    stdin: {contents: `export * from ${JSON.stringify(name)};`, resolveDir: project},
    absWorkingDir: project,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
    plugins: [share],
    write: false
  });
  await mkdir(dirname(output(name)), {recursive: true});
  await writeFile(output(name), outputFiles[0].contents);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}
