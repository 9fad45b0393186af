import {readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {datasetFolder} from "../disk/manifest.js";

/** The dates of a symbol that were fetched, `from` ≤ t < `to`, epoch milliseconds UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was fetched of a dataset, by symbol. */
export type Coverage = Readonly<Record<string, Span>>;

const file = z.record(z.string(), z.tuple([z.number().nullable(), z.number()]));

/** What was fetched of a dataset; nothing where that is not known, so that it is fetched again. */
export async function readCoverage(home: string, dataset: string): Promise<Coverage> {
  try {
    const read = file.parse(JSON.parse(await readFile(coverageFile(home, dataset), "utf8")));
    return Object.fromEntries(
      Object.entries(read).map(([symbol, [from, to]]) => [symbol, {from: from ?? -Infinity, to}])
    );
  } catch {
    return {};
  }
}

/** Adds to what was fetched. The writers' lock must be held. */
export async function addCoverage(home: string, dataset: string, more: Coverage): Promise<void> {
  await writeCoverage(home, dataset, {...(await readCoverage(home, dataset)), ...more});
}

/** Forgets what was fetched of symbols, or of all. The writers' lock must be held. */
export async function forgetCoverage(home: string, dataset: string, symbols?: readonly string[]): Promise<void> {
  const kept = symbols
    ? Object.entries(await readCoverage(home, dataset)).filter(([name]) => !symbols.includes(name))
    : [];
  await writeCoverage(home, dataset, Object.fromEntries(kept));
}

/** The parts of a span that are not covered, so chosen that what is covered then stays one span. */
export function missing(covered: Span | undefined, {from, to}: Span): Span[] {
  if (!covered) return from < to ? [{from, to}] : [];
  const spans = [
    {from, to: covered.from},
    {from: covered.to, to}
  ];
  return spans.filter((span) => span.from < span.to);
}

/** The hull of two spans. */
export function hull(covered: Span | undefined, {from, to}: Span): Span {
  return covered ? {from: Math.min(covered.from, from), to: Math.max(covered.to, to)} : {from, to};
}

async function writeCoverage(home: string, dataset: string, coverage: Coverage): Promise<void> {
  const sorted = Object.entries(coverage).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.map(([symbol, {from, to}]) => [symbol, [from === -Infinity ? null : from, to]]);
  await writeFileAtomic(coverageFile(home, dataset), `${JSON.stringify(Object.fromEntries(rows))}\n`);
}

function coverageFile(home: string, dataset: string): string {
  return join(datasetFolder(home, dataset), "coverage.json");
}
