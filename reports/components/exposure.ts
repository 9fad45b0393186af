import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {percent} from "./format.js";
import type {LinePicture} from "./line-chart.js";
import {lineChart} from "./line-chart.js";

/** What was held, as a share of equity: long and short together, and long less short. */
export function exposurePicture({times, gross, net}: Result): LinePicture {
  const one = gross.every((value, i) => Math.abs(value - net[i]) < 1e-12);
  const all = {name: one ? "Invested" : "Gross", values: gross, colour: "var(--strategy)", filled: true};
  const series = one ? [all] : [{name: "Net", values: net, colour: "var(--again)"}, all];
  return {times, series, baseline: 0, format: (value) => percent(value), axis: (value) => percent(value, 0)};
}

/** The same as a chart. */
export function exposure(result: Result): HTMLElement {
  return figure(190, (width) => lineChart({...exposurePicture(result), width, height: 156})).node;
}
