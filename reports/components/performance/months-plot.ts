import * as Plot from "npm:@observablehq/plot";
import type {MonthReturn} from "../../../core/evaluate/periods.js";
import {monthlyReturns} from "../../../core/evaluate/periods.js";
import type {Result} from "../../../core/plugin.js";
import {signedPercent} from "../format.js";

/** The months' short names. */
export const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** How many rows a map of the months has: the years that equity spans. */
export function monthRows({times, equity}: Result): number {
  return new Set(monthlyReturns(times, equity).map(({year}) => year)).size;
}

/** Returns by month as a heat map: a row a year, the larger a return the darker. */
export function monthsPlot({times, equity}: Result, width: number, height: number) {
  const own = monthlyReturns(times, equity);
  const largest = Math.max(...own.map(({value}) => Math.abs(value)), 0.01);
  return Plot.plot({
    width,
    height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 22,
    marginBottom: 6,
    ariaLabel: "Returns by month",
    x: {domain: months, label: null, axis: "top", tickSize: 0, padding: 0.04},
    y: {label: null, tickFormat: String, tickSize: 0, padding: 0.08},
    opacity: {type: "identity"},
    marks: [
      Plot.cell(own, {
        x: ({month}: MonthReturn) => months[month - 1],
        y: "year",
        fill: ({value}: MonthReturn) => (value < 0 ? "var(--down)" : "var(--up)"),
        fillOpacity: ({value}: MonthReturn) => 0.08 + 0.52 * Math.min(1, Math.abs(value) / largest)
      }),
      Plot.text(own, {
        x: ({month}: MonthReturn) => months[month - 1],
        y: "year",
        text: ({value}: MonthReturn) => signedPercent(value, 1).replace("%", ""),
        fill: "var(--theme-foreground)",
        fontSize: 10.5
      })
    ]
  });
}
