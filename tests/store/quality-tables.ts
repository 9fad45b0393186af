import type {DuckDBConnection} from "@duckdb/node-api";
import {calendar as calendarOf} from "../../core/base/calendar.js";
import type {CalendarName} from "../../core/base/calendar.js";
import {isBar} from "../../core/base/market-data.js";
import {random} from "../../core/base/random.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import type {Action, Bar, Fault, Plugin} from "../../core/plugin.js";
import {barChecker} from "../../core/store/intake/checks.js";
import {effects} from "../../core/lab/context.js";
import {createTable, withDatabase} from "../../core/store/disk/duck.js";
import type {QualityOptions} from "../../core/store/quality/kinds.js";
import type {Examined} from "../../core/store/quality/report.js";
import {examine} from "../../core/store/quality/report.js";

/** What a dataset holds. */
export interface Held {
  readonly bars: readonly Bar[];
  readonly actions?: readonly Action[];
  readonly faults?: readonly Fault[];
}

/** The tables of a dataset, as the store lends them. */
export async function createTables(connection: DuckDBConnection, {bars, actions = [], faults = []}: Held) {
  const numbers = <T>(list: readonly T[], of: (each: T) => number | undefined) =>
    Float64Array.from(list, (each) => of(each) ?? NaN);
  await createTable(connection, "bar_list", {
    symbol: bars.map(({symbol}) => symbol),
    ms: numbers(bars, ({t}) => t),
    open: numbers(bars, ({open}) => open),
    high: numbers(bars, ({high}) => high),
    low: numbers(bars, ({low}) => low),
    close: numbers(bars, ({close}) => close),
    volume: numbers(bars, ({volume}) => volume),
    adjusted: numbers(bars, ({adjusted}) => adjusted)
  });
  await createTable(connection, "action_list", {
    symbol: actions.map(({symbol}) => symbol),
    ms: numbers(actions, ({t}) => t),
    action: actions.map(({action}) => action),
    value: numbers(actions, ({value}) => value),
    to: actions.map(({to}) => to ?? "")
  });
  await createTable(connection, "fault_list", {
    kind: faults.map(({kind}) => kind),
    fault: faults.map(({fault}) => fault),
    origin: faults.map(({origin}) => origin),
    row: faults.map(({row}) => row),
    symbol: faults.map(({symbol}) => symbol ?? ""),
    ms: numbers(faults, ({t}) => t)
  });
  const time = "epoch_ms(ms::BIGINT)::TIMESTAMP_MS AS t";
  await connection.run(`
    CREATE VIEW bars AS SELECT symbol, ${time}, open, high, low, close, volume, adjusted, 0::DOUBLE AS ingested FROM bar_list;
    CREATE VIEW actions AS SELECT symbol, ${time}, action, value, nullif("to", '') AS "to" FROM action_list;
    CREATE VIEW faults AS SELECT kind, fault, origin, "row", nullif(symbol, '') AS symbol, ${time} FROM fault_list`);
}

/** The report on what a dataset would hold. */
export function examined(
  held: Held,
  {
    timeframe = "1d",
    calendar = "XNYS",
    options = {}
  }: {
    readonly timeframe?: Timeframe;
    readonly calendar?: CalendarName;
    readonly options?: Partial<QualityOptions>;
  } = {}
): Promise<Examined> {
  return withDatabase(async (connection) => {
    await createTables(connection, held);
    const about = {dataset: `made/${timeframe}`, version: "0".repeat(64), timeframe};
    return examine(connection, about, calendarOf(calendar), options);
  });
}

/** What the store would take in of a source, and what it would refuse. */
export async function collected(source: Plugin<"source">, timeframe: Timeframe = "1d"): Promise<Required<Held>> {
  const query = {from: -Infinity, to: Infinity, timeframe};
  const check = barChecker(query);
  const held = {bars: [] as Bar[], actions: [] as Action[], faults: [] as Fault[]};
  for await (const item of source.bars(query, {...effects(), random: random(0)})) {
    if ("fault" in item) held.faults.push(item);
    else if ("action" in item) held.actions.push(item);
    else if (isBar(item)) {
      const wrong = check(item);
      const {symbol, t, origin = ""} = item;
      if (wrong === null) held.bars.push(item);
      else held.faults.push({kind: wrong[0], fault: wrong[1], origin, row: JSON.stringify(item), symbol, t});
    }
  }
  return held;
}
