import {html} from "npm:htl";
import type {ListedRun} from "../../core/site/payload.js";
import {day, figureText} from "./format.js";
import {headlines, metricLabel} from "./metric-names.js";

/** The runs that there are, each with the figures that speak for it; or how to make one. */
export function runsList(runs: readonly ListedRun[]): HTMLElement {
  if (runs.length === 0) return none();
  return html`<ol class="runs">
    ${runs.map((run) => html`<li>${row(run)}</li>`)}
  </ol>`;
}

function row({id, experiment, title, synthetic, started, metrics, units, trials, data}: ListedRun): HTMLElement {
  const shown = headlines.filter((name) => typeof metrics[name] === "number").slice(0, 3);
  const figures = shown.map(
    (name) =>
      html`<div>
        <dt>${metricLabel(name)}</dt>
        <dd>${figureText(metrics[name], units[name])}</dd>
      </div>`
  );
  return html`<a href=${`./reports/${id}`}>
    <span class="number">${experiment.slice(0, 2)}</span>
    <span>
      <b>${title}</b>
      <span class="about-run">
        ${data.map(({dataset}) => dataset).join(", ")}
        ${synthetic ? html` <span class="tag synthetic">synthetic</span>` : null}
      </span>
    </span>
    <dl class="headline">${figures}</dl>
    <span class="side">
      ${day(Date.parse(started))}<br />
      ${trials === 1 ? "1 trial" : `${trials} trials`} · <span class="mono">${id.slice(0, 6)}</span>
    </span>
  </a>`;
}

function none(): HTMLElement {
  return html`<div class="empty">
    <p><b>No runs yet.</b> An experiment becomes a report once it has been run:</p>
    <pre><code>npx tapebook ingest samples
npx tapebook run 6
npx tapebook build</code></pre>
    <p>Or <code>npm start</code>, which does all of it for every experiment.</p>
  </div>`;
}
