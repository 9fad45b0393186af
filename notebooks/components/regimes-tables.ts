import {html} from "npm:htl";
import {count, decimal, none, percent, signedPercent} from "../../reports/components/format.js";
import {regimeMark} from "./regimes-charts.js";
import type {Outcome, Validated} from "./regimes-signals.js";
import type {Foretold, RegimeSummary} from "./regimes.js";
import {regimes} from "./regimes.js";

function table(head: readonly string[], body: readonly HTMLElement[], foot: readonly HTMLElement[] = []): HTMLElement {
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          ${head.map((name, k) => html`<th class=${k > 0 ? "number" : ""}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
      <tfoot>
        ${foot}
      </tfoot>
    </table>
  </div>`;
}

/** What followed each signal, by whether it was let stand. */
export function signalsTable(rows: readonly Validated[]): HTMLElement {
  const outcome = ({mean, error}: Outcome) =>
    number(Number.isFinite(error) ? `${signedPercent(mean, 1)} ± ${percent(2 * error, 1)}` : none);
  const body = rows.map(
    ({name, kept, dropped}) =>
      html`<tr>
        <th>${name}</th>
        ${number(count(kept.count))} ${outcome(kept)} ${number(count(dropped.count))} ${outcome(dropped)}
      </tr>`
  );
  return table(["Signal", "Let stand", "Return", "Suppressed", "Return"], body);
}

const number = (text: string) => html`<td class="number">${text}</td>`;
const named = (regime: number) => html`<th>${regimeMark(regime)}${regimes[regime]}</th>`;

/** Share, length, return and volatility of each regime's days. */
export function summaryTable(rows: readonly RegimeSummary[]): HTMLElement {
  const body = rows.map(
    ({regime, share, spells, length, mean, volatility}) =>
      html`<tr>
        ${named(regime)} ${number(percent(share, 1))} ${number(count(spells))} ${number(decimal(length, 0))}
        ${number(signedPercent(mean, 2))} ${number(percent(volatility, 0))}
      </tr>`
  );
  return table(["Regime", "Of all days", "Spells", "Days a spell", "Return a day", "Volatility a year"], body);
}

/** Which regime came next, as a heat map: a row for the one that ended. */
export function followersTable(shares: readonly (readonly number[])[]): HTMLElement {
  const cell = (share: number, own: boolean) => {
    if (own || Number.isNaN(share)) return html`<td></td>`;
    const background = `color-mix(in srgb, var(--strategy) ${Math.round(60 * share)}%, transparent)`;
    return html`<td class="heat" style=${{background}}>${percent(share, 0)}</td>`;
  };
  return html`<div class="scroll">
    <table class="monthly">
      <thead>
        <tr>
          <th></th>
          ${regimes.map((name) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shares.map(
          (row, regime) =>
            html`<tr>
              ${named(regime)} ${row.map((share, next) => cell(share, next === regime))}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

/** What followed the days of each regime, and all days. */
export function aftermathTable({rows}: Foretold): HTMLElement {
  const body = rows.map(
    ({regime, days, mean, error, volatility, volatilityError}) =>
      html`<tr>
        ${regime === null ? html`<th>all days</th>` : named(regime)} ${number(count(days))}
        ${number(`${signedPercent(mean, 1)} ± ${percent(2 * error, 1)}`)}
        ${number(`${percent(volatility, 1)} ± ${percent(2 * volatilityError, 1)}`)}
      </tr>`
  );
  return table(["Regime of the day", "Days", "Return that followed", "Volatility that followed, a year"], body);
}
