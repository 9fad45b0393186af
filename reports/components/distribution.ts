import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {deviation, mean, quantile, returns} from "../../core/base/stats.js";
import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {count, decimal, percent, signedPercent} from "./format.js";

/** How returns from bar to bar are spread, beside the normal curve of the same mean and deviation. */
export function distribution({equity}: Result): HTMLElement {
  const all = returns(equity).filter(Number.isFinite);
  const moved = all.filter((value) => value !== 0);
  if (moved.length < 2) return html`<p class="empty">Equity did not move: there is nothing to spread.</p>`;
  const m = mean(moved);
  const d = deviation(moved);
  const edge = Math.max(...[0.002, 0.998].map((p) => Math.abs(quantile(moved, p))));
  const step = (2 * edge) / 60;
  const thresholds = Array.from({length: 61}, (_, i) => -edge + i * step);
  const normal = thresholds.map((x) => ({
    x,
    y: (moved.length * step * Math.exp(-((x - m) ** 2) / (2 * d * d))) / (d * Math.sqrt(2 * Math.PI))
  }));
  const bins = thresholds.slice(0, -1).map((from) => ({from, to: from + step, count: 0}));
  for (const value of moved) {
    const bin = bins[Math.floor((value + edge) / step)];
    if (bin) ++bin.count;
  }
  const chart = figure(220, (width) =>
    Plot.plot({
      width,
      height: 220,
      marginLeft: 46,
      marginRight: 8,
      marginTop: 10,
      x: {label: null, tickFormat: (value: number) => percent(value, 1), ticks: Math.max(3, Math.floor(width / 90))},
      y: {label: null},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 4}),
        Plot.axisY({ticks: 4, tickSize: 0}),
        Plot.rectY(bins, {
          x1: "from",
          x2: "to",
          y: "count",
          fill: ({to}: {to: number}) => (to <= 1e-12 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.85,
          inset: 0.5
        }),
        Plot.lineY(normal, {x: "x", y: "y", stroke: "var(--rule)", strokeDasharray: "3,3"}),
        Plot.ruleX([0], {stroke: "var(--rule)"})
      ]
    })
  );
  const moment = (k: number) => mean(moved.map((value) => ((value - m) / d) ** k));
  const facts: [string, string][] = [
    ["Best bar", signedPercent(Math.max(...moved), 2)],
    ["Worst bar", signedPercent(Math.min(...moved), 2)],
    ["5% of bars below", signedPercent(quantile(all, 0.05), 2)],
    ["Deviation", percent(d, 2)],
    ["Skewness", decimal(moment(3), 2)],
    ["Excess kurtosis", decimal(moment(4) - 3, 2)],
    ["Bars with a return", `${count(moved.length)} of ${count(all.length)}`]
  ];
  return html`<div class="beside">
    <div>${chart.node}</div>
    <dl class="facts-list">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`
      )}
    </dl>
  </div>`;
}
