import {worstDrawdowns} from "../../../core/evaluate/drawdown.js";
import {monthlyReturns, yearlyReturns} from "../../../core/evaluate/periods.js";
import type {LoadedRun} from "../loaded-run.js";
import {paidIn} from "../replay.js";
import {holdingWeights, topHoldings} from "./positions.js";
import {riskReturns} from "./risk-return.js";
import {spreadOf} from "./spread.js";
import {stressPeriods} from "./stress-periods.js";
import {tradesOf} from "./trades-of.js";

/** The tables of a report as plain values that JSON can hold: no `NaN`, null where a figure is not determined. */
export type ReportTables = NonNullable<ReturnType<typeof reportTables>>;

/** What a report's sections list, from the same functions as they; null where nothing was traded. */
export function reportTables({page, panel, result}: LoadedRun) {
  if (!result) return null;
  const {times, equity, benchmark, symbols} = result;
  const months = monthlyReturns(times, equity);
  const others = benchmark ? yearlyReturns(monthlyReturns(times, benchmark)) : null;
  const spread = spreadOf(result);
  return plain({
    equity: {
      t: Array.from(times, iso),
      equity: Array.from(equity),
      benchmark: benchmark ? Array.from(benchmark) : null
    },
    drawdowns: worstDrawdowns(equity).map(({peak, trough, recovery, depth}) => ({
      depth,
      from: iso(times[peak]),
      lowest: iso(times[trough]),
      regained: recovery === null ? null : iso(times[recovery]),
      bars: (recovery ?? times.length - 1) - peak
    })),
    months,
    years: Array.from(yearlyReturns(months), ([year, value]) => ({year, value, benchmark: others?.get(year) ?? null})),
    distribution: spread && {
      bars: spread.all.length,
      moved: spread.moved.length,
      best: spread.moved[spread.moved.length - 1],
      worst: spread.moved[0],
      deviation: spread.deviation,
      skewness: spread.skewness,
      kurtosis: spread.kurtosis,
      valueAtRisk: spread.valueAtRisk,
      conditionalValueAtRisk: spread.conditional,
      sharpe: spread.sharpe,
      sortino: spread.sortino
    },
    stress: stressPeriods(result, panel, page.run.synthetic).map((period) => ({
      ...period,
      from: iso(period.from),
      to: iso(period.to)
    })),
    riskReturn: riskReturns(result, panel),
    holdings: topHoldings(holdingWeights(result, panel), symbols.length).map(({symbol, ...rest}) => ({
      symbol: symbols[symbol],
      ...rest
    })),
    trades: tradesOf(result, panel).map(({symbol, opened, closed, ...rest}) => ({
      symbol: symbols[symbol],
      opened: iso(opened),
      closed: closed === null ? null : iso(closed),
      ...rest
    })),
    costs: paidIn(result.fills)
  });
}

/** The same with null for every number that JSON cannot hold. */
function plain<T>(value: T): T {
  if (typeof value === "number") return (Number.isFinite(value) ? value : null) as T;
  if (Array.isArray(value)) return value.map(plain) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, plain(inside)])) as T;
}

function iso(t: number): string {
  return new Date(t).toISOString();
}
