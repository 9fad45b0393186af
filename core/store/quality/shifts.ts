import {formatDate} from "../../base/timeframe.js";
import {readRows} from "../disk/duck.js";
import type {Ground} from "./ground.js";
import {dayLength, isIntraday} from "./ground.js";
import type {Found} from "./kinds.js";

const hour = 3_600_000;

/** Bars of one symbol that are stamped `by` milliseconds late, or early where that is negative. */
interface Shift {
  readonly symbol: string;
  readonly by: number;
  /** The labels of the first and the last of them. */
  readonly first: number;
  readonly last: number;
  readonly bars: number;
  readonly groups: number;
}

/**
 * Bars that fit the calendar once they are moved. Intraday: sessions of which some bar lies outside the market's hours,
 * while all would lie inside if they were moved by the same whole number of hours (daylight saving not applied, local
 * time taken for UTC), at least half a session's bars each. Daily: labels that are not midnight UTC, and weeks with a
 * bar on Sunday and none on Friday, or on Saturday and none on Monday. Two such sessions or weeks in a row, no more than
 * ten days or three weeks apart, are the least. What is found is put where it belongs, in `quality.prices.placed`, so
 * that no gap and no bar outside a session is found for the same reason again.
 */
export async function shifts(ground: Ground): Promise<Found[]> {
  const {connection, timeframe} = ground;
  if (timeframe === "1w" || timeframe === "1mo") return [];
  const found: Found[] = [];
  if (!isIntraday(timeframe)) {
    const hours = runsOf(await hourShifts(ground), Infinity, 1);
    for (const shift of hours) found.push(finding(shift, "its daily bars are not labelled at midnight UTC but"));
    await connection.run(`UPDATE quality.prices SET placed =
      CASE WHEN t % ${dayLength} >= ${dayLength / 2} AND NOT EXISTS
        (FROM quality.labels l WHERE l.t = prices.t - prices.t % ${dayLength})
      THEN t - t % ${dayLength} + ${dayLength} ELSE t - t % ${dayLength} END WHERE t % ${dayLength} <> 0`);
  }
  const [list, apart] = isIntraday(timeframe)
    ? [await sessionShifts(ground), 10 * dayLength]
    : [await weekShifts(ground), 21 * dayLength];
  for (const shift of runsOf(list, apart, 2)) {
    const {symbol, first, last, by} = shift;
    found.push(finding(shift, "its bars are stamped"));
    await connection.run(
      `UPDATE quality.prices SET placed = placed - (${by})
        WHERE symbol = $symbol AND t BETWEEN ${first} AND ${last}`,
      {symbol}
    );
  }
  return found;
}

function finding({symbol, by, first, last, bars}: Shift, what: string): Found {
  const size = Math.abs(by) % dayLength === 0 ? `${Math.abs(by) / dayLength} day` : `${Math.abs(by) / hour} h`;
  const span = `${formatDate(first)} to ${formatDate(last)}`;
  const detail = `${what} ${size} too ${by < 0 ? "early" : "late"}, ${span}`;
  return {kind: "shift", symbol, t: first, to: last, bars, detail};
}

/** Joins what follows one another with the same shift, and leaves out what is fewer than `least`. */
function runsOf(list: readonly Shift[], apart: number, least: number): Shift[] {
  const runs: Shift[] = [];
  for (const next of list) {
    const last = runs.at(-1);
    if (last && last.symbol === next.symbol && last.by === next.by && next.first - last.last <= apart)
      runs[runs.length - 1] = {
        ...last,
        last: next.last,
        bars: last.bars + next.bars,
        groups: last.groups + next.groups
      };
    else runs.push(next);
  }
  return runs.filter(({groups}) => groups >= least);
}

async function hourShifts({connection}: Ground): Promise<Shift[]> {
  const rows = await readRows(
    connection,
    `SELECT symbol, (t % ${dayLength})::DOUBLE AS by, min(t)::DOUBLE AS first, max(t)::DOUBLE AS last,
      count(*)::DOUBLE AS bars, 1 AS groups
    FROM quality.prices WHERE t % ${dayLength} <> 0 GROUP BY symbol, t % ${dayLength} ORDER BY symbol, first`
  );
  return rows as unknown as Shift[];
}

async function sessionShifts({connection}: Ground): Promise<Shift[]> {
  const rows = await readRows(
    connection,
    `WITH suspect AS (
      SELECT DISTINCT symbol, t // ${dayLength} AS day FROM quality.prices p ANTI JOIN quality.labels l ON l.t = p.t
    ), bars AS (
      SELECT p.symbol, s.day, p.t FROM quality.prices p JOIN suspect s ON p.symbol = s.symbol AND p.t // ${dayLength} = s.day
    ), usual AS (
      SELECT median(n) AS n FROM (SELECT count(*) AS n FROM quality.labels GROUP BY session)
    ), fits AS (
      SELECT b.symbol, b.day, k.hours, min(b.t) AS first, max(b.t) AS last, count(*) AS bars, count(l.t) AS inside
      FROM bars b CROSS JOIN (SELECT unnest(range(-14, 15)) AS hours) k
      LEFT JOIN quality.labels l ON l.t = b.t - k.hours * ${hour} WHERE k.hours <> 0
      GROUP BY b.symbol, b.day, k.hours
    )
    SELECT symbol, (hours * ${hour})::DOUBLE AS by, first::DOUBLE AS first, last::DOUBLE AS last, bars::DOUBLE AS bars,
      1 AS groups
    FROM fits, usual WHERE inside = bars AND bars >= usual.n / 2
    QUALIFY row_number() OVER (PARTITION BY symbol, day ORDER BY abs(hours), hours) = 1 ORDER BY symbol, first`
  );
  return rows as unknown as Shift[];
}

async function weekShifts({connection}: Ground): Promise<Shift[]> {
  const rows = await readRows(
    connection,
    `WITH closed AS (
      SELECT count(*) FILTER ((t // ${dayLength} + 4) % 7 IN (0, 6)) = 0 AS weekends FROM quality.labels
    ), weeks AS (
      SELECT symbol, (placed // ${dayLength} + 4) // 7 AS week, min(t) AS first, max(t) AS last, count(*) AS bars,
        bool_or((placed // ${dayLength} + 4) % 7 = 0) AS sunday, bool_or((placed // ${dayLength} + 4) % 7 = 1) AS monday,
        bool_or((placed // ${dayLength} + 4) % 7 = 5) AS friday, bool_or((placed // ${dayLength} + 4) % 7 = 6) AS saturday
      FROM quality.prices GROUP BY symbol, week
    )
    SELECT symbol, (CASE WHEN sunday AND NOT friday THEN ${-dayLength} ELSE ${dayLength} END)::DOUBLE AS by,
      first::DOUBLE AS first, last::DOUBLE AS last, bars::DOUBLE AS bars, 1 AS groups
    FROM weeks, closed
    WHERE closed.weekends AND ((sunday AND NOT friday AND NOT saturday) OR (saturday AND NOT monday AND NOT sunday))
    ORDER BY symbol, first`
  );
  return rows as unknown as Shift[];
}
