import * as Plot from "npm:@observablehq/plot";
import {outline, riskReturn} from "../../../core/evaluate/comparison/region.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import {figure} from "../../../reports/components/figure.js";
import {decimal, percent, signedPercent} from "../../../reports/components/format.js";
import type {Shown} from "./candidates.js";

/** The size of the regions that hold the true place with 50 % and 95 % confidence: √(−2 ln(1 − confidence)). */
const sizes = [2.4477468306808166, 1.1774100225154747] as const;

/**
 * Risk against return, a point a run, with the regions in which its true place may lie as far as this past can tell; lines
 * of equal Sharpe ratio behind.
 */
export function riskReturnChart(list: readonly Shown[]): HTMLElement {
  const placed = list.flatMap((each) => {
    const found = riskReturn(accountReturns(each.equity), each.periods);
    return found ? [{each, found}] : [];
  });
  const regions = sizes.flatMap((size, k) =>
    placed.flatMap(({each, found}) =>
      outline(found, size).map(([x, y]) => ({x, y, z: `${each.id}/${k}`, fill: each.colour, wide: k === 0}))
    )
  );
  const height = 440;
  return figure(height, (width) => {
    const right = 1.02 * Math.max(0.01, ...regions.map(({x}) => x));
    const left = Math.max(0, 0.94 * Math.min(right, ...regions.map(({x}) => x)));
    const [low, high] = [Math.min(0, ...regions.map(({y}) => y)), Math.max(0, ...regions.map(({y}) => y))];
    const rays = [-1, -0.5, 0.5, 1, 1.5, 2].flatMap((ratio) => {
      const end = Math.min(right, ratio > 0 ? high / ratio : low / ratio);
      return end > left + 0.2 * (right - left)
        ? [{ratio, from: left, start: ratio * left, x: end, y: ratio * end}]
        : [];
    });
    return Plot.plot({
      width,
      height,
      marginLeft: 46,
      marginRight: 30,
      marginTop: 22,
      marginBottom: 40,
      ariaLabel: "Volatility and mean return of each run",
      x: {domain: [left, right], label: null},
      y: {domain: [low, high], label: null, nice: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 6}),
        Plot.gridX({stroke: "var(--hairline)", strokeOpacity: 1, ticks: Math.max(3, Math.floor(width / 110))}),
        Plot.axisY({tickFormat: (value: number) => percent(value, 0), tickSize: 0, ticks: 6}),
        Plot.axisX({
          tickFormat: (value: number) => percent(value, 0),
          tickSize: 0,
          ticks: Math.max(3, Math.floor(width / 110))
        }),
        Plot.text(["↑ mean return a year"], {
          frameAnchor: "top-left",
          dy: -16,
          dx: -40,
          textAnchor: "start",
          fill: "var(--theme-foreground-muted)"
        }),
        Plot.text(["volatility a year →"], {
          frameAnchor: "bottom-right",
          dy: 34,
          dx: 24,
          textAnchor: "end",
          fill: "var(--theme-foreground-muted)"
        }),
        Plot.link(rays, {
          x1: "from",
          y1: "start",
          x2: "x",
          y2: "y",
          stroke: "var(--hairline-strong)",
          strokeDasharray: "2,4"
        }),
        Plot.text(rays, {
          x: "x",
          y: "y",
          text: ({ratio}: {ratio: number}) => decimal(ratio, 1),
          dx: 11,
          dy: -2,
          fontSize: 10,
          fill: "var(--theme-foreground-faint)"
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.line(regions, {
          x: "x",
          y: "y",
          z: "z",
          fill: "fill",
          fillOpacity: 0.09,
          stroke: "fill",
          strokeOpacity: 0.35,
          strokeWidth: 0.75,
          clip: true
        }),
        Plot.dot(placed, {
          x: ({found}: (typeof placed)[number]) => found.volatility,
          y: ({found}: (typeof placed)[number]) => found.return,
          fill: ({each}: (typeof placed)[number]) => each.colour,
          stroke: "var(--theme-background)",
          strokeWidth: 1.5,
          r: 6,
          tip: true,
          title: ({each, found}: (typeof placed)[number]) =>
            `${each.run.name}\n${signedPercent(found.return)} a year at ${percent(found.volatility)} volatility`
        })
      ]
    });
  }).node;
}
