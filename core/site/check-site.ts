import {readdir, readFile} from "node:fs/promises";
import {extname, join} from "node:path";
import {importDefects} from "./check-imports.js";
import type {Defect, Source} from "./check-reference.js";
import {referenceFault} from "./check-reference.js";

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
  const loads = [...text.matchAll(/(?:@import\s+(?:url\(\s*)?|url\(\s*)["']?([^"')\s;]+)/g)].map(([, url]) => url);
  const faults = await Promise.all(loads.map((url) => referenceFault(folder, file, url)));
  return faults.flatMap((fault) => (fault === null ? [] : [{file, fault}]));
}
