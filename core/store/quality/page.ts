import type {DuckDBConnection} from "@duckdb/node-api";
import {calendar} from "../../base/calendar.js";
import {datasetNames} from "../disk/datasets.js";
import {createTable, readRows} from "../disk/duck.js";
import {withDataset} from "../reading/read.js";
import type {Coverage} from "./coverage.js";
import {coverage} from "./coverage.js";
import type {QualityKind} from "./kinds.js";
import {qualityKindNames, qualityKinds} from "./kinds.js";
import type {QualityReport} from "./report.js";
import {examine} from "./report.js";

type Listed = QualityReport["findings"][number];

/** The bars around a finding, as columns. */
export interface Around {
  readonly t: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly close: readonly number[];
}

/** What the page shows of a dataset. */
export interface DatasetQuality extends Pick<
  QualityReport,
  | "dataset"
  | "version"
  | "calendar"
  | "timeframe"
  | "from"
  | "to"
  | "symbols"
  | "rows"
  | "bars"
  | "refused"
  | "complete"
> {
  readonly synthetic: boolean;
  readonly kinds: readonly {
    readonly kind: QualityKind;
    readonly title: string;
    readonly about: string;
    readonly advice: string;
    readonly count: number;
    readonly symbols: number;
  }[];
  /** The first of each kind in turn, where there are more than the page can hold; `total` counts all. */
  readonly findings: readonly (Listed & {readonly around?: Around})[];
  readonly total: number;
  readonly coverage: Coverage;
}

/** A dataset that cannot be read, and why. */
export interface UnreadableDataset {
  readonly dataset: string;
  readonly error: string;
}

const mostFindings = 3000;
const mostDrawn = 600;
const barsBeside = 24;

/** What the page on data quality shows: every dataset of the store. One that is damaged says so, and hides no other. */
export async function qualityPage(home: string): Promise<(DatasetQuality | UnreadableDataset)[]> {
  const page: (DatasetQuality | UnreadableDataset)[] = [];
  for (const dataset of await datasetNames(home)) {
    try {
      page.push(
        await withDataset(home, {dataset}, (connection, {version, timeframe, calendar: name = "XNYS", synthetic}) =>
          pageOf(connection, {dataset, version, timeframe, calendar: name, synthetic})
        )
      );
    } catch (error) {
      page.push({dataset, error: error instanceof Error ? error.message : String(error)});
    }
  }
  return page;
}

/** What the page shows of the dataset whose tables a database has. */
export async function pageOf(
  connection: DuckDBConnection,
  {
    synthetic,
    calendar: name,
    ...about
  }: Pick<DatasetQuality, "dataset" | "version" | "timeframe" | "calendar" | "synthetic">
): Promise<DatasetQuality> {
  const {report} = await examine(connection, about, calendar(name));
  const {findings, kinds, bySymbol: _, ...rest} = report;
  const shown = inTurn(findings).slice(0, mostFindings);
  const drawn = shown.filter(({symbol, t}) => symbol !== null && t !== null).slice(0, mostDrawn);
  const around = await barsAround(connection, drawn);
  const kept = new Set(shown);
  return {
    ...rest,
    synthetic,
    kinds: qualityKindNames.map((kind) => ({kind, ...qualityKinds[kind], ...kinds[kind]})),
    findings: findings.filter((each) => kept.has(each)).map((each) => ({...each, ...around.get(each)})),
    total: findings.length,
    coverage: await coverage(connection)
  };
}

/** The first finding of each kind, then the second of each, and so on. */
function inTurn(findings: readonly Listed[]): Listed[] {
  const counts = new Map<QualityKind, number>();
  const turns = findings.map((each) => {
    const turn = counts.get(each.kind) ?? 0;
    counts.set(each.kind, turn + 1);
    return {each, turn};
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({each}) => each);
}

async function barsAround(connection: DuckDBConnection, findings: readonly Listed[]) {
  const found = new Map<Listed, {around: Around}>();
  if (findings.length === 0) return found;
  await createTable(connection, "quality_drawn", {
    id: Float64Array.from(findings, (_, i) => i),
    symbol: findings.map(({symbol}) => symbol!),
    ms: Float64Array.from(findings, ({t}) => t!)
  });
  const rows = await readRows(
    connection,
    `WITH placed AS (
      SELECT symbol, t, low, high, close, row_number() OVER (PARTITION BY symbol ORDER BY t) AS place
      FROM quality.prices SEMI JOIN quality_drawn USING (symbol)
    ), middle AS (
      SELECT d.id, d.symbol, coalesce(p.place, 0) AS place
      FROM (SELECT id, symbol, ms::BIGINT AS t FROM quality_drawn) d
      ASOF LEFT JOIN placed p ON p.symbol = d.symbol AND d.t >= p.t
    )
    SELECT m.id, list(p.t::DOUBLE ORDER BY p.t) AS t, list(p.low ORDER BY p.t) AS low, list(p.high ORDER BY p.t) AS high,
      list(p.close ORDER BY p.t) AS close
    FROM middle m JOIN placed p
      ON p.symbol = m.symbol AND p.place BETWEEN m.place - ${barsBeside} AND m.place + ${barsBeside}
    GROUP BY m.id`
  );
  const rounded = (list: readonly number[]) => list.map((value) => Number(value.toPrecision(6)));
  for (const row of rows) {
    const {id, t, low, high, close} = row as unknown as Around & {id: number};
    found.set(findings[id], {around: {t, low: rounded(low), high: rounded(high), close: rounded(close)}});
  }
  return found;
}
