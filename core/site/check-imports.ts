import type {Plugin} from "esbuild";
import {build} from "esbuild";
import type {Defect, Source} from "./check-reference.js";
import {referenceFault} from "./check-reference.js";

/**
 * What scripts of a built site import that a browser would not find: `node:` modules, bare names, addresses of other
 * machines, files that are not there, and code that does not parse. Imports inside Framework's client that a page would
 * make only when it uses an optional package are passed over.
 */
export async function importDefects(folder: string, scripts: readonly Source[]): Promise<Defect[]> {
  const found = await Promise.all(
    (await importsOf(scripts)).map(async ({file, path, kind, fault}): Promise<Defect[]> => {
      if (fault !== undefined) return [{file, fault}];
      if (kind === "dynamic-import" && file.startsWith("_observablehq/")) return [];
      if (path.startsWith("node:")) return [{file, fault: `invalid import: ${path}; there is no Node in a browser`}];
      if (!/^(?:\.{0,2}\/|[a-z]+:)/i.test(path)) return [{file, fault: `unresolved import: ${path}`}];
      const reason = await referenceFault(folder, file, path);
      return reason === null ? [] : [{file, fault: reason}];
    })
  );
  const resolved = scripts.flatMap(({file, text}) =>
    [...text.matchAll(/import\.meta\.resolve\("([^"]+)"\)/g)].map(([, path]) => ({file, path}))
  );
  const missing = await Promise.all(
    resolved.map(async ({file, path}): Promise<Defect[]> => {
      const reason = file.startsWith("_observablehq/") ? null : await referenceFault(folder, file, path);
      return reason === null ? [] : [{file, fault: reason}];
    })
  );
  return [...found, ...missing].flat();
}

interface Import {
  readonly file: string;
  readonly path: string;
  readonly kind: string;
  readonly fault?: string;
}

/** Every import of the scripts, as esbuild reads them. */
async function importsOf(scripts: readonly Source[]): Promise<Import[]> {
  const imports: Import[] = [];
  const collect: Plugin = {
    name: "collect",
    setup(build) {
      build.onResolve({filter: /.*/}, ({kind, path, importer}) => {
        if (kind === "entry-point") return {path, namespace: "site"};
        imports.push({file: scripts[Number(importer)].file, path, kind});
        return {path, external: true};
      });
      build.onLoad({filter: /.*/, namespace: "site"}, ({path}) => ({contents: scripts[Number(path)].text}));
    }
  };
  const failed = (error: unknown): Import[] => {
    const {errors = []} = error as {errors?: {text: string; location: {file: string} | null}[]};
    return errors.map(({text, location}) => {
      const {file} = scripts[Number(location?.file.slice("site:".length))] ?? {file: "?"};
      return {file, path: "", kind: "", fault: `invalid script: ${text}`};
    });
  };
  const invalid = await build({
    entryPoints: scripts.map((_, i) => String(i)),
    bundle: true,
    format: "esm",
    outdir: "site",
    write: false,
    logLevel: "silent",
    plugins: [collect]
  }).then(() => [], failed);
  return [...imports, ...invalid];
}
