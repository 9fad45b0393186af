import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../../reports/components/figure.js";
import {count, decimal, percent} from "../../reports/components/format.js";
import type {MinuteCoefficient, Profile} from "./intraday.js";

/** One line over the minutes of a session. */
export interface MinuteLine {
  readonly name: string;
  readonly values: Float64Array;
  readonly colour: string;
  readonly dashed?: boolean;
}

/** Lines over the minutes since the open. */
export function minuteChart(lines: readonly MinuteLine[], format: (value: number) => string): HTMLElement {
  const height = 220;
  const legend = lines.map(
    ({name, colour, dashed}) =>
      html`<span class="key" style="margin-right: 1.25em; white-space: nowrap">
        <svg width="18" height="8" aria-hidden="true">
          <path d="M0,4H18" stroke=${colour} stroke-width="2" stroke-dasharray=${dashed ? "3,3" : "none"} />
        </svg>
        ${name}
      </span>`
  );
  const chart = figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: lines.map(({name}) => name).join(", "),
      marginLeft: 52,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 34,
      x: {label: "minutes since the open", labelArrow: "none", domain: [0, 390]},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks: 5}),
        Plot.axisY({tickFormat: format, tickSize: 0, ticks: 5}),
        Plot.axisX({tickSize: 0, ticks: 7, label: "minutes since the open", labelArrow: "none"}),
        ...lines.map(({values, colour, dashed}) =>
          Plot.lineY(values, {
            x: (_: number, minute: number) => minute,
            y: (value: number) => value,
            stroke: colour,
            strokeWidth: dashed ? 1.25 : 1.75,
            ...(dashed && {strokeDasharray: "3,3"})
          })
        )
      ]
    })
  ).node;
  return html`<div>
    <div class="fine">${legend}</div>
    ${chart}
  </div>`;
}

/** The volume at each price, that at the close or below in colour. */
export function profileChart({steps, close}: Profile): HTMLElement {
  const height = 300;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      marginLeft: 62,
      marginRight: 8,
      marginTop: 10,
      marginBottom: 34,
      x: {label: "volume", labelArrow: "none", tickFormat: "~s"},
      y: {label: null, domain: [steps[0].from, steps[steps.length - 1].to]},
      marks: [
        Plot.gridX({strokeOpacity: 1, stroke: "var(--hairline)", ticks: 5}),
        Plot.axisX({tickSize: 0, ticks: 5, tickFormat: "~s", label: "volume", labelArrow: "none"}),
        Plot.axisY({tickSize: 0, ticks: 6, tickFormat: (value: number) => decimal(value, 2)}),
        Plot.rectX(steps, {
          x: "volume",
          y1: "from",
          y2: "to",
          insetTop: 0.5,
          insetBottom: 0.5,
          fill: ({from}: {from: number}) => (from <= close ? "var(--strategy)" : "var(--benchmark)"),
          fillOpacity: 0.85,
          title: ({from, to, volume}: {from: number; to: number; volume: number}) =>
            `${decimal(from, 2)} to ${decimal(to, 2)}: ${count(volume)}`,
          tip: {fill: "var(--theme-background)"}
        }),
        Plot.ruleY([close], {stroke: "var(--theme-foreground)", strokeWidth: 1.25})
      ]
    })
  ).node;
}

/** Each column's rank correlation with the next bar's return. */
export function coefficientTable(
  rows: readonly MinuteCoefficient[],
  missing: Readonly<Record<string, number>>
): HTMLElement {
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Column</th>
          <th class="number">Missing</th>
          <th class="number">Rank IC</th>
          <th class="number">t</th>
          <th class="number">Within sessions</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({name, all, t, within}) =>
            html`<tr>
              <th>${name}</th>
              <td class="number">${percent(missing[name])}</td>
              <td class="number">${decimal(all, 3)}</td>
              <td class="number">${decimal(t, 1)}</td>
              <td class="number">${decimal(within, 3)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}
