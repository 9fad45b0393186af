import * as Plot from "npm:@observablehq/plot";
import type {Panel} from "../../core/base/panel.js";
import {series} from "../../core/base/panel.js";
import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {day, decimal} from "./format.js";

/** A single symbol's closes, with where it was bought and sold. */
export function fillsChart({times, fills}: Result, panel: Panel): HTMLElement {
  const start = panel.times.length - times.length;
  const close = series(panel, "close", 0).subarray(start);
  const instants = Array.from(times);
  return figure(300, (width) =>
    Plot.plot({
      width,
      height: 300,
      marginLeft: 46,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 28,
      x: {type: "utc", label: null},
      y: {label: null, nice: false},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 6}),
        Plot.axisY({tickSize: 0, ticks: 6}),
        Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
        Plot.lineY(instants, {x: instants, y: close, stroke: "var(--benchmark)", strokeWidth: 1.25}),
        Plot.dot(fills, {
          x: "t",
          y: "price",
          symbol: "triangle",
          rotate: (fill: {quantity: number}) => (fill.quantity > 0 ? 0 : 180),
          fill: (fill: {quantity: number}) => (fill.quantity > 0 ? "var(--up)" : "var(--down)"),
          stroke: "var(--theme-background)",
          strokeWidth: 0.5,
          r: width < 500 ? 2.5 : 3.5
        }),
        Plot.tip(
          fills,
          Plot.pointer({
            x: "t",
            y: "price",
            title: ({t, quantity, price}: {t: number; quantity: number; price: number}) =>
              `${quantity > 0 ? "Bought" : "Sold"} ${decimal(Math.abs(quantity), Number.isInteger(quantity) ? 0 : 2)} at ${decimal(price, 2)}\n${day(t)}`,
            fill: "var(--theme-background)"
          })
        )
      ]
    })
  ).node;
}
