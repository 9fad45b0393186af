import type {Bar} from "../../base/market-data.js";
import {readRows} from "../disk/duck.js";
import type {Ground} from "./ground.js";
import {dayLength, isIntraday} from "./ground.js";
import type {Found} from "./kinds.js";

/**
 * Stale runs: `staleBars` or more bars in a row with the same open, high, low and close. Copied bars: shorter runs of a
 * bar that has a range and at least three different prices, daily and longer alone, since minutes of a cheap symbol may
 * well be alike. A run is one finding, at its first bar; its rows are those that repeat it.
 */
export async function repeats({connection, timeframe, options: {staleBars}}: Ground): Promise<Found[]> {
  const copies = !isIntraday(timeframe);
  const rows = await readRows(
    connection,
    `WITH marked AS (
      SELECT *, open IS NOT DISTINCT FROM lag(open) OVER w AND high IS NOT DISTINCT FROM lag(high) OVER w
        AND low IS NOT DISTINCT FROM lag(low) OVER w AND close IS NOT DISTINCT FROM lag(close) OVER w AS same,
        lead(open) OVER w IS NOT DISTINCT FROM open AND lead(close) OVER w IS NOT DISTINCT FROM close
        AND lead(high) OVER w IS NOT DISTINCT FROM high AND lead(low) OVER w IS NOT DISTINCT FROM low AS repeated
      FROM quality.prices WINDOW w AS (PARTITION BY symbol ORDER BY t)
    ), runs AS (
      SELECT *, count(*) FILTER (NOT same) OVER (PARTITION BY symbol ORDER BY t) AS run FROM marked WHERE same OR repeated
    )
    SELECT symbol, list({t: t::DOUBLE, volume: volume} ORDER BY t) AS bars,
      any_value(open) AS open, any_value(high) AS high, any_value(low) AS low, any_value(close) AS close
    FROM runs GROUP BY symbol, run
    HAVING count(*) >= ${staleBars} OR (${copies} AND count(*) > 1 AND any_value(high) > any_value(low)
      AND NOT (any_value(open) IN (any_value(low), any_value(high)) AND any_value(close) IN (any_value(low), any_value(high))))
    ORDER BY symbol, min(t)`
  );
  return rows.map((row) => {
    const {symbol, bars, ...prices} = row as Omit<Bar, "t" | "volume"> & {
      bars: readonly {readonly t: number; readonly volume: number}[];
    };
    const t = bars[0].t;
    const to = bars.at(-1)!.t;
    const rows = bars.slice(1).map((each) => ({symbol, ...prices, ...each}));
    if (bars.length >= staleBars) {
      const detail = `${bars.length} bars in a row with the same prices, close ${prices.close}`;
      return {kind: "stale", symbol, t, to, bars: bars.length, detail, rows};
    }
    const volume = bars.every((each) => each.volume === bars[0].volume) ? " and its volume" : "";
    const detail = `repeats the four prices of the bar before${volume}`;
    return {kind: "copy", symbol, t: bars[1].t, ...(bars.length > 2 && {to}), bars: bars.length - 1, detail, rows};
  });
}

/**
 * Bars on which nothing was traded, those of one session of intraday bars as one finding; and one for a symbol that has
 * no volume at all, which its vendor does not state then.
 */
export async function zeroVolume({connection, timeframe}: Ground): Promise<Found[]> {
  const rows = await readRows(
    connection,
    `WITH counted AS (
      SELECT *, count(*) FILTER (volume > 0) OVER (PARTITION BY symbol) = 0 AS never FROM quality.prices
    )
    SELECT symbol, never, min(t)::DOUBLE AS first, max(t)::DOUBLE AS last, count(*)::DOUBLE AS bars,
      CASE WHEN never THEN [] ELSE list({symbol: symbol, t: t::DOUBLE, open: open, high: high, low: low, close: close,
        volume: volume} ORDER BY t) END AS rows
    FROM counted WHERE volume = 0
    GROUP BY symbol, never, CASE WHEN never THEN 0 ELSE ${isIntraday(timeframe) ? `t // ${dayLength}` : "t"} END
    ORDER BY symbol, first`
  );
  return rows.map((row) => {
    const {symbol, never, first, last, bars, rows} = row as {
      symbol: string;
      never: boolean;
      first: number;
      last: number;
      bars: number;
      rows: readonly Bar[];
    };
    const to = last > first ? {to: last} : {};
    const detail = never ? "no bar has a volume" : bars === 1 ? "volume is zero" : `volume is zero in ${bars} bars`;
    return {kind: "zero-volume", symbol, t: first, ...to, bars, detail, rows};
  });
}
