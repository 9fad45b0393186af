import {Absent} from "../../base/absent.js";
import {isBar} from "../../base/market-data.js";
import {pause} from "../../base/pause.js";
import {random} from "../../base/random.js";
import {formatDate} from "../../base/timeframe.js";
import type {Action, Bar, Fault, Item, Observation, Plugin, Query} from "../../plugin.js";
import {Bars} from "./bars.js";
import type {Wrong} from "./checks.js";
import {actionChecker, barChecker, observationWrong} from "./checks.js";
import type {Columns} from "../disk/duck.js";
import type {Segment} from "../disk/manifest.js";
import {columnsOf, keyOf} from "../disk/tables.js";
import type {Rows} from "../disk/write.js";

/** What of the world a source is given. */
export interface GatherEffects {
  log(message: string): void;
  progress(done: number, total: number): void;
  readonly signal: AbortSignal;
}

/** What a source said, checked. */
export interface Gathered {
  readonly bars: Bars;
  readonly actions: Action[];
  readonly observations: Observation[];
  /** Rows that are none. */
  readonly faults: Fault[];
  /** The symbols asked for that the source has none of, and what it said about it. */
  absent?: Absent;
}

/** Nothing, so far. */
export function nothing(): Gathered {
  return {bars: new Bars(), actions: [], observations: [], faults: []};
}

/** Adds what was gathered to more of it. */
export function join(into: Gathered, {bars, actions, observations, faults}: Gathered): void {
  into.bars.append(bars);
  for (const action of actions) into.actions.push(action);
  for (const observation of observations) into.observations.push(observation);
  for (const fault of faults) into.faults.push(fault);
}

/**
 * Asks a source, and checks each item. `full` is called now and then with what has come when that is more than `most`
 * items, and takes it over. Throws what the source throws.
 */
export async function gather(
  source: Plugin<"source">,
  query: Query,
  effects: GatherEffects,
  most = Infinity,
  full: (gathered: Gathered) => Promise<void> = () => Promise.resolve()
): Promise<Gathered> {
  let gathered = nothing();
  const checks = {bar: barChecker(query), action: actionChecker()};
  const context = {...effects, random: random(0).fork(query.symbols?.join() ?? "")};
  let read = 0;
  let last: Item | undefined;
  try {
    for await (const item of source.bars(query, context)) {
      if (++read % 16_384 === 0) await pause();
      effects.signal.throwIfAborted();
      if (sizeOf(gathered) >= most && (isBorder(last, item) || sizeOf(gathered) >= 2 * most)) {
        await full(gathered);
        gathered = nothing();
      }
      put(item, gathered, checks);
      last = item;
    }
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
    gathered.absent = error;
  }
  return gathered;
}

function sizeOf({bars, actions, observations, faults}: Gathered): number {
  return bars.length + actions.length + observations.length + faults.length;
}

/** Whether one symbol's rows end here, or one day's: files that have no rows of the same symbol and time in common. */
function isBorder(last: Item | undefined, item: Item): boolean {
  return last !== undefined && last.symbol !== item.symbol && last.t !== item.t;
}

/** Puts an item where it belongs: among the faults where something is wrong with it. */
export function put(
  item: Item,
  gathered: Gathered,
  checks: {bar(bar: Bar): Wrong | null; action(action: Action): Wrong | null}
): void {
  if ("fault" in item) {
    gathered.faults.push(item);
    return;
  }
  const wrong = isBar(item) ? checks.bar(item) : "action" in item ? checks.action(item) : observationWrong(item);
  if (wrong !== null) gathered.faults.push(faultOf(item, wrong));
  else if (isBar(item)) gathered.bars.add(item);
  else if ("action" in item) gathered.actions.push(item);
  else gathered.observations.push(item);
}

function faultOf(item: Exclude<Item, Fault>, [kind, fault]: Wrong): Fault {
  const {symbol, t} = item;
  const dated = Number.isInteger(t) && Math.abs(t) <= 8.64e15;
  const origin = item.origin ?? `${symbol ?? ""} ${dated ? formatDate(t) : t}`.trim();
  return {kind, fault, origin, row: JSON.stringify(item), ...(symbol !== undefined && {symbol}), ...(dated && {t})};
}

/** What was gathered as rows of the store's tables, the bars first. */
export function rowsOf({bars, actions, observations, faults}: Gathered, origin: Segment["origin"]): Rows[] {
  const rows: Rows[] = [{table: "bars", columns: bars.all(), origin}];
  const others = {actions, observations, faults};
  for (const [table, list] of Object.entries(others) as [keyof typeof others, readonly object[]][]) {
    if (list.length > 0) rows.push({table, columns: toColumns(table, list), origin});
  }
  return rows;
}

/** Objects as a table's columns; of those with the same key the last. */
export function toColumns(table: "actions" | "observations" | "faults", list: readonly object[]): Columns {
  const keys = keyOf(table);
  const unique = new Map(
    (list as readonly Record<string, unknown>[]).map((row) => [
      JSON.stringify(keys.map((key) => row[key] ?? null)),
      row
    ])
  );
  const rows = [...unique.values()];
  const column = ([name, type]: [string, string]) => [
    name,
    type === "VARCHAR"
      ? rows.map((row) => (row[name] as string | undefined) ?? null)
      : Float64Array.from(rows, (row) => (row[name] as number | undefined) ?? NaN)
  ];
  return Object.fromEntries(Object.entries(columnsOf(table)).map(column)) as Columns;
}
