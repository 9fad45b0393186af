import {html} from "npm:htl";
import type {Result} from "../../../core/plugin.js";
import {figure} from "../figure.js";
import {count, day, significant, words} from "../format.js";
import {lineChart} from "../line-chart.js";

/** What a strategy wrote to its log, the latest first, the longest logs cut off. */
export function notesTable({log = []}: Pick<Result, "log">): HTMLElement {
  const shown = log.slice(-200).reverse();
  return html`<div>
    <div class="scroll notes">
      <table class="plain">
        <tbody>
          ${shown.map(
            ({t, text}) =>
              html`<tr>
                <td>${day(t)}</td>
                <td>${text}</td>
              </tr>`
          )}
        </tbody>
      </table>
    </div>
    <p class="fine">
      ${count(log.length)} lines${shown.length < log.length ? `, the latest ${shown.length} shown` : ""}.
    </p>
  </div>`;
}

/** What a strategy recorded, a small chart each. */
export function recordCharts({times, records = {}}: Pick<Result, "times" | "records">): HTMLElement {
  const charts = Object.entries(records).map(
    ([name, values]) =>
      figure(150, (width) =>
        lineChart({
          times,
          width,
          height: 120,
          format: significant,
          series: [{name: words(name), values, colour: "var(--strategy)"}]
        })
      ).node
  );
  return html`<div class="small-charts">${charts}</div>`;
}
