import {html} from "npm:htl";
import {count, decimal} from "../../../reports/components/format.js";
import type {Choice} from "./chooser.js";
import type {HorizonCoefficient} from "./statistics.js";

/** What autocorrelations amount to. */
export function autocorrelationText(rho: Float64Array, known: number): HTMLElement {
  const half = rho.findIndex((value) => value < 0.5);
  const memory =
    half < 0
      ? `After ${rho.length - 1} bars more than half of it is still there.`
      : half === 1
        ? "The next bar's value has little of this one's."
        : `Half of it is gone after ${half} bars.`;
  return html`<p class="about">
    The correlation of its values with those so many bars before: ${decimal(rho[1], 2)} from one bar to the next.
    ${memory} The grey band, ±1.96 / √n of ${count(known)} values, is what noise stays within 19 times of 20.
  </p>`;
}

/** What the coefficients are of, and how many lie outside what chance would give. */
export function horizonText({panel}: Choice, coefficients: readonly HorizonCoefficient[]): HTMLElement {
  const outside = coefficients.filter(({ic, band}) => Math.abs(ic) > band);
  const verdict =
    outside.length === 0
      ? "None of them lies outside the grey band: this cannot be told from chance."
      : `Outside the grey band: ${outside.map(({horizon}) => horizon).join(", ")} bars. Of six horizons looked at, and however many features you try, some will be there by chance.`;
  const kind =
    panel.symbols.length === 1
      ? "Of one symbol this is a correlation through time, not the cross-sectional IC: it asks whether high days were followed by higher returns. Neighbouring days share most of their outcome, and the band is as much wider."
      : "On each day the stocks are ranked by the feature and by what followed; the bars are the mean of the daily rank correlations. The band is 1.96 Newey–West errors, since neighbouring days share most of their outcome.";
  return html`<p class="about">
    ${kind} Returns are counted from the next close, the first at which one could trade. ${verdict}
  </p>`;
}
