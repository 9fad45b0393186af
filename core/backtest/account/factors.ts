import type {Panel} from "../../base/panel.js";
import {field} from "../../base/panel.js";
import {priceFactors} from "../../base/price-factors.js";
import type {PriceFactors} from "../../base/price-factors.js";
import {formatDate} from "../../base/timeframe.js";
import type {Action} from "../../plugin.js";

/** The factors of one symbol that hold from a bar on, until its next row. */
export interface FactorRow {
  readonly symbol: string;
  readonly t: number;
  /** What prices are multiplied by. */
  readonly price: number;
  /** What volumes are multiplied by. */
  readonly units: number;
}

/**
 * What the prices and volumes of a panel as traded are multiplied by to be comparable over time, T × N, `NaN` where a symbol
 * has no close: see `priceFactors`. They are 1 at a symbol's last bar. Where a symbol was merged into another one of the
 * panel, ν units and cash m for one, its series goes on as that one: before the merger, prices are those that it has then
 * divided by ν + m / P, where P is the other's last price before, less what it paid since and in units of the merger's day,
 * so that the cash is put into the other too; volumes are multiplied by ν. Ratios of prices so adjusted are total returns.
 * Throws where a dividend is not below the close before it.
 *
 * @param actions the symbols' actions in the panel's names
 */
export function factorsOf(panel: Panel, actions: readonly Action[]): PriceFactors {
  const {times, symbols} = panel;
  const n = symbols.length;
  const close = field(panel, "close");
  const places = new Map(symbols.map((symbol, place) => [symbol, place]));
  const own = symbols.map((): Action[] => []);
  for (const action of actions) own[places.get(action.symbol) ?? -1]?.push(action);
  const rows = symbols.map((_, s) => {
    return Uint32Array.from(times.keys()).filter((row) => !Number.isNaN(close[row * n + s]));
  });
  const made = symbols.map((_, s) => {
    const labels = Float64Array.from(rows[s], (row) => times[row]);
    const closes = Float64Array.from(rows[s], (row) => close[row * n + s]);
    return {labels, closes, factors: priceFactors(labels, closes, own[s], "all")};
  });

  /** What one unit of a symbol at the start of the session t has become by the end of the series that goes on. */
  const after = (s: number, t: number, seen: readonly number[]) => {
    const {labels, factors} = made[s];
    const at = labels.findIndex((label) => label >= t);
    const end = ending(s, [...seen, s]);
    return {price: end.price * (factors.price[at] ?? 1), units: end.units * (factors.units[at] ?? 1)};
  };
  const ending = (s: number, seen: readonly number[]): {readonly price: number; readonly units: number} => {
    const none = {price: 1, units: 1};
    const merger = own[s].find(({action, to}) => action === "merger" && to !== undefined && places.has(to));
    if (!merger) return none;
    const {t, value = NaN, cash = 0} = merger;
    const other = places.get(merger.to!)!;
    const price = priceBefore(made[other], own[other], t);
    if (seen.includes(other) || !(price > 0)) return none;
    const next = after(other, t, seen);
    return {price: next.price / (value + cash / price), units: next.units * value};
  };

  const [price, units] = [new Float64Array(close.length).fill(NaN), new Float64Array(close.length).fill(NaN)];
  for (let s = 0; s < n; ++s) {
    const end = ending(s, [s]);
    for (const [i, row] of rows[s].entries()) {
      price[row * n + s] = made[s].factors.price[i] * end.price;
      units[row * n + s] = made[s].factors.units[i] * end.units;
    }
  }
  return {price, units};
}

/** A symbol's last close before a session, in the units and without the dividends of that session; `NaN` where there is none. */
function priceBefore(
  {labels, closes}: {readonly labels: Float64Array; readonly closes: Float64Array},
  actions: readonly Action[],
  t: number
): number {
  const at = labels.findLastIndex((label) => label < t);
  if (at < 0) return NaN;
  const since = actions.filter((each) => each.t > labels[at] && each.t <= t);
  const inOrder = since.sort((a, b) => a.t - b.t || Number(b.action === "split") - Number(a.action === "split"));
  return inOrder.reduce((price, {action, value = NaN}) => {
    if (action === "split") return price / value;
    return action === "dividend" ? price - value : price;
  }, closes[at]);
}

/** Factors as rows: of each symbol its first bar and every one from which other factors hold, by symbol and time. */
export function factorRows({times, symbols}: Panel, {price, units}: PriceFactors): FactorRow[] {
  const n = symbols.length;
  return symbols.flatMap((symbol, s) => {
    const rows: FactorRow[] = [];
    for (const [i, t] of times.entries()) {
      const row = {symbol, t, price: price[i * n + s], units: units[i * n + s]};
      const last = rows.at(-1);
      if (!Number.isNaN(row.price) && (row.price !== last?.price || row.units !== last.units)) rows.push(row);
    }
    return rows;
  });
}

/** Rows of factors as a CSV with a header: symbol, date, price, units. */
export function factorText(rows: readonly FactorRow[]): string {
  const lines = rows.map(({symbol, t, price, units}) => [symbol, formatDate(t), price, units].join(","));
  return ["symbol,date,price,units", ...lines, ""].join("\n");
}
