import {spawn} from "node:child_process";
import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {root} from "../../core/lab/home.js";

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  /** Set where a signal ended it. */
  readonly by: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Calling {
  readonly home: string;
  /** What starts it; the Node that runs the tests unless it is given. */
  readonly node?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called once with all that was said so far when that matches; the signal it answers with is sent. */
  readonly on?: readonly [said: RegExp, act: (match: RegExpExecArray) => Promise<NodeJS.Signals> | NodeJS.Signals];
}

/** Runs a command line as a user does: a process of its own, no terminal. */
export function tapebook(
  words: readonly string[],
  {home, node = process.execPath, environment, on}: Calling
): Promise<Ended> {
  const child = spawn(node, [join(root, "bin", "tapebook.js"), ...words], {
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "pipe"],
    env: {...process.env, TAPEBOOK_HOME: home, ...environment}
  });
  const said = {stdout: "", stderr: ""};
  let acted = false;
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      const match = acted ? null : on?.[0].exec(said.stdout + said.stderr);
      if (!on || !match) return;
      acted = true;
      void Promise.resolve(on[1](match)).then((signal) => child.kill(signal));
    });
  }
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, by) => done({code, by, ...said}));
  });
}

/** Calls with a folder of state of its own, and removes it. */
export async function withHome<T>(use: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
  try {
    return await use(home);
  } finally {
    await rm(home, {recursive: true, force: true});
  }
}

/** Every file below a folder, relative to it, in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(folder.length + 1)).sort();
}
