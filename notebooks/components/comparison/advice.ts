import {html} from "npm:htl";
import type {Recommendation} from "../../../core/evaluate/comparison/recommend.js";

/** What to take, and why. */
export function adviceBox({text, reasons, verdict}: Recommendation): HTMLElement {
  const [shown, rest] = [reasons.slice(0, 6), reasons.slice(6)];
  const items = (list: readonly string[]) =>
    html`<ul>
      ${list.map((reason) => html`<li>${reason}</li>`)}
    </ul>`;
  return html`<div class="advice" data-verdict=${verdict}>
    <p class="verdict-line"><b>${text}</b></p>
    ${shown.length > 0 ? items(shown) : null}
    ${
      rest.length > 0
        ? html`<details>
            <summary>${rest.length} more</summary>
            ${items(rest)}
          </details>`
        : null
    }
  </div>`;
}
