import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {count, day, month} from "./format.js";

/** What the run asks and of what: title, question, and facts in a line. */
export function header(
  {run, symbols}: Pick<RunPage, "run" | "symbols">,
  times: Float64Array,
  badge: Node
): HTMLElement {
  const [data] = run.lineage.data;
  const names = symbols.length === 1 ? symbols[0] : `${count(symbols.length)} symbols`;
  const span = `${month(times[0])} – ${month(times[times.length - 1])}`;
  return html`<header class="run-header">
    <p class="eyebrow"><span>${run.experiment}</span><span class="mono">${run.id}</span></p>
    <h1>${run.title}</h1>
    <p class="question">${run.question}</p>
    ${badge}
    <ul class="facts">
      ${run.synthetic ? html`<li class="tag synthetic">synthetic data</li>` : null}
      <li>${names}</li>
      <li>${span}</li>
      <li>${count(times.length)} bars</li>
      <li>${data.dataset}</li>
      <li title="How often this experiment had been tried, in any form, when it ran">${ordinal(run.trials)} trial</li>
      <li>run on ${day(Date.parse(run.started))}</li>
    </ul>
  </header>`;
}

function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${count(n)}${ending}`;
}
