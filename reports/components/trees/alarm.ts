import {html} from "npm:htl";
import type {Audit} from "../../../core/audit/verdict.js";
import {rules} from "../../../core/audit/rules.js";

/** What the leakage alarm says of a model's features: each finding with what is likely behind it, or that none rang. */
export function leakageAlarm({findings}: Audit): HTMLElement {
  if (findings.length === 0)
    return html`<p class="audit-status" data-state="clean" role="status">
      <b>No alarm.</b> No feature explains more than an honest one can.
    </p>`;
  return html`<div class="audit" role="alert">
    ${findings.map(
      ({rule, message, causes = []}) =>
        html`<div class="finding" data-state="suspicious">
          <h3>${rules[rule].title}</h3>
          <p class="evidence">${message}.</p>
          ${
            causes.length === 0
              ? null
              : html`<p>Likely, the likeliest first:</p>
                  <ol>
                    ${causes.map((cause) => html`<li>${cause}</li>`)}
                  </ol>`
          }
          <p>${rules[rule].remedy}</p>
        </div>`
    )}
  </div>`;
}
