import {readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {datasetFolder, datasetManifest, findManifest, manifestAt, sha256} from "../disk/manifest.js";

/** The dates of a symbol that were fetched, `from` ≤ t < `to`, epoch milliseconds UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was fetched of a dataset, by symbol. */
export type Coverage = ReadonlyMap<string, Span>;

const file = z.strictObject({
  /** The dataset's version that holds all this. */
  version: z.string(),
  /** By symbol; null is the beginning of time. */
  symbols: z.record(z.string(), z.tuple([z.number().nullable(), z.number()])),
  /** SHA-256 of all the rest of the file. */
  check: z.string()
});

/**
 * What was fetched of a dataset; nothing where that is not known, so that it is fetched again: where the file was
 * changed, or where the dataset's manifest is not, or does not continue, the one whose rows the file speaks of. So it
 * never claims what the manifest does not have, whatever was lost or put back of either.
 */
export async function readCoverage(home: string, dataset: string): Promise<Coverage> {
  try {
    const {check, ...body} = file.parse(JSON.parse(await readFile(coverageFile(home, dataset), "utf8")));
    if (check !== sha256(JSON.stringify(body))) return new Map();
    // The manifest is read last: another writer's may be newer than the file, and holds what that speaks of.
    const manifest = await findManifest(home, dataset);
    if (!manifest || !manifestAt(manifest, body.version)) return new Map();
    return new Map(Object.entries(body.symbols).map(([symbol, [from, to]]) => [symbol, {from: from ?? -Infinity, to}]));
  } catch {
    return new Map();
  }
}

/** Adds to what was fetched. The writers' lock must be held, and the current manifest hold it. */
export async function addCoverage(
  home: string,
  dataset: string,
  more: ReadonlyMap<string, readonly Span[]>
): Promise<void> {
  const all = new Map(await readCoverage(home, dataset));
  for (const [symbol, spans] of more) for (const span of spans) all.set(symbol, joined(all.get(symbol), span));
  await writeCoverage(home, dataset, all);
}

/** Says what was fetched, and nothing else. The writers' lock must be held, and the current manifest hold it. */
export async function writeCoverage(home: string, dataset: string, coverage: Coverage): Promise<void> {
  const {version} = await datasetManifest(home, dataset);
  const sorted = [...coverage].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.map(([symbol, {from, to}]) => [symbol, [from === -Infinity ? null : from, to]] as const);
  const body = file.omit({check: true}).parse({version, symbols: Object.fromEntries(rows)});
  const text = JSON.stringify({...body, check: sha256(JSON.stringify(body))});
  await writeFileAtomic(coverageFile(home, dataset), `${text}\n`);
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

/** Two spans that meet as one; of others the newer, since one span is all that is remembered. */
function joined(covered: Span | undefined, span: Span): Span {
  if (!covered || covered.to < span.from || span.to < covered.from) return span;
  return {from: Math.min(covered.from, span.from), to: Math.max(covered.to, span.to)};
}

function coverageFile(home: string, dataset: string): string {
  return join(datasetFolder(home, dataset), "coverage.json");
}
