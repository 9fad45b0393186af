import * as Plot from "npm:@observablehq/plot";
import type {ReturnFigures} from "../../core/evaluate/signals/figures.js";
import type {MeanTest} from "../../core/evaluate/signals/mean-test.js";
import {ninetyFive} from "../../core/evaluate/signals/mean-test.js";
import type {EventStudy} from "../../core/evaluate/signals/event-study.js";
import {figure} from "./figure.js";
import {count, decimal, percent, signedPercent} from "./format.js";
import {lineChart} from "./line-chart.js";
import {rollingMean} from "./signal-coefficients.js";
import {blend, empty, tip} from "./trees/frame.js";

const grid = {stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5};

/** A quantile's name: the first and the last by what they are. */
export function quantileName(q: number, quantiles: number): string {
  return q === 0 ? "lowest" : q === quantiles - 1 ? "highest" : String(q + 1);
}

const colour = (q: number, quantiles: number) => blend(quantiles > 1 ? q / (quantiles - 1) : 0.5);

/** Mean returns by quantile, with 95 % intervals that allow for overlap. */
export function quantileBands(list: readonly ReturnFigures[]): HTMLElement {
  const bars = list.flatMap(({mean, low, high, rows}, q) =>
    mean === null ? [] : [{name: quantileName(q, list.length), mean, low: low ?? mean, high: high ?? mean, rows}]
  );
  if (bars.length === 0) return empty("No quantile has a return.");
  const height = 240;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Mean return by quantile",
      marginLeft: 56,
      marginRight: 8,
      marginTop: 12,
      x: {label: null, domain: bars.map(({name}) => name), padding: 0.25},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY({tickSize: 0, ticks: 5, label: null, tickFormat: (value: number) => percent(value, 2)}),
        Plot.axisX({tickSize: 0, label: null}),
        Plot.barY(bars, {
          x: "name",
          y: "mean",
          fill: ({mean}: {mean: number}) => (mean < 0 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.85,
          rx: 2,
          title: ({mean, low, high, rows}: (typeof bars)[number]) =>
            `${signedPercent(mean, 3)} over ${count(rows)} rows\n95 %: ${signedPercent(low, 3)} to ${signedPercent(high, 3)}`,
          tip
        }),
        Plot.ruleX(bars, {x: "name", y1: "low", y2: "high", stroke: "var(--theme-foreground)", strokeWidth: 1.25}),
        Plot.ruleY([0], {stroke: "var(--rule)"})
      ]
    })
  ).node;
}

/** What 1 put into each quantile has grown to: T × Q. */
export function growthChart(times: Float64Array, grown: Float64Array, quantiles: number): HTMLElement {
  const from = grown.findIndex((value) => value !== 1);
  if (from < 0) return empty("Nothing was held.");
  const first = Math.max(0, Math.floor(from / quantiles) - 1);
  const series = Array.from({length: quantiles}, (_, q) => ({
    name: quantileName(q, quantiles),
    values: times.subarray(first).map((_, t) => grown[(first + t) * quantiles + q] - 1),
    colour: colour(q, quantiles)
  }));
  const format = (value: number) => signedPercent(value, 1);
  return figure(280, (width) =>
    lineChart({times: times.subarray(first), series, width, height: 240, baseline: 0, format})
  ).node;
}

/** Series of shares through time, each smoothed over `window` rows: turnover, or what the ranks remember. */
export function shareChart(
  times: Float64Array,
  list: readonly {readonly name: string; readonly values: Float64Array; readonly colour: string}[],
  window = 21
): HTMLElement {
  const smooth = list.map((each) => ({...each, values: rollingMean(each.values, window)}));
  const from = times.findIndex((_, t) => smooth.some(({values}) => !Number.isNaN(values[t])));
  if (from < 0) return empty("Too few names, or too few rows.");
  const series = smooth.map((each) => ({...each, values: each.values.subarray(from)}));
  const format = (value: number) => decimal(value, 2);
  return figure(240, (width) =>
    lineChart({times: times.subarray(from), series, width, height: 200, baseline: 0, format})
  ).node;
}

/** A spread at one cost, in basis points of the value traded. */
export interface CostPoint {
  readonly points: number;
  readonly spread: MeanTest;
}

/** What costs leave of a spread, with its 95 % interval; where the line meets zero it dies. */
export function spreadCostChart(list: readonly CostPoint[], cost: number): HTMLElement {
  const shown = list
    .filter(({spread}) => Number.isFinite(spread.mean))
    .map(({points, spread: {mean, robustError}}) => {
      const half = Number.isFinite(robustError) ? ninetyFive * robustError : 0;
      return {points, mean, low: mean - half, high: mean + half};
    });
  if (shown.length === 0) return empty("There is no spread, or nothing is traded.");
  const height = 240;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Spread after costs",
      marginLeft: 56,
      marginRight: 8,
      marginTop: 12,
      marginBottom: 36,
      x: {label: null},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY({tickSize: 0, ticks: 5, label: null, tickFormat: (value: number) => percent(value, 2)}),
        Plot.axisX({
          tickSize: 0,
          label: "cost of a trade, basis points of its value",
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.areaY(shown, {x: "points", y1: "low", y2: "high", fill: "var(--strategy)", fillOpacity: 0.14}),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.ruleX([cost], {stroke: "var(--again)", strokeDasharray: "4,3"}),
        Plot.line(shown, {x: "points", y: "mean", stroke: "var(--strategy)", strokeWidth: 2}),
        Plot.tip(
          shown,
          Plot.pointerX({
            x: "points",
            y: "mean",
            title: ({points, mean, low, high}: (typeof shown)[number]) =>
              `at ${points} bp: ${signedPercent(mean, 3)}\n95 %: ${signedPercent(low, 3)} to ${signedPercent(high, 3)}`,
            ...tip
          })
        )
      ]
    })
  ).node;
}

/**
 * What prices did around signals, by quantile, with bands of 95 % about the lowest and the highest, from the row `from` on:
 * what went before is often so much larger that it hides what came after.
 */
export function eventChart({offsets, quantiles, means, errors}: EventStudy, from = -Infinity): HTMLElement {
  const points = Array.from({length: quantiles}, (_, q) =>
    Array.from(offsets, (offset, i) => {
      const [mean, error] = [means[q * offsets.length + i], errors[q * offsets.length + i]];
      const half = Number.isFinite(error) ? ninetyFive * error : 0;
      return {q, offset, mean, low: mean - half, high: mean + half, name: quantileName(q, quantiles)};
    }).filter(({mean, offset}) => Number.isFinite(mean) && offset >= from)
  );
  if (points.flat().length === 0) return empty("No quantile has a price before and after.");
  const ends = [points[0], points[quantiles - 1]];
  const height = 280;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Return before and after a signal, by quantile",
      marginLeft: 56,
      marginRight: 62,
      marginTop: 12,
      marginBottom: 36,
      x: {label: null},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY({tickSize: 0, ticks: 5, label: null, tickFormat: (value: number) => percent(value, 2)}),
        Plot.axisX({tickSize: 0, label: "rows from the signal", labelArrow: "none", labelAnchor: "center"}),
        ...ends.map((each) =>
          Plot.areaY(each, {
            x: "offset",
            y1: "low",
            y2: "high",
            fill: colour(each[0]?.q ?? 0, quantiles),
            fillOpacity: 0.14
          })
        ),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.ruleX([0], {stroke: "var(--rule)"}),
        ...points.map((each, q) =>
          Plot.line(each, {x: "offset", y: "mean", stroke: colour(q, quantiles), strokeWidth: 1.75})
        ),
        ...ends.map((each) =>
          Plot.text(each.slice(-1), {
            x: "offset",
            y: "mean",
            text: "name",
            textAnchor: "start",
            dx: 6,
            fill: "currentColor"
          })
        ),
        Plot.tip(
          points.flat(),
          Plot.pointer({
            x: "offset",
            y: "mean",
            title: ({name, offset, mean}: {name: string; offset: number; mean: number}) =>
              `${name}, ${offset > 0 ? "+" : ""}${offset} rows\n${signedPercent(mean, 3)}`,
            ...tip
          })
        )
      ]
    })
  ).node;
}
