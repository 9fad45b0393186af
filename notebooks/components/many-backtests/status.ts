import {html} from "npm:htl";
import type {ManyProgress} from "./many.js";
import {shown} from "../backtest/shown.js";

/** How far many backtests are, and what was refused; nothing once all are there. `titles` has the runs' names by key. */
export function statusOf({done, total, answers, error}: ManyProgress, titles: ReadonlyMap<string, string>): Node {
  const bar = html`<progress max=${total} value=${answers.size}></progress>`;
  const failed = new Map([...answers.values()].filter((each) => each.error).map((each) => [each.error!, each.key]));
  return shown(
    error !== undefined && html`<p class="empty">This could not be run: ${error}.</p>`,
    ...Array.from(
      failed,
      ([text, key]) => html`<p class="empty">${titles.get(key) ?? "A run"} was refused: ${text}.</p>`
    ),
    !done && html`<p class="fine" role="status">${bar} ${answers.size} of ${total} backtests</p>`
  );
}

/** What a page says where the prices it shows are made up. */
export function syntheticNote(what: string): HTMLElement {
  return html`<div class="note-synthetic"><b>Synthetic data.</b> ${what}</div>`;
}
