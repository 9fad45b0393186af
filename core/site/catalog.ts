import {mkdir, readdir, readFile} from "node:fs/promises";
import {dirname, join, relative, resolve} from "node:path";
import type {Metafile, Plugin} from "esbuild";
import {build} from "esbuild";
import writeFileAtomic from "write-file-atomic";
import {root} from "../lab/home.js";
import type {Kind} from "../plugin.js";
import {folders} from "../plugin.js";

/** A plugin's file that a page can import. */
export interface Listed {
  readonly kind: Kind;
  readonly name: string;
  /** Relative to the folder of plugins: `features/rsi`, without its ending. */
  readonly module: string;
}

/**
 * Writes `plugins/catalog.ts`, which imports every plugin that runs in the browser, so that a page makes plugins of
 * their JSON. Nobody lists a plugin by hand: the folders are the list. Answers whether the file changed; it is written
 * only then, and at once. Throws where a plugin's file is no TypeScript.
 */
export async function writeCatalog(project = root): Promise<boolean> {
  const file = join(project, "plugins", "catalog.ts");
  const source = catalogSource(await listIsomorphic(project));
  const before = await readFile(file, "utf8").catch(() => null);
  if (before === source) return false;
  await mkdir(join(project, "plugins"), {recursive: true});
  await writeFileAtomic(file, source);
  return true;
}

/**
 * The plugins that run in Node and in the browser alike: those whose imports, types aside, are all of layers that do. A
 * plugin that needs Node or a package is left to Node.
 */
export async function listIsomorphic(project = root): Promise<readonly Listed[]> {
  const all = (await Promise.all(Object.keys(folders).map((kind) => filesOf(project, kind as Kind)))).flat();
  if (all.length === 0) return [];
  const plugins = join(project, "plugins");
  const {inputs} = await importsOf(
    project,
    all.map(({module}) => join(plugins, `${module}.ts`))
  );
  const layers = [
    "base",
    "indicators",
    "expressions",
    "regimes",
    "factors",
    "portfolio",
    "scenarios",
    "evaluate",
    "learn",
    "trees",
    "boosting"
  ];
  const places = [...layers.map((layer) => `core/${layer}`), "core/plugin.js"];
  const shared = places.map((place) => resolve(project, place));
  const allowed = (path: string) => shared.some((place) => path === place || path.startsWith(`${place}/`));
  return all.filter(({module}) => {
    const file = join(plugins, `${module}.ts`);
    const {imports} = inputs[relative(project, file).replaceAll("\\", "/")];
    return imports.every(({path}) => allowed(path.startsWith(".") ? resolve(dirname(file), path) : path));
  });
}

async function filesOf(project: string, kind: Kind): Promise<Listed[]> {
  const all = await readdir(join(project, "plugins", folders[kind]), {recursive: true}).catch(() => []);
  return all
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => file.replaceAll("\\", "/").slice(0, -3))
    .sort()
    .map((path) => ({kind, name: path.replace(/^.*\//, ""), module: `${folders[kind]}/${path}`}));
}

/** What each file imports when its types are gone. A file that is imported for its types alone stays relative. */
async function importsOf(project: string, files: readonly string[]): Promise<Metafile> {
  const outside: Plugin = {
    name: "outside",
    setup(build) {
      build.onResolve({filter: /.*/}, ({kind, path, resolveDir}) => {
        if (kind === "entry-point") return null;
        return {path: path.startsWith(".") ? resolve(resolveDir, path) : path, external: true};
      });
    }
  };
  const {metafile} = await build({
    entryPoints: [...files],
    absWorkingDir: project,
    bundle: true,
    format: "esm",
    outdir: "catalog",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [outside]
  });
  return metafile;
}

function catalogSource(listed: readonly Listed[]): string {
  const imports = listed.map(({module}, i) => `import * as module${i} from "./${module}.js";`);
  const kinds = Object.keys(folders).map((kind) => {
    const entries = listed.flatMap((plugin, i) =>
      plugin.kind === kind ? [`    ${JSON.stringify(plugin.name)}: makerIn(module${i})`] : []
    );
    return entries.length === 0 ? `  ${kind}: {}` : `  ${kind}: {\n${entries.join(",\n")}\n  }`;
  });
  return `// Written by \`tapebook build\` from the files beside it; do not edit.
import type {Maker} from "../core/plugin.js";
${imports.join("\n")}

function makerIn(module: Readonly<Record<string, unknown>>): Maker {
  return Object.values(module).find((value) => typeof value === "function" && "plugin" in value) as Maker;
}

/** The plugins that run in a page, by kind and name. */
export const catalog: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
${kinds.join(",\n")}
};
`;
}
