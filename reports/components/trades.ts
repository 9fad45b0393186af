import {html} from "npm:htl";
import {mean} from "../../core/base/stats.js";
import type {Panel} from "../../core/base/panel.js";
import type {Trade} from "../../core/evaluate/trades.js";
import type {Result} from "../../core/plugin.js";
import {count, day, decimal, none, percent, signedPercent} from "./format.js";
import {tradesOf} from "./performance/trades-of.js";
import type {Column} from "./sorted-table.js";
import {sortedTable} from "./sorted-table.js";

/**
 * Round trips, first in first out: what they earned on the whole, and each in a table that sorts, with how far the price
 * went against it and for it where the panel has highs and lows.
 */
export function trades(result: Result, panel: Panel, list = tradesOf(result, panel)): HTMLElement {
  const {symbols} = result;
  if (list.length === 0) return html`<p class="empty">Nothing was traded.</p>`;
  const table = sortedTable({rows: list, columns: columns(symbols), most: 15, noun: "round trips"});
  return html`<div>${summary(list)} ${table}</div>`;
}

function columns(symbols: readonly string[]): readonly Column<Trade>[] {
  const number = (name: string, value: (trade: Trade) => number, digits: (value: number) => number): Column<Trade> => ({
    name,
    number: true,
    value,
    cell: (trade) => decimal(value(trade), digits(value(trade)))
  });
  const excursion = (name: string, meaning: string, value: (trade: Trade) => number | null): Column<Trade> => ({
    name,
    meaning,
    number: true,
    value,
    cell: (trade) => {
      const share = value(trade);
      return share === null ? none : signed(share, signedPercent(share, 2));
    }
  });
  return [
    {name: "Symbol", ascending: true, value: ({symbol}) => symbols[symbol], cell: ({symbol}) => symbols[symbol]},
    {name: "Side", ascending: true, value: ({side}) => side, cell: ({side}) => side},
    {name: "Opened", ascending: true, value: ({opened}) => opened, cell: ({opened}) => day(opened)},
    {
      name: "Closed",
      ascending: true,
      value: ({closed}) => closed ?? Infinity,
      cell: ({closed}) => (closed === null ? "open" : day(closed))
    },
    number(
      "Units",
      ({quantity}) => quantity,
      (value) => (Number.isInteger(value) ? 0 : 2)
    ),
    number(
      "Entry",
      ({entry}) => entry,
      () => 2
    ),
    number(
      "Exit",
      ({exit}) => exit,
      () => 2
    ),
    {
      name: "Profit",
      meaning: "After commissions, in the account's currency",
      number: true,
      value: ({profit}) => profit,
      cell: ({profit}) => signed(profit, decimal(profit, 0))
    },
    excursion("Return", "Profit against what was paid", (trade) => trade.return),
    excursion("MAE", "How far the price went against it at the worst", ({adverse}) => adverse),
    excursion("MFE", "How far the price went for it at the best", ({favourable}) => favourable)
  ];
}

function summary(list: readonly Trade[]): Node {
  const won = list.filter(({profit}) => profit > 0);
  const lost = list.filter(({profit}) => profit < 0);
  const sum = (some: readonly Trade[]) => some.reduce((total, {profit}) => total + profit, 0);
  const bars = list.filter(({closed}) => closed !== null).map(({opened, closed}) => (closed! - opened) / 864e5);
  const [adverse, favourable] = [list.map((trade) => trade.adverse), list.map((trade) => trade.favourable)].map((all) =>
    all.filter((value) => value !== null)
  );
  const facts: [string, string][] = [
    ["Round trips", count(list.length)],
    ["Won", percent(won.length / list.length)],
    ["Mean win", won.length ? signedPercent(mean(won.map((trade) => trade.return)), 2) : none],
    ["Mean loss", lost.length ? signedPercent(mean(lost.map((trade) => trade.return)), 2) : none],
    ["Profit factor", lost.length ? decimal(sum(won) / -sum(lost), 2) : none],
    ["Mean holding", bars.length ? `${decimal(mean(bars), 1)} days` : none],
    ...(adverse.length > 0
      ? ([
          ["Mean MAE", signedPercent(mean(adverse), 2)],
          ["Mean MFE", signedPercent(mean(favourable), 2)]
        ] satisfies [string, string][])
      : [])
  ];
  return html`<dl class="facts-row">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`
    )}
  </dl>`;
}

function signed(value: number, text: string): Node {
  return html`<span class=${value < 0 ? "negative" : ""}>${text}</span>`;
}
