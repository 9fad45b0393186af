import {execFile} from "node:child_process";
import {mkdir, readdir} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {loader} from "../../lab/home.js";

/** Where the loaders are run from, and whose state they read. */
export interface Prefilling {
  readonly project: string;
  /** The source root whose cache is filled. */
  readonly root: string;
  readonly home: string;
  readonly signal: AbortSignal;
}

/**
 * Puts into a source root's cache what the data loaders print, those of which it is not there yet, by one process for all
 * of them: Framework would start two for each, one after another.
 */
export async function prefillLoaders({project, root, home, signal}: Prefilling): Promise<void> {
  const folder = join(project, "data-loaders");
  const cache = join(root, ".observablehq", "cache", "data-loaders");
  await mkdir(cache, {recursive: true});
  const there = new Set(await readdir(cache));
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(".ts") && !file.includes("["))
    .map((file) => file.slice(0, -3))
    .filter((name) => !there.has(name));
  const script = fileURLToPath(new URL("load.ts", import.meta.url));
  const words = ["--no-warnings=ExperimentalWarning", "--import", loader, script, folder, cache, ...names];
  const env = {...process.env, NODE_OPTIONS: "", TAPEBOOK_HOME: home};
  try {
    await promisify(execFile)(process.execPath, words, {cwd: project, env, signal});
  } catch {
    signal.throwIfAborted(); // What it did not come to, Framework makes.
  }
}
