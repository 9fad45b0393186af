import {html} from "npm:htl";
import type {Result} from "../../core/plugin.js";
import {decimal} from "./format.js";
import type {Figure} from "./figure.js";
import {figure} from "./figure.js";
import type {LinePicture, Series, Span} from "./line-chart.js";
import {lineChart} from "./line-chart.js";
import {equityBand} from "./performance/bands.js";
import {segmented} from "./segmented.js";

/** Equity as it was recorded, as it is run again, and the benchmark. */
export interface EquityChart {
  readonly node: HTMLElement;
  /** The choice between a linear and a logarithmic axis. */
  readonly scale: HTMLElement;
  /** Draws another equity over the recorded one; null draws the recorded one alone. */
  show(equity: Float64Array | null): void;
  /** Marks stretches of time. */
  mark(spans: readonly Span[]): void;
}

/** Growth of 100 of the account and its benchmark, with the band of its redrawn paths and the given marks. */
export function equityPicture({times, equity, benchmark}: Result, spans: readonly Span[] = []): LinePicture {
  const band = equityBand(times, equity);
  return {
    times,
    series: [
      ...(benchmark ? [{name: "Benchmark", values: rebased(benchmark), colour: "var(--benchmark)"}] : []),
      {name: "Strategy", values: rebased(equity), colour: "var(--strategy)"}
    ],
    bands: band ? [{...band, colour: "var(--strategy)"}] : [],
    spans,
    baseline: 100,
    format: (value) => decimal(value, 1),
    axis: (value) => decimal(value, 0)
  };
}

/** Growth of 100, on the same footing for all lines. */
export function equityChart(result: Result): EquityChart {
  let again: Float64Array | null = null;
  let log = false;
  let picture = equityPicture(result);
  const [strategy, ...others] = picture.series.toReversed();
  const height = 380;
  const chart: Figure = figure(height + 34, (width) => {
    if (!again) return lineChart({...picture, width, height, log});
    const series: Series[] = [
      ...others,
      {...strategy, name: "Recorded", dashed: true},
      {name: "Run again", values: rebased(again), colour: "var(--again)"}
    ];
    return lineChart({...picture, series, bands: [], width, height, log});
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
    },
    mark(spans) {
      picture = {...picture, spans};
      chart.redraw();
    }
  };
}

/** The series in percent of its first known value. */
export function rebased(levels: Float64Array): Float64Array {
  const first = levels.find((level) => !Number.isNaN(level)) ?? NaN;
  return levels.map((level) => (100 * level) / first);
}
