import {between, oneOf, whole} from "../../core/base/options.js";
import {eachSymbol, field} from "../../core/base/panel.js";
import {rollingDeviation} from "../../core/base/rolling.js";
import {defineLabel} from "../../core/plugin.js";

const triggers = ["close", "range"] as const;
const expiries = ["zero", "sign"] as const;

/**
 * Which of three barriers a position meets first (López de Prado, Advances in Financial Machine Learning, chapter 3).
 * It is entered at the close of row t + delay, and watched from the next row on:
 *
 *     entry · (1 + upper · σ) ├──────────────────────┤  1
 *                       entry ●                      │  0, or with `expiry` `sign` the sign of close / entry − 1
 *     entry · (1 − lower · σ) ├──────────────────────┤ −1
 *                       t + delay        t + delay + horizon
 *
 * σ is the sample deviation of the last `window` returns from bar to bar, as known on t and not scaled to the horizon;
 * 1 with `window` 0, so that `upper` and `lower` are returns. A barrier of 0 is none. With `trigger` `close` a close at
 * the barrier or beyond touches it; with `range` the bar's high or low does. A bar that touches both counts for the
 * barrier that its open is at or beyond, else for the one that loses.
 *
 * `side` names a field with the side that another model takes on row t, above 0 to buy and below to sell (0 and `NaN`
 * take none and have no label). The label is then the meta-label, whether to follow it: 1 where the position gains, 0
 * where it does not. `upper` is the gain and `lower` the loss at which it is closed, so the two change places for one
 * that sells.
 *
 * Known on the row of the touch, or on row t + delay + horizon. Bars without a price touch nothing. `NaN` where the
 * entry or σ is missing, and at expiry without a close.
 */
export const tripleBarrier = defineLabel(
  "triple-barrier",
  {horizon: 10, delay: 1, upper: 2, lower: 2, window: 21, trigger: "close", expiry: "zero", side: ""},
  ({horizon, delay, upper, lower, window, trigger, expiry, side}) => {
    whole("triple-barrier horizon", horizon);
    whole("triple-barrier delay", delay, 0);
    between("triple-barrier upper", upper, 0);
    between("triple-barrier lower", lower, 0);
    whole("triple-barrier window", window, 0);
    if (window === 1) throw new Error("invalid triple-barrier window: 1; a deviation needs 2, and 0 stands for none");
    const ranged = oneOf("triple-barrier trigger", trigger, triggers) === "range";
    const signed = oneOf("triple-barrier expiry value", expiry, expiries) === "sign";
    return {
      needs: [...(ranged ? ["open", "high", "low", "close"] : ["close"]), ...(side === "" ? [] : [side])],
      compute(panel) {
        const close = field(panel, "close");
        const [open, high, low] = ranged
          ? [field(panel, "open"), field(panel, "high"), field(panel, "low")]
          : [close, close, close];
        const sides = side === "" ? undefined : field(panel, side);
        const n = panel.symbols.length;
        const unit =
          window === 0
            ? new Float64Array(close.length).fill(1)
            : eachSymbol(panel, ["close"], (prices) =>
                rollingDeviation(
                  prices.map((price, i) => price / prices[i - 1] - 1),
                  window,
                  1
                )
              );
        const y = new Float64Array(close.length).fill(NaN);
        const until = new Float64Array(close.length).fill(Infinity);
        for (let cell = 0; cell < close.length; ++cell) {
          const start = cell + delay * n;
          const end = start + horizon * n;
          if (end < close.length) until[cell] = panel.times[Math.floor(end / n)];
          const sign = sides ? Math.sign(sides[cell]) : 1;
          const entry = close[start];
          if (!(entry > 0) || !(Math.abs(sign) > 0) || Number.isNaN(unit[cell])) continue;
          const [gain, loss] = [upper * unit[cell], lower * unit[cell]];
          const [above, below] = sign > 0 ? [gain, loss] : [loss, gain];
          const top = above > 0 ? entry * (1 + above) : Infinity;
          const bottom = below > 0 ? entry * (1 - below) : -Infinity;
          let hit = 0;
          let at = start;
          while (hit === 0 && at < end && at + n < close.length) {
            at += n;
            const rises = high[at] >= top;
            const falls = low[at] <= bottom;
            if (rises && falls) hit = open[at] >= top ? 1 : open[at] <= bottom ? -1 : -sign;
            else hit = rises ? 1 : falls ? -1 : 0;
          }
          if (hit !== 0) until[cell] = panel.times[Math.floor(at / n)];
          else if (at < end || Number.isNaN(close[at])) continue;
          else if (signed) hit = Math.sign(close[at] - entry);
          y[cell] = !sides ? hit : hit * sign > 0 ? 1 : 0;
        }
        return {y, until};
      }
    };
  }
);
