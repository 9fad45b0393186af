import {html} from "npm:htl";
import {series} from "../../../core/base/panel.js";
import {decimal, significant, trimmed} from "../../../reports/components/format.js";
import {figure} from "../../../reports/components/figure.js";
import {lineChart} from "../../../reports/components/line-chart.js";
import {segmented} from "../../../reports/components/segmented.js";
import type {Choice} from "./chooser.js";
import type {Measure} from "./units.js";

type Reach = "all" | "year" | "quarter";
const reaches: Readonly<Record<Reach, string>> = {all: "All", year: "1 year", quarter: "3 months"};
const rowsOf: Readonly<Record<Reach, number>> = {all: Infinity, year: 252, quarter: 63};
/** What the reader chose last, for the next feature. */
let reach: Reach = "all";

/** The chosen symbol's close with the feature over it, where it is a price, or else below it. */
export function priceChart({panel, symbol, column, title}: Choice, {onPrice}: Measure): HTMLElement {
  let over = onPrice;
  const close = series(panel, "close", symbol);
  const values = series({...panel, fields: {column}}, "column", symbol);
  const draw = (width: number) => {
    const start = Math.max(0, panel.times.length - rowsOf[reach]);
    const times = panel.times.subarray(start);
    const price = {name: panel.symbols[symbol], values: close.subarray(start), colour: "var(--benchmark)"};
    const feature = {name: title, values: values.subarray(start), colour: "var(--strategy)"};
    const known = close.filter(Number.isFinite);
    const digits = Math.max(...known) < 1000 ? 2 : 0;
    const format = (v: number) => decimal(v, digits);
    const axis = (v: number) => decimal(v, 0);
    if (over) return lineChart({times, width, height: 340, format, axis, series: [price, feature]});
    return html`<div>
      ${lineChart({times, width, height: 190, format, axis, series: [price]})}
      ${lineChart({times, width, height: 180, format: significant, axis: short, series: [feature]})}
    </div>`;
  };
  const {node, redraw} = figure(400, draw);
  const reachChoice = segmented("Time shown", reaches, reach, (chosen) => {
    reach = chosen;
    redraw();
  });
  const place = segmented(
    "Where it is drawn",
    {over: "Over the price", below: "Below"},
    over ? "over" : "below",
    (chosen) => {
      over = chosen === "over";
      redraw();
    }
  );
  return html`<div class="price-chart">
    <div class="chart-bar">${reachChoice.node}${onPrice ? place.node : null}</div>
    ${node}
  </div>`;
}

/** A value for an axis: 1.2M, 350k, 0.05. */
function short(value: number): string {
  const size = Math.abs(value);
  for (const [unit, letter] of [
    [1e12, "T"],
    [1e9, "B"],
    [1e6, "M"],
    [1e4, "k"]
  ] as const)
    if (size >= unit) return `${trimmed(value / (letter === "k" ? 1e3 : unit), 1)}${letter}`;
  return trimmed(value);
}
