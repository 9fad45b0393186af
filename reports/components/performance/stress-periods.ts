import {html} from "npm:htl";
import type {Panel} from "../../../core/base/panel.js";
import {field} from "../../../core/base/panel.js";
import {deviation} from "../../../core/base/stats.js";
import {worstDrawdowns} from "../../../core/evaluate/drawdown.js";
import type {Result} from "../../../core/plugin.js";
import {day, none, signedPercent} from "../format.js";
import type {Span} from "../line-chart.js";
import {crises} from "./crises.js";

/** A stretch in which the market was under stress, and what the account made of it. */
export interface StressPeriod {
  readonly name: string;
  /** `history` is a crisis that is known by name; `shock` and `quiet` are found in the prices themselves. */
  readonly kind: "history" | "shock" | "thin";
  readonly from: number;
  readonly to: number;
  /** Returns over the stretch, as fractions; null where the level is not known. */
  readonly market: number | null;
  readonly account: number | null;
  /** The account's deepest fall within it. */
  readonly fall: number | null;
}

/** A shock is a bar that moved the market by more deviations than this, of the bars of a quarter year before. */
const shockDeviations = 5;
const before = 63;
/** A thin bar has less than this share of the median volume of the bars of a quarter year before. */
const thinShare = 0.2;
/** The most shocks, and the most thin stretches, that are told of. */
const most = 6;

/**
 * The stretches under stress that a backtest went through: crises of history where the prices are real, single bars on
 * which the market moved by more than five deviations, and stretches on which next to nothing was traded. The market is
 * the benchmark, else all symbols in equal parts.
 */
export function stressPeriods(result: Result, panel: Panel, synthetic: boolean): readonly StressPeriod[] {
  const {times, equity, benchmark} = result;
  const start = panel.times.length - times.length;
  const market = benchmark ?? equalWeight(panel, start);
  const daily = times.length > 1 && medianStep(times) >= 0.9 * 864e5;
  const about = (name: string, kind: StressPeriod["kind"], first: number, last: number): StressPeriod => {
    const worst = worstDrawdowns(equity.subarray(first, last + 1), 1)[0];
    return {
      name,
      kind,
      from: times[first],
      to: times[last],
      market: change(market, first, last),
      account: change(equity, first, last),
      fall: worst?.depth ?? (Number.isFinite(equity[first]) ? 0 : null)
    };
  };
  const history =
    synthetic || !daily
      ? []
      : crises.flatMap(({name, from, to}) => {
          const first = times.findIndex((t) => t >= from);
          const last = times.findLastIndex((t) => t <= to);
          return first >= 0 && last > first ? [about(name, "history", first, last)] : [];
        });
  const shocks = shockRows(market).map((row) => about("Shock", "shock", row - 1, row));
  const thin = thinSpans(panel, start).map(([first, last]) => about("Thin trading", "thin", first, last));
  return [...history, ...shocks, ...thin].sort((a, b) => a.from - b.from);
}

/** The stretches as marks on a chart. */
export function stressSpans(periods: readonly StressPeriod[]): readonly Span[] {
  return periods.map(({name, kind, from, to, market}) => ({
    from,
    to,
    label: name,
    colour: kind === "thin" ? "var(--synthetic)" : "var(--down)",
    title: `${name}\n${day(from)} to ${day(to)}${market === null ? "" : `\nMarket ${signedPercent(market)}`}`
  }));
}

/** The stretches in a table. */
export function stressTable(periods: readonly StressPeriod[]): HTMLElement {
  if (periods.length === 0)
    return html`<p class="empty">
      No crisis of history, no shock of more than ${shockDeviations} deviations and no thin trading lies in these bars:
      how it would fare in one, this run cannot tell. <code>npx tapebook stress</code> puts it through some.
    </p>`;
  const cell = (value: number | null) =>
    html`<td class=${`number${(value ?? 0) < 0 ? " negative" : ""}`}>
      ${value === null ? none : signedPercent(value)}
    </td>`;
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Stretch</th>
          <th>From</th>
          <th>To</th>
          <th class="number">Market</th>
          <th class="number">Strategy</th>
          <th class="number">Its deepest fall</th>
        </tr>
      </thead>
      <tbody>
        ${periods.map(
          ({name, from, to, market, account, fall}) =>
            html`<tr>
              <th>${name}</th>
              <td>${day(from)}</td>
              <td>${day(to)}</td>
              ${cell(market)}${cell(account)}${cell(fall)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

function change(levels: Float64Array, first: number, last: number): number | null {
  const value = levels[last] / levels[first] - 1;
  return Number.isFinite(value) ? value : null;
}

/** The level of all symbols in equal parts: the mean of their returns, linked. */
function equalWeight(panel: Panel, start: number): Float64Array {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  const out = new Float64Array(panel.times.length - start).fill(1);
  for (let i = 1; i < out.length; ++i) {
    let [sum, count] = [0, 0];
    for (let s = 0; s < n; ++s) {
      const change = close[(start + i) * n + s] / close[(start + i - 1) * n + s] - 1;
      if (!Number.isFinite(change)) continue;
      sum += change;
      ++count;
    }
    out[i] = out[i - 1] * (1 + (count > 0 ? sum / count : 0));
  }
  return out;
}

function shockRows(market: Float64Array): readonly number[] {
  const changes = market.map((level, i) => (i > 0 ? level / market[i - 1] - 1 : 0));
  const found: {row: number; size: number}[] = [];
  for (let row = before + 1; row < changes.length; ++row) {
    const usual = deviation(changes.subarray(row - before, row));
    const size = Math.abs(changes[row]) / usual;
    if (Number.isFinite(size) && size > shockDeviations) found.push({row, size});
  }
  return found
    .sort((a, b) => b.size - a.size)
    .slice(0, most)
    .map(({row}) => row);
}

/** Stretches of rows, counted from `start`, in which all symbols together traded next to nothing. */
function thinSpans(panel: Panel, start: number): readonly (readonly [number, number])[] {
  if (!Object.hasOwn(panel.fields, "volume")) return [];
  const volume = field(panel, "volume");
  const n = panel.symbols.length;
  const all = Float64Array.from({length: panel.times.length}, (_, row) => {
    let sum = 0;
    for (let s = 0; s < n; ++s) if (Number.isFinite(volume[row * n + s])) sum += volume[row * n + s];
    return sum;
  });
  const spans: [number, number][] = [];
  for (let row = Math.max(start + 1, before); row < all.length; ++row) {
    const usual = Float64Array.from(all.subarray(row - before, row)).sort()[before >> 1];
    if (!(all[row] < thinShare * usual)) continue;
    const at = row - start;
    const last = spans.at(-1);
    if (last && at - last[1] <= 2) last[1] = at;
    else spans.push([at - 1, at]);
  }
  return spans.slice(0, most);
}

function medianStep(times: Float64Array): number {
  const steps = times.subarray(1).map((t, i) => t - times[i]);
  return steps.sort()[steps.length >> 1];
}
