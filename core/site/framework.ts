import {spawn} from "node:child_process";
import {delimiter, join} from "node:path";

/** One call of `observable build`. */
export interface FrameworkBuild {
  readonly project: string;
  /** The source root. */
  readonly root: string;
  readonly home: string;
  readonly out: string;
  /** Called with each line that Framework writes, its colours removed. */
  readonly line: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs Observable Framework's build in processes of its own, all of which end when the signal aborts. Throws what it
 * last wrote where it fails.
 */
export async function runFramework({project, root, home, out, line, signal}: FrameworkBuild): Promise<void> {
  signal.throwIfAborted();
  const modules = join(project, "node_modules");
  const command = join(modules, "@observablehq", "framework", "dist", "bin", "observable.js");
  const child = spawn(process.execPath, ["--no-warnings=ExperimentalWarning", command, "build"], {
    cwd: project,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter),
      NODE_OPTIONS: "",
      OBSERVABLE_TELEMETRY_DISABLE: "1",
      TAPEBOOK_HOME: home,
      TAPEBOOK_SITE_ROOT: root,
      TAPEBOOK_SITE_OUT: out
    }
  });
  const last: string[] = [];
  let rest = "";
  const read = (text: string) => {
    const lines = (rest + withoutColours(text)).split(/[\r\n]+/);
    rest = lines.pop()!;
    for (const each of lines) {
      if (each.trim() === "") continue;
      line(each);
      if (last.push(each) > 12) last.shift();
    }
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  const end = (kind: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, kind);
    } catch {
      child.kill(kind);
    }
  };
  let later: NodeJS.Timeout | undefined;
  const stop = () => {
    end("SIGTERM");
    later = setTimeout(() => end("SIGKILL"), 2000);
  };
  signal.addEventListener("abort", stop, {once: true});
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once("error", fail);
      child.once("close", done);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`invalid site: Framework could not build it\n${[...last, rest].join("\n")}`);
  } finally {
    clearTimeout(later);
    signal.removeEventListener("abort", stop);
  }
}

function withoutColours(text: string): string {
  return text.replaceAll(new RegExp("\u001b\\[[0-9;]*m", "g"), "");
}
