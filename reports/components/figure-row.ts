import {html} from "npm:htl";
import type {Figures} from "../../core/evaluate/signal-metrics.js";
import {figureText} from "./format.js";
import {metricLabel, metricMeaning} from "./metric-names.js";

/** Figures in a row, each under its name. */
export function figureRow(figures: Figures): HTMLElement {
  return html`<dl class="facts-row">
    ${Object.entries(figures).map(
      ([name, {value, unit}]) =>
        html`<div title=${metricMeaning(name)}>
          <dt>${metricLabel(name)}</dt>
          <dd>${figureText(value, unit)}</dd>
        </div>`
    )}
  </dl>`;
}

/** Figures of several results beside one another: a row each, a column a figure. */
export function figureTable(rows: Readonly<Record<string, Figures>>): HTMLElement {
  const names = [...new Set(Object.values(rows).flatMap((figures) => Object.keys(figures)))];
  const cell = (figures: Figures, name: string) => {
    const figure = Object.hasOwn(figures, name) ? figures[name] : null;
    return html`<td class="number">${figure === null ? "" : figureText(figure.value, figure.unit)}</td>`;
  };
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th></th>
          ${names.map((name) => html`<th class="number" title=${metricMeaning(name)}>${metricLabel(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Object.entries(rows).map(
          ([title, figures]) =>
            html`<tr>
              <th>${title}</th>
              ${names.map((name) => cell(figures, name))}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}
