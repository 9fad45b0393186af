import {html} from "npm:htl";
import {count, percent} from "../components/format.js";
import type {DatasetQuality} from "./payload.js";

/** A dataset's figures as cards, and what it is in a line below. */
export function verdict(data: DatasetQuality): HTMLElement {
  const {dataset, synthetic, calendar, from, to, symbols, rows, refused, complete, kinds, total, version} = data;
  const of = (kind: string) => kinds.find((each) => each.kind === kind)?.count ?? 0;
  const gaps = of("gap");
  const cards: readonly (readonly [name: string, value: string, below: string, bad?: boolean])[] = [
    ["Rows", count(rows), `of ${count(symbols)} ${symbols === 1 ? "symbol" : "symbols"}`],
    ["Complete symbols", count(complete), symbols > 0 ? `${percent(complete / symbols, 0)} have every day` : ""],
    ["Rows refused", count(refused), refused > 0 ? `${perMillion(refused, rows)} in a million` : "none", refused > 0],
    ["Sessions missing", count(gaps), "inside symbols' spans", gaps > 0],
    ["Splits suspected", count(of("split")), "that no action explains", of("split") > 0],
    ["Spikes", count(of("spike")), "undone by the next bar", of("spike") > 0]
  ];
  return html`<div>
    <div class="cards">
      ${cards.map(
        ([name, value, below, bad = false]) =>
          html`<div class="figure-card">
            <div class="name">${name}</div>
            <div class=${bad ? "value negative" : "value"} data-figure=${name}>${value}</div>
            <div class="below">${below}</div>
          </div>`
      )}
    </div>
    <ul class="facts">
      ${synthetic ? html`<li class="tag synthetic">synthetic</li>` : null}
      <li>${dataset}</li>
      ${from === null ? null : html`<li>${from} to ${to}</li>`}
      <li>calendar ${calendar}</li>
      <li>${count(total)} ${total === 1 ? "finding" : "findings"}</li>
      <li>version <span class="mono">${version.slice(0, 12)}</span></li>
    </ul>
  </div>`;
}

function perMillion(part: number, whole: number): string {
  const rate = (part / whole) * 1e6;
  return rate < 1 ? "under 1" : count(Math.round(rate));
}
