import {html} from "npm:htl";
import type {Rejection, Result} from "../../../core/plugin.js";
import {count, day, decimal} from "../format.js";

const names: Readonly<Record<string, string>> = {
  maxLeverage: "Leverage limit",
  maxOrderUnits: "Units of an order",
  maxOrderValue: "Value of an order",
  maxOrders: "Orders on a day",
  maxPosition: "Position limit",
  longOnly: "Long only",
  doNotOrder: "Not to be ordered",
  shortable: "Nothing to borrow",
  margin: "Margin"
};

/** What a rule is called on a page. */
export function ruleName(rule: string): string {
  return Object.hasOwn(names, rule) ? names[rule] : rule;
}

/** How often a rule refused or cut orders, from when to when, and what it said first. */
export interface RuleSummary {
  readonly rule: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly reason: string;
}

/** Rejections by rule, the most frequent first. */
export function rejectionsByRule(rejections: readonly Rejection[]): readonly RuleSummary[] {
  const rules = new Map<string, RuleSummary>();
  for (const {t, rule, reason} of rejections) {
    const known = rules.get(rule);
    rules.set(rule, known ? {...known, count: known.count + 1, last: t} : {rule, count: 1, first: t, last: t, reason});
  }
  return [...rules.values()].sort((a, b) => b.count - a.count);
}

/** Orders, or parts of them, that were not taken: by rule, and the latest of them one by one. */
export function rejectionsTable({rejections = [], symbols}: Pick<Result, "rejections" | "symbols">): HTMLElement {
  const latest = rejections.slice(-50).reverse();
  return html`<div>
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            <th>Rule</th>
            <th class="number">Orders</th>
            <th>First</th>
            <th>Last</th>
            <th>What it said first</th>
          </tr>
        </thead>
        <tbody>
          ${rejectionsByRule(rejections).map(
            (each) =>
              html`<tr>
                <th>${ruleName(each.rule)}</th>
                <td class="number">${count(each.count)}</td>
                <td>${day(each.first)}</td>
                <td>${day(each.last)}</td>
                <td>${each.reason}</td>
              </tr>`
          )}
        </tbody>
      </table>
    </div>
    <details>
      <summary>${latest.length < rejections.length ? `The latest ${latest.length}` : "Each of them"}</summary>
      <div class="scroll">
        <table class="plain">
          <thead>
            <tr>
              <th>Day</th>
              <th>Symbol</th>
              <th class="number">Units not taken</th>
              <th>Rule</th>
              <th>Reason</th>
            </tr>
          </thead>
          <tbody>
            ${latest.map(
              ({t, symbol, quantity, rule, reason}) =>
                html`<tr>
                  <td>${day(t)}</td>
                  <td>${symbols[symbol]}</td>
                  <td class="number">${decimal(quantity, Number.isInteger(quantity) ? 0 : 2)}</td>
                  <td>${ruleName(rule)}</td>
                  <td>${reason}</td>
                </tr>`
            )}
          </tbody>
        </table>
      </div>
    </details>
  </div>`;
}
