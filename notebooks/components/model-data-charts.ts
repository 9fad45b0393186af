import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../../reports/components/figure.js";
import {count, percent, signedPercent, significant} from "../../reports/components/format.js";
import type {MatrixColumn, PartReturn} from "./model-data.js";

/** The columns of a model's data, a line each, under headings of those whose names match. */
export function matrixTable(
  columns: readonly MatrixColumn[],
  groups: readonly (readonly [heading: string, names: RegExp])[]
): HTMLElement {
  const row = ({name, mean, deviation, least, most, missing, verdict}: MatrixColumn) =>
    html`<tr>
      <th>${name}</th>
      <td class="number">${figureOf(name, mean)}</td>
      <td class="number">${significant(deviation)}</td>
      <td class="number">${figureOf(name, least)}</td>
      <td class="number">${figureOf(name, most)}</td>
      <td class="number">${percent(missing)}</td>
      <td class=${verdict === "fit" ? "" : "negative"}>${verdict}</td>
    </tr>`;
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Column</th>
          <th class="number">Mean</th>
          <th class="number">Deviation</th>
          <th class="number">Least</th>
          <th class="number">Most</th>
          <th class="number">Missing</th>
          <th>Verdict</th>
        </tr>
      </thead>
      ${groups.map(
        ([heading, names]) =>
          html`<tbody>
            <tr>
              <th colspan="7" style="padding-top: 1.25em; font-weight: 600">${heading}</th>
            </tr>
            ${columns.filter(({name}) => names.test(name)).map(row)}
          </tbody>`
      )}
    </table>
  </div>`;
}

function figureOf(name: string, value: number): string {
  return name === "year" ? String(Math.round(value)) : significant(value);
}

/** Mean outcomes by part, a line for each column: green above, red below, pale for none. */
export function partMap(cells: readonly PartReturn[], parts: number, horizon: number): HTMLElement {
  const rows = [...new Set(cells.map(({row}) => row))];
  const most = Math.max(...cells.map(({mean}) => Math.abs(mean)).filter(Number.isFinite), 1e-9);
  const names = cells.map((cell) => ({...cell, name: nameOf(cell.part, parts)}));
  const height = 40 + 34 * rows.length;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      marginLeft: 62,
      marginRight: 4,
      marginTop: 30,
      marginBottom: 4,
      x: {domain: Array.from({length: parts}, (_, part) => nameOf(part, parts)), label: null, axis: "top", tickSize: 0},
      y: {domain: rows, label: null, tickSize: 0},
      marks: [
        Plot.cell(names, {
          x: "name",
          y: "row",
          fill: ({mean}: PartReturn) => tint(mean / most),
          inset: 0.5,
          rx: 2,
          title: ({row, part, mean, count: size}: PartReturn) =>
            `${row}, part ${part + 1} of ${parts}: ${signedPercent(mean, 3)} over the next ${horizon} bars, ${count(size)} samples`,
          tip: {fill: "var(--theme-background)"}
        }),
        ...(width >= 560
          ? [
              Plot.text(names, {
                x: "name",
                y: "row",
                text: ({mean}: PartReturn) => signedPercent(mean, 2),
                fontSize: 10,
                fill: ({mean}: PartReturn) =>
                  Math.abs(mean) > 0.6 * most ? "var(--theme-background)" : "var(--theme-foreground-muted)"
              })
            ]
          : [])
      ]
    })
  ).node;
}

function nameOf(part: number, parts: number): string {
  return part === 0 ? "lowest" : part === parts - 1 ? "highest" : String(part + 1);
}

function tint(share: number): string {
  const size = Number.isFinite(share) ? Math.round(100 * Math.abs(share)) : 0;
  return `color-mix(in srgb, var(${share < 0 ? "--down" : "--up"}) ${size}%, var(--paper))`;
}
