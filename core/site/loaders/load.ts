import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

/**
 * Runs data loaders one after another in one process, and writes what each prints into a folder: what they import is
 * loaded once for all. One that fails leaves nothing there, so that Framework runs it itself and says why.
 */
const [folder, into, ...names] = process.argv.slice(2);
const {stdout} = process;
for (const name of names) {
  const printed: Uint8Array[] = [];
  stdout.write = (chunk: string | Uint8Array) => {
    printed.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk.slice());
    return true;
  };
  try {
    await import(pathToFileURL(join(folder, `${name}.ts`)).href);
    await writeFile(join(into, name), Buffer.concat(printed));
  } catch {
    continue;
  }
}
