import {execFile} from "node:child_process";
import {cp, mkdir, readdir, readFile, rename, symlink, writeFile} from "node:fs/promises";
import {basename, join} from "node:path";
import {promisify} from "node:util";
import {inject} from "vitest";
import {root} from "../core/lab/home.js";

/** How long the first start may take, milliseconds. */
export const patience = 900_000;

/** What `npm start` left that was told to end when the site is built. */
export interface Started {
  /** What it wrote on standard output. */
  readonly stdout: string;
  /** The folder of state as the start left it, for whoever only reads it: `runs`, `market`, `site` and the rest. */
  readonly home: string;
  /** The copy of the project that it was started in, for one test file to go on with. */
  readonly copy: string;
}

/**
 * What a reader has who typed the README's first command: a copy of the project, without any state, in which `npm start`
 * ran. It is made once for all test files of a run that ask for it; the others wait. Throws, in all of them, where the
 * command failed.
 */
export async function started(): Promise<Started> {
  const folder = join(inject("shared"), "started");
  const [copy, home] = [join(folder, "project"), join(folder, "home")];
  const file = join(folder, "ended.json");
  const first = await mkdir(folder).then(
    () => true,
    () => false
  );
  if (first) {
    await mkdir(folder, {recursive: true});
    const ended = await start(copy, home).catch((error: unknown) => ({stdout: "", error: String(error)}));
    await writeFile(`${file}.new`, JSON.stringify({...ended, by: process.pid}));
    await rename(`${file}.new`, file);
  }
  const {stdout, error} = await result(file);
  if (error !== undefined) throw new Error(error);
  return {stdout, home, copy};
}

async function start(copy: string, home: string): Promise<{stdout: string}> {
  await copyProject(copy);
  const {stdout} = await execute("npm start -- --no-serve", copy);
  await cp(join(copy, ".tapebook"), home, {recursive: true, verbatimSymlinks: true});
  return {stdout};
}

/** Waits until the start has ended, in whichever process it is. */
async function result(file: string): Promise<{readonly stdout: string; readonly error?: string}> {
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text !== null) return JSON.parse(text) as {stdout: string; error?: string};
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Copies the project, with packages, commands and state of its own. */
export async function copyProject(copy: string): Promise<void> {
  const left = new Set(["node_modules", ".git", ".tapebook", ".observablehq", "coverage"]);
  const filter = (path: string) => !left.has(basename(path));
  await cp(root, copy, {recursive: true, verbatimSymlinks: true, filter});
  const modules = join(root, "node_modules");
  await mkdir(join(copy, "node_modules"));
  for (const name of await readdir(modules)) {
    if (name === ".bin")
      await cp(join(modules, name), join(copy, "node_modules", name), {recursive: true, verbatimSymlinks: true});
    else if (!name.startsWith(".tapebook") && name !== ".cache")
      await symlink(join(modules, name), join(copy, "node_modules", name));
  }
}

/** Runs a command line in a folder as one who types it there, without what the tests were started with. */
export async function execute(command: string, folder: string): Promise<{stdout: string; stderr: string}> {
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|TAPEBOOK_|NODE_ENV|NODE_OPTIONS)/.test(name)
  );
  const options = {cwd: folder, env: Object.fromEntries(environment), encoding: "utf8", maxBuffer: 1 << 26} as const;
  return promisify(execFile)("bash", ["-ec", command], options);
}
