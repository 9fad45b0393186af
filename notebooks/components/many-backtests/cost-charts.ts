import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../../../reports/components/figure.js";
import {decimal, percent, signedPercent} from "../../../reports/components/format.js";
import type {Point} from "./sensitivity.js";

/** A grid of figures: what stands above its columns and beside its rows, and a value a cell. */
export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly corner: string;
  /** `NaN` where it is not known, undefined where it is still being computed. */
  readonly value: (row: number, column: number) => number | undefined;
  readonly format: (value: number) => string;
  /** The value at which colours turn: what is below it is red, what is above green. */
  readonly neutral: number;
  /** The cell that is the page's usual one. */
  readonly usual?: readonly [row: number, column: number];
  /** A row that is flagged, with the words for it. */
  readonly flagged?: readonly [row: number, words: string];
}

/** A heat map as a table: every value can be read. */
export function heatTable({columns, rows, corner, value, format, neutral, usual, flagged}: Grid): HTMLElement {
  const known = rows.flatMap((_, i) => columns.map((__, j) => value(i, j) ?? NaN)).filter(Number.isFinite);
  const largest = known.reduce((most, each) => Math.max(most, Math.abs(each - neutral)), 1e-9);
  const cell = (i: number, j: number) => {
    const own = value(i, j);
    if (own === undefined) return html`<td class="heat waiting"></td>`;
    if (!Number.isFinite(own)) return html`<td class="heat">–</td>`;
    const share = Math.round(5 + 52 * Math.min(1, Math.abs(own - neutral) / largest));
    const background = `color-mix(in srgb, var(${own < neutral ? "--down" : "--up"}) ${share}%, transparent)`;
    const isUsual = usual?.[0] === i && usual[1] === j;
    return html`<td class=${isUsual ? "heat usual" : "heat"} style=${{background}}>${format(own)}</td>`;
  };
  const head = (name: string, i: number) =>
    flagged?.[0] === i ? html`<th class="flagged">${name} <span>${flagged[1]}</span></th>` : html`<th>${name}</th>`;
  return html`<div class="scroll">
    <table class="matrix">
      <thead>
        <tr>
          <th class="corner">${corner}</th>
          ${columns.map((name) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (name, i) =>
            html`<tr>
              ${head(name, i)}${columns.map((_, j) => cell(i, j))}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

/** What the charts of a yearly return against something have in common. */
function curveFrame(width: number) {
  const margins = {marginLeft: 46, marginRight: 12, marginTop: 12, marginBottom: 44};
  return {width, height: 266, ...margins, y: {label: null, nice: true}};
}

function returnAxis() {
  return [
    Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 6}),
    Plot.axisY({tickFormat: (value: number) => percent(value, 0), tickSize: 0, ticks: 6})
  ];
}

/** A level that a curve is measured against, and where it falls to it. */
export interface Level {
  readonly name: string;
  readonly value: number;
  readonly colour: string;
  readonly at: number | null;
}

/** The return of a year as costs rise, with the levels that it must stay above. */
export function costCurve(curve: readonly Point[], levels: readonly Level[], now: number): HTMLElement {
  if (curve.length < 2) return html`<p class="empty">Nothing to draw yet.</p>`;
  const crossed = levels.filter(({at}) => at !== null);
  const key = (name: string, colour: string, dashed: boolean) =>
    html`<span class="key"><i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>${name}</span>`;
  const {node} = figure(266, (width) =>
    Plot.plot({
      ...curveFrame(width),
      ariaLabel: "Return of a year as costs rise",
      x: {type: "linear", label: "cost of a trade, basis points of its value", labelArrow: "none"},
      marks: [
        ...returnAxis(),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(3, Math.floor(width / 80)),
          label: "cost of a trade, basis points of its value",
          labelArrow: "none"
        }),
        Plot.ruleY(levels, {y: "value", stroke: "colour", strokeDasharray: "4,3"}),
        Plot.ruleX([now], {stroke: "var(--rule)"}),
        Plot.lineY(curve, {x: "x", y: "y", stroke: "var(--strategy)", strokeWidth: 1.75}),
        Plot.dot(crossed, {x: "at", y: "value", fill: "colour", r: 4.5, stroke: "var(--theme-background)"}),
        Plot.text(crossed, {
          x: "at",
          y: "value",
          text: ({at}: Level) => `${decimal(at!, 0)} bp`,
          dx: 8,
          dy: -8,
          textAnchor: "start",
          fill: "var(--theme-foreground)",
          stroke: "var(--theme-background)",
          strokeWidth: 4
        })
      ]
    })
  );
  return html`<div>
    <div class="legend">
      ${key("After costs", "var(--strategy)", false)} ${levels.map(({name, colour}) => key(name, colour, true))}
    </div>
    ${node}
  </div>`;
}

/** What a strategy returns a year with ever more capital. */
export interface CapacityPoint {
  readonly cash: number;
  readonly impact: number;
  readonly free: number;
  /** Mean gross exposure with impact. */
  readonly held: number;
}

const amounts = ["thousand", "million", "billion", "trillion"];

/** An amount of money in words: `10 million`. */
export function amount(cash: number): string {
  const power = Math.max(1, Math.floor(Math.log10(cash) / 3 + 1e-9));
  return `${decimal(cash / 1000 ** power, 0)} ${amounts[power - 1]}`;
}

/** Return of a year against capital: with impact, and with fixed slippage under the same volume cap. */
export function capacityChart(points: readonly CapacityPoint[]): HTMLElement {
  if (points.length < 2) return html`<p class="empty">Nothing to draw yet.</p>`;
  const {node} = figure(266, (width) =>
    Plot.plot({
      ...curveFrame(width),
      ariaLabel: "Return of a year against capital",
      x: {type: "log", label: "capital, dollars", labelArrow: "none"},
      marks: [
        ...returnAxis(),
        Plot.axisX({
          ticks: points.map(({cash}) => cash).filter((cash) => Number.isInteger(Math.log10(cash))),
          tickFormat: (cash: number) => (width < 520 ? amount(cash).replace(/ (.).*/, " $1") : amount(cash)),
          tickSize: 0,
          label: "capital, dollars",
          labelArrow: "none"
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.lineY(points, {x: "cash", y: "free", stroke: "var(--again)", strokeWidth: 1.25, strokeDasharray: "3,3"}),
        Plot.lineY(points, {x: "cash", y: "impact", stroke: "var(--strategy)", strokeWidth: 1.75}),
        Plot.dot(points, {x: "cash", y: "impact", fill: "var(--strategy)", r: 3}),
        Plot.tip(
          points,
          Plot.pointerX({
            x: "cash",
            y: "impact",
            title: ({cash, impact, free, held}: CapacityPoint) =>
              `${amount(cash)}\n${signedPercent(impact)} a year with impact\n${signedPercent(free)} with the cap alone\n${percent(held, 0)} invested on average`,
            fill: "var(--theme-background)"
          })
        )
      ]
    })
  );
  return html`<div>
    <div class="legend">
      <span class="key"
        ><i class="swatch dashed" style=${{color: "var(--again)"}}></i>Fixed slippage, a tenth of the volume at
        most</span
      >
      <span class="key"
        ><i class="swatch" style=${{color: "var(--strategy)"}}></i>The same, and square-root impact</span
      >
    </div>
    ${node}
  </div>`;
}
