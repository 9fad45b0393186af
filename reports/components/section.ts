import {html} from "npm:htl";

/** One part of a report: an anchor, a heading, a line on how to read it, and what it shows. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
  readonly body: readonly Node[];
  /** Controls beside the heading. */
  readonly beside?: Node;
}

/** Sections one after another, with links to them in a bar that stays in view. */
export function sections(list: readonly Section[]): HTMLElement {
  const links = list.map(({id, title}) => html`<a href=${`#${id}`}>${title}</a>`);
  return html`<div>
    <nav class="section-links" aria-label="Sections">${links}</nav>
    ${list.map(
      ({id, title, about, body, beside}) =>
        html`<section class="report-section" id=${id}>
          <div class="section-head">
            <h2>${title}</h2>
            ${beside ?? null}
          </div>
          ${about === undefined ? null : html`<p class="about">${about}</p>`} ${body}
        </section>`
    )}
  </div>`;
}
