import {mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {runArrays, runPage} from "../lab/arrays.js";
import type {Effects} from "../lab/context.js";
import type {RunRecord} from "../lab/record.js";
import {pageBundle, pageFile} from "./page-file.js";
import {makeArtist} from "./pictures.js";

/** The forms in which a report is written beside `report.json`, which is always there. */
export const forms = ["html", "png", "svg"] as const;
export type Form = (typeof forms)[number];

export interface ReportOptions extends Pick<Effects, "progress" | "signal"> {
  readonly home: string;
  readonly forms: readonly Form[];
}

/** A report that was written. */
export interface Reported {
  readonly run: string;
  readonly experiment: string;
  readonly folder: string;
  /** The files' names, in order. */
  readonly files: readonly string[];
}

/** The file by which a folder is known to be a report. */
const sign = "report.json";

/**
 * Writes runs' reports, each into a folder of its own: `report.html`, one file that opens anywhere and makes the run again;
 * `performance-equity.svg`, `.png` and so on; `report.json` with the whole record and the tables that the page shows. The
 * same run gives the same bytes. Each folder is written beside its place and renamed; a report that was there before is
 * replaced as a whole. Throws where the place holds anything else.
 */
export async function writeReports(
  places: readonly {readonly run: RunRecord; readonly folder: string}[],
  {home, forms, progress, signal}: ReportOptions
): Promise<readonly Reported[]> {
  for (const {folder} of places) await checkPlace(resolve(folder));
  const [bundle, artist] = await Promise.all([forms.includes("html") ? pageBundle() : null, makeArtist()]);
  const done: Reported[] = [];
  for (const {run, folder} of places) {
    signal.throwIfAborted();
    progress(done.length, places.length, "reports");
    const [page, numbers] = await Promise.all([runPage(home, run), runArrays(home, run)]);
    const files = new Map<string, string | Uint8Array>();
    if (bundle) files.set("report.html", pageFile(bundle, page, numbers));
    const pictures = forms.includes("png") || forms.includes("svg") ? artist.pictures(page, numbers) : [];
    for (const {name, svg, png} of pictures) {
      if (forms.includes("svg")) files.set(`${name}.svg`, svg);
      if (forms.includes("png")) files.set(`${name}.png`, png());
    }
    const names = [...files.keys(), sign].sort();
    files.set(sign, `${JSON.stringify({files: names, run, tables: artist.tables(page, numbers)}, null, 1)}\n`);
    signal.throwIfAborted();
    await place(resolve(folder), files);
    done.push({run: run.id, experiment: run.experiment, folder: resolve(folder), files: names});
  }
  progress(places.length, places.length, "reports");
  return done;
}

/** Throws unless a folder may be put there: there is none, an empty one, or a report. */
async function checkPlace(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new Error(`invalid output: ${folder} is a file; name a folder`);
    throw error;
  });
  if (there.length === 0) return;
  const known = await readFile(join(folder, sign), "utf8").then(
    (text) => text.startsWith('{\n "files"'),
    () => false
  );
  if (!known)
    throw new Error(`invalid output: ${folder} holds something that is no report; name another folder or empty it`);
}

/** Writes files into a folder beside, then exchanges the two by renames; what was there is put back where that fails. */
async function place(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const parent = dirname(folder);
  await mkdir(parent, {recursive: true});
  const work = await mkdtemp(join(parent, `.${basename(folder)}-${process.pid}-`));
  const [made, before] = [join(work, "made"), join(work, "before")];
  try {
    await mkdir(made);
    for (const [name, content] of files) await writeFile(join(made, name), content, {flush: true});
    const moved = await rename(folder, before).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        return false;
      }
    );
    await rename(made, folder).catch(async (error: unknown) => {
      if (moved) await rename(before, folder);
      throw error;
    });
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}
