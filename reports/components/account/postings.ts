import {html} from "npm:htl";
import type {Posting, Result} from "../../../core/plugin.js";
import {count, money, words} from "../format.js";

const names: Readonly<Record<string, string>> = {
  dividend: "Dividends",
  borrow: "Borrow fees",
  "cash-interest": "Interest on cash",
  "margin-interest": "Margin interest",
  funding: "Funding"
};

/** What a posting is called on a page. */
export function postingName(what: string): string {
  return Object.hasOwn(names, what) ? names[what] : words(what);
}

/** Sums of postings of each kind, the kinds in the order in which they first came. */
export interface PostingSums {
  readonly kinds: readonly string[];
  /** One amount a kind, negative where it was paid. */
  readonly years: readonly {readonly year: number; readonly amounts: readonly number[]}[];
  readonly all: readonly number[];
}

/** Adds postings up by UTC year and kind; years without any are left out. */
export function sumPostings(postings: readonly Posting[]): PostingSums {
  const kinds = [...new Set(postings.map(({what}) => what))];
  const years = new Map<number, number[]>();
  const all = kinds.map(() => 0);
  for (const {t, what, amount} of postings) {
    const year = new Date(t).getUTCFullYear();
    let amounts = years.get(year);
    if (!amounts) years.set(year, (amounts = kinds.map(() => 0)));
    const kind = kinds.indexOf(what);
    amounts[kind] += amount;
    all[kind] += amount;
  }
  const list = Array.from(years, ([year, amounts]) => ({year, amounts})).sort((a, b) => a.year - b.year);
  return {kinds, years: list, all};
}

/** Money that came or went without a trade, by year and kind, in the account's currency. */
export function postingsTable({postings = []}: Pick<Result, "postings">): HTMLElement {
  const {kinds, years, all} = sumPostings(postings);
  const largest = all.reduce((most, amount) => Math.max(most, Math.abs(amount)), 0);
  const cell = (amount: number) =>
    html`<td class=${amount < 0 ? "number negative" : "number"}>${money(amount, largest)}</td>`;
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const row = (name: string, amounts: readonly number[]) =>
    html`<tr>
      <th>${name}</th>
      ${amounts.map(cell)}${kinds.length > 1 ? cell(sum(amounts)) : null}
    </tr>`;
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Year</th>
          ${kinds.map((what) => html`<th class="number">${postingName(what)}</th>`)}
          ${kinds.length > 1 ? html`<th class="number">Together</th>` : null}
        </tr>
      </thead>
      <tbody>
        ${years.map(({year, amounts}) => row(String(year), amounts))}
      </tbody>
      <tfoot>
        ${row("All", all)}
      </tfoot>
    </table>
    <p class="fine">${count(postings.length)} postings.</p>
  </div>`;
}
