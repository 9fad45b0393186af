import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Panel} from "../../core/base/panel.js";
import {series} from "../../core/base/panel.js";
import {gathered} from "../../core/evaluate/trade-figures.js";
import type {Trade} from "../../core/evaluate/trades.js";
import type {Fill, Result} from "../../core/plugin.js";
import {isStopped, reasonOf} from "./account/reasons.js";
import {figure} from "./figure.js";
import {count, day, decimal} from "./format.js";
import {tradesOf} from "./performance/trades-of.js";

/** A symbol's closes and what was done in it. */
export interface TradedSeries {
  readonly times: readonly number[];
  readonly close: Float64Array;
  readonly fills: readonly Fill[];
  /** Positions from flat to flat, entry and exit the means of their fills. */
  readonly trades: readonly Trade[];
}

/** What was done in one symbol over the bars of the backtest. */
export function tradedSeries(
  {times, fills}: Result,
  panel: Panel,
  trades: readonly Trade[],
  symbol: number
): TradedSeries {
  const start = panel.times.length - times.length;
  return {
    times: Array.from(times),
    close: series(panel, "close", symbol).subarray(start),
    fills: fills.filter((fill) => fill.symbol === symbol),
    trades: gathered(
      trades.filter((trade) => trade.symbol === symbol),
      "position",
      panel.times
    )
  };
}

/** The symbols that were traded, those with the most fills first. */
export function tradedSymbols(result: Pick<Result, "fills">): readonly number[] {
  return [...fillCounts(result)].sort(([a, some], [b, others]) => others - some || a - b).map(([symbol]) => symbol);
}

function fillCounts({fills}: Pick<Result, "fills">): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const {symbol} of fills) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return counts;
}

/** The closes, a line from each entry to its exit in the colour of what it earned, and a mark at each fill. */
export function fillsPlot({times, close, fills, trades}: TradedSeries, width: number, height: number, pointed = true) {
  const stopped = fills.filter(isStopped);
  const plain = stopped.length > 0 ? fills.filter((fill) => !isStopped(fill)) : fills;
  const last = times[times.length - 1];
  return Plot.plot({
    width,
    height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 10,
    marginBottom: 28,
    ariaLabel: "Price, with where it was bought and sold",
    x: {type: "utc", label: null},
    y: {label: null, nice: false},
    marks: [
      Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 6}),
      Plot.axisY({tickSize: 0, ticks: 6}),
      Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
      Plot.lineY(times, {x: times, y: close, stroke: "var(--benchmark)", strokeWidth: 1.25}),
      Plot.link(trades, {
        x1: "opened",
        y1: "entry",
        x2: ({closed}: Trade) => closed ?? last,
        y2: "exit",
        stroke: ({profit}: Trade) => (profit < 0 ? "var(--down)" : "var(--up)"),
        strokeWidth: 1.5,
        strokeOpacity: 0.75
      }),
      Plot.dot(plain, {
        x: "t",
        y: "price",
        symbol: "triangle",
        rotate: (fill: Fill) => (fill.quantity > 0 ? 0 : 180),
        fill: (fill: Fill) => (fill.quantity > 0 ? "var(--up)" : "var(--down)"),
        stroke: "var(--theme-background)",
        strokeWidth: 0.5,
        r: width < 500 ? 2.5 : 3.5
      }),
      Plot.dot(stopped, {
        x: "t",
        y: "price",
        symbol: "diamond",
        fill: "var(--theme-background)",
        stroke: "var(--again)",
        strokeWidth: 1.75,
        r: width < 500 ? 3 : 4
      }),
      ...(pointed
        ? [Plot.tip(fills, Plot.pointer({x: "t", y: "price", title: fillText, fill: "var(--theme-background)"}))]
        : [])
    ]
  });
}

function fillText(fill: Fill): string {
  const {t, quantity, price} = fill;
  const units = decimal(Math.abs(quantity), Number.isInteger(quantity) ? 0 : 2);
  const reason = reasonOf(fill);
  const what = `${quantity > 0 ? "Bought" : "Sold"} ${units} at ${decimal(price, 2)}`;
  return `${what}\n${day(t)}${reason === "Strategy" ? "" : `\n${reason}`}`;
}

/** The price of a symbol, to be chosen where there are several, with where it was bought and sold. */
export function fillsChart(result: Result, panel: Panel, trades = tradesOf(result, panel)): HTMLElement {
  const traded = tradedSymbols(result);
  if (traded.length === 0) return html`<p class="empty">Nothing was traded.</p>`;
  let shown = tradedSeries(result, panel, trades, traded[0]);
  const key = (mark: string, colour: string, name: string) =>
    html`<span class="key"><span class="mark" style=${{color: colour}}>${mark}</span>${name}</span>`;
  const chart = figure(334, (width) => {
    const {fills} = shown;
    return html`<div>
      <div class="legend">
        ${fills.some(({quantity}) => quantity > 0) ? key("▲", "var(--up)", "Bought") : null}
        ${fills.some((fill) => fill.quantity < 0 && !isStopped(fill)) ? key("▼", "var(--down)", "Sold") : null}
        ${fills.some(isStopped) ? key("◇", "var(--again)", "Stopped or forced") : null}
        ${shown.trades.length > 0 ? key("—", "var(--up)", "From entry to exit, with a gain") : null}
      </div>
      ${fillsPlot(shown, width, 300)}
    </div>`;
  });
  if (traded.length === 1) return chart.node;
  const counts = fillCounts(result);
  const options = traded.map(
    (symbol) => html`<option value=${symbol}>${result.symbols[symbol]} (${count(counts.get(symbol)!)} fills)</option>`
  );
  const choose = html`<select name="symbol">
    ${options}
  </select>` as HTMLSelectElement;
  choose.onchange = () => {
    shown = tradedSeries(result, panel, trades, Number(choose.value));
    chart.redraw();
  };
  return html`<div>
    <label class="chooser"><span>Symbol</span>${choose}</label>
    ${chart.node}
  </div>`;
}
