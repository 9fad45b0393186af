import {html} from "npm:htl";
import type {Drawdown} from "../../core/evaluate/drawdown.js";
import {drawdowns, worstDrawdowns} from "../../core/evaluate/drawdown.js";
import type {Result} from "../../core/plugin.js";
import {figure} from "./figure.js";
import {count, day, percent} from "./format.js";
import type {LinePicture, Series, Span} from "./line-chart.js";
import {lineChart} from "./line-chart.js";

/** The distance below the highest equity so far. */
export interface DrawdownChart {
  readonly node: HTMLElement;
  /** Draws another equity's falls over the recorded ones; null draws the recorded ones alone. */
  show(equity: Float64Array | null): void;
}

/** The falls below the highest equity so far, with the five deepest shaded from their high until it was seen again. */
export function drawdownPicture({times, equity}: Pick<Result, "times" | "equity">): LinePicture {
  return {
    times,
    series: [{name: "Strategy", values: drawdowns(equity), colour: "var(--down)", filled: true}],
    spans: fallSpans(times, worstDrawdowns(equity)),
    words: "bottom",
    baseline: 0,
    format: (value) => percent(value),
    axis: (value) => percent(value, 0)
  };
}

/** Falls as tinted stretches, numbered from the deepest. */
function fallSpans(times: Float64Array, falls: readonly Drawdown[]): readonly Span[] {
  return falls
    .map(({peak, recovery, depth}, i) => {
      const to = times[recovery ?? times.length - 1];
      const title = `${percent(depth)}\n${day(times[peak])} to ${recovery === null ? "the end" : day(to)}`;
      return {from: times[peak], to, colour: "var(--down)", label: String(i + 1), title};
    })
    .sort((a, b) => a.from - b.from);
}

/** The falls as a chart that another account can be laid over. */
export function drawdownChart({times, equity}: Result): DrawdownChart {
  let again: Float64Array | null = null;
  const picture = drawdownPicture({times, equity});
  const [{values: recorded}] = picture.series;
  const chart = figure(200, (width) => {
    const series: readonly Series[] = again
      ? [
          {name: "Recorded", values: recorded, colour: "var(--down)", dashed: true},
          {name: "Run again", values: again, colour: "var(--again)", filled: true}
        ]
      : picture.series;
    return lineChart({...picture, series, spans: again ? [] : picture.spans, width, height: 166});
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
  const rows = worstDrawdowns(equity).map(({peak, trough, recovery, depth}, i) => {
    const end = recovery ?? times.length - 1;
    return html`<tr>
      <th>${i + 1}</th>
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
          <th></th>
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
