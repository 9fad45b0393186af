import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {percent} from "./format.js";
import {lineChart} from "./line-chart.js";

/** What was held, as a share of equity: long and short together, and long less short. */
export function exposure({times, gross, net}: Result): HTMLElement {
  const one = gross.every((value, i) => Math.abs(value - net[i]) < 1e-12);
  const all = {name: one ? "Invested" : "Gross", values: gross, colour: "var(--strategy)", filled: true};
  const series = one ? [all] : [{name: "Net", values: net, colour: "var(--again)"}, all];
  return figure(190, (width) =>
    lineChart({times, series, width, height: 156, baseline: 0, format: (value) => percent(value, 0)})
  ).node;
}
