import {html} from "npm:htl";
import type {Rule} from "../../core/audit/rules.js";
import {rules} from "../../core/audit/rules.js";
import type {RunPage} from "../../core/site/payload.js";
import {count} from "./format.js";

type Audit = NonNullable<RunPage["audit"]>;

const words = {
  clean: ["No leak found", "verified"],
  suspicious: ["Suspicious", "suspicious"],
  broken: ["Leaks", "mismatch"],
  unaudited: ["Not audited", "unverifiable"]
} as const;

/** The audit's verdict as a badge beside that of the verification. */
export function auditFact(audit: RunPage["audit"]): HTMLElement {
  if (!audit) return html`<a class="badge" href="#audit" data-state="unverifiable"><b>Not audited</b></a>`;
  const [word, state] = words[audit.judgement];
  return html`<a class="badge" href="#audit" data-state=${state} data-audit=${audit.judgement}
    ><b>${word}</b> <span>${summary(audit)}</span></a
  >`;
}

function summary({judgement, checked, findings, plugins}: Audit): string {
  const tested = `${count(checked.length)} rules over ${count(plugins.length)} plugins, data and folds`;
  if (judgement === "clean") return tested;
  const titles = [...new Set(findings.map(({rule}) => textOf(rule).title.toLowerCase()))];
  return `${titles.slice(0, 2).join(", ")}${titles.length > 2 ? ` and ${titles.length - 2} more` : ""}; ${tested}`;
}

/** What the audit found, what it means and what to do; then what was put to the test. */
export function auditSection(audit: RunPage["audit"]): HTMLElement {
  if (!audit)
    return html`<p class="empty">
      This run was made before runs were audited. <code>npx tapebook run</code> makes it anew.
    </p>`;
  const {checked, findings, skipped, plugins, deep} = audit;
  const unsound = plugins.filter(({judgement}) => judgement !== "clean");
  return html`<div class="audit">
    ${
      findings.length === 0
        ? html`<p>
            None of ${count(checked.length)} rules was broken by any of its ${count(plugins.length)} plugins, its
            prices, its samples and folds, or by what it computes when its data end earlier.
          </p>`
        : findings.map(finding)
    }
    ${
      deep
        ? html`<p class="fine">
            A deep audit: it was also learned from labels that say nothing, and traded by what was known a bar before
            each decision.
          </p>`
        : null
    }
    ${
      skipped.length > 0
        ? html`<ul class="fine">
            ${skipped.map((why) => html`<li>Not tested: ${why}</li>`)}
          </ul>`
        : null
    }
    <details>
      <summary>The ${count(checked.length)} rules that were put to the test</summary>
      <dl class="rules">
        ${checked.map((rule) => {
          const broken = findings.some((each) => each.rule === rule);
          const {title, means} = textOf(rule);
          return html`<div data-state=${broken ? "broken" : "kept"}>
            <dt>${title}</dt>
            <dd>${means}</dd>
          </div>`;
        })}
      </dl>
    </details>
    <details>
      <summary>
        ${count(plugins.length)} plugins,
        ${unsound.length === 0 ? "all clean" : `${count(unsound.length)} of them not clean`}
      </summary>
      <ul class="verdict-list">
        ${plugins.map(
          ({kind, name, judgement}) => html`<li data-state=${judgement}><code>${kind}/${name}</code> ${judgement}</li>`
        )}
      </ul>
    </details>
  </div>`;
}

function finding({rule, message, suspicion, causes = []}: Audit["findings"][number]): HTMLElement {
  const {title, means, remedy} = textOf(rule);
  return html`<div class="finding" data-state=${suspicion ? "suspicious" : "broken"}>
    <h3>${title}</h3>
    <p class="evidence">${message}</p>
    <p>${means}</p>
    ${
      causes.length > 0
        ? html`<p>Likely causes, the likeliest first:</p>
            <ol>
              ${causes.map((cause) => html`<li>${cause}</li>`)}
            </ol>`
        : null
    }
    <p>${remedy}</p>
  </div>`;
}

/** A rule's text; its name where this version does not know it. */
function textOf(rule: string) {
  return Object.hasOwn(rules, rule) ? rules[rule as Rule] : {title: rule, means: "", remedy: ""};
}
