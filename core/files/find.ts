import {createReadStream} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {basename, join, relative} from "node:path";
import {filesInArchive} from "./archive.js";
import type {FoundFile} from "./found.js";

/**
 * The files at a path, in the order of their names with numbers in them by value: the one file that it names, or those
 * below the folder, at any depth, whose name ends in one of the endings (`.csv`, with or without `.gz` behind it where
 * `packed` says so), those in `.zip` archives included. Nothing is unpacked onto the disk. Hidden files are left out.
 * An archive that cannot be listed is a file that cannot be opened. Throws where there is none.
 */
export async function findFiles(path: string, endings: readonly string[], packed: boolean): Promise<FoundFile[]> {
  if (path === "") throw new Error("missing path: name a file or a folder with --path");
  const info = await stat(path).catch(() => {
    throw new Error(`missing file: ${path}; name a file or a folder that exists`);
  });
  const fits = fitting(endings, packed);
  if (!info.isDirectory()) return filesAt(path, basename(path), fits, packed);
  const order = new Intl.Collator("en", {numeric: true}).compare;
  const names = await readdir(path, {recursive: true});
  const wanted = names.filter((name) => fits(name) || (packed && /\.zip$/i.test(name) && !hidden(name)));
  const found: FoundFile[] = [];
  for (const name of wanted.sort(order))
    found.push(...(await filesAt(join(path, name), relative(path, join(path, name)), fits, packed)));
  if (found.length > 0) return found;
  const kinds = [...endings, ...(packed ? [`${endings[0]}.gz`, ".zip"] : [])];
  throw new Error(`missing files: ${path} holds no ${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}`);
}

/** Whether a name ends in one of the endings and is not hidden. */
function fitting(endings: readonly string[], packed: boolean): (name: string) => boolean {
  const all = packed ? endings.flatMap((ending) => [ending, `${ending}.gz`]) : endings;
  return (name) => !hidden(name) && all.some((ending) => name.toLowerCase().endsWith(ending));
}

/** What editors, version control and other systems' archivers leave beside the data. */
function hidden(name: string): boolean {
  return name.split(/[/\\]/).some((part) => /^(\.[^.]|__MACOSX$)/.test(part));
}

async function filesAt(
  path: string,
  name: string,
  fits: (name: string) => boolean,
  packed: boolean
): Promise<FoundFile[]> {
  const info = await stat(path).catch(() => null);
  if (info?.isDirectory()) return [];
  const size = info?.size ?? 0;
  if (!packed || !/\.zip$/i.test(name)) return [{name, size, path, open: async () => createOpened(path)}];
  try {
    return await filesInArchive(path, name, fits);
  } catch (error) {
    return [{name, size, path, open: () => Promise.reject(error as Error)}];
  }
}

function createOpened(path: string) {
  return createReadStream(path, {highWaterMark: 1 << 18});
}
