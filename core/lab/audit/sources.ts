import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {isBar} from "../../base/market-data.js";
import type {Audit, Finding} from "../../audit/verdict.js";
import type {Action, Fault, Item, Kinds, Maker, Observation, Plugin, Query} from "../../plugin.js";
import {writeColumns} from "../../store/disk/columns.js";
import {context} from "../context.js";
import type {Effects} from "../context.js";

const checked = ["look-ahead", "publication-lag", "hidden-state", "broken-form"] as const;

/**
 * Audits a source that can be asked here: one that reads files is given some of its kind. What it says of days before
 * `to` must not change with a later `to`; no figure may be known before its time; each symbol's rows come in the order of
 * time, the same ones twice. One that asks a network is not asked.
 */
export async function auditSource(maker: Maker<"source">, plugin: Plugin<"source">, effects: Effects): Promise<Audit> {
  if (plugin.concurrency !== undefined)
    return unaudited("it asks a network; what it brings is checked when it is ingested");
  if (plugin.params.path !== "") return auditRows(plugin, effects);
  const folder = await mkdtemp(join(tmpdir(), "tapebook-audit-"));
  try {
    for (const path of await writeSamples(folder)) {
      const made = maker({...plugin.params, path} as never);
      const rows = await take(made, everything, effects).catch(() => []);
      if (rows.length > 0) return await auditRows(made, effects);
    }
    return unaudited("it reads files of a kind that is not known here; give it a path in a test of its own");
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

function unaudited(why: string): Audit {
  return {checked: [], findings: [], skipped: [why]};
}

type Row = Exclude<Item, Fault | Action>;
const everything: Query = {from: -8.64e15, to: 8.64e15, timeframe: "1d"};

async function auditRows(source: Kinds["source"], effects: Effects): Promise<Audit> {
  const findings: Finding[] = [];
  const rows = await take(source, everything, effects);
  if (rows.length === 0) return {checked, findings: [{rule: "broken-form", message: "no rows"}]};
  const times = rows.map(({t}) => t).sort((a, b) => a - b);
  const middle = times[times.length >> 1];
  const early = await take(source, {...everything, to: middle}, effects);
  const late = early.find(({t}) => t >= middle);
  if (late)
    findings.push({
      rule: "broken-form",
      message: `asked until ${day(middle)}, it answers ${nameOf(late)} of ${day(late.t)}`
    });
  const wanted = rows
    .filter(({t}) => t < middle)
    .map((row) => JSON.stringify(row))
    .sort();
  const given = early.map((row) => JSON.stringify(row)).sort();
  const different = given.findIndex((row, i) => row !== wanted[i]);
  if (given.length !== wanted.length || different >= 0)
    findings.push({
      rule: "look-ahead",
      message: `days before ${day(middle)} differ when later ones are asked for too: ${given[Math.max(0, different)]}`
    });
  const again = await take(source, everything, effects);
  if (JSON.stringify(again) !== JSON.stringify(rows))
    findings.push({rule: "hidden-state", message: "the same question is answered otherwise when it is asked again"});
  const last = new Map<string, number>();
  for (const row of rows) {
    if (!(row.t > (last.get(nameOf(row)) ?? -Infinity))) {
      findings.push({rule: "broken-form", message: `${nameOf(row)} of ${day(row.t)} is out of order or twice`});
      break;
    }
    last.set(nameOf(row), row.t);
  }
  const lagless = lagFinding(rows.filter((row): row is Observation & Row => "series" in row));
  if (lagless) findings.push(lagless);
  return {checked, findings};
}

/** A figure that is known before its time, or on the midnight on which its own day begins. */
export function lagFinding(observations: readonly Observation[]): Finding | null {
  const early = observations.find(({t, published}) => published < t || (published === t && t % 864e5 === 0));
  if (!early) return null;
  const message = `${early.series} of ${day(early.t)} is published ${instant(early.published)}, before its day is over`;
  return {rule: "publication-lag", message};
}

/**
 * A series whose figures stand on the first days of months, and which are mostly known before the period that begins
 * there is over: where it is the period's figure, nobody had it then.
 */
export function periodFinding(observations: readonly Observation[]): Finding | null {
  const all = new Map<string, Observation[]>();
  for (const each of observations) {
    const name = `${each.series} ${each.symbol ?? ""}`.trim();
    all.set(name, [...(all.get(name) ?? []), each]);
  }
  for (const [name, list] of all) {
    const days = [...new Set(list.map(({t}) => t))].sort((a, b) => a - b);
    if (days.length < 4 || days.some((t) => new Date(t).getUTCDate() !== 1)) continue;
    const next = new Map(days.slice(1).map((t, i) => [days[i], t]));
    const early = list.filter(({t, published}) => published < (next.get(t) ?? -Infinity));
    if (2 * early.length <= list.length) continue;
    const [{t, published}] = early;
    const message = `${name} of ${day(t)} is published ${instant(published)}, and its next one is of ${day(next.get(t)!)}: if it is the figure of the time between, nobody had it; give a longer lag`;
    return {rule: "publication-lag", message, suspicion: true};
  }
  return null;
}

async function take(source: Kinds["source"], query: Query, effects: Effects): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const item of source.bars(query, context({...effects, log: () => {}, progress: () => {}}, 0)))
    if (isBar(item) || "series" in item) rows.push(item as Row);
  return rows;
}

function nameOf(row: Row): string {
  return "series" in row ? `${row.series} ${row.symbol ?? ""}`.trim() : row.symbol;
}

/** Files that sources of files read: bars as text and as Parquet, and figures beside them. */
async function writeSamples(folder: string): Promise<string[]> {
  const days = Array.from({length: 60}, (_, i) => Date.UTC(2016, 0, 4 + i));
  const bars = days.map((t, i) => `${day(t)},${10 + i},${12 + i},${9 + i},${11 + i},${1000 + i}`);
  const files = ["A.csv", "A.parquet", "figures.csv"].map((name) => join(folder, name));
  await writeFile(files[0], ["date,open,high,low,close,volume", ...bars, ""].join("\n"));
  const column = (add: number) => Float64Array.from(days, (_, i) => add + i);
  const prices = {open: column(10), high: column(12), low: column(9), close: column(11), volume: column(1000)};
  await writeColumns(files[1], {t: Float64Array.from(days), ...prices});
  await writeFile(files[2], ["date,mood", ...days.map((t, i) => `${day(t)},${(i % 7) / 10}`), ""].join("\n"));
  return files;
}

function day(t: number): string {
  return new Date(t).toISOString().slice(0, 10);
}

function instant(t: number): string {
  return new Date(t).toISOString().slice(0, 16).replace("T", " at ");
}
