import {html} from "npm:htl";
import {rollingSharpe, rollingTail, rollingVolatility} from "../../../core/evaluate/rolling/account.js";
import {rollingBeta} from "../../../core/evaluate/rolling/benchmark.js";
import type {Result} from "../../../core/plugin.js";
import {figure} from "../figure.js";
import {count, decimal, percent} from "../format.js";
import {afterPaint} from "../later.js";
import type {LinePicture} from "../line-chart.js";
import {lineChart} from "../line-chart.js";
import {segmented} from "../segmented.js";

/** A figure over the window that ends on each bar. */
export interface RollingPicture extends LinePicture {
  readonly title: string;
}

/** The windows that there are bars for, a quarter year, half a year and a year, by their number of bars. */
export function rollingWindows({equity, periods}: Result): readonly number[] {
  const windows = [periods / 4, periods / 2, periods].map((bars) => Math.max(10, Math.round(bars)));
  const fitting = [...new Set(windows)].filter((window) => 3 * window <= equity.length);
  if (fitting.length > 0) return fitting;
  const short = Math.floor(equity.length / 4);
  return short >= 5 ? [short] : [];
}

/** Sharpe ratio, volatility, value at risk and, beside a benchmark, beta over windows of bars. */
export function rollingPictures(
  {times, equity, benchmark, periods}: Result,
  window: number
): readonly RollingPicture[] {
  const ratio = (value: number) => decimal(value, 2);
  const share = (value: number) => percent(value);
  const {value, conditional} = rollingTail(equity, window);
  const pictures: RollingPicture[] = [
    {
      title: "Sharpe ratio",
      times,
      series: [{name: "Sharpe ratio", values: rollingSharpe(equity, window, periods), colour: "var(--strategy)"}],
      baseline: 0,
      format: ratio,
      axis: (each) => decimal(each, 1)
    },
    {
      title: "Volatility, a year",
      times,
      series: [
        ...(benchmark
          ? [{name: "Benchmark", values: levelVolatility(benchmark, window, periods), colour: "var(--benchmark)"}]
          : []),
        {name: "Volatility", values: rollingVolatility(equity, window, periods), colour: "var(--strategy)"}
      ],
      format: share,
      axis: (each) => percent(each, 0)
    },
    {
      title: "Value at risk of a bar, 5%",
      times,
      series: [
        {name: "Expected shortfall", values: conditional, colour: "var(--down)", dashed: true},
        {name: "Value at risk", values: value, colour: "var(--down)"}
      ],
      baseline: 0,
      format: (each) => percent(each, 2),
      axis: (each) => percent(each, 1)
    }
  ];
  if (!benchmark) return pictures;
  return [
    ...pictures,
    {
      title: "Beta",
      times,
      series: [{name: "Beta", values: rollingBeta(equity, benchmark, window), colour: "var(--strategy)"}],
      baseline: 0,
      format: ratio,
      axis: (each) => decimal(each, 2)
    }
  ];
}

/** The charts of a section, and the choice of the window. */
export interface RollingCharts {
  readonly node: HTMLElement;
  readonly choice: HTMLElement | null;
}

/** Figures over a window that moves with the bars, the window to be chosen. */
export function rollingCharts(result: Result): RollingCharts {
  const windows = rollingWindows(result);
  if (windows.length === 0)
    return {
      node: html`<p class="empty">${count(result.equity.length)} bars are too few for windows of them.</p>`,
      choice: null
    };
  const place = html`<div class="paired-charts"></div>`;
  const show = (window: number) => {
    const pictures = rollingPictures(result, window).filter(({series}) => series.some(({values}) => isKnown(values)));
    place.replaceChildren(
      ...pictures.map((picture) => figure(190, (width) => lineChart({...picture, width, height: 156})).node)
    );
  };
  const names = Object.fromEntries(windows.map((window) => [String(window), `${count(window)} bars`]));
  const first = windows[Math.min(1, windows.length - 1)];
  const choice = segmented("Window", names, String(first), (window) => show(Number(window)));
  afterPaint(() => show(Number(choice.value)));
  return {node: place, choice: windows.length > 1 ? choice.node : null};
}

/** Volatility of a level with gaps: of its returns that are known, where at least half of a window's are. */
function levelVolatility(levels: Float64Array, window: number, periods: number): Float64Array {
  const out = new Float64Array(levels.length).fill(NaN);
  const change = levels.map((level, i) => (i > 0 ? level / levels[i - 1] - 1 : NaN));
  for (let i = window; i < levels.length; ++i) {
    let [n, mean, spread] = [0, 0, 0];
    for (let k = i - window + 1; k <= i; ++k) {
      if (!Number.isFinite(change[k])) continue;
      const apart = change[k] - mean;
      mean += apart / ++n;
      spread += apart * (change[k] - mean);
    }
    if (2 * n >= window && n > 1) out[i] = Math.sqrt((spread / (n - 1)) * periods);
  }
  return out;
}

function isKnown(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; ++i) if (Number.isFinite(values[i])) return true;
  return false;
}
