import {link, mkdir, readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {sha256} from "../disk/manifest.js";
import type {Universe} from "./members.js";
import type {Ending, Parsed} from "./parse.js";
import {parseUniverse} from "./parse.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A membership as it is stored; null is an open end. */
const content = z.strictObject({
  form: z.enum(["spells", "snapshots", "list"]),
  biased: z.boolean(),
  spells: z.array(z.tuple([z.string(), z.number().nullable(), z.number().nullable()])).min(1),
  attributes: z.record(z.string(), z.strictObject({sector: z.string().optional(), industry: z.string().optional()}))
});

const record = z.strictObject({
  /** Its number among the imports of the universe, from 1. */
  place: z.int().positive(),
  version: hash,
  /** Epoch milliseconds. */
  imported: z.number(),
  /** SHA-256 of all the rest of the file. */
  check: hash
});
type Import = z.infer<typeof record>;

/** What an import did. */
export interface Imported {
  readonly name: string;
  readonly version: string;
  /** Whether it is news: false where the universe was so already. */
  readonly added: boolean;
  readonly form: Parsed["form"];
  readonly biased: boolean;
  readonly symbols: number;
  readonly spells: number;
  readonly warnings: readonly string[];
}

/**
 * Imports a universe from a table of cells; `parseUniverse` says which it understands. Its content is a file named by its
 * SHA-256; each import is a further numbered record that names a content and is never changed, so that a reader can ask
 * for what was known at a time:
 *
 *     table ──► spells ──► universes/sp500/<sha-256>.json ──► universes/sp500/imports/000001.json
 *
 * Both are written beside and put in place at once, so that a kill leaves the old state or the new, and of two imports
 * at a time none is lost. What the last import said already makes no new one.
 */
export async function importUniverse(
  home: string,
  name: string,
  table: readonly (readonly string[])[],
  {now, ends}: {now(): number; readonly ends?: Ending}
): Promise<Imported> {
  const folder = universeFolder(home, name);
  const parsed = parseUniverse(table, {ends});
  const text = textOf(parsed);
  const version = sha256(text);
  await mkdir(join(folder, "imports"), {recursive: true});
  const file = contentFile(home, name, version);
  if ((await readText(file)) !== text) await writeFileAtomic(file, text);
  let added = false;
  for (;;) {
    const log = await imports(home, name);
    if (log.at(-1)?.version === version) break;
    added = await append(folder, {place: log.length + 1, version, imported: now()});
    if (added) break;
  }
  const {form, biased, spells, warnings} = parsed;
  const symbols = new Set(spells.map(({symbol}) => symbol)).size;
  return {name, version, added, form, biased, symbols, spells: spells.length, warnings};
}

/**
 * A universe as it was imported last, or as it was known at `asOf` (epoch milliseconds), or of a version, of which the
 * first digits do. Throws where there is none, or where a file was changed after it was written.
 */
export async function readUniverse(
  home: string,
  name: string,
  {asOf = Infinity, version = ""}: {readonly asOf?: number; readonly version?: string} = {}
): Promise<Universe> {
  const log = await imports(home, name);
  if (log.length === 0)
    throw new Error(`missing universe: ${name}; run tapebook universe import ${name} --path members.csv`);
  const known = log.filter(({imported}) => imported <= asOf);
  if (known.length === 0)
    throw new Error(`missing universe: ${name} was imported after ${new Date(asOf).toISOString()}`);
  const found = known.findLast((each) => each.version.startsWith(version));
  if (!found) throw new Error(`missing version: ${name} has none that starts with ${version.slice(0, 12)}`);
  const text = await readText(contentFile(home, name, found.version));
  if (text === null || sha256(text) !== found.version)
    throw new Error(`invalid universe: ${name} was changed, cut off or removed after it was written; import it again`);
  const {biased, spells, attributes} = content.parse(JSON.parse(text));
  return {
    name,
    version: found.version,
    imported: found.imported,
    biased,
    spells: spells.map(([symbol, from, to]) => ({symbol, from: from ?? -Infinity, to: to ?? Infinity})),
    attributes
  };
}

/** The names of all universes in the store, in alphabetical order. */
export async function universeNames(home: string): Promise<string[]> {
  const all = await list(join(home, "universes"));
  const found: string[] = [];
  for (const name of all.filter(isName)) if ((await imports(home, name)).length > 0) found.push(name);
  return found.sort();
}

/** A universe's imports, the oldest first; empty where there is no such universe. */
export async function imports(home: string, name: string): Promise<Import[]> {
  const folder = join(universeFolder(home, name), "imports");
  const files = (await list(folder)).filter((each) => /^\d{6}\.json$/.test(each)).sort();
  const log = await Promise.all(files.map((file) => readText(join(folder, file))));
  return log.map((text, i) => {
    const read = parseRecord(text ?? "");
    if (read?.place === i + 1) return read;
    throw new Error(
      `invalid universe: import ${i + 1} of ${name} was changed, cut off or removed after it was written; move the folder ` +
        "of the universe away and import it again"
    );
  });
}

/** Puts a record in its place, whole; answers with whether the place was free. */
async function append(folder: string, body: Omit<Import, "check">): Promise<boolean> {
  const file = join(folder, "imports", `${String(body.place).padStart(6, "0")}.json`);
  const beside = join(folder, "imports", `.${process.pid}-${body.version}`);
  try {
    await writeFileAtomic(beside, `${JSON.stringify({...body, check: sha256(JSON.stringify(body))})}\n`);
    await link(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(beside, {force: true});
  }
}

function parseRecord(text: string): Import | null {
  try {
    const {check, ...body} = record.parse(JSON.parse(text));
    return check === sha256(JSON.stringify(body)) ? {...body, check} : null;
  } catch {
    return null;
  }
}

function textOf({form, biased, spells, attributes}: Parsed): string {
  const open = (t: number) => (Number.isFinite(t) ? t : null);
  const rows = spells.map(({symbol, from, to}) => [symbol, open(from), open(to)]);
  return `${JSON.stringify({form, biased, spells: rows, attributes})}\n`;
}

/** The folder of a universe. Throws where the name is none. */
export function universeFolder(home: string, name: string): string {
  if (!isName(name))
    throw new Error(`invalid universe: ${name}; write its name in small letters, digits and dashes, as sp500`);
  return join(home, "universes", name);
}

function contentFile(home: string, name: string, version: string): string {
  return join(universeFolder(home, name), `${version}.json`);
}

function isName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(name);
}

async function readText(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch(absent(null));
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(absent<string[]>([]));
}

/** Answers with what stands for a file or folder that is not there, and throws any other error. */
function absent<T>(value: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
}
