import {html} from "npm:htl";

/** A notebook, as its page says it. */
export interface ListedNotebook {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** Whether it is about made-up data. */
  readonly synthetic: boolean;
}

/** The notebooks by number, each with its question. */
export function notebooksList(notebooks: readonly ListedNotebook[]): HTMLElement {
  return html`<ol class="notebooks">
    ${notebooks.map(
      ({name, title, question, synthetic}) =>
        html`<li>
          <a href=${`./notebooks/${name}`}>
            <span class="number">${name.slice(0, 2)}</span>
            <b>${title}</b>
            <span class="asks"
              >${question} ${synthetic ? html`<span class="tag synthetic">synthetic</span>` : null}</span
            >
          </a>
        </li>`
    )}
  </ol>`;
}
