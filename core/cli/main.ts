import {readFileSync} from "node:fs";
import {join} from "node:path";
import {effects} from "../lab/context.js";
import {home, root} from "../lab/home.js";
import {listen} from "./interrupt.js";
import {parse} from "./parser.js";
import {reporter} from "./progress.js";
import {isMisuse} from "./verb.js";
import {verbs} from "./verbs.js";

/**
 * Runs one command line and answers with its exit code: 0 done, 1 failed, 2 used wrongly, 3 done in
 * part (what is missing is listed), 130 interrupted.
 *
 *     words ──► verb and options ──► act ──► answer ──► standard output
 *                                     └── log, progress, errors ──► standard error
 */
async function main(words: readonly string[]): Promise<number> {
  const {stdout, stderr} = process;
  const tell = (message: string) => void stderr.write(`${message}\n`);
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  stderr.on("error", () => {});
  const report = reporter(stderr);
  const interrupt = listen((message) => {
    report.stop();
    tell(message);
  });
  try {
    const {version} = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {version: string};
    const command = await parse(words, verbs, version);
    if (!command) return 0;
    const task = (label: string) => effects({...report.task(label), signal: interrupt.signal});
    const answer = await command.verb.act(command.given, {home: home(), task});
    report.stop();
    stdout.write(command.json ? `${JSON.stringify(answer.json, null, 2)}\n` : `${answer.text}\n`);
    await answer.until;
    return answer.failed ? 1 : answer.partial ? 3 : 0;
  } catch (error) {
    report.stop();
    if (interrupt.signal.aborted) {
      tell("interrupted");
      return 130;
    }
    tell(explain(error));
    return isMisuse(error) ? 2 : 1;
  } finally {
    interrupt.end();
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const {code, path} = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || /no space left on device/i.test(error.message))
    return `full disk: ${path ?? home()}; free some space and run the same command again`;
  const mistake = [TypeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
  return (mistake && error.stack) || error.message;
}

process.exitCode = await main(process.argv.slice(2));
