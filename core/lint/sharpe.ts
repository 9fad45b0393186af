import {sharpeOfBar} from "../evaluate/overfitting/sharpe.js";

/** The Sharpe ratio of a year; 0 where the returns do not vary. */
export function annualSharpe(returns: Float64Array, periods: number): number {
  const sharpe = sharpeOfBar(returns) * Math.sqrt(periods);
  return Number.isNaN(sharpe) ? 0 : sharpe;
}
