import type {Book} from "../base/account.js";

/**
 * The weights of the sides that are wanted, 1 for long, −1 for short and 0 for none, each of the size `part`; `NaN` is
 * left as it is. So is what is on the wanted side and worth half of `part` or more; what is worth less, as a partly
 * filled order leaves it, is filled up. Null where all is held as it is wanted.
 */
export function sidesToHold(
  sides: Float64Array,
  part: number,
  {position, price, equity}: Pick<Book, "position" | "price" | "equity">
): Float64Array | null {
  let changed = false;
  const targets = sides.map((side, s) => {
    const worth = position[s] === 0 ? 0 : (position[s] * price[s]) / equity;
    if (Number.isNaN(side) || (side === 0 ? worth === 0 : side * worth >= part / 2)) return worth;
    changed = true;
    return side * part;
  });
  return changed ? targets : null;
}

/**
 * The wanted weights, or what is held instead where that is off by less than the part `band` of what is wanted; null
 * where all of it is. A band of 0 gives what is wanted, whatever is held.
 */
export function weightsToHold(
  wanted: Float64Array,
  band: number,
  {position, price, equity}: Pick<Book, "position" | "price" | "equity">
): Float64Array | null {
  if (band === 0) return wanted;
  let changed = false;
  const targets = wanted.map((weight, s) => {
    const worth = position[s] === 0 ? 0 : (position[s] * price[s]) / equity;
    if (weight === 0 ? worth === 0 : Math.abs(worth - weight) < band * Math.abs(weight)) return worth;
    changed = true;
    return weight;
  });
  return changed ? targets : null;
}
