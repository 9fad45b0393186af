import {resolve} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What lets a process or a thread that is started with `--import` of it import TypeScript. */
export const loader = pathToFileURL(resolve(root, "bin", "loader.js")).href;

/** Where all state lives: the folder that `TAPEBOOK_HOME` names, else `.tapebook` in the project. */
export function home(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return resolve(root, environment.TAPEBOOK_HOME || ".tapebook");
}
