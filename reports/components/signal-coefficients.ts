import * as Plot from "npm:@observablehq/plot";
import {exp} from "../../core/base/elementary.js";
import type {DecayPoint, PeriodMean} from "../../core/evaluate/signals/evaluation.js";
import {known, meanTest} from "../../core/evaluate/signals/mean-test.js";
import {normalQuantile} from "../../core/base/normal.js";
import {figure} from "./figure.js";
import {count, day, decimal} from "./format.js";
import {empty, tint, tip} from "./trees/frame.js";

const grid = {stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5};
const axis = {tickSize: 0, ticks: 5, label: null} as const;

/** The mean of the last `window` known values, on each row that has a value; `NaN` until there are half as many. */
export function rollingMean(values: Float64Array, window: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  const held: number[] = [];
  let sum = 0;
  for (let t = 0; t < values.length; ++t) {
    if (Number.isNaN(values[t])) continue;
    held.push(values[t]);
    sum += values[t];
    if (held.length > window) sum -= held.shift()!;
    if (2 * held.length >= window) out[t] = sum / held.length;
  }
  return out;
}

/** The coefficient of each row as a dot, and their mean over the last `window` rows as a line. */
export function coefficientsChart(times: Float64Array, values: Float64Array, window = 63): HTMLElement {
  const smooth = rollingMean(values, window);
  const points = Array.from(times, (t, i) => ({t: new Date(t), ic: values[i], mean: smooth[i]})).filter(
    ({ic}) => !Number.isNaN(ic)
  );
  if (points.length === 0) return empty("No row has a coefficient.");
  const {mean} = meanTest(values, 0);
  const height = 240;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Information coefficient by day, and its rolling mean",
      marginLeft: 48,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 28,
      x: {type: "utc", label: null},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY(axis),
        Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90)), label: null}),
        Plot.dot(points, {
          x: "t",
          y: "ic",
          r: 1.4,
          fill: ({ic}: {ic: number}) => (ic < 0 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.45
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.ruleY([mean], {stroke: "var(--again)", strokeDasharray: "4,3"}),
        Plot.line(points, {x: "t", y: "mean", stroke: "var(--strategy)", strokeWidth: 2}),
        Plot.tip(
          points,
          Plot.pointerX({
            x: "t",
            y: "ic",
            title: ({t, ic, mean}: {t: Date; ic: number; mean: number}) =>
              `${day(t.getTime())}\nIC ${decimal(ic, 3)}\nmean of ${window} rows ${decimal(mean, 3)}`,
            ...tip
          })
        )
      ]
    })
  ).node;
}

/** How coefficients are spread, beside the normal distribution of their mean and deviation. */
export function distributionChart(values: Float64Array): HTMLElement {
  const all = known(values);
  if (all.length < 10) return empty("Fewer than ten coefficients: too few for a distribution.");
  const {mean, deviation} = meanTest(values, 0);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const bins = 31;
  const step = (high - low) / bins;
  const bars = Array.from({length: bins}, (_, i) => ({from: low + i * step, to: low + (i + 1) * step, rows: 0}));
  for (const value of all) ++bars[Math.min(bins - 1, Math.floor((value - low) / step))].rows;
  const curve = Array.from({length: 81}, (_, i) => {
    const z = -4 + i / 10;
    const density = exp((-z * z) / 2) / 2.5066282746310002;
    return {x: mean + z * deviation, y: (density / deviation) * all.length * step};
  }).filter(({x}) => x >= low && x <= high);
  const height = 220;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Distribution of the information coefficients",
      marginLeft: 40,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 28,
      x: {label: null},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY(axis),
        Plot.axisX({tickSize: 0, label: null, ticks: 6}),
        Plot.rectY(bars, {
          x1: "from",
          x2: "to",
          y: "rows",
          fill: "var(--strategy)",
          fillOpacity: 0.7,
          inset: 0.5,
          title: (bar: {from: number; to: number; rows: number}) =>
            `${decimal(bar.from, 2)} to ${decimal(bar.to, 2)}: ${count(bar.rows)} rows`,
          tip
        }),
        Plot.line(curve, {x: "x", y: "y", stroke: "var(--again)", strokeWidth: 1.5}),
        Plot.ruleX([0], {stroke: "var(--rule)"}),
        Plot.ruleX([mean], {stroke: "var(--again)", strokeDasharray: "4,3"})
      ]
    })
  ).node;
}

/** Coefficients in order against those that a normal distribution would have: on the line where they are normal. */
export function normalChart(values: Float64Array): HTMLElement {
  const all = known(values).sort();
  if (all.length < 10) return empty("Fewer than ten coefficients: too few for a distribution.");
  const {mean, deviation} = meanTest(all, 0);
  const every = Math.max(1, Math.floor(all.length / 400));
  const points = Array.from(all, (value, i) => ({
    normal: normalQuantile((i + 0.5) / all.length),
    ic: (value - mean) / deviation
  })).filter((_, i) => i % every === 0 || i === all.length - 1);
  const ends = [points[0].normal, points[points.length - 1].normal];
  const height = 220;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Quantiles of the coefficients against those of a normal distribution",
      marginLeft: 40,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 36,
      x: {label: null},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY(axis),
        Plot.axisX({tickSize: 0, ticks: 6, label: "deviations of a normal distribution", labelArrow: "none"}),
        Plot.line(ends, {x: (z: number) => z, y: (z: number) => z, stroke: "var(--again)", strokeDasharray: "4,3"}),
        Plot.dot(points, {x: "normal", y: "ic", r: 1.8, fill: "var(--strategy)"})
      ]
    })
  ).node;
}

/** How the mean coefficient changes with the distance, with the ends of its 95 % interval. */
export function decayBands(points: readonly DecayPoint[]): HTMLElement {
  const shown = points.filter(({ic}) => ic !== null);
  if (shown.length === 0) return empty("No horizon has a coefficient.");
  const height = 240;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Mean information coefficient by horizon",
      marginLeft: 48,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 36,
      x: {label: null, type: "point", domain: shown.map(({horizon}) => horizon), padding: 0.4},
      y: {label: null, nice: true, zero: true},
      marks: [
        Plot.gridY(grid),
        Plot.axisY(axis),
        Plot.axisX({tickSize: 0, label: "rows ahead", labelArrow: "none", labelAnchor: "center"}),
        Plot.areaY(shown, {x: "horizon", y1: "low", y2: "high", fill: "var(--strategy)", fillOpacity: 0.14}),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.line(shown, {x: "horizon", y: "ic", stroke: "var(--strategy)", strokeWidth: 2}),
        Plot.dot(shown, {
          x: "horizon",
          y: "ic",
          r: 3,
          fill: "var(--strategy)",
          title: ({horizon, ic, low, high}: DecayPoint) =>
            `${horizon} rows ahead\nIC ${decimal(ic!, 4)}${low === null || high === null ? "" : `\n95 %: ${decimal(low, 4)} to ${decimal(high, 4)}`}`,
          tip
        })
      ]
    })
  ).node;
}

const months = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];

/** Mean coefficients by month: a row a year. */
export function monthsChart(means: readonly PeriodMean[]): HTMLElement {
  if (means.length === 0) return empty("No month has a coefficient.");
  const cells = means.map(({period, mean, rows}) => {
    return {year: period.slice(0, 4), month: Number(period.slice(5)) - 1, mean, rows};
  });
  const years = [...new Set(cells.map(({year}) => year))];
  const most = Math.max(...cells.map(({mean}) => Math.abs(mean)));
  const height = 34 + 26 * years.length;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Mean information coefficient by month",
      marginLeft: 44,
      marginRight: 8,
      marginTop: 22,
      marginBottom: 6,
      x: {type: "band", domain: months.map((_, m) => m), label: null, padding: 0.06},
      y: {type: "band", domain: years, label: null, padding: 0.12},
      marks: [
        Plot.axisX({anchor: "top", tickSize: 0, tickFormat: (m: number) => months[m], label: null}),
        Plot.axisY({tickSize: 0, label: null}),
        Plot.cell(cells, {
          x: "month",
          y: "year",
          fill: ({mean}: {mean: number}) => tint(mean / most),
          rx: 3,
          title: (cell: (typeof cells)[number]) =>
            `${months[cell.month]} ${cell.year}: ${decimal(cell.mean, 3)} over ${count(cell.rows)} rows`,
          tip
        }),
        ...(width > 560
          ? [
              Plot.text(cells, {
                x: "month",
                y: "year",
                text: ({mean}: {mean: number}) => decimal(mean, 2),
                fontSize: 10
              })
            ]
          : [])
      ]
    })
  ).node;
}
