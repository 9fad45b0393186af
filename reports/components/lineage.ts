import {html} from "npm:htl";
import type {Spec} from "../../core/plugin.js";
import type {RunPage} from "../../core/site/payload.js";
import {plugin} from "./features-table.js";
import {day, duration} from "./format.js";

/** Where a run's numbers come from: the experiment in words, data, code and machine, and the experiment as JSON. */
export function lineage({spec, lineage: from, started, seconds}: RunPage["run"]): HTMLElement {
  const {data, learn, backtest, features, metrics} = spec;
  const code = (text: string) => html`<code>${text}</code>`;
  const plugins = (list: readonly Spec[]) => list.map((each) => html`<code class="line">${plugin(each)}</code>`);
  const asked: [string, Node | readonly Node[] | string | undefined][] = [
    ["Symbols", data.symbols?.join(", ") ?? "all of the dataset"],
    ["Dates", `${data.from ?? "the first"} to ${data.to ?? "the last"}`],
    ["Benchmark", data.benchmark],
    ["Features", Object.keys(features).length ? plugins(Object.values(features)) : undefined],
    ["Label", learn && code(plugin(learn.label))],
    ["Split", learn && code(plugin(learn.split))],
    ["Scaling", learn?.scaling],
    ["Weights", learn?.weights && weighed(learn.weights)],
    ["Model", learn?.model && code(plugin(learn.model))],
    ["Baseline", learn?.baseline && code(plugin(learn.baseline))],
    ["Strategy", backtest && code(plugin(backtest.strategy))],
    ["Overlays", backtest?.overlays.length ? plugins(backtest.overlays) : undefined],
    ["Slippage", backtest && code(plugin(backtest.slippage))],
    ["Commission", backtest && code(plugin(backtest.commission))],
    [
      "Orders",
      backtest &&
        `${backtest.shares} shares, filled at the ${backtest.fill.replace("-", " ")}, ${backtest.delay} bars late`
    ],
    ["Cash", backtest && backtest.cash.toLocaleString("en-US")],
    ["Metrics", metrics.length ? metrics.map(({name}) => name).join(", ") : undefined]
  ];
  const made: [string, Node | readonly Node[] | string][] = [
    ["Data", from.data.map(({dataset, version}) => html`<span class="line">${dataset} <code>${version}</code></span>`)],
    ["Prices", code(from.panel)],
    ["Code", code(from.code)],
    ["Lockfile", code(from.lockfile)],
    ["Seed", code(String(from.seed))],
    ["Arithmetic", from.backend],
    ["Node", from.node],
    ["tapebook", from.tapebook],
    ["Run", `${day(Date.parse(started))}, in ${duration(seconds)}`]
  ];
  const list = (rows: readonly [string, unknown][]) =>
    html`<dl class="definitions">
      ${rows
        .filter(([, value]) => value !== undefined)
        .map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`
        )}
    </dl>`;
  return html`<div>
    <div class="two">
      <div>
        <h3>What was asked</h3>
        ${list(asked)}
      </div>
      <div>
        <h3>What made it</h3>
        ${list(made)}
      </div>
    </div>
    <details>
      <summary>The experiment as JSON</summary>
      <pre><code>${JSON.stringify(spec, null, 2)}</code></pre>
    </details>
    <details>
      <summary>The files of the code, by hash</summary>
      ${list(Object.entries(from.files).map(([file, hash]) => [file, code(hash)]))}
    </details>
  </div>`;
}

function weighed({by, decay}: {readonly by: string; readonly decay?: number}): string {
  return decay === undefined || decay === 1 ? `by ${by}` : `by ${by}, the oldest at ${decay}`;
}
