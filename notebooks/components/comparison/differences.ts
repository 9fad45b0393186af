import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {ReturnsComparison} from "../../../core/evaluate/comparison/compare.js";
import type {ForecastContrast} from "../../../core/evaluate/comparison/forecast-pairs.js";
import {figure} from "../../../reports/components/figure.js";
import {count, day, decimal, none, percent, signedPercent} from "../../../reports/components/format.js";
import type {Shown} from "./candidates.js";
import {chance, swatch, wrapping} from "./ranked-table.js";

const most = 15;

/** The pairs of which a difference is told, the least likely to be luck first. */
export function sortedPairs({pairs}: ReturnsComparison) {
  const p = ({difference}: (typeof pairs)[number]) => difference?.sharpe.p ?? 2;
  return pairs.toSorted((a, b) => p(a) - p(b)).slice(0, most);
}

/** Each pair's difference of Sharpe ratios with its interval, against the line of none. */
export function differencesChart(found: ReturnsComparison, list: readonly Shown[]): HTMLElement {
  const names = new Map(list.map(({id, run}) => [id, run.name]));
  const rows = sortedPairs(found).flatMap(({a, b, difference}) => {
    if (!difference) return [];
    const {value, low, high, corrected} = difference.sharpe;
    return [{pair: `${names.get(a)} − ${names.get(b)}`, value, low, high, sure: corrected < 0.05}];
  });
  const row = 38;
  const height = 46 + row * rows.length;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      marginLeft: 8,
      marginRight: 12,
      marginTop: 6,
      marginBottom: 34,
      ariaLabel: "Differences of Sharpe ratios with their intervals",
      x: {
        label: null,
        nice: true,
        domain: [Math.min(0, ...rows.map(({low}) => low)), Math.max(0, ...rows.map(({high}) => high))]
      },
      y: {label: null, axis: null, domain: rows.map(({pair}) => pair), padding: 0.2},
      marks: [
        Plot.gridX({stroke: "var(--hairline)", strokeOpacity: 1, ticks: Math.max(3, Math.floor(width / 120))}),
        Plot.axisX({tickSize: 0, ticks: Math.max(3, Math.floor(width / 120))}),
        Plot.ruleX([0], {stroke: "var(--rule)"}),
        Plot.link(rows, {
          x1: "low",
          x2: "high",
          y1: "pair",
          y2: "pair",
          stroke: ({sure}: (typeof rows)[number]) => (sure ? "var(--strategy)" : "var(--rule)"),
          strokeWidth: 2.5,
          strokeLinecap: "round",
          dy: 7
        }),
        Plot.dot(rows, {
          x: "value",
          y: "pair",
          fill: ({sure}: (typeof rows)[number]) => (sure ? "var(--strategy)" : "var(--theme-background)"),
          stroke: ({sure}: (typeof rows)[number]) => (sure ? "var(--strategy)" : "var(--theme-foreground-muted)"),
          strokeWidth: 1.75,
          r: 4.5,
          dy: 7
        }),
        Plot.text(rows, {
          frameAnchor: "left",
          y: "pair",
          text: ({pair}: (typeof rows)[number]) =>
            pair.length > width / 6.2 ? `${pair.slice(0, Math.floor(width / 6.2))}…` : pair,
          textAnchor: "start",
          dy: -8,
          fill: "var(--theme-foreground-muted)",
          stroke: "var(--theme-background)",
          strokeWidth: 3
        })
      ]
    })
  ).node;
}

/** Each pair's differences in figures. */
export function differencesTable(found: ReturnsComparison, list: readonly Shown[]): HTMLElement {
  const shown = new Map(list.map((each) => [each.id, each]));
  const name = (id: string) => html`${swatch(shown.get(id)!)}${shown.get(id)!.run.name}`;
  return html`<div class="scroll">
    <table class="plain tight">
      <thead>
        <tr>
          <th>First less second</th>
          <th class="number">Returns</th>
          <th class="number" title="Difference of the Sharpe ratios, a year">Sharpe</th>
          <th class="number" title="An interval that holds the true difference with 95% confidence">95%</th>
          <th class="number" title="How often luck alone would give a difference at least as large">p</th>
          <th class="number" title="The same, corrected for all pairs (Holm)">Corrected</th>
          <th class="number" title="The same by a formula that needs no dice (Ledoit and Wolf), not corrected">
            By theory
          </th>
          <th class="number" title="Difference of the mean returns, a year">Mean return</th>
          <th class="number" title="Its chance to be luck, corrected for all pairs">Corrected</th>
        </tr>
      </thead>
      <tbody>
        ${sortedPairs(found).map(({a, b, returns, difference, reason}) => {
          const head = html`<th style=${wrapping}>
            <div>${name(a)}</div>
            <div>less ${name(b)}</div>
          </th>`;
          const shared = html`<td class="number">${count(returns)}</td>`;
          if (!difference)
            return html`<tr>
              ${head}${shared}
              <td colspan="7" class="fine">No test: ${reason}.</td>
            </tr>`;
          const {sharpe, sharpeByTheory, mean} = difference;
          return html`<tr>
            ${head}${shared}
            <td class="number">${decimal(sharpe.value, 2)}</td>
            <td class="number">${decimal(sharpe.low, 2)} … ${decimal(sharpe.high, 2)}</td>
            <td class="number">${chance(sharpe.p)}</td>
            <td class="number"><b>${chance(sharpe.corrected)}</b></td>
            <td class="number">${chance(sharpeByTheory.p)}</td>
            <td class="number">${signedPercent(mean.value, 1)}</td>
            <td class="number">${chance(mean.corrected)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** What was drawn, over which days, and among whom the best is. */
export function differencesNote({common, pairs, set}: ReturnsComparison, list: readonly Shown[], milliseconds: number) {
  const names = new Map(list.map(({id, run}) => [id, run.name]));
  const rest =
    pairs.length > most
      ? ` The ${count(most)} of ${count(pairs.length)} pairs that are the least likely luck are shown.`
      : "";
  const days =
    common.from === null || common.to === null
      ? "No day is common to all."
      : `${count(common.rows)} days are common to all, ${day(common.from)} to ${day(common.to)}.`;
  const inside = set?.chances.filter(({p}) => p > 1 - set.confidence).map(({id}) => names.get(id));
  const best = inside
    ? inside.length === list.length
      ? ` With ${percent(set!.confidence, 0)} confidence the best is among all ${count(inside.length)} of them, which is to say nothing.`
      : ` With ${percent(set!.confidence, 0)} confidence the best by its Sharpe ratio is among: ${inside.join(", ")}.`
    : "";
  return html`<p class="fine">
    The days of each pair were drawn anew 1,999 times, in blocks, the same days for both; here, in
    ${decimal(milliseconds / 1000, 1)} s. ${days}${best}${rest}
  </p>`;
}

/** Forecasts of the same label beside one another. */
export function forecastsTable(forecasts: readonly ForecastContrast[], list: readonly Shown[]): HTMLElement | null {
  const told = forecasts.filter(({squaredError, coefficient}) => squaredError ?? coefficient).slice(0, most);
  if (told.length === 0) return null;
  const shown = new Map(list.map((each) => [each.id, each]));
  const name = (id: string) => html`${swatch(shown.get(id)!)}${shown.get(id)!.run.name}`;
  return html`<div class="scroll">
    <table class="plain tight">
      <thead>
        <tr>
          <th>First less second</th>
          <th class="number">Predictions</th>
          <th
            class="number"
            title="Diebold–Mariano with the correction for few rows; below 0 where the first errs less"
          >
            Squared error, t
          </th>
          <th class="number">Corrected p</th>
          <th class="number" title="Mean difference of the daily information coefficients">IC</th>
          <th class="number" title="Newey–West">t</th>
          <th class="number">Corrected p</th>
        </tr>
      </thead>
      <tbody>
        ${told.map(
          ({a, b, cells, squaredError, coefficient}) =>
            html`<tr>
              <th style=${wrapping}>
                <div>${name(a)}</div>
                <div>less ${name(b)}</div>
              </th>
              <td class="number">${count(cells)}</td>
              <td class="number">${squaredError ? decimal(squaredError.t, 2) : none}</td>
              <td class="number">${squaredError ? chance(squaredError.corrected) : none}</td>
              <td class="number">${coefficient ? decimal(coefficient.value, 3) : none}</td>
              <td class="number">${coefficient ? decimal(coefficient.t, 2) : none}</td>
              <td class="number">${coefficient ? chance(coefficient.corrected) : none}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}
