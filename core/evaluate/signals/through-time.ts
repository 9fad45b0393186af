import {serialError} from "../autocorrelation.js";
import {serialCoefficient} from "../information-coefficient.js";

/**
 * The rank correlation of all cells at once, of too few names to rank on a row, and its error where signal and returns have
 * nothing to do with one another: √Σ eₛ² / N over the names' own errors (see `serialError`).
 */
export function throughTime(signal: Float64Array, outcome: Float64Array, names: number, horizon: number) {
  const {rank, count} = serialCoefficient(signal, outcome);
  let squares = 0;
  for (let s = 0; s < names; ++s) {
    const take = (column: Float64Array) => column.filter((_, cell) => cell % names === s);
    const error = serialError(take(signal), take(outcome), horizon);
    squares += error * error;
  }
  return {ic: rank, error: Math.sqrt(squares) / names, cells: count};
}
