import {existsSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

/** Where real data lies that the project does not carry: what TAPEBOOK_DATA names, else beside the checkout. */
const folder = process.env.TAPEBOOK_DATA ?? fileURLToPath(new URL("../../shared/data", import.meta.url));

/**
 * The path of a file or folder of the real data, and whether it is missing: then what needs it is skipped, and its name
 * says so. Without the folder the suite passes all the same.
 */
export function realData(...names: readonly string[]): {readonly path: string; readonly missing: boolean} {
  const path = join(folder, ...names);
  return {path, missing: !existsSync(path)};
}

/** What the name of a test says that is skipped without the real data. */
export const unlessMissing = "(skipped where TAPEBOOK_DATA is not there)";
