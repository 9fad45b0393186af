import type {MeanTest} from "./mean-test.js";
import {meanTest, ninetyFive} from "./mean-test.js";

/**
 * How much a spread's portfolio trades for one unit of money on either side, a row each: what leaves the highest and the
 * lowest quantile is sold and what enters is bought, 2 (turnover of the highest + turnover of the lowest). The turnover is
 * that over as many rows as the spread is held for.
 */
export function tradedRows(turnover: Float64Array, quantiles: number): Float64Array {
  return Float64Array.from(
    {length: turnover.length / quantiles},
    (_, t) => 2 * (turnover[t * quantiles] + turnover[(t + 1) * quantiles - 1])
  );
}

/** What trading may cost before a spread is gone, as a fraction of the value traded. `NaN` where it is not determined. */
export interface BreakEven {
  /** The spread over what is traded for it. */
  readonly cost: number;
  /** The same of the spread's lower end at 95 %: up to that, what is left cannot be told from nothing. */
  readonly low: number;
  /** The mean of what is traded. */
  readonly traded: number;
}

/** The cost at which a spread dies. A spread that is not above zero is gone at any cost: both are 0 then, or `low` alone. */
export function breakEven(spread: MeanTest, traded: Float64Array): BreakEven {
  const {mean} = meanTest(traded, 0);
  if (!(mean > 0)) return {cost: NaN, low: NaN, traded: mean};
  const gone = (value: number) => (Number.isNaN(value) ? NaN : Math.max(0, value / mean));
  return {cost: gone(spread.mean), low: gone(spread.mean - ninetyFive * spread.robustError), traded: mean};
}

/** The spread that costs leave, row by row, tested as the spread itself: of rows whose turnover is known. */
export function spreadAfter(spread: Float64Array, traded: Float64Array, cost: number, lag: number): MeanTest {
  return meanTest(
    spread.map((value, t) => value - cost * traded[t]),
    lag
  );
}
