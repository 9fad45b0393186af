import {html} from "npm:htl";
import {decimal} from "../../../reports/components/format.js";
import type {Audited} from "./auditor.js";
import {startAudit} from "./auditor.js";

/** A button that audits every plugin of the project in this page, and the verdicts by kind as they come. */
export function verdicts(invalidation: Promise<unknown>): HTMLElement {
  const button = html`<button type="button">Audit them all here</button>` as HTMLButtonElement;
  const bar = html`<progress max="1" value="0" hidden></progress>` as HTMLProgressElement;
  const status = html`<p class="audit-status" role="status"></p>`;
  const lists = html`<div class="verdicts"></div>`;
  let stop = () => {};
  void invalidation.then(() => stop());
  button.onclick = () => {
    stop();
    button.disabled = true;
    bar.hidden = false;
    lists.replaceChildren();
    const kinds = new Map<string, HTMLElement>();
    const of = {clean: 0, suspicious: 0, broken: 0, unaudited: 0};
    stop = startAudit("plugins", (told) => {
      if (told.state === "audited") {
        const {one, done, total} = told;
        ++of[one.judgement];
        listOf(kinds, lists, one.kind).append(chip(one));
        bar.value = done / total;
        status.textContent = `${done} of ${total}`;
        return;
      }
      bar.hidden = true;
      button.disabled = false;
      if (told.state === "failed") status.textContent = told.message;
      else {
        const parts = Object.entries(of).filter(([, count]) => count > 0);
        status.textContent = `${parts.map(([judgement, count]) => `${count} ${judgement}`).join(", ")}, in ${decimal(told.milliseconds / 1000, 1)} s`;
        status.dataset.state = of.broken > 0 ? "broken" : "clean";
      }
    });
  };
  return html`<div class="audit-all">${button} ${bar} ${status} ${lists}</div>`;
}

function listOf(kinds: Map<string, HTMLElement>, parent: HTMLElement, kind: string): HTMLElement {
  const known = kinds.get(kind);
  if (known) return known;
  const list = html`<ul class="verdict-list"></ul>`;
  parent.append(html`<h4>${kind}</h4>`, list);
  kinds.set(kind, list);
  return list;
}

function chip({name, judgement, findings, checked}: Audited): HTMLElement {
  const title = findings.map(({rule, message}) => `${rule}: ${message}`).join("\n") || `${checked} rules kept`;
  return html`<li data-state=${judgement} title=${title}><code>${name}</code></li>`;
}
