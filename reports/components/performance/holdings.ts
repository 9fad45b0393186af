import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Panel} from "../../../core/base/panel.js";
import type {Result} from "../../../core/plugin.js";
import {figure} from "../figure.js";
import {day, percent} from "../format.js";
import {holdingWeights, topHoldings} from "./positions.js";

/** How much of the account a symbol was over a stretch of bars. */
interface Cell {
  readonly symbol: string;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** What a map of holdings is drawn of. */
export interface Holdings {
  /** Those that the account was most in, first. */
  readonly symbols: readonly string[];
  readonly cells: readonly Cell[];
  readonly largest: number;
}

/** The largest holdings over time, in stretches of bars, of which there are at most `most`. */
export function holdingsOf(result: Result, panel: Panel, count = 10, most = 120): Holdings {
  const {symbols, times} = result;
  const n = symbols.length;
  const weights = holdingWeights(result, panel);
  const top = topHoldings(weights, n, count);
  const width = Math.max(1, Math.ceil(times.length / most));
  const cells = top.flatMap(({symbol}) =>
    Array.from({length: Math.ceil(times.length / width)}, (_, k) => {
      const [first, last] = [k * width, Math.min(times.length, (k + 1) * width) - 1];
      let sum = 0;
      for (let row = first; row <= last; ++row) sum += weights[row * n + symbol] || 0;
      const to = times[Math.min(times.length - 1, last + 1)];
      return {symbol: symbols[symbol], from: times[first], to, weight: sum / (last - first + 1)};
    }).filter(({weight}) => Math.abs(weight) > 1e-9)
  );
  const largest = cells.reduce((all, {weight}) => Math.max(all, Math.abs(weight)), 0);
  return {symbols: top.map(({symbol}) => symbols[symbol]), cells, largest};
}

/** A map of holdings: a row a symbol, darker where it was more of the account; longs and shorts in colours of their own. */
export function holdingsPlot({symbols, cells, largest}: Holdings, width: number, height: number, pointed = true) {
  return Plot.plot({
    width,
    height,
    marginLeft: 62,
    marginRight: 8,
    marginTop: 8,
    marginBottom: 28,
    ariaLabel: "Share of equity in the largest holdings",
    x: {type: "utc", label: null},
    y: {domain: symbols, label: null, padding: 0.12},
    marks: [
      Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
      Plot.axisY({tickSize: 0}),
      Plot.rect(cells, {
        x1: "from",
        x2: "to",
        y: "symbol",
        fill: ({weight}: Cell) => (weight < 0 ? "var(--down)" : "var(--strategy)"),
        fillOpacity: ({weight}: Cell) => 0.12 + 0.88 * (Math.abs(weight) / largest),
        ...(pointed && {
          title: ({symbol, from, weight}: Cell) => `${symbol}\n${day(from)}\n${percent(weight)} of equity`
        })
      })
    ],
    opacity: {type: "identity"}
  });
}

/** The largest holdings: their map, and how much of the account each was. */
export function holdings(result: Result, panel: Panel): HTMLElement {
  const {symbols} = result;
  const map = holdingsOf(result, panel);
  if (map.symbols.length === 0) return html`<p class="empty">Nothing was held at any close.</p>`;
  const top = topHoldings(holdingWeights(result, panel), symbols.length);
  const height = 42 + 24 * map.symbols.length;
  const signed = (weight: number) =>
    html`<td class=${`number${weight < 0 ? " negative" : ""}`}>${percent(weight)}</td>`;
  return html`<div>
    ${figure(height, (width) => holdingsPlot(map, width, height)).node}
    <div class="scroll">
      <table class="plain">
        <thead>
          <tr>
            <th>Symbol</th>
            <th class="number" title="Mean of the size of its share of equity, over all closes">Mean share</th>
            <th class="number">Largest</th>
            <th class="number">At the end</th>
            <th class="number" title="Share of the closes at which it was held">Held</th>
          </tr>
        </thead>
        <tbody>
          ${top.map(
            ({symbol, mean, largest, last, held}) =>
              html`<tr>
                <th>${symbols[symbol]}</th>
                <td class="number">${percent(mean)}</td>
                ${signed(largest)}${signed(last)}
                <td class="number">${percent(held, 0)}</td>
              </tr>`
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}
