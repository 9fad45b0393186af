import {field} from "../../base/panel.js";
import {momentOf} from "../../evaluate/excursions.js";
import type {Examined} from "../examined.js";

/**
 * What an account had in the market: each entry a part of equity that earned a symbol's change of one bar. Of what was held
 * at a close it is the change to the next close, of what was bought or sold at an open the change from there to the close.
 */
export interface Stakes {
  /** The bar whose change it earned, counted from the second on as 0. */
  readonly bar: Uint32Array;
  readonly symbol: Uint32Array;
  readonly weight: Float64Array;
  /** 1 where it is the change from the open. */
  readonly fromOpen: Uint8Array;
}

/** The stakes of a backtest; null where more than a tenth of the value traded was filled neither at open nor at close. */
export function stakesOf({holdings, result, panel, start, rowOf, traded}: Examined): Stakes | null {
  const {first, symbol, value} = holdings;
  const {equity, fills} = result;
  const held = first[equity.length - 1];
  const [close, open] = [field(panel, "close"), field(panel, "open")];
  const opened: {bar: number; symbol: number; weight: number}[] = [];
  let within = 0;
  for (const fill of fills) {
    const row = rowOf(fill.t);
    const cell = row * panel.symbols.length + fill.symbol;
    const bar = row - start - 1;
    if (fill.forced || bar < 0) continue;
    const moment = momentOf(fill, open[cell], close[cell]);
    const size = fill.price * fill.quantity;
    if (moment === "within" && open[cell] !== close[cell]) within += Math.abs(size);
    if (moment === "open") opened.push({bar, symbol: fill.symbol, weight: size / equity[bar]});
  }
  if (within > 0.1 * traded) return null;
  const count = held + opened.length;
  const stakes = {
    bar: new Uint32Array(count),
    symbol: new Uint32Array(count),
    weight: new Float64Array(count),
    fromOpen: new Uint8Array(count)
  };
  stakes.symbol.set(symbol.subarray(0, held));
  for (let i = 0; i + 1 < equity.length; ++i)
    for (let k = first[i]; k < first[i + 1]; ++k) {
      stakes.bar[k] = i;
      stakes.weight[k] = equity[i] > 0 ? value[k] / equity[i] : 0;
    }
  for (const [k, each] of opened.entries()) {
    stakes.bar[held + k] = each.bar;
    stakes.symbol[held + k] = each.symbol;
    stakes.weight[held + k] = each.weight;
    stakes.fromOpen[held + k] = 1;
  }
  return stakes;
}

/** Each symbol's changes of each bar after the first, from the close before and from its open; 0 where not known. */
export interface Changes {
  readonly fromClose: Float64Array;
  readonly fromOpen: Float64Array;
}

/** What the symbols did on the bars that were traded. */
export function changesOf({panel, result, start}: Examined): Changes {
  const [close, open] = [field(panel, "close"), field(panel, "open")];
  const n = panel.symbols.length;
  const bars = result.times.length - 1;
  const [fromClose, fromOpen] = [new Float64Array(bars * n), new Float64Array(bars * n)];
  const latest = close.slice(start * n, (start + 1) * n);
  const ratios = new Map((result.splits ?? []).map(({t, symbol, ratio}) => [`${t} ${symbol}`, ratio]));
  for (let i = 0; i < bars; ++i)
    for (let s = 0; s < n; ++s) {
      const cell = (start + i + 1) * n + s;
      const price = close[cell];
      if (ratios.size > 0) latest[s] /= ratios.get(`${result.times[i + 1]} ${s}`) ?? 1;
      if (!(price > 0)) continue;
      if (latest[s] > 0) fromClose[i * n + s] = price / latest[s] - 1;
      if (open[cell] > 0) fromOpen[i * n + s] = price / open[cell] - 1;
      latest[s] = price;
    }
  return {fromClose, fromOpen};
}

/** What stakes earn when all of them are moved by so many bars; those that pass the end go on at the beginning. */
export function earnedAt({bar, symbol, weight, fromOpen}: Stakes, changes: Changes, n: number, shift: number): number {
  const bars = changes.fromClose.length / n;
  let sum = 0;
  for (let k = 0; k < bar.length; ++k) {
    let at = bar[k] + shift;
    if (at >= bars) at -= bars;
    sum += weight[k] * (fromOpen[k] === 1 ? changes.fromOpen : changes.fromClose)[at * n + symbol[k]];
  }
  return sum;
}

/**
 * How much stakes come and go: Σ |w − mean of the symbol| / Σ |w| over all bars; 0 where weights never change, towards 2
 * where they are held for a short time.
 */
export function variationOf({symbol, weight, fromOpen}: Stakes, bars: number): number {
  const bySymbol = new Map<number, {sum: number; count: number}>();
  let size = 0;
  for (let k = 0; k < weight.length; ++k) {
    if (fromOpen[k] === 1) continue;
    const each = bySymbol.get(symbol[k]) ?? {sum: 0, count: 0};
    each.sum += weight[k];
    ++each.count;
    bySymbol.set(symbol[k], each);
    size += Math.abs(weight[k]);
  }
  let away = 0;
  for (let k = 0; k < weight.length; ++k)
    if (fromOpen[k] === 0) away += Math.abs(weight[k] - bySymbol.get(symbol[k])!.sum / bars);
  for (const {sum, count} of bySymbol.values()) away += (bars - count) * Math.abs(sum / bars);
  return away / size;
}
