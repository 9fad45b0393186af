import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {exp} from "../../core/base/elementary.js";
import {sortedQuantile} from "../../core/base/stats.js";
import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {count, decimal, none, percent, signedPercent} from "./format.js";
import type {Spread} from "./performance/spread.js";
import {spreadOf} from "./performance/spread.js";

/** A line across the chart with its name at the top. */
interface Mark {
  readonly x: number;
  readonly name: string;
  readonly side: "start" | "end";
}

/** Returns in bins, gains and losses apart, with the normal curve of the same mean and deviation, and where the tail is. */
export function distributionPlot(spread: Spread, width: number, height: number) {
  const {moved, mean, deviation, valueAtRisk, conditional} = spread;
  const edge = Math.max(...[0.002, 0.998].map((p) => Math.abs(sortedQuantile(moved, p))), Math.abs(conditional ?? 0));
  const step = (2 * edge) / 60;
  const thresholds = Array.from({length: 61}, (_, i) => -edge + i * step);
  const normal = thresholds.map((x) => ({
    x,
    y:
      (moved.length * step * exp(-((x - mean) ** 2) / (2 * deviation * deviation))) /
      (deviation * Math.sqrt(2 * Math.PI))
  }));
  const bins = thresholds.slice(0, -1).map((from) => ({from, to: from + step, count: 0}));
  for (const value of moved) {
    const bin = bins[Math.floor((value + edge) / step)];
    if (bin) ++bin.count;
  }
  const marks = [
    {x: conditional, name: "CVaR", side: "end" as const},
    {x: valueAtRisk, name: "VaR", side: "start" as const}
  ].filter((mark): mark is Mark => mark.x !== null);
  return Plot.plot({
    width,
    height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 18,
    ariaLabel: "Returns from bar to bar, by size",
    x: {label: null, tickFormat: (value: number) => percent(value, 1), ticks: Math.max(3, Math.floor(width / 90))},
    y: {label: null},
    marks: [
      Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 4}),
      Plot.axisY({ticks: 4, tickSize: 0}),
      Plot.axisX({
        tickSize: 0,
        ticks: Math.max(3, Math.floor(width / 90)),
        tickFormat: (value: number) => percent(value, 1)
      }),
      Plot.rectY(bins, {
        x1: "from",
        x2: "to",
        y: "count",
        fill: ({to}: {to: number}) => (to <= 1e-12 ? "var(--down)" : "var(--up)"),
        fillOpacity: 0.85,
        inset: 0.5
      }),
      ...(normal.every(({y}) => Number.isFinite(y))
        ? [Plot.lineY(normal, {x: "x", y: "y", stroke: "var(--rule)", strokeDasharray: "3,3"})]
        : []),
      Plot.ruleX([0], {stroke: "var(--rule)"}),
      Plot.text([annotation(spread)], {
        frameAnchor: "top-right",
        lineAnchor: "top",
        textAnchor: "end",
        text: (lines: string) => lines,
        lineHeight: 1.4,
        fill: "var(--theme-foreground)"
      }),
      Plot.ruleX(marks, {x: "x", stroke: "var(--theme-foreground)", strokeWidth: 1.25}),
      ...(["start", "end"] as const).map((side) =>
        Plot.text(
          marks.filter((mark) => mark.side === side),
          {
            x: "x",
            frameAnchor: "top",
            textAnchor: side,
            dx: side === "start" ? 4 : -4,
            dy: -12,
            text: "name",
            fill: "var(--theme-foreground)"
          }
        )
      )
    ]
  });
}

/** What is written into the chart: the two ratios that the spread decides. */
function annotation({sharpe, sortino}: Spread): string {
  const ratio = (value: number | null) => (value === null ? none : decimal(value, 2));
  return `Sharpe ${ratio(sharpe)}\nSortino ${ratio(sortino)}`;
}

/** How returns from bar to bar are spread: the chart, and the figures that sum it up. */
export function distribution(result: Result): HTMLElement {
  const spread = spreadOf(result);
  if (!spread) return html`<p class="empty">Equity did not move: there is nothing to spread.</p>`;
  const chart = figure(240, (width) => distributionPlot(spread, width, 240));
  return html`<div class="beside">
    <div>${chart.node}</div>
    <dl class="facts-list">
      ${spreadFacts(spread).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`
      )}
    </dl>
  </div>`;
}

/** The figures of a spread, by name. */
export function spreadFacts(spread: Spread): readonly (readonly [string, string])[] {
  const {all, moved, deviation, skewness, kurtosis, valueAtRisk, conditional, sharpe, sortino} = spread;
  const ratio = (value: number | null) => (value === null ? none : decimal(value, 2));
  const change = (value: number | null) => (value === null ? none : signedPercent(value, 2));
  return [
    ["Sharpe ratio", ratio(sharpe)],
    ["Sortino ratio", ratio(sortino)],
    ["Value at risk, 5%", change(valueAtRisk)],
    ["Expected shortfall (CVaR)", change(conditional)],
    ["Best bar", signedPercent(moved[moved.length - 1], 2)],
    ["Worst bar", signedPercent(moved[0], 2)],
    ["Deviation", percent(deviation, 2)],
    ["Skewness", ratio(skewness)],
    ["Excess kurtosis", ratio(kurtosis)],
    ["Bars with a return", `${count(moved.length)} of ${count(all.length)}`]
  ];
}
