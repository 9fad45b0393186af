import {html} from "npm:htl";
import type {Listed} from "./picker.js";

/** A feature's name and what its author says of it: the first paragraph, the others on request. */
export function described({name, about}: Listed): HTMLElement {
  const [first, ...more] = about;
  return html`<div>
    <h3>${name}</h3>
    <p>${first === undefined ? "Its author says nothing of it." : marked(first)}</p>
    ${
      more.length === 0
        ? null
        : html`<details>
            <summary>More of what its author says</summary>
            ${more.map((paragraph) => html`<p>${marked(paragraph)}</p>`)}
          </details>`
    }
  </div>`;
}

/** A comment's text, with what stands between backticks as code. */
function marked(text: string): Node[] {
  return text
    .split(/`([^`]*)`/)
    .map((part, i) => (i % 2 === 0 ? document.createTextNode(part) : html`<code>${part}</code>`));
}
