import {access, readdir, readFile} from "node:fs/promises";
import {dirname, extname, join, resolve} from "node:path";
import {importDefects} from "./check-imports.js";

/** Something in a built site that would fail in the reader's browser. */
export interface Defect {
  /** The file, relative to the site. */
  readonly file: string;
  /** What is wrong: `missing file: ./x.js`. */
  readonly fault: string;
}

/**
 * Reads a built site as a browser would, because Framework's build succeeds on pages that cannot run. Finds error
 * blocks in pages, references to files that are not there, imports that nothing resolves, `node:` imports, and anything
 * that a page would load from another machine. Links of text may lead elsewhere.
 */
export async function checkSite(folder: string): Promise<readonly Defect[]> {
  const files = (await readdir(folder, {recursive: true, withFileTypes: true}))
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
  if (!files.includes("index.html")) return [{file: "index.html", fault: "missing file: the site has no first page"}];
  const texts = async (extension: string) => {
    const named = files.filter((file) => extname(file) === extension);
    return Promise.all(named.map(async (file) => ({file, text: await readFile(join(folder, file), "utf8")})));
  };
  const [pages, styles, scripts] = await Promise.all([texts(".html"), texts(".css"), texts(".js")]);
  const inline = pages.flatMap(({file, text}) =>
    [...text.matchAll(/<script type="module">([^]*?)<\/script>/g)].map(([, code]) => ({file, text: code}))
  );
  const found = await Promise.all([
    ...pages.map((page) => pageDefects(folder, page)),
    ...styles.map((style) => styleDefects(folder, style)),
    importDefects(folder, [...inline, ...scripts])
  ]);
  return found.flat().sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** A file of the site and what it says. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

async function pageDefects(folder: string, {file, text}: Source): Promise<Defect[]> {
  const errors = [...text.matchAll(/observablehq--error"[^>]*>([^<]*)/g)].map(([, message]) => ({
    file,
    fault: `invalid page: ${message}`
  }));
  const markup = text.replace(/<script\b([^>]*)>[^]*?<\/script>/g, "<script$1></script>");
  const loads = [...markup.matchAll(/<(?:link|script|img|source|iframe|video|audio)\b[^>]*\b(?:href|src)="([^"]*)"/g)];
  const links = [...markup.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].filter(([, url]) => !/^[a-z]+:/i.test(url));
  const attached = [...text.matchAll(/registerFile\([^)]*?"path":"([^"]*)"/g)];
  const faults = [...loads, ...links, ...attached].map(([, url]) => referenceFault(folder, file, url));
  return [...errors, ...(await Promise.all(faults)).flatMap((fault) => (fault === null ? [] : [{file, fault}]))];
}

async function styleDefects(folder: string, {file, text}: Source): Promise<Defect[]> {
  const loads = [...text.matchAll(/(?:url\(|@import\s+)["']?([^"')\s;]+)/g)].map(([, url]) => url);
  const faults = await Promise.all(loads.map((url) => referenceFault(folder, file, url)));
  return faults.flatMap((fault) => (fault === null ? [] : [{file, fault}]));
}

/** What is wrong with a reference, if anything: it leads to another machine, or to no file of the site. */
export async function referenceFault(folder: string, file: string, url: string): Promise<string | null> {
  if (/^(?:[a-z]+:)?\/\//i.test(url)) return `external address: ${url}`;
  if (/^(?:data|blob|mailto):/.test(url) || url.startsWith("#") || url === "url(") return null;
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
