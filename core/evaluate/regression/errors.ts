import {whole} from "../../base/options.js";
import type {Regression} from "./least-squares.js";

/**
 * The standard errors of coefficients if residuals are alike and independent: √(s² (X′X)⁻¹ⱼⱼ), s² = Σ residual² / (n − k).
 * `NaN` where there are as many coefficients as rows.
 */
export function plainErrors({inverse, squares, rows, width}: Regression): Float64Array {
  const variance = rows > width ? squares / (rows - width) : NaN;
  return Float64Array.from({length: width}, (_, j) => Math.sqrt(variance * inverse[j * width + j]));
}

/**
 * Newey and West's (1987) standard errors, which heed that residuals differ in size and follow from one another over
 * `lags` rows: the roots of the diagonal of (X′X)⁻¹ S (X′X)⁻¹ with S = Σ_{k=−lags…lags} (1 − |k| / (lags + 1)) Σ_t e_t e_{t−k}
 * x_t x′_{t−k} (statsmodels' `HAC` without a correction for small samples). Rows are in the order of time. With 0 lags they
 * are White's.
 */
export function neweyWestErrors({inverse, residuals, design, rows, width}: Regression, lags: number): Float64Array {
  whole("lags", lags, 0);
  const scores = design.map((value, cell) => value * residuals[Math.floor(cell / width)]);
  const long = new Float64Array(width * width);
  for (let k = 0; k <= Math.min(lags, rows - 1); ++k) {
    const weight = 1 - k / (lags + 1);
    const products = new Float64Array(width * width);
    for (let t = k; t < rows; ++t)
      for (let i = 0; i < width; ++i)
        for (let j = 0; j < width; ++j) products[i * width + j] += scores[t * width + i] * scores[(t - k) * width + j];
    for (let i = 0; i < width; ++i)
      for (let j = 0; j < width; ++j)
        long[i * width + j] +=
          k === 0 ? products[i * width + j] : weight * (products[i * width + j] + products[j * width + i]);
  }
  return Float64Array.from({length: width}, (_, c) => {
    let sum = 0;
    for (let i = 0; i < width; ++i)
      for (let j = 0; j < width; ++j) sum += inverse[c * width + i] * long[i * width + j] * inverse[j * width + c];
    return Math.sqrt(Math.max(0, sum));
  });
}
