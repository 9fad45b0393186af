import {html} from "npm:htl";
import type {ListedRun} from "../../core/site/payload.js";
import {count, day, figureText, none} from "./format.js";
import type {Column} from "./sorted-table.js";
import {sortedTable} from "./sorted-table.js";
import {sparkline} from "./sparkline.js";

/** The runs in a table that sorts by any column and lists those that a word is in; or how to make one. */
export function runsList(runs: readonly ListedRun[], href = ({id}: ListedRun) => `./reports/${id}`): HTMLElement {
  if (runs.length === 0) return noRuns();
  const shown = columns(href).filter(({value}) => runs.some((run) => value(run) !== null));
  return html`<div class="run-table">${sortedTable({rows: runs, columns: shown, text: textOf, noun: "runs"})}</div>`;
}

function columns(href: (run: ListedRun) => string): readonly Column<ListedRun>[] {
  const metric = (name: string, label: string, meaning: string, ascending = false): Column<ListedRun> => ({
    name: label,
    meaning,
    ascending,
    number: true,
    value: ({metrics}) => metrics[name] ?? null,
    cell: ({metrics, units}) => {
      const value = metrics[name] ?? null;
      const lost = value !== null && value < 0 && units[name] === "percent";
      return html`<span class=${lost ? "negative" : ""}>${figureText(value, units[name] ?? "ratio")}</span>`;
    }
  });
  return [
    {
      name: "Run",
      meaning: "The experiment and its data",
      ascending: true,
      value: ({experiment}) => experiment,
      cell: (run) =>
        html`<a href=${href(run)}><span class="number">${run.experiment.slice(0, 2)}</span> <b>${run.title}</b></a>
          <span class="about-run">
            ${run.data.map(({dataset}) => dataset).join(", ")} <span class="mono">${run.id.slice(0, 6)}</span>
            ${run.synthetic ? html`<span class="tag synthetic">synthetic</span>` : null}
          </span>`
    },
    {
      name: "Equity",
      meaning: "Equity from first to last bar; sorts by total return",
      value: ({line}) => line?.at(-1) ?? null,
      cell: ({line}) => (line ? sparkline(line) : "")
    },
    metric("sharpe", "Sharpe", "Mean return over its deviation, a year"),
    {
      name: "Deflated",
      meaning: "How likely that Sharpe ratio is more than the luck of having tried so often",
      number: true,
      value: ({evidence}) => evidence?.deflated ?? null,
      cell: ({evidence}) =>
        html`<span title=${evidence?.reason ?? "Not recorded"}>${figureText(evidence?.deflated, "percent")}</span>`
    },
    metric("annual-return", "A year", "Compound growth a year"),
    metric("max-drawdown", "Drawdown", "Deepest fall from a high"),
    metric("ic", "IC", "Spearman correlation of the signal with the return that followed"),
    {
      name: "Trials",
      meaning: "How often the experiment had been tried when it ran",
      number: true,
      ascending: true,
      value: ({trials}) => trials,
      cell: ({trials}) => count(trials)
    },
    {
      name: "Lint",
      meaning: "Serious oddities, and warnings, about the backtest",
      ascending: true,
      value: ({lint}) => (lint ? 1000 * lint.serious + lint.warning : null),
      cell: ({lint}) => lintText(lint)
    },
    {
      name: "Audit",
      meaning: "Whether anything that made the run knew what it could not have known",
      ascending: true,
      value: ({audit}) => (audit === null ? null : ["clean", "suspicious", "broken", "unaudited"].indexOf(audit)),
      cell: ({audit}) => (audit === null ? none : html`<span class="state" data-audit=${audit}>${audit}</span>`)
    },
    {
      name: "Run on",
      meaning: "When it was made",
      number: true,
      value: ({started}) => Date.parse(started),
      cell: ({started}) => day(Date.parse(started))
    }
  ];
}

function lintText(lint: ListedRun["lint"]): Node | string {
  if (!lint) return none;
  const {serious, warning} = lint;
  if (serious > 0) return html`<span class="state" data-lint="serious">${count(serious)} serious</span>`;
  if (warning > 0) return html`<span class="state" data-lint="warning">${count(warning)} to look at</span>`;
  return html`<span class="state" data-lint="clean">nothing odd</span>`;
}

function textOf({id, experiment, title, question, data, synthetic, audit}: ListedRun): string {
  const names = data.map(({dataset}) => dataset);
  return [id, experiment, title, question, ...names, synthetic ? "synthetic" : "real", audit].join(" ").toLowerCase();
}

function noRuns(): HTMLElement {
  return html`<div class="empty">
    <p><b>No runs yet.</b> An experiment becomes a report once it has been run:</p>
    <pre><code>npx tapebook ingest samples
npx tapebook run 6
npx tapebook build</code></pre>
    <p>Or <code>npm start</code>, which does all of it for every experiment.</p>
  </div>`;
}
