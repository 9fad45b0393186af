import {join} from "node:path";
import type {BuildOptions, Plugin} from "esbuild";
import {build} from "esbuild";
import {root} from "../../lab/home.js";
import {writeCatalog} from "../catalog.js";

const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  logLevel: "silent",
  legalComments: "none",
  target: "es2022"
} as const satisfies BuildOptions;

/** What pages import by the names that Framework gives: packages as `npm:…`, its styles as `observablehq:…`. */
const names: Plugin = {
  name: "names",
  setup(build) {
    build.onResolve({filter: /^npm:/}, ({path}) =>
      build.resolve(path.slice(4), {kind: "import-statement", resolveDir: root})
    );
    build.onResolve({filter: /^observablehq:/}, ({path}) => ({
      path: join(
        root,
        "node_modules",
        "@observablehq",
        "framework",
        "dist",
        "style",
        path.slice("observablehq:".length)
      )
    }));
  }
};

async function text(options: BuildOptions): Promise<string> {
  const {outputFiles} = await build({...common, platform: "browser", minify: true, plugins: [names], ...options});
  return outputFiles![0].text;
}

/** A module of the project's with all that it imports, as one module for the browser. Throws where it cannot be made. */
export function pageScript(entry: `reports/${string}.ts`): Promise<string> {
  return text({entryPoints: [entry], format: "esm"});
}

/**
 * The engine with every plugin that runs in a browser, as one classic script for a Worker. As single modules it would be
 * some 650 requests. The list of plugins is made anew first, so that it is true of the plugins that are there.
 */
export async function engineScript(): Promise<string> {
  await writeCatalog();
  return text({entryPoints: ["reports/components/rerun-worker.ts"], format: "iife"});
}

/** The pages' styles in one sheet. */
export function styleSheet(): Promise<string> {
  return text({entryPoints: [".site/style/index.css"]});
}

/**
 * A module of the project's that draws in a page, bundled to run here: documents are linkedom's, under the names that a
 * page knows them by, and nothing global is changed.
 */
export async function drawingModule<T>(entry: `reports/${string}.ts`): Promise<T> {
  const {outputFiles} = await build({
    ...common,
    entryPoints: [entry],
    format: "esm",
    platform: "node",
    plugins: [names],
    inject: [join(root, "core", "site", "page", "window.ts")],
    external: ["linkedom"]
  });
  const place = JSON.stringify(import.meta.resolve("linkedom"));
  const source = outputFiles[0].text.replaceAll('from "linkedom"', `from ${place}`);
  return (await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`)) as T;
}
