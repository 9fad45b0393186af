import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {count, none, significant} from "../format.js";
import {empty, fitting, largest, roomFor, tip} from "./frame.js";

/** One way to say how much a model makes of each feature. */
export interface Measure {
  /** `Gain`, `Permutation`. */
  readonly title: string;
  /** What its values are in: `squared error`, `nodes`, `return`. */
  readonly unit: string;
  /** One a feature; `NaN` where it is not known. */
  readonly values: ArrayLike<number>;
  /** The standard error of each, where there is one. */
  readonly errors?: ArrayLike<number>;
  /** What it says and what it hides, in a sentence. */
  readonly about?: string;
}

/** The features by how much is made of them, as bars, with two standard errors to either side where they are known. */
export function importanceChart(names: readonly string[], measure: Measure, most = 20): HTMLElement {
  const {title, unit, values, errors} = measure;
  const bars = barsOf(names, measure, most);
  if (bars.length === 0) return empty(`No feature has any ${title.toLowerCase()}: the model answers the same to all.`);
  const height = 40 + 22 * bars.length;
  const hidden = Array.from(values).filter((value) => Number.isFinite(value)).length - bars.length;
  const chart = figure(height, (width) => {
    const room = roomFor(
      bars.map(({name}) => name),
      width
    );
    return Plot.plot({
      width,
      height,
      ariaLabel: `${title} of each feature`,
      marginLeft: room,
      marginRight: 10,
      marginTop: 4,
      marginBottom: 36,
      x: {label: null, nice: true},
      y: {type: "band", domain: bars.map(({name}) => name), label: null, padding: 0.25},
      marks: [
        Plot.gridX({stroke: "var(--hairline)", strokeOpacity: 1, ticks: Math.max(2, Math.floor(width / 110))}),
        Plot.axisX({
          tickSize: 0,
          label: unit,
          labelArrow: "none",
          labelAnchor: "center",
          ticks: Math.max(2, Math.floor(width / 110))
        }),
        Plot.axisY({tickSize: 0, tickFormat: (name: string) => fitting(name, room)}),
        Plot.barX(bars, {
          y: "name",
          x: "value",
          fill: ({value}: Bar) => (value < 0 ? "var(--down)" : "var(--strategy)"),
          fillOpacity: ({value, error}: Bar) => (errors && !(Math.abs(value) > 2 * error) ? 0.45 : 0.9),
          rx: 2,
          title: ({name, value, error, share}: Bar) =>
            `${name}\n${significant(value)}${error > 0 ? ` ± ${significant(error)}` : ""} ${unit}` +
            (Number.isFinite(share) ? `\n${significant(100 * share)}% of all` : ""),
          tip
        }),
        ...(errors
          ? [
              Plot.ruleY(bars, {
                y: "name",
                x1: ({value, error}: Bar) => value - 2 * error,
                x2: ({value, error}: Bar) => value + 2 * error,
                stroke: "var(--theme-foreground)",
                strokeWidth: 1.25
              })
            ]
          : []),
        Plot.ruleX([0], {stroke: "var(--rule)"})
      ]
    });
  });
  if (hidden <= 0) return chart.node;
  return html`<div>
    ${chart.node}
    <p class="fine">${hidden} more ${hidden === 1 ? "feature is" : "features are"} not drawn: less is made of them.</p>
  </div>`;
}

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly error: number;
  /** Of the sum of all; `NaN` where some are below 0. */
  readonly share: number;
}

/** The bars of a measure, the longest first. What permutation leaves below 0 stays, where it is among the largest. */
export function barsOf(names: readonly string[], {values, errors}: Measure, most: number): Bar[] {
  const all = Array.from(values);
  const sizes = all.map((value) => (Number.isFinite(value) ? Math.abs(value) : 0));
  const signed = all.some((value) => value < 0);
  const sum = sizes.reduce((total, each) => total + each, 0);
  return largest(sizes, most)
    .map((j) => ({
      name: names[j],
      value: all[j],
      error: errors?.[j] ?? 0,
      share: signed ? NaN : all[j] / sum
    }))
    .sort((a, b) => b.value - a.value);
}

/** Features with what each measure says of them, by the first measure; the leader of each measure stands out. */
export function importanceTable(names: readonly string[], measures: readonly Measure[], most = 30): HTMLElement {
  if (measures.length === 0 || names.length === 0) return empty("Nothing is known of any feature.");
  const rank = (j: number) => (Number.isFinite(measures[0].values[j]) ? measures[0].values[j] : -Infinity);
  const order = Array.from(names.keys()).sort((a, b) => rank(b) - rank(a) || a - b);
  const leaders = measures.map(({values}) =>
    Array.from(values).reduce((best, value, j, all) => (best < 0 || value > all[best] ? j : best), -1)
  );
  const cell = ({values, errors}: Measure, j: number, leads: boolean) => {
    const counts = Array.from(values).every(Number.isInteger);
    const written = counts ? count : significant;
    const text = Number.isFinite(values[j]) ? written(values[j]) : none;
    const error = errors && Number.isFinite(errors[j]) && errors[j] > 0 ? ` ± ${significant(errors[j])}` : "";
    return html`<td class="number">
      ${leads ? html`<b>${text}</b>` : text}${error === "" ? null : html`<span class="fine">${error}</span>`}
    </td>`;
  };
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Feature</th>
          ${measures.map(
            ({title, unit, about}) =>
              html`<th class="number" title=${about ?? ""}>${title}<br /><span class="fine">${unit}</span></th>`
          )}
        </tr>
      </thead>
      <tbody>
        ${order.slice(0, most).map(
          (j) =>
            html`<tr>
              <th>${names[j]}</th>
              ${measures.map((measure, m) => cell(measure, j, leaders[m] === j))}
            </tr>`
        )}
      </tbody>
    </table>
    ${order.length > most ? html`<p class="fine">${order.length - most} more are left out.</p>` : null}
  </div>`;
}
