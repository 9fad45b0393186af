import {access} from "node:fs/promises";
import {dirname, extname, join, resolve} from "node:path";

/** Something in a built site that would fail in the reader's browser. */
export interface Defect {
  /** The file, relative to the site. */
  readonly file: string;
  /** What is wrong: `missing file: ./x.js`. */
  readonly fault: string;
}

/** A file of the site and what it says. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** What is wrong with a reference, if anything: it leads to another machine, or to no file of the site. */
export async function referenceFault(folder: string, file: string, url: string): Promise<string | null> {
  if (/^(?:[a-z]+:)?\/\//i.test(url)) return `external address: ${url}`;
  if (/^(?:data|blob|mailto):/.test(url) || url.startsWith("#")) return null;
  const path = decodeURI(url.replace(/[?#].*$/, ""));
  const place = path.startsWith("/") ? join(folder, path) : resolve(folder, dirname(file), path);
  const names = extname(place) ? [place] : [place, `${place}.html`, join(place, "index.html")];
  for (const name of names) if (await isThere(name)) return null;
  return `missing file: ${url}`;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}
