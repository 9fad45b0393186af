import {constants} from "node:fs";
import {access} from "node:fs/promises";
import {delimiter, join} from "node:path";
import {execFile} from "node:child_process";
import {promisify} from "node:util";

/** The first of the named programs that the PATH holds; null where it holds none. */
export async function findProgram(names: readonly string[], path = process.env.PATH ?? ""): Promise<string | null> {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      for (const ending of endings) {
        const file = join(folder, name + ending);
        if (
          await access(file, constants.X_OK).then(
            () => true,
            () => false
          )
        )
          return file;
      }
    }
  }
  return null;
}

/** What a program prints; null where it cannot be run, fails, or takes longer than 20 s. */
export async function outputOf(file: string, given: readonly string[]): Promise<string | null> {
  return promisify(execFile)(file, [...given], {timeout: 20_000, encoding: "utf8"}).then(
    ({stdout}) => stdout.trim(),
    () => null
  );
}

/** Chromium or Chrome, which the tests open the built site in; `TAPEBOOK_CHROMIUM` names another. */
export async function findChromium(environment = process.env): Promise<string | null> {
  return environment.TAPEBOOK_CHROMIUM || (await findProgram(["chromium", "chromium-browser", "google-chrome"]));
}

/** The Python of the benchmarks' peers; `TAPEBOOK_PYTHON` names another. */
export async function findPython(environment = process.env): Promise<string | null> {
  return environment.TAPEBOOK_PYTHON || (await findProgram(["python3", "python"]));
}
