import {html} from "npm:htl";
import type {Result} from "../../core/plugin.js";
import {decimal} from "./format.js";
import type {Figure} from "./figure.js";
import {figure} from "./figure.js";
import type {Series} from "./line-chart.js";
import {lineChart} from "./line-chart.js";
import {segmented} from "./segmented.js";

/** Equity as it was recorded, as it is run again, and the benchmark. */
export interface EquityChart {
  readonly node: HTMLElement;
  /** The choice between a linear and a logarithmic axis. */
  readonly scale: HTMLElement;
  /** Draws another equity over the recorded one; null draws the recorded one alone. */
  show(equity: Float64Array | null): void;
}

/** Growth of 100, on the same footing for all lines. */
export function equityChart({times, equity, benchmark}: Result): EquityChart {
  let again: Float64Array | null = null;
  let log = false;
  const compared = benchmark && rebased(benchmark);
  const recorded = rebased(equity);
  const height = 380;
  const chart: Figure = figure(height + 34, (width) => {
    const series: Series[] = [];
    if (compared) series.push({name: "Benchmark", values: compared, colour: "var(--benchmark)"});
    if (again) {
      series.push({name: "Recorded", values: recorded, colour: "var(--strategy)", dashed: true});
      series.push({name: "Run again", values: rebased(again), colour: "var(--again)"});
    } else {
      series.push({name: "Strategy", values: recorded, colour: "var(--strategy)"});
    }
    const format = (value: number) => decimal(value, 0);
    return lineChart({times, series, width, height, log, baseline: 100, format});
  });
  const scale = segmented("Scale", {linear: "linear", log: "log"}, "linear", (value) => {
    log = value === "log";
    chart.redraw();
  });
  return {
    node: html`<div class="equity-chart">${chart.node}</div>`,
    scale: scale.node,
    show(equity) {
      again = equity;
      chart.redraw();
    }
  };
}

/** The series in percent of its first known value. */
export function rebased(levels: Float64Array): Float64Array {
  const first = levels.find((level) => !Number.isNaN(level)) ?? NaN;
  return levels.map((level) => (100 * level) / first);
}
