import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../components/figure.js";
import {count, percent} from "../components/format.js";
import type {Coverage} from "./payload.js";

interface Cell {
  readonly row: string;
  readonly period: string;
  readonly share: number;
}

const line = 17;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Lines of symbols over periods of time: blue where every session is there, the redder the more are missing. */
export function coverageMap({periods, unit, rows}: Coverage): HTMLElement {
  if (rows.length === 0) return html`<p class="empty">There is no row yet.</p>`;
  const named = rows.map((row) => ({
    ...row,
    label: row.symbols === 1 ? row.name : `${count(row.symbols)} ${row.name}`
  }));
  const cells = named.flatMap(({label, shares}) =>
    shares.flatMap((share, i) => (share === null ? [] : [{row: label, period: periods[i], share}]))
  );
  const longest = Math.max(...named.map(({label}) => label.length));
  const firsts = periods.filter((each, i) => i === 0 || mark(each, unit) !== mark(periods[i - 1], unit));
  const node = figure(line * rows.length + 40, (width) => {
    const margin = Math.min(width * 0.42, 14 + longest * 6.4);
    const room = (width - margin) / firsts.length;
    const every = Math.max(1, Math.ceil((unit === "day" ? 52 : 34) / room));
    return Plot.plot({
      width,
      height: line * rows.length + 34,
      ariaLabel: "Coverage of each symbol over time",
      marginLeft: margin,
      marginRight: 4,
      marginTop: 22,
      marginBottom: 4,
      x: {
        type: "band",
        domain: periods,
        axis: "top",
        label: null,
        tickSize: 0,
        ticks: firsts.filter((_, i) => i % every === 0),
        tickFormat: (period: string) => mark(period, unit),
        padding: periods.length > 200 ? 0 : 0.06
      },
      y: {type: "band", domain: named.map(({label}) => label), label: null, tickSize: 0, padding: 0.14},
      marks: [
        Plot.cell(cells, {
          x: "period",
          y: "row",
          fill: ({share}: Cell) => tint(share),
          title: ({row, period, share}: Cell) => `${row}, ${nameOf(period, unit)}: ${said(share)}`,
          tip: {fill: "var(--theme-background)"}
        })
      ]
    });
  }).node;
  node.classList.add("coverage");
  return html`<div>
    <div class="legend">
      <span class="key"><i class="patch" style=${{background: tint(1)}}></i>complete</span>
      <span class="key"><i class="patch" style=${{background: tint(0.95)}}></i>one in twenty missing</span>
      <span class="key"><i class="patch" style=${{background: tint(0.4)}}></i>most missing</span>
      <span class="key"><i class="patch none"></i>not there yet, or no longer</span>
    </div>
    ${node}
  </div>`;
}

function tint(share: number): string {
  if (share >= 1) return "color-mix(in srgb, var(--strategy) 38%, var(--theme-background))";
  const part = Math.round(38 + 62 * Math.min(1, 2 * (1 - share)));
  return `color-mix(in srgb, var(--down) ${part}%, var(--theme-background))`;
}

function said(share: number): string {
  return share >= 1 ? "complete" : `${percent(1 - share)} of the sessions missing`;
}

function mark(period: string, unit: Coverage["unit"]): string {
  return unit === "day" ? `${Number(period.slice(8))} ${months[Number(period.slice(5, 7)) - 1]}` : period.slice(0, 4);
}

function nameOf(period: string, unit: Coverage["unit"]): string {
  const month = months[Number(period.slice(5, 7)) - 1];
  if (unit === "day") return period;
  if (unit === "month") return `${month} ${period.slice(0, 4)}`;
  return unit === "year" ? period.slice(0, 4) : `quarter from ${month} ${period.slice(0, 4)}`;
}
