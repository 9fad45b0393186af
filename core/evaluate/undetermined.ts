import type {Panel} from "../base/panel.js";
import {sortedQuantile} from "../base/stats.js";
import type {Result} from "../plugin.js";
import {onSide} from "./benchmark.js";
import {accountReturns, pairedReturns} from "./returns.js";
import {fewestLosses, paretoTail} from "./tail.js";
import type {TradeSide, TradeUnit} from "./trade-figures.js";
import {closedTrades, hasRanges, ofSide} from "./trade-figures.js";

/** Why a figure is not determined where nobody said so. */
export const unexplained = "what came out does not determine it";

/** Why there is no figure where a year of what was earned in a short time has no number. */
export const beyond = "a year of it is beyond all numbers";

/** The number where it is one, `NaN` where a quotient or a power has left the numbers. */
export function determined(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** That an account has fewer than `fewest` returns; null where it has enough. */
export function fewReturns({equity}: Pick<Result, "equity">, fewest = 1): string | null {
  const count = accountReturns(equity).length;
  if (count === 0) return "there is no bar after the first, and so no return";
  return count < fewest
    ? `there ${count === 1 ? "is" : "are"} ${counted(count, "return")}, and it takes ${fewest}`
    : null;
}

/** That there are fewer than `fewest` bars on which both account and benchmark have a return; null where there are enough. */
export function fewPairs(result: Pick<Result, "equity" | "benchmark">, fewest = 1): string | null {
  if (!result.benchmark) return "there is no benchmark";
  const few = fewReturns(result, fewest);
  if (few !== null) return few;
  const count = pairedReturns(result).account.length;
  if (count === 0) return "the benchmark has no return on any bar of the account";
  return count < fewest
    ? `the benchmark has ${counted(count, "return")} beside the account, and it takes ${fewest}`
    : null;
}

/** That no trade was closed; null where one was. */
export function fewTrades(result: Result, by: TradeUnit, fewest = 1): string | null {
  if (result.fills.length === 0) return "nothing was traded";
  const count = closedTrades(result, by).length;
  if (count === 0) return "no trade was closed";
  return count < fewest ? `${counted(count, "closed trade")}, and it takes ${fewest}` : null;
}

function counted(count: number, what: string): string {
  return count === 1 ? `one ${what}` : `${count} ${what}s`;
}

/** Why there is no capture of what a benchmark did on the bars on which it rose, or fell. */
export function noCapture(result: Pick<Result, "equity" | "benchmark">, side: "up" | "down"): string {
  const few = fewPairs(result);
  if (few !== null) return few;
  const bars = onSide(pairedReturns(result), side).account.length;
  return bars === 0 ? `the benchmark never ${side === "up" ? "rose" : "fell"}` : beyond;
}

/** That the benchmark rose, or fell, on fewer than two bars; null where it did on more. */
export function fewSide(result: Pick<Result, "equity" | "benchmark">, side: "up" | "down"): string | null {
  const few = fewPairs(result);
  if (few !== null) return few;
  const bars = onSide(pairedReturns(result), side).account.length;
  const moved = side === "up" ? "rose" : "fell";
  if (bars === 0) return `the benchmark never ${moved}`;
  return bars === 1 ? `the benchmark ${moved} on one bar, and it takes 2` : null;
}

/** Why no trade of a side counts: nothing was traded, nothing closed, or no trade won or lost. */
export function noneOf(result: Result, by: TradeUnit, side: TradeSide): string | null {
  const few = fewTrades(result, by);
  if (few !== null) return few;
  return ofSide(closedTrades(result, by), side).length > 0 ? null : `no trade ${side}`;
}

/** Why a trade's excursions are not known, of a side's trades; null where they are. */
export function noExcursions(result: Result, by: TradeUnit, side: TradeSide, bars?: Panel): string | null {
  if (!bars || !hasRanges(bars)) return "it takes the bars that were traded, with open, high, low and close";
  return noneOf(result, by, side);
}

/** That no tail can be fitted to the lowest `tail` of an account's returns; null where one can. */
export function noTail({equity}: Pick<Result, "equity">, tail: number): string | null {
  const sorted = accountReturns(equity).sort();
  const beyond = sorted.filter((r) => r < sortedQuantile(sorted, tail)).length;
  if (beyond < fewestLosses) return `there are ${beyond} returns in the tail, and it takes ${fewestLosses}`;
  return paretoTail(sorted, tail) ? null : "no tail fits the lowest returns";
}
