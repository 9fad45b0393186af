import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join, relative} from "node:path";

/** What of the project makes the site. */
const sources = [
  ".site",
  "core",
  "plugins",
  "data-loaders",
  "notebooks",
  "reports",
  "observablehq.config.ts",
  "package-lock.json"
];

/**
 * SHA-256 of all that a site is made of: the project's sources, the records of the runs, the state of the store (its
 * manifests, which name all else in it), and the version of Node. Where it has not changed, neither would the site.
 */
export async function siteDigest(project: string, home: string): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  const ours = await Promise.all(sources.map((name) => filesIn(join(project, name), isSource)));
  const states = await Promise.all([
    filesIn(join(home, "runs"), (name) => name === "run.json"),
    filesIn(join(home, "market"), (name) => name.endsWith(".json")),
    filesIn(join(home, "errors"), (name) => name.endsWith(".json"))
  ]);
  for (const [base, files] of [[project, ours.flat()] as const, [home, states.flat()] as const]) {
    for (const file of files) {
      const bytes = await readFile(file);
      hash.update(`${relative(base, file)}\n${bytes.length}\n`).update(bytes);
    }
  }
  return hash.digest("hex");
}

function isSource(name: string): boolean {
  return !name.startsWith(".") || name === ".site";
}

/** A file, or all files below a folder, in order; links are not followed. What is not there holds none. */
async function filesIn(path: string, wanted: (name: string) => boolean): Promise<string[]> {
  const entries = await readdir(path, {withFileTypes: true}).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return path;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (typeof entries === "string") return [entries];
  const inside = entries
    .filter((entry) => (entry.isDirectory() ? !entry.name.startsWith(".") : entry.isFile() && wanted(entry.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => filesIn(join(path, entry.name), wanted));
  return (await Promise.all(inside)).flat();
}
