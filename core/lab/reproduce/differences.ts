import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {Fill} from "../../plugin.js";
import {readColumns} from "../../store/disk/columns.js";
import {findOrigins, loadMarket} from "../market.js";
import {isTrueTo} from "../../evaluate/overfitting/weigh.js";
import {coefficientsOf} from "../evidence/evidence.js";
import type {Trial} from "../ledger.js";
import {countTrials} from "../ledger.js";
import type {RunRecord} from "../record.js";
import type {Again} from "./again.js";
import type {KeptRun} from "./kept.js";
import type {Reproduction} from "./shape.js";

/** The stages in the order in which they are taken; what came out of all of them is last. */
const stageOrder = [
  "panel",
  "features",
  "samples",
  "symbols",
  "signal",
  "paths",
  "contest",
  "explanation",
  "backtest",
  "result"
] as const satisfies readonly (keyof RunRecord["hashes"])[];

/** The hash of each stage that was taken, then and now. */
export function stagesOf(recorded: RunRecord["hashes"], now: RunRecord["hashes"]): Reproduction["stages"] {
  return stageOrder
    .filter((stage) => recorded[stage] !== undefined || now[stage] !== undefined)
    .map((stage) => ({
      stage,
      recorded: recorded[stage] ?? null,
      now: now[stage] ?? null,
      same: recorded[stage] === now[stage]
    }));
}

/** The figures that differ, and by how much. */
export function figuresOf(recorded: RunRecord["metrics"], now: RunRecord["metrics"]): Reproduction["figures"] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(now)])];
  const different = names
    .map((name) => ({
      name,
      recorded: recorded[name] ?? null,
      now: now[name] ?? null,
      absent: !(name in recorded) || !(name in now)
    }))
    .filter((each) => each.absent || !Object.is(each.recorded, each.now))
    .map(({name, recorded, now}) => {
      const difference = recorded === null || now === null ? null : now - recorded;
      const relative = difference === null || recorded === 0 ? null : difference / Math.abs(recorded!);
      return {name, recorded, now, difference, relative};
    });
  return {compared: names.length, different};
}

/** Parts of a record that the same run must have alike, beside hashes and figures. */
const comparedParts = [
  "units",
  "reasons",
  "symbols",
  "fields",
  "shape",
  "folds",
  "classes",
  "contest",
  "lint"
] as const;

/** Whether lints are compared: not by other code, whose lint may say more of the same run, nor where there was none. */
export function comparesLint({lint, lineage}: RunRecord, {code}: Again): boolean {
  return lint !== undefined && lineage.code === code.hash;
}

/**
 * Whether what is left of the Sharpe ratio is compared: not by other code, which may weigh otherwise, nor of another
 * account. The search itself is not made again; what follows from the account and from how often the record says that
 * there was one, is.
 */
export function comparesEvidence({evidence, lineage, hashes}: RunRecord, {code, came}: Again): boolean {
  return evidence !== undefined && lineage.code === code.hash && hashes.backtest === came.hashes.backtest;
}

/** The other parts of the record that differ, by name. */
export function partsOf(recorded: RunRecord, again: Again): string[] {
  const text = (value: unknown) => JSON.stringify(value ?? null);
  const parts = comparedParts.filter((part) => part !== "lint" || comparesLint(recorded, again));
  const different: string[] = parts.filter((part) => text(recorded[part]) !== text(again.came[part]));
  if (!comparesEvidence(recorded, again)) return different;
  const {evidence, lineage, trials} = recorded;
  const {equity, periods} = again.outcome.result!;
  const coefficients = coefficientsOf(again.outcome);
  const account = {equity, periods, seed: lineage.seed, ...(coefficients && {coefficients})};
  return evidence!.trials.counted === trials && isTrueTo(evidence!, account) ? different : [...different, "evidence"];
}

/** Whether a ledger has fewer starts than a record says there were when it was made, or more. False where it knows of none. */
export function countsOtherwise({id, experiment, trials}: RunRecord, ledger: readonly Trial[]): boolean {
  const own = ledger.flatMap(({event, run}, i) => (event === "started" && run === id ? [i] : []));
  return own.length > 0 && !own.some((i) => countTrials(ledger.slice(0, i + 1), experiment) === trials);
}

const accountColumns = ["t", "equity", "cash", "gross", "net"] as const;
const signalColumns = ["t", "signal", "baseline", "label"] as const;

/** What the run's folder keeps beside what came out now: the account bar by bar, the signals cell by cell, the fills. */
export async function arraysOf({folder, record}: KeptRun, {outcome, market}: Again): Promise<Reproduction["arrays"]> {
  const {result, learned, panel} = outcome;
  const out: Reproduction["arrays"] = [];
  const n = market.panel.symbols.length;
  const signals = learned?.prediction && (await kept(join(folder, "signals.parquet"), signalColumns));
  if (signals) {
    const cells = panel.times.length * n;
    const t = Float64Array.from({length: cells}, (_, i) => panel.times[Math.floor(i / n)]);
    const now = {t, signal: panel.fields.signal, baseline: panel.fields.baseline, label: learned.label};
    out.push(compared("signals", signalColumns, signals, now, record.symbols));
  }
  const account = result && (await kept(join(folder, "equity.parquet"), accountColumns));
  if (account) {
    const {times: t, equity, cash, gross, net} = result;
    out.push(compared("equity", accountColumns, account, {t, equity, cash, gross, net}, null));
  }
  const fills = result && (await keptFills(join(folder, "fills.json")));
  if (fills) out.push(comparedFills(fills, result.fills, market.panel.symbols));
  return out;
}

async function kept<Name extends string>(file: string, names: readonly Name[]) {
  const there = await readFile(file).catch(() => null);
  return there && readColumns(file, names);
}

async function keptFills(file: string): Promise<readonly Fill[] | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Fill[]);
}

/** Columns of equal length beside one another; 0 and −0 are the same here, since a file may keep either. */
function compared<Name extends string>(
  name: "equity" | "signals",
  columns: readonly Name[],
  recorded: Readonly<Record<Name, ArrayLike<number>>>,
  now: Readonly<Record<Name, ArrayLike<number>>>,
  symbols: readonly string[] | null
): Reproduction["arrays"][number] {
  const [then, today] = [recorded, now].map((each) => each[columns[0]].length);
  let different = 0;
  let first: Reproduction["arrays"][number]["first"] = null;
  for (let row = 0; row < Math.min(then, today); ++row) {
    const column = columns.find((each) => !alike(recorded[each][row], now[each][row]));
    if (column === undefined) continue;
    ++different;
    first ??= {
      row,
      t: finite(recorded[columns[0]][row]),
      symbol: symbols?.[row % symbols.length] ?? null,
      column,
      recorded: finite(recorded[column][row]),
      now: finite(now[column][row])
    };
  }
  return {name, recorded: then, now: today, different, first};
}

function comparedFills(recorded: readonly Fill[], now: readonly Fill[], symbols: readonly string[]) {
  const columns = ["t", "symbol", "quantity", "price", "commission", "slippage"] as const;
  const of = (fills: readonly Fill[]) =>
    Object.fromEntries(columns.map((name) => [name, fills.map((fill) => fill[name])])) as Record<
      (typeof columns)[number],
      number[]
    >;
  const found = compared("equity", columns, of(recorded), of(now), null);
  const place = found.first && recorded[found.first.row].symbol;
  const first = found.first && {...found.first, symbol: place === null ? null : (symbols[place] ?? null)};
  return {...found, name: "fills" as const, first};
}

function alike(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The first value of the market's panel that is not what it was; null where the recorded one is not at hand, or is the same. */
export async function valueThatDiffers({home, record}: KeptRun, {market}: Again): Promise<Reproduction["value"]> {
  const {spec, lineage} = record;
  const before =
    home &&
    (await findOrigins(home, spec.data, lineage)
      .then((origins) => loadMarket(home, spec.data, origins))
      .catch(() => null));
  if (!before) return null;
  const [then, now] = [before.panel, market.panel];
  const rows = new Map(Array.from(now.times, (t, row) => [t, row]));
  const places = new Map(now.symbols.map((symbol, place) => [symbol, place]));
  for (const [row, t] of then.times.entries())
    for (const [i, symbol] of then.symbols.entries())
      for (const [name, column] of Object.entries(then.fields)) {
        const old = column[row * then.symbols.length + i];
        const [there, place] = [rows.get(t), places.get(symbol)];
        const found = Object.hasOwn(now.fields, name) && there !== undefined && place !== undefined;
        const value = found ? now.fields[name][there * now.symbols.length + place] : NaN;
        if (!alike(old, value)) return {field: name, symbol, t, recorded: finite(old), now: finite(value)};
      }
  return null;
}
