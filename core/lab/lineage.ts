import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {specsIn} from "../pipeline/plan.js";
import type {ExperimentSpec} from "./experiment.js";
import {root} from "./home.js";
import {pluginFile} from "./registry.js";

/** The code that makes a run: its hash, and that of each plugin's file and of all of the engine's. */
export interface Code {
  readonly hash: string;
  /** SHA-256 by path, relative to the project; the engine's folders as one. */
  readonly files: Readonly<Record<string, string>>;
  readonly lockfile: string;
}

/** The folders of core that a run's numbers come from; the site and the command line only show them. */
const engine = [
  "base",
  "indicators",
  "expressions",
  "factors",
  "regimes",
  "portfolio",
  "scenarios",
  "trees",
  "boosting",
  "backtest",
  "evaluate",
  "learn",
  "audit",
  "lint",
  "pipeline",
  "store",
  "lab"
];

/** SHA-256 of bytes or text, in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Hashes the engine, the files of the plugins that the experiment names, and the lockfile. */
export async function codeOf(spec: ExperimentSpec): Promise<Code> {
  const named = await Promise.all(specsIn(spec).map(({kind, name}) => pluginFile(kind, name)));
  const plugins = [...new Set(named)].sort();
  const core = (await Promise.all(engine.map((folder) => sources(`core/${folder}`)))).flat().sort();
  const files: Record<string, string> = {};
  for (const file of plugins) files[file] = await hashFile(file);
  const parts = await Promise.all(["core/plugin.ts", ...core].map(async (file) => [file, await hashFile(file)]));
  files.core = sha256(JSON.stringify(parts));
  const lockfile = await hashFile("package-lock.json");
  return {hash: sha256(JSON.stringify([files, lockfile])), files, lockfile};
}

/**
 * A run's id: the first 12 hexadecimal digits of the SHA-256 of the experiment with its seed, the versions of its
 * datasets, and the code.
 */
export function runId(spec: ExperimentSpec, versions: Readonly<Record<string, string>>, code: Code): string {
  return sha256(JSON.stringify([sorted(spec), sorted(versions), code.hash])).slice(0, 12);
}

/** The same JSON with the keys of every object in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inside]) => [key, sorted(inside)]));
}

async function sources(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), {recursive: true, withFileTypes: true});
  return files
    .filter((file) => file.isFile() && file.name.endsWith(".ts"))
    .map((file) => join(file.parentPath, file.name).slice(root.length).replaceAll("\\", "/"));
}

async function hashFile(file: string): Promise<string> {
  return sha256(await readFile(join(root, file)));
}
