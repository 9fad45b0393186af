import {readRows} from "../disk/duck.js";
import type {Ground} from "./ground.js";
import type {Found} from "./kinds.js";

/**
 * Stated splits that the prices do not show: the first open from the split's day on is nearer, as a ratio, to the close
 * before than to that close divided by the split. The prices are adjusted already then, and would be so twice. Splits
 * below 5 : 4 are left out, since a night may move a price by as much.
 */
export async function unmovedSplits({connection, timeframe}: Ground): Promise<Found[]> {
  if (timeframe === "1w" || timeframe === "1mo") return [];
  const rows = await readRows(
    connection,
    `WITH splits AS (
      SELECT symbol, epoch_ms(t) AS t, value FROM actions WHERE action = 'split' AND abs(ln(value)) >= ln(1.25)
    ), nights AS (
      SELECT p.symbol, p.t, p.open, lag(p.close) OVER (PARTITION BY p.symbol ORDER BY p.t) AS before
      FROM quality.prices p SEMI JOIN splits s ON s.symbol = p.symbol
    )
    SELECT s.symbol, s.t::DOUBLE AS t, s.value, n.before, n.open
    FROM splits s ASOF JOIN nights n ON s.symbol = n.symbol AND s.t <= n.t
    WHERE n.t < s.t + 7 * 86400000 AND abs(ln(n.open / n.before)) < abs(ln(n.open / n.before * s.value))
    ORDER BY s.symbol, s.t`
  );
  return rows.map((row) => {
    const {symbol, t, value, before, open} = row as Record<"t" | "value" | "before" | "open", number> & {
      symbol: string;
    };
    const detail = `a split of ${value} is stated, and the price went from ${before} to ${open}: adjusted already?`;
    return {kind: "unmoved", symbol, t, bars: 1, detail, ratio: before / open};
  });
}
