import {oneOf, whole} from "../../core/base/options.js";
import {eachSymbol} from "../../core/base/panel.js";
import {defineLabel} from "../../core/plugin.js";

const outputs = ["sign", "t-value"] as const;

/** Where the prices lie on a line, its t-value is without bound; it is cut to this. */
const bound = 1000;

/**
 * The direction of the strongest straight trend that begins at row t + delay: of all horizons of `shortest` to
 * `longest` bars, the one is taken whose line of least squares through its closes, close_{t+delay} … close_{t+delay+L}
 * on 0 … L, has the slope of the largest |t-value| (the shorter of equals). The label is the slope's sign, −1, 0 or 1,
 * or the t-value, cut to ±1000: slope / √(Σ residuals² / (L − 1) / Σ (j − L / 2)²).
 *
 * Which horizon is the strongest is not known before the longest has passed, so the label is known on row
 * t + delay + longest, whichever is taken: were it dated at the end of the one taken, as López de Prado does (Machine
 * Learning for Asset Managers, 5.4), later prices would still change it. `NaN` where one of these closes is missing.
 */
export const trendScanning = defineLabel(
  "trend-scanning",
  {shortest: 5, longest: 20, delay: 1, output: "sign"},
  ({shortest, longest, delay, output}) => {
    whole("trend-scanning shortest", shortest, 2);
    whole("trend-scanning longest", longest, shortest);
    whole("trend-scanning delay", delay, 0);
    const chosen = oneOf("trend-scanning output", output, outputs);
    const ahead = delay + longest;
    return {
      needs: ["close"],
      compute(panel) {
        const rows = panel.times.length;
        const n = panel.symbols.length;
        const until = new Float64Array(rows * n).fill(Infinity);
        for (let i = 0; i + ahead < rows; ++i) until.fill(panel.times[i + ahead], i * n, (i + 1) * n);
        const y = eachSymbol(panel, ["close"], (close) => {
          const out = new Float64Array(rows).fill(NaN);
          for (let i = 0; i + ahead < rows; ++i) {
            const t = strongest(close.subarray(i + delay, i + ahead + 1), shortest);
            out[i] = chosen === "sign" ? Math.sign(t) : Math.max(-bound, Math.min(bound, t));
          }
          return out;
        });
        return {y, until};
      }
    };
  }
);

/** The t-value of the largest size among the lines through the first `shortest` + 1 … all of the values. */
function strongest(x: Float64Array, shortest: number): number {
  let best = 0;
  let [sum, squares, products] = [0, 0, 0];
  for (let j = 1; j < x.length; ++j) {
    const value = x[j] - x[0];
    if (Number.isNaN(value)) return NaN;
    sum += value;
    squares += value * value;
    products += j * value;
    if (j < shortest) continue;
    const count = j + 1;
    const spread = (j * count * (count + 1)) / 12;
    const slope = (products - (j / 2) * sum) / spread;
    const total = squares - (sum * sum) / count;
    const residual = total - slope * slope * spread;
    // Below this share the residuals are the rounding of the sums and no figure of the prices.
    const t = residual > 1e-12 * squares ? slope / Math.sqrt(residual / (j - 1) / spread) : Math.sign(slope) * Infinity;
    if (Math.abs(t) > Math.abs(best)) best = t;
  }
  return best;
}
