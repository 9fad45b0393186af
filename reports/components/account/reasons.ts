import {html} from "npm:htl";
import type {Fill} from "../../../core/plugin.js";
import {count, money, percent, words} from "../format.js";

const forced: Readonly<Record<NonNullable<Fill["forced"]>, string>> = {
  delisted: "Delisted",
  bankrupt: "Bankrupt",
  merged: "Merged",
  "margin-call": "Margin call",
  fraction: "Fraction of a share"
};

/** Why a fill was made, in a word or two: what forced it, the order's tag, or that the strategy wanted it. */
export function reasonOf({forced: why, tag}: Pick<Fill, "forced" | "tag">): string {
  if (why !== undefined) return forced[why];
  return tag === undefined ? "Strategy" : words(tag);
}

/** Whether a fill is that of a stop, or was forced upon the account. */
export function isStopped({forced: why, tag}: Pick<Fill, "forced" | "tag">): boolean {
  return why !== undefined || (tag !== undefined && /\bstop\b/.test(tag));
}

/** Fills of one reason. */
export interface ReasonSummary {
  readonly reason: string;
  readonly count: number;
  /** Σ |quantity × price|. */
  readonly value: number;
  /** Commission and slippage. */
  readonly cost: number;
}

/** Fills by reason, those traded most first. */
export function fillsByReason(fills: readonly Fill[]): readonly ReasonSummary[] {
  const reasons = new Map<string, ReasonSummary>();
  for (const fill of fills) {
    const reason = reasonOf(fill);
    const {count, value, cost} = reasons.get(reason) ?? {count: 0, value: 0, cost: 0};
    reasons.set(reason, {
      reason,
      count: count + 1,
      value: value + Math.abs(fill.quantity * fill.price),
      cost: cost + fill.commission + fill.slippage
    });
  }
  return [...reasons.values()].sort((a, b) => b.value - a.value);
}

/** Why the account traded: a row a reason. Null where the strategy alone wanted all fills. */
export function reasonsTable(fills: readonly Fill[]): HTMLElement | null {
  const rows = fillsByReason(fills);
  if (rows.length === 0 || (rows.length === 1 && rows[0].reason === "Strategy")) return null;
  const all = rows.reduce((sum, {value}) => sum + value, 0);
  const paid = rows.reduce((sum, {cost}) => sum + cost, 0);
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Why it traded</th>
          <th class="number">Fills</th>
          <th class="number">Value traded</th>
          <th class="number">Of all</th>
          <th class="number">Commission and slippage</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({reason, count: fills, value, cost}) =>
            html`<tr>
              <th>${reason}</th>
              <td class="number">${count(fills)}</td>
              <td class="number">${money(value, all)}</td>
              <td class="number">${percent(value / all)}</td>
              <td class="number">${money(cost, paid)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}
