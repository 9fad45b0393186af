import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {QuantileReturn} from "../../core/evaluate/quantiles.js";
import {figure} from "./figure.js";
import {decimal, percent, signedPercent} from "./format.js";
import {lineChart} from "./line-chart.js";
import {decayBands} from "./signal-coefficients.js";
import {quantileBands} from "./signal-quantiles.js";
import type {SignalSummary} from "./signal-summary.js";
import {window} from "./signal-summary.js";
import {horizonTable} from "./signal-table.js";

/** The horizon that the report draws quantiles of. */
const drawn = 5;

/** How a signal relates to what followed: at several horizons, by quantile, at more and more distance, through time. */
export function signalCharts(summary: SignalSummary): HTMLElement {
  const {horizons, single, decay} = summary;
  const shown = horizons.find(({horizon}) => horizon === drawn) ?? horizons[0];
  return html`<div>
    ${horizonTable(horizons, drawn, !single)}
    <p class="fine">
      Returns from the next row on. The second <i>t</i> allows for returns that overlap. A dash says why when you point
      at it.
    </p>
    <div class="two">
      <div>
        <h3>Mean return of the next ${shown.horizon} rows, by fifth of the signal</h3>
        ${quantileBands(shown.quantiles)}
        <p class="fine">
          ${single ? "" : "Beyond the mean of all names. "}The thin lines are 95 % intervals that allow for overlap.
        </p>
      </div>
      <div>
        <h3>Rank IC with the return of the next rows</h3>
        ${decayBands(decay)} ${single ? null : html`<p class="fine">The band is a 95 % interval.</p>`}
      </div>
      <div class="wide">
        <h3>${single ? `Rank IC over the last ${window} rows` : "Daily rank ICs, summed"}</h3>
        ${coefficientChart(summary)}
      </div>
    </div>
  </div>`;
}

/** Mean outcomes by quantile, each with two standard errors to either side. */
export function quantileChart(quantiles: readonly QuantileReturn[]): HTMLElement {
  const bars = quantiles.map(({quantile, mean, error, count}) => ({
    name: quantile === 1 ? "lowest" : quantile === quantiles.length ? "highest" : String(quantile),
    mean,
    low: mean - 2 * error,
    high: mean + 2 * error,
    count
  }));
  return figure(220, (width) =>
    Plot.plot({
      width,
      height: 220,
      marginLeft: 52,
      marginRight: 8,
      marginTop: 12,
      x: {label: null, domain: bars.map(({name}) => name), padding: 0.25},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, tickFormat: (value: number) => percent(value)}),
        Plot.axisX({tickSize: 0}),
        Plot.barY(bars, {
          x: "name",
          y: "mean",
          fill: (bar: {mean: number}) => (bar.mean < 0 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.85,
          rx: 2,
          title: (bar: {mean: number; count: number}) => `${signedPercent(bar.mean, 2)} over ${bar.count} samples`,
          tip: {fill: "var(--theme-background)"}
        }),
        Plot.ruleX(bars, {x: "name", y1: "low", y2: "high", stroke: "var(--theme-foreground)", strokeWidth: 1.25}),
        Plot.ruleY([0], {stroke: "var(--rule)"})
      ]
    })
  ).node;
}

function coefficientChart({single, coefficients}: SignalSummary): HTMLElement {
  if (coefficients.length === 0) return html`<p class="empty">Too few predictions for a coefficient.</p>`;
  const times = coefficients.map(({t}) => t);
  let sum = 0;
  const values = coefficients.map(({ic}) => (single ? ic : (sum += ic)));
  const series = [{name: single ? "Rank IC" : "Sum of ICs", values, colour: "var(--strategy)", filled: true}];
  const format = (value: number) => decimal(value, single ? 2 : 1);
  return figure(220, (width) => lineChart({times, series, width, height: 186, baseline: 0, format})).node;
}
