import * as Plot from "npm:@observablehq/plot";
import {figure} from "../../../reports/components/figure.js";
import {percent, trimmed} from "../../../reports/components/format.js";
import type {Point} from "../many-backtests/sensitivity.js";
import {empty, tip} from "../trees/frame.js";

/** The annual return by what trading costs, with the cost that the experiment assumes. */
export function costChart(points: readonly Point[], paid: number | null): HTMLElement {
  if (points.length < 2) return empty("Being traded in your browser.");
  const height = 220;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Annual return by cost",
      marginLeft: 56,
      marginRight: 12,
      marginTop: 14,
      marginBottom: 38,
      x: {label: null},
      y: {label: null, nice: true, zero: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null, tickFormat: (value: number) => percent(value, 0)}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(3, Math.floor(width / 90)),
          label: "cost of a trade, basis points of its value",
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        ...(paid === null ? [] : [Plot.ruleX([paid], {stroke: "var(--again)", strokeDasharray: "4,3"})]),
        Plot.line(points, {x: "x", y: "y", stroke: "var(--strategy)", strokeWidth: 2}),
        Plot.dot(points, {
          x: "x",
          y: "y",
          r: 3,
          fill: "var(--strategy)",
          title: ({x, y}: Point) => `${trimmed(x, 1)} basis points\n${percent(y)} a year`,
          tip
        })
      ]
    })
  ).node;
}
