import type {Column} from "../../base/panel.js";

/**
 * The distance from the mean of the row's cells of the same group. Groups are numbers, one for each symbol or one for
 * each cell; a cell is `NaN` where it or its group is, and does not count.
 */
export function neutraliseGroups(x: Column, symbols: number, groups: Float64Array): Column {
  if (groups.length !== symbols && groups.length !== x.length)
    throw new Error(`invalid groups: ${groups.length} of them; expected ${symbols} or ${x.length}`);
  const fixed = groups.length === symbols;
  const out = new Float64Array(x.length).fill(NaN);
  const members = new Map<number, {origin: number; sum: number; count: number}>();
  for (let start = 0; start < x.length; start += symbols) {
    members.clear();
    const groupOf = (s: number) => groups[fixed ? s : start + s];
    for (let s = 0; s < symbols; ++s) {
      const value = x[start + s];
      const group = groupOf(s);
      if (Number.isNaN(value) || Number.isNaN(group)) continue;
      const known = members.get(group);
      if (!known) members.set(group, {origin: value, sum: 0, count: 1});
      else {
        known.sum += value - known.origin;
        ++known.count;
      }
    }
    for (let s = 0; s < symbols; ++s) {
      const known = members.get(groupOf(s));
      if (known) out[start + s] = x[start + s] - (known.origin + known.sum / known.count);
    }
  }
  return out;
}

/** Below which part of its length what is left of an exposure counts as nothing new. */
const nothing = 1e-9;

/**
 * What is left of each row after a regression by least squares, with an intercept, on the exposures, columns of the same
 * shape. An exposure that the others make up changes nothing. A cell is `NaN` where it or one of its exposures is, and
 * does not count; so is a row with no more cells than the regression has coefficients, one for each exposure and one
 * more.
 */
export function neutraliseExposures(x: Column, symbols: number, exposures: readonly Column[]): Column {
  for (const each of exposures)
    if (each.length !== x.length) throw new Error(`invalid exposure: ${each.length} cells; expected ${x.length}`);
  const out = new Float64Array(x.length).fill(NaN);
  const cells = new Int32Array(symbols);
  const columns = [x, ...exposures].map(() => new Float64Array(symbols));
  for (let start = 0; start < x.length; start += symbols) {
    let count = 0;
    for (let i = start; i < start + symbols; ++i)
      if (!Number.isNaN(x[i]) && exposures.every((each) => !Number.isNaN(each[i]))) cells[count++] = i;
    if (count <= exposures.length + 1) continue;
    const [rest, ...others] = [x, ...exposures].map((column, k) => {
      const values = columns[k].subarray(0, count);
      for (let c = 0; c < count; ++c) values[c] = column[cells[c]];
      return values;
    });
    leaveResidual(rest, others);
    for (let c = 0; c < count; ++c) out[cells[c]] = rest[c];
  }
  return out;
}

/** Takes out of y its mean and its part in the span of the columns, which it makes orthogonal (modified Gram–Schmidt). */
function leaveResidual(y: Float64Array, columns: readonly Float64Array[]): void {
  centre(y);
  const basis: Float64Array[] = [];
  for (const column of columns) {
    centre(column);
    const length = Math.sqrt(dot(column, column));
    // Twice, since once leaves what rounding has made of the first time.
    for (let pass = 0; pass < 2; ++pass) for (const each of basis) takeOut(column, each);
    const left = Math.sqrt(dot(column, column));
    if (!(left > nothing * length)) continue;
    for (let i = 0; i < column.length; ++i) column[i] /= left;
    basis.push(column);
  }
  for (let pass = 0; pass < 2; ++pass) for (const each of basis) takeOut(y, each);
}

function centre(x: Float64Array): void {
  const [origin] = x;
  let sum = 0;
  for (const value of x) sum += value - origin;
  const mean = origin + sum / x.length;
  for (let i = 0; i < x.length; ++i) x[i] -= mean;
}

function takeOut(x: Float64Array, unit: Float64Array): void {
  const part = dot(x, unit);
  for (let i = 0; i < x.length; ++i) x[i] -= part * unit[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += a[i] * b[i];
  return sum;
}
