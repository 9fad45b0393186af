import {html} from "npm:htl";
import type {Leak} from "../../../core/audit/leaks/leak.js";
import {leaks} from "../../../core/audit/leaks/leaks.js";
import {rules} from "../../../core/audit/rules.js";
import {decimal} from "../../../reports/components/format.js";
import {startAudit} from "./auditor.js";

const titles: Readonly<Record<string, string>> = {
  feature: "Features",
  label: "Labels",
  split: "Splits",
  model: "Models",
  strategy: "Strategies",
  overlay: "Overlays",
  slippage: "Slippage",
  commission: "Commissions",
  metric: "Metrics"
};

/** Every planted leak by kind, audited in this page while it is read: which rule caught it, and by what. */
export function leaksTable(invalidation: Promise<unknown>): HTMLElement {
  const rows = new Map(leaks.map((leak) => [leak.name, row(leak)]));
  const status = html`<p class="audit-status" role="status"><b>Auditing</b> <span>0 of ${leaks.length}</span></p>`;
  const say = (state: string, word: string, rest: string) => {
    status.dataset.state = state;
    status.replaceChildren(html`<b>${word}</b>`, " ", html`<span>${rest}</span>`);
  };
  let caught = 0;
  const stop = startAudit("leaks", (told) => {
    if (told.state === "failed") return say("broken", "Not audited", told.message);
    if (told.state === "done") {
      const took = `${caught} of ${leaks.length} caught by name, in ${decimal(told.milliseconds / 1000, 1)} s in this browser`;
      return say(
        caught === leaks.length ? "clean" : "broken",
        caught === leaks.length ? "All caught" : "Not all caught",
        took
      );
    }
    const {one, done, total} = told;
    const leak = leaks.find(({name}) => name === one.name)!;
    const found = one.findings.find(({rule}) => rule === leak.rule);
    if (found) ++caught;
    rows.get(one.name)!.show(found?.message ?? null);
    say("running", "Auditing", `${done} of ${total}`);
  });
  void invalidation.then(stop);
  const kinds = [...new Set(leaks.map(({plugin}) => plugin.kind))];
  return html`<div class="leaks">
    ${status}
    ${kinds.map((kind) => {
      const own = leaks.filter(({plugin}) => plugin.kind === kind);
      return html`<details open=${kind === "feature" || kind === "label"}>
        <summary>${titles[kind] ?? kind} <span class="count">${own.length}</span></summary>
        <ul>
          ${own.map(({name}) => rows.get(name)!.node)}
        </ul>
      </details>`;
    })}
  </div>`;
}

function row({title, says, source, rule}: Leak) {
  const evidence = html`<p class="evidence">…</p>`;
  const node = html`<li data-state="waiting">
    <h4>${title}</h4>
    <p>${says}${source === undefined ? null : html` <cite>${source}</cite>`}</p>
    <p class="rule">${rules[rule].title}</p>
    ${evidence}
  </li>`;
  return {
    node,
    show(message: string | null) {
      node.dataset.state = message === null ? "missed" : "caught";
      evidence.textContent = message ?? "not caught";
    }
  };
}
