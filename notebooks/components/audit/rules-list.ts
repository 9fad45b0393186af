import {html} from "npm:htl";
import {rules} from "../../../core/audit/rules.js";

/** Every rule: what it means where it is broken, and what to do. */
export function rulesList(): HTMLElement {
  return html`<dl class="rules-list">
    ${Object.entries(rules).map(
      ([name, {title, means, remedy}]) =>
        html`<div id=${`rule-${name}`}>
          <dt>${title} <code>${name}</code></dt>
          <dd>${means} <span class="remedy">${remedy}</span></dd>
        </div>`
    )}
  </dl>`;
}
