import {html} from "npm:htl";
import {drawdowns, worstDrawdowns} from "../../core/evaluate/drawdown.js";
import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {count, day, percent} from "./format.js";
import type {Series} from "./line-chart.js";
import {lineChart} from "./line-chart.js";

/** The distance below the highest equity so far. */
export interface DrawdownChart {
  readonly node: HTMLElement;
  /** Draws another equity's falls over the recorded ones; null draws the recorded ones alone. */
  show(equity: Float64Array | null): void;
}

export function drawdownChart({times, equity}: Result): DrawdownChart {
  let again: Float64Array | null = null;
  const recorded = drawdowns(equity);
  const chart = figure(200, (width) => {
    const series: Series[] = again
      ? [
          {name: "Recorded", values: recorded, colour: "var(--down)", dashed: true},
          {name: "Run again", values: again, colour: "var(--again)", filled: true}
        ]
      : [{name: "Strategy", values: recorded, colour: "var(--down)", filled: true}];
    return lineChart({times, series, width, height: 166, baseline: 0, format: (value) => percent(value, 0)});
  });
  return {
    node: chart.node,
    show(equity) {
      again = equity && drawdowns(equity);
      chart.redraw();
    }
  };
}

/** The deepest falls: from when to when, how deep, and how long they lasted. */
export function drawdownTable({times, equity}: Result): HTMLElement {
  const rows = worstDrawdowns(equity).map(({peak, trough, recovery, depth}) => {
    const end = recovery ?? times.length - 1;
    return html`<tr>
      <td class="negative">${percent(depth)}</td>
      <td>${day(times[peak])}</td>
      <td>${day(times[trough])}</td>
      <td>${recovery === null ? "not yet" : day(times[recovery])}</td>
      <td class="number">${count(end - peak)}</td>
    </tr>`;
  });
  if (rows.length === 0) return html`<p class="empty">Equity never fell below a high.</p>`;
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Depth</th>
          <th>From</th>
          <th>Lowest</th>
          <th>Regained</th>
          <th class="number">Bars</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
