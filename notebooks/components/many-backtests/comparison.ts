import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {drawdowns} from "../../../core/evaluate/drawdown.js";
import {monthlyReturns, yearlyReturns} from "../../../core/evaluate/periods.js";
import {accountReturns} from "../../../core/evaluate/returns.js";
import type {Figures} from "../../../core/evaluate/signal-metrics.js";
import {rebased} from "../../../reports/components/equity.js";
import {figure} from "../../../reports/components/figure.js";
import {decimal, figureText, percent, signedPercent} from "../../../reports/components/format.js";
import {lineChart} from "../../../reports/components/line-chart.js";
import {metricLabel, metricMeaning} from "../../../reports/components/metric-names.js";
import {correlations} from "./luck.js";

/** One of the strategies that are compared. */
export interface Compared {
  readonly title: string;
  readonly colour: string;
  readonly dashed: boolean;
  readonly figures: Figures;
  readonly equity: Float64Array;
}

/** The colour of the n-th of several lines; beyond the palette they begin again, dashed. */
export function seriesColour(place: number): {readonly colour: string; readonly dashed: boolean} {
  return {colour: `var(--series-${1 + (place % 8)})`, dashed: place >= 8};
}

/** Growth of 100 of all of them, and of what they are measured against. */
export function comparedGrowth(
  times: Float64Array,
  list: readonly Compared[],
  against: {readonly name: string; readonly levels: Float64Array} | null,
  log: boolean
): HTMLElement {
  const possible = log && list.every(({equity}) => equity.every((value) => value > 0));
  const series = [
    ...(against
      ? [{name: against.name, values: rebased(against.levels), colour: "var(--benchmark)", dashed: true}]
      : []),
    ...[...list]
      .reverse()
      .map(({title, colour, dashed, equity}) => ({name: title, colour, dashed, values: rebased(equity)}))
  ];
  return figure(394, (width) =>
    lineChart({times, series, width, height: 360, log: possible, baseline: 100, format: (value) => decimal(value, 0)})
  ).node;
}

const swatch = ({colour, dashed}: Compared) =>
  html`<i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>`;

/** Their figures, the highest Sharpe ratio first; the best of a column is bold where more is better or less is. */
export function comparedTable(list: readonly Compared[], columns: readonly string[]): HTMLElement {
  const value = ({figures}: Compared, name: string) => (Object.hasOwn(figures, name) ? figures[name].value : NaN);
  const sorted = [...list].sort((a, b) => value(b, "sharpe") - value(a, "sharpe"));
  const best = new Map(
    columns.map((name) => [
      name,
      lowest.has(name) ? NaN : Math.max(...list.map((each) => value(each, name)).filter(Number.isFinite))
    ])
  );
  const cell = (each: Compared, name: string) => {
    const own = value(each, name);
    const text = figureText(own, each.figures[name]?.unit ?? "ratio");
    const negative = own < 0 && name !== "max-drawdown";
    return html`<td class=${negative ? "number negative" : "number"}>
      ${list.length > 1 && own === best.get(name) ? html`<b>${text}</b>` : text}
    </td>`;
  };
  return html`<div class="scroll">
    <table class="plain tight">
      <thead>
        <tr>
          <th></th>
          ${columns.map((name) => html`<th class="number" title=${metricMeaning(name)}>${metricLabel(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${sorted.map(
          (each) =>
            html`<tr>
              <th>${swatch(each)}${each.title}</th>
              ${columns.map((name) => cell(each, name))}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

/** Columns in which neither more nor less is better of itself. */
const lowest = new Set(["volatility", "turnover", "costs", "time-in-market"]);

/** How far each stood below its highest value, all on one scale. */
export function comparedFalls(times: Float64Array, list: readonly Compared[]): HTMLElement {
  const instants = Array.from(times);
  const falls = list.map(({equity}) => Array.from(drawdowns(equity)));
  const deepest = Math.min(-0.05, ...falls.flat());
  const charts = list.map(({title, colour}, i) => {
    const worst = Math.min(...falls[i]);
    const chart = figure(96, (width) =>
      Plot.plot({
        width,
        height: 96,
        marginLeft: 38,
        marginRight: 4,
        marginTop: 6,
        marginBottom: 20,
        ariaLabel: `Drawdown of ${title}`,
        x: {type: "utc", label: null},
        y: {label: null, domain: [deepest, 0]},
        marks: [
          Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 3}),
          Plot.axisY({tickFormat: (value: number) => percent(value, 0), tickSize: 0, ticks: 3}),
          Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 110))}),
          Plot.areaY(instants, {x: instants, y1: 0, y2: falls[i], fill: colour, fillOpacity: 0.2}),
          Plot.lineY(instants, {x: instants, y: falls[i], stroke: colour, strokeWidth: 1.25})
        ]
      })
    );
    return html`<div>
      <div class="small-head"><span>${title}</span><b>${percent(worst)}</b></div>
      ${chart.node}
    </div>`;
  });
  return html`<div class="small-charts">${charts}</div>`;
}

/** How much their bars' returns go together. */
export function correlationTable(list: readonly Compared[]): HTMLElement {
  const matrix = correlations(list.map(({equity}) => accountReturns(equity)));
  const cell = (value: number, i: number, j: number) => {
    if (i === j) return html`<td class="heat same"></td>`;
    if (!Number.isFinite(value)) return html`<td class="heat">–</td>`;
    const share = Math.round(4 + 56 * Math.min(1, Math.abs(value)));
    const background = `color-mix(in srgb, var(${value < 0 ? "--down" : "--strategy"}) ${share}%, transparent)`;
    return html`<td class="heat" style=${{background}} title=${`${list[i].title} and ${list[j].title}`}>
      ${decimal(value, 2)}
    </td>`;
  };
  return html`<div class="scroll">
    <table class="matrix">
      <thead>
        <tr>
          <th></th>
          ${list.map((each, i) => html`<th title=${each.title}>${i + 1}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${matrix.map(
          (row, i) =>
            html`<tr>
              <th>${i + 1} ${swatch(list[i])}${list[i].title}</th>
              ${row.map((value, j) => cell(value, i, j))}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

/** What each returned in each calendar year. */
export function yearsTable(
  times: Float64Array,
  list: readonly Compared[],
  against: {readonly name: string; readonly levels: Float64Array} | null
): HTMLElement {
  const ofLevels = (levels: Float64Array) => yearlyReturns(monthlyReturns(times, levels));
  const rows = list.map((each) => ({head: html`<th>${swatch(each)}${each.title}</th>`, years: ofLevels(each.equity)}));
  if (against) rows.push({head: html`<th>${against.name}</th>`, years: ofLevels(against.levels)});
  const years = [...new Set(rows.flatMap((row) => [...row.years.keys()]))].sort((a, b) => a - b);
  const largest = Math.max(0.05, ...rows.flatMap((row) => [...row.years.values()].map(Math.abs)));
  const cell = (value: number | undefined) => {
    if (value === undefined) return html`<td></td>`;
    const share = Math.round(6 + 50 * Math.min(1, Math.abs(value) / largest));
    const background = `color-mix(in srgb, var(${value < 0 ? "--down" : "--up"}) ${share}%, transparent)`;
    return html`<td class="heat" style=${{background}}>${signedPercent(value, 1)}</td>`;
  };
  return html`<div class="scroll">
    <table class="matrix">
      <thead>
        <tr>
          <th></th>
          ${years.map((year) => html`<th>${year}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({head, years: own}) =>
            html`<tr>
              ${head}${years.map((year) => cell(own.get(year)))}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}
