/** What a linear regression found. Coefficients are those of the constant, where there is one, and then of each column. */
export interface Regression {
  readonly coefficients: Float64Array;
  /** (X′X)⁻¹, coefficients × coefficients, row-major. */
  readonly inverse: Float64Array;
  readonly residuals: Float64Array;
  /** Σ residual². */
  readonly squares: number;
  /** 1 − Σ residual² / Σ (y − mean y)² with a constant, / Σ y² without one; `NaN` where y does not vary. */
  readonly r2: number;
  /** 1 − (1 − R²)(n − c) / (n − k), c 1 with a constant and 0 without one; `NaN` where there is nothing to spare. */
  readonly adjustedR2: number;
  readonly rows: number;
  readonly width: number;
  /** The columns with the constant, rows × width, row-major. */
  readonly design: Float64Array;
}

/** A column depends on those before it where what they leave of it is no more than this part of it. */
const dependent = 1e-10;

/**
 * Ordinary least squares of y on columns and, unless it is told otherwise, a constant, by Householder's reflections, which
 * do not square the condition of the columns as the normal equations do. Throws where there are fewer rows than
 * coefficients, where a number is missing, and where a column follows from the others.
 */
export function leastSquares(
  y: Float64Array,
  columns: readonly Float64Array[],
  {constant = true, names}: {readonly constant?: boolean; readonly names?: readonly string[]} = {}
): Regression {
  const rows = y.length;
  const offset = constant ? 1 : 0;
  const width = columns.length + offset;
  if (width === 0) throw new Error("missing columns: there is nothing to regress on; give one, or the constant");
  if (rows < width)
    throw new Error(`invalid rows: ${rows} for ${width} coefficients; expected at least as many, or fewer columns`);
  const called = (j: number) => (j < offset ? "the constant" : (names?.[j - offset] ?? `column ${j - offset}`));
  const design = new Float64Array(rows * width);
  columns.forEach((column, j) => {
    if (column.length !== rows)
      throw new Error(`invalid column: ${called(j + offset)} has ${column.length} rows, not ${rows}`);
  });
  for (let i = 0; i < rows; ++i)
    for (let j = 0; j < width; ++j) {
      const value = j < offset ? 1 : columns[j - offset][i];
      if (!Number.isFinite(value) || !Number.isFinite(y[i]))
        throw new Error(`missing value: ${Number.isFinite(y[i]) ? called(j) : "y"} in row ${i}; leave such rows out`);
      design[i * width + j] = value;
    }
  const {r, rotated} = reduce(design, y, rows, width, called);
  const coefficients = backward(r, rotated, width);
  const residuals = y.map((value, i) => {
    let fitted = 0;
    for (let j = 0; j < width; ++j) fitted += design[i * width + j] * coefficients[j];
    return value - fitted;
  });
  const squares = residuals.reduce((sum, e) => sum + e * e, 0);
  const centre = constant ? y.reduce((sum, value) => sum + value, 0) / rows : 0;
  const total = y.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  const r2 = total > 0 ? 1 - squares / total : NaN;
  const spare = rows - width;
  return {
    coefficients,
    inverse: inverseOf(r, width),
    residuals,
    squares,
    r2,
    adjustedR2: spare > 0 ? 1 - ((1 - r2) * (rows - offset)) / spare : NaN,
    rows,
    width,
    design
  };
}

/** Reflects columns and y until the columns are an upper triangle: R (width × width) and the first entries of Q′y. */
function reduce(
  design: Float64Array,
  y: Float64Array,
  rows: number,
  width: number,
  called: (j: number) => string
): {readonly r: Float64Array; readonly rotated: Float64Array} {
  const a = design.slice();
  const b = y.slice();
  for (let j = 0; j < width; ++j) {
    let all = 0;
    for (let i = 0; i < rows; ++i) all += design[i * width + j] * design[i * width + j];
    let norm = 0;
    for (let i = j; i < rows; ++i) norm += a[i * width + j] * a[i * width + j];
    norm = Math.sqrt(norm);
    if (!(norm > dependent * Math.sqrt(all)))
      throw new Error(`invalid column: ${called(j)} follows from those before it; leave it out`);
    const pivot = a[j * width + j];
    const turned = pivot > 0 ? -norm : norm;
    const v = new Float64Array(rows);
    for (let i = j; i < rows; ++i) v[i] = a[i * width + j];
    v[j] -= turned;
    const size = 2 * (norm * norm - pivot * turned);
    const reflect = (values: Float64Array, at: number, step: number) => {
      let product = 0;
      for (let i = j; i < rows; ++i) product += v[i] * values[i * step + at];
      const scale = (2 * product) / size;
      for (let i = j; i < rows; ++i) values[i * step + at] -= scale * v[i];
    };
    for (let c = j; c < width; ++c) reflect(a, c, width);
    reflect(b, 0, 1);
  }
  return {r: a.slice(0, width * width), rotated: b.slice(0, width)};
}

/** Solves R x = b for an upper triangle. */
function backward(r: Float64Array, b: Float64Array, width: number): Float64Array {
  const x = new Float64Array(width);
  for (let i = width - 1; i >= 0; --i) {
    let sum = b[i];
    for (let j = i + 1; j < width; ++j) sum -= r[i * width + j] * x[j];
    x[i] = sum / r[i * width + i];
  }
  return x;
}

/** R⁻¹ R⁻′, which is (X′X)⁻¹. */
function inverseOf(r: Float64Array, width: number): Float64Array {
  const columns = Array.from({length: width}, (_, j) => {
    const unit = new Float64Array(width);
    unit[j] = 1;
    return backward(r, unit, width);
  });
  const out = new Float64Array(width * width);
  for (let i = 0; i < width; ++i)
    for (let j = 0; j < width; ++j) for (let k = 0; k < width; ++k) out[i * width + j] += columns[k][i] * columns[k][j];
  return out;
}
