import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Panel} from "../../core/base/panel.js";
import {series} from "../../core/base/panel.js";
import type {Fill, Result} from "../../core/plugin.js";
import {isStopped, reasonOf} from "./account/reasons.js";
import {figure} from "./figure.js";
import {day, decimal} from "./format.js";

/** A single symbol's closes, with where it was bought and sold; stops and what was forced are marked apart. */
export function fillsChart({times, fills}: Result, panel: Panel): HTMLElement {
  const start = panel.times.length - times.length;
  const close = series(panel, "close", 0).subarray(start);
  const instants = Array.from(times);
  const stopped = fills.filter(isStopped);
  const plain = stopped.length > 0 ? fills.filter((fill) => !isStopped(fill)) : fills;
  const bought = fills.some(({quantity}) => quantity > 0);
  const sold = plain.some(({quantity}) => quantity < 0);
  const key = (mark: string, colour: string, name: string) =>
    html`<span class="key"><span class="mark" style=${{color: colour}}>${mark}</span>${name}</span>`;
  const draw = (width: number) => {
    const plot = Plot.plot({
      width,
      height: 300,
      marginLeft: 46,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 28,
      ariaLabel: "Price, with where it was bought and sold",
      x: {type: "utc", label: null},
      y: {label: null, nice: false},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 6}),
        Plot.axisY({tickSize: 0, ticks: 6}),
        Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
        Plot.lineY(instants, {x: instants, y: close, stroke: "var(--benchmark)", strokeWidth: 1.25}),
        Plot.dot(plain, {
          x: "t",
          y: "price",
          symbol: "triangle",
          rotate: (fill: Fill) => (fill.quantity > 0 ? 0 : 180),
          fill: (fill: Fill) => (fill.quantity > 0 ? "var(--up)" : "var(--down)"),
          stroke: "var(--theme-background)",
          strokeWidth: 0.5,
          r: width < 500 ? 2.5 : 3.5
        }),
        Plot.dot(stopped, {
          x: "t",
          y: "price",
          symbol: "diamond",
          fill: "var(--theme-background)",
          stroke: "var(--again)",
          strokeWidth: 1.75,
          r: width < 500 ? 3 : 4
        }),
        Plot.tip(
          fills,
          Plot.pointer({
            x: "t",
            y: "price",
            title: (fill: Fill) => {
              const {t, quantity, price} = fill;
              const units = decimal(Math.abs(quantity), Number.isInteger(quantity) ? 0 : 2);
              const reason = reasonOf(fill);
              const what = `${quantity > 0 ? "Bought" : "Sold"} ${units} at ${decimal(price, 2)}`;
              return `${what}\n${day(t)}${reason === "Strategy" ? "" : `\n${reason}`}`;
            },
            fill: "var(--theme-background)"
          })
        )
      ]
    });
    return html`<div>
      <div class="legend">
        ${bought ? key("▲", "var(--up)", "Bought") : null} ${sold ? key("▼", "var(--down)", "Sold") : null}
        ${stopped.length > 0 ? key("◇", "var(--again)", "Stopped or forced") : null}
      </div>
      ${plot}
    </div>`;
  };
  return figure(334, draw).node;
}
