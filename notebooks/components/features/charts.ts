import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {quantile} from "../../../core/base/stats.js";
import {count, decimal, percent, significant, trimmed} from "../../../reports/components/format.js";
import {figure} from "../../../reports/components/figure.js";
import type {HorizonCoefficient, Spread} from "./statistics.js";

const height = 220;
const frame = {height, marginLeft: 46, marginRight: 8, marginTop: 10};
const grid = () => Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 4});
const tip = {fill: "var(--theme-background)"};

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How often each value occurs: a bar a value where there are few, else a bar for each of 60 steps. */
export function histogram(spread: Spread): HTMLElement {
  if (spread.count === 0)
    return html`<p class="empty">
      It has no value on any bar: it looks back further than there are bars, or means nothing here.
    </p>`;
  const bins = binsOf(spread.values);
  const chart = figure(height, (width) =>
    Plot.plot({
      ...frame,
      width,
      x: {label: null, tickFormat: (value: number) => trimmed(value), ticks: Math.max(3, Math.floor(width / 90))},
      y: {label: null},
      marks: [
        grid(),
        Plot.axisY({ticks: 4, tickSize: 0, label: null}),
        Plot.rectY(bins, {
          x1: "from",
          x2: "to",
          y: "count",
          fill: "var(--strategy)",
          fillOpacity: 0.85,
          inset: 0.5,
          title: ({from, to, count: found}: Bin) => `${count(found)} from ${significant(from)} to ${significant(to)}`,
          tip
        }),
        Plot.ruleX([spread.mean], {stroke: "var(--theme-foreground)", strokeDasharray: "3,3"})
      ]
    })
  );
  return chart.node;
}

/** Equal steps between the 0.2nd and 99.8th percentile; what lies beyond counts with the outermost. */
function binsOf(values: Float64Array): readonly Bin[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const few = distinct.length <= 12;
  const edge = few ? 0 : 0.002;
  const [low, high] = [quantile(values, edge), quantile(values, 1 - edge)];
  const steps = few ? 12 * Math.max(1, distinct.length - 1) : Math.min(60, distinct.length);
  const step = high > low ? (high - low) / steps : 1;
  const start = few ? low - step / 2 : low;
  const counts = new Array<number>(few ? steps + 1 : steps).fill(0);
  for (const value of values) {
    const place = Math.floor((value - start) / step);
    ++counts[Math.min(counts.length - 1, Math.max(0, place))];
  }
  return counts.map((found, i) => ({from: start + i * step, to: start + (i + 1) * step, count: found}));
}

/** A column's autocorrelations at lags 1 and up, with the band that noise stays in. */
export function autocorrelationChart(rho: Float64Array, known: number): HTMLElement {
  const bars = Array.from(rho.subarray(1), (value, i) => ({lag: i + 1, value}));
  if (bars.every(({value}) => !Number.isFinite(value))) return html`<p class="empty">It does not vary.</p>`;
  const band = 1.96 / Math.sqrt(known);
  return figure(height, (width) =>
    Plot.plot({
      ...frame,
      width,
      marginBottom: 34,
      x: {domain: [0.3, rho.length - 0.3], label: "bars apart", labelArrow: "none", labelAnchor: "center"},
      y: {label: null, domain: [Math.min(0, -band * 1.3, ...bars.map(({value}) => value)), 1]},
      marks: [
        grid(),
        Plot.axisY({ticks: 4, tickSize: 0, label: null}),
        Plot.axisX({
          ticks: [1, 10, 20, 30, 40, 50, 60],
          tickSize: 0,
          label: "bars apart",
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.rect([0], {x1: 0.3, x2: rho.length - 0.3, y1: -band, y2: band, fill: "var(--rule)", fillOpacity: 0.25}),
        Plot.ruleX(bars, {
          x: "lag",
          y1: 0,
          y2: "value",
          stroke: "var(--strategy)",
          strokeWidth: Math.max(2, Math.min(6, width / 90)),
          title: ({lag, value}: {lag: number; value: number}) => `${decimal(value, 3)} at ${lag} bars`,
          tip
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"})
      ]
    })
  ).node;
}

/** Rank correlations with the return over the next bars, each with the band that chance stays in. */
export function horizonChart(coefficients: readonly HorizonCoefficient[]): HTMLElement {
  const known = coefficients.filter(({ic}) => Number.isFinite(ic));
  if (known.length === 0)
    return html`<p class="empty">Nothing to rank: it is the same everywhere, or is never known.</p>`;
  return figure(height, (width) =>
    Plot.plot({
      ...frame,
      width,
      marginLeft: 52,
      marginBottom: 34,
      x: {
        type: "band",
        domain: coefficients.map(({horizon}) => horizon),
        padding: 0.3,
        label: "bars ahead",
        labelArrow: "none"
      },
      y: {label: null, nice: true},
      marks: [
        grid(),
        Plot.axisY({ticks: 4, tickSize: 0, label: null}),
        Plot.axisX({tickSize: 0, label: "bars ahead", labelArrow: "none", labelAnchor: "center"}),
        Plot.barY(known, {
          x: "horizon",
          y1: ({band}: HorizonCoefficient) => -band,
          y2: "band",
          inset: -6,
          fill: "var(--rule)",
          fillOpacity: 0.25
        }),
        Plot.barY(known, {
          x: "horizon",
          y: "ic",
          fill: "var(--strategy)",
          fillOpacity: ({ic, band}: HorizonCoefficient) => (Math.abs(ic) > band ? 1 : 0.55),
          rx: 2,
          title: ({horizon, ic, band, count: rows}: HorizonCoefficient) =>
            `${decimal(ic, 3)} with the next ${horizon} bars\nchance: ±${decimal(band, 3)}\n${count(rows)} days`,
          tip
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"})
      ]
    })
  ).node;
}

/** Names and figures one above the other. */
export function factsList(facts: Readonly<Record<string, string>>): HTMLElement {
  return html`<dl class="facts-list">
    ${Object.entries(facts).map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd data-fact=${name}>${value}</dd>
        </div>`
    )}
  </dl>`;
}

/** A distribution's figures. */
export function spreadFacts({
  count: found,
  missing,
  warmUp,
  mean,
  deviation,
  skewness,
  kurtosis,
  low,
  high
}: Spread): HTMLElement {
  return factsList({
    Mean: significant(mean),
    Deviation: significant(deviation),
    Skewness: decimal(skewness, 2),
    "Excess kurtosis": decimal(kurtosis, 2),
    Lowest: significant(low),
    Highest: significant(high),
    Values: count(found),
    Missing: percent(missing, 1),
    "Warm-up": `${count(warmUp)} bars`
  });
}
