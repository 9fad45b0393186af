import {html} from "npm:htl";
import {count} from "../components/format.js";
import {byGravity} from "./gravity.js";
import type {DatasetQuality, Finding} from "./payload.js";
import {pricePlot} from "./price-plot.js";
import {typeset, whenOf} from "./typeset.js";

/** How many rows are shown before the reader asks for more. */
const step = 50;

const orders = {
  grave: {name: "Gravest first", before: byGravity},
  symbol: {name: "By symbol", before: () => 0},
  date: {name: "By date", before: (a: Finding, b: Finding) => (a.t ?? 0) - (b.t ?? 0)}
} as const;

/** The findings of a dataset, to be searched; `show` leaves those of one kind. */
export interface FindingsList {
  readonly node: HTMLElement;
  show(kind: string): void;
}

/** A list that is searched by words and by kind, and the prices around the finding that is chosen. */
export function findingsList({findings, kinds, total}: DatasetQuality): FindingsList {
  if (findings.length === 0) return {node: html`<p class="empty">There is nothing to list.</p>`, show: () => {}};
  const titles = new Map(kinds.map(({kind, title}) => [kind, title]));
  const titleOf = ({kind}: Finding) => titles.get(kind) ?? kind;
  const texts = findings.map((each) => {
    return [each.symbol ?? "whole dataset", each.date ?? "", titleOf(each), each.kind, each.detail, each.origin ?? ""]
      .join(" ")
      .toLowerCase();
  });
  let most = step;
  let chosen: Finding | null = null;
  const search = html`<input
    type="search"
    name="search"
    placeholder="Symbol, date or words"
    aria-label="Search the findings"
  />` as HTMLInputElement;
  const select = html`<select name="kind" aria-label="Kind">
    <option value="">All kinds</option>
    ${kinds
      .filter((kind) => kind.count > 0)
      .map(({kind, title, count: times}) => html`<option value=${kind}>${title} (${count(times)})</option>`)}
  </select>` as HTMLSelectElement;
  const order = html`<select name="order" aria-label="Order">
    ${Object.entries(orders).map(([value, {name}]) => html`<option value=${value}>${name}</option>`)}
  </select>` as HTMLSelectElement;
  const status = html`<p class="fine status" role="status"></p>`;
  const body = html`<tbody></tbody>`;
  const more = html`<button type="button" class="reset more">Show more</button>` as HTMLButtonElement;
  const plot = html`<div class="chosen"></div>`;
  const choose = (finding: Finding | null) => {
    chosen = finding;
    plot.replaceChildren(...(finding ? [pricePlot(finding, titleOf(finding))] : []));
    for (const row of body.children)
      row.setAttribute("aria-selected", String(findings[Number((row as HTMLElement).dataset.place)] === finding));
  };
  const draw = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const places = findings.flatMap((each, i) => {
      const right = select.value === "" || each.kind === select.value;
      return right && words.every((word) => texts[i].includes(word)) ? [i] : [];
    });
    const {before} = orders[order.value as keyof typeof orders];
    places.sort((a, b) => before(findings[a], findings[b]) || a - b);
    body.replaceChildren(...places.slice(0, most).map((i) => row(findings[i], i)));
    const hidden =
      total > findings.length
        ? ` The page holds the first of each kind, ${count(findings.length)} of ${count(total)}.`
        : "";
    status.textContent =
      places.length === 0
        ? `Nothing matches.${hidden}`
        : `${count(places.length)} of ${count(findings.length)} ${findings.length === 1 ? "finding" : "findings"}.${hidden}`;
    more.hidden = places.length <= most;
    const visible = chosen !== null && places.includes(findings.indexOf(chosen));
    choose(visible ? chosen : places.length > 0 ? findings[places[0]] : null);
  };
  const row = (finding: Finding, i: number) => {
    const {symbol, date, detail} = finding;
    const press = () => choose(finding);
    return html`<tr data-place=${i} onclick=${press}>
      <th><button type="button" class="link" onclick=${press}>${symbol ?? "all"}</button></th>
      <td class="date">${date === null ? "" : whenOf(date)}</td>
      <td class="title">${titleOf(finding)}</td>
      <td class="words">${typeset(detail)}</td>
    </tr>`;
  };
  const again = () => {
    most = step;
    draw();
  };
  search.oninput = again;
  select.onchange = again;
  order.onchange = again;
  more.onclick = () => {
    most += 4 * step;
    draw();
  };
  draw();
  const node = html`<div class="findings">
    ${plot}
    <div class="filters">${search} ${select} ${order}</div>
    ${status}
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            <th>Symbol</th>
            <th>Date</th>
            <th>Kind</th>
            <th>What was found</th>
          </tr>
        </thead>
        ${body}
      </table>
    </div>
    ${more}
  </div>`;
  return {
    node,
    show(kind) {
      select.value = kind;
      search.value = "";
      again();
    }
  };
}
