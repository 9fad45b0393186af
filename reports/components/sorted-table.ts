import {html} from "npm:htl";
import {count} from "./format.js";

/** A column of a table: how rows are ordered by it, and what its cells show. */
export interface Column<R> {
  readonly name: string;
  readonly meaning?: string;
  /** What rows are ordered by; null where a row has no such value, which comes last either way. */
  value(row: R): number | string | null;
  cell(row: R): Node | string;
  readonly number?: boolean;
  /** Whether the first press puts the least first, as for names and for what is better when it is less. */
  readonly ascending?: boolean;
}

/** How a table begins. */
export interface SortedTable<R> {
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  /** How many rows are drawn before the reader asks for more; all where left out. */
  readonly most?: number;
  /** The text that a word of the filter is looked for in, in small letters; no filter where left out. */
  readonly text?: (row: R) => string;
  /** What the rows are called. */
  readonly noun: string;
}

/** A table that sorts by the column whose head is pressed, the other way round when it is pressed again. */
export function sortedTable<R>({rows, columns, most = Infinity, text, noun}: SortedTable<R>): HTMLElement {
  let by: {readonly column: Column<R>; readonly ascending: boolean} | null = null;
  let words: readonly string[] = [];
  let limit = most;
  const body = html`<tbody></tbody>`;
  const told = html`<span class="fine" role="status"></span>`;
  const more = html`<button type="button" class="reset">Show more</button>` as HTMLButtonElement;
  const show = () => {
    const found =
      words.length === 0 || !text ? rows : rows.filter((row) => words.every((word) => text(row).includes(word)));
    const ordered = by ? found.toSorted(comparing(by.column, by.ascending)) : found;
    body.replaceChildren(
      ...ordered.slice(0, limit).map(
        (row) =>
          html`<tr>
            ${columns.map(({number, cell}) => html`<td class=${number ? "number" : ""}>${cell(row)}</td>`)}
          </tr>`
      )
    );
    const shown = Math.min(limit, found.length);
    told.textContent = shown === rows.length ? "" : `${count(shown)} of ${count(rows.length)} ${noun}`;
    more.hidden = shown === found.length;
    heads.forEach((head, i) => {
      const order = by?.column === columns[i] ? (by.ascending ? "ascending" : "descending") : "none";
      head.setAttribute("aria-sort", order);
    });
  };
  const heads = columns.map((column) => {
    const press = () => {
      by = {column, ascending: by?.column === column ? !by.ascending : (column.ascending ?? false)};
      show();
    };
    return html`<th class=${column.number ? "number" : ""} title=${column.meaning ?? ""} aria-sort="none">
      <button type="button" onclick=${press}>${column.name}</button>
    </th>`;
  });
  more.onclick = () => {
    limit *= 4;
    show();
  };
  const search = html`<input
    type="search"
    placeholder="Filter"
    aria-label=${`Filter the ${noun}`}
  />` as HTMLInputElement;
  search.oninput = () => {
    words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    show();
  };
  show();
  return html`<div class="sorted-table">
    ${text ? html`<p class="filter">${search}</p>` : null}
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            ${heads}
          </tr>
        </thead>
        ${body}
      </table>
    </div>
    <p class="more">${told} ${more}</p>
  </div>`;
}

function comparing<R>({value}: Column<R>, ascending: boolean) {
  return (a: R, b: R) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const order = x < y ? -1 : x > y ? 1 : 0;
    return ascending ? order : -order;
  };
}
