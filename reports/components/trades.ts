import {html} from "npm:htl";
import * as Inputs from "npm:@observablehq/inputs";
import type {Panel} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {mean} from "../../core/base/stats.js";
import type {Trade} from "../../core/evaluate/trades.js";
import {roundTrips} from "../../core/evaluate/trades.js";
import type {Action, Result} from "../../core/plugin.js";
import {count, day, decimal, none, percent, signedPercent} from "./format.js";

/**
 * Round trips, first in first out: what they earned on the whole, and each in a table that sorts, with how far the price
 * went against it and for it where the panel has highs and lows.
 */
export function trades({fills, symbols}: Result, panel: Panel, actions: readonly Action[] = []): HTMLElement {
  const whole = ["open", "high", "low", "close"].every((name) => Object.hasOwn(panel.fields, name));
  const splits = actions.flatMap(({action, symbol, t, value}) =>
    action === "split" && value !== undefined ? [{t, symbol: symbols.indexOf(symbol), ratio: value}] : []
  );
  const list = roundTrips(fills, lastPrices(panel), {times: panel.times, splits, ...(whole && {panel})});
  if (list.length === 0) return html`<p class="empty">Nothing was traded.</p>`;
  const table = Inputs.table(
    list.map((trade) => ({
      symbol: symbols[trade.symbol],
      side: trade.side,
      opened: trade.opened,
      closed: trade.closed ?? Infinity,
      quantity: trade.quantity,
      entry: trade.entry,
      exit: trade.exit,
      profit: trade.profit,
      return: trade.return,
      adverse: trade.adverse,
      favourable: trade.favourable
    })),
    {
      select: false,
      rows: 14,
      layout: "auto",
      format: {
        opened: (t: number) => day(t),
        closed: (t: number) => (t === Infinity ? "open" : day(t)),
        quantity: (value: number) => decimal(value, Number.isInteger(value) ? 0 : 2),
        entry: (value: number) => decimal(value, 2),
        exit: (value: number) => decimal(value, 2),
        profit: (value: number) => signed(value, decimal(value, 0)),
        return: (value: number) => signed(value, signedPercent(value, 2)),
        adverse: excursion,
        favourable: excursion
      },
      align: {symbol: "left", side: "left", opened: "left", closed: "left"},
      header: {
        symbol: "Symbol",
        side: "Side",
        opened: "Opened",
        closed: "Closed",
        quantity: "Units",
        entry: "Entry",
        exit: "Exit",
        profit: "Profit",
        return: "Return",
        adverse: "MAE",
        favourable: "MFE"
      }
    }
  );
  return html`<div>
    ${summary(list)}
    <div class="scroll">${table}</div>
  </div>`;
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

/** Each symbol's last known close, at which open positions are valued. */
function lastPrices(panel: Panel): Float64Array {
  const close = field(panel, "close");
  const n = panel.symbols.length;
  const last = new Float64Array(n).fill(NaN);
  for (let cell = close.length - 1; cell >= 0; --cell) if (Number.isNaN(last[cell % n])) last[cell % n] = close[cell];
  return last;
}

function excursion(value: number | null): Node | string {
  return value === null ? none : signed(value, signedPercent(value, 2));
}

function signed(value: number, text: string): Node {
  return html`<span class=${value < 0 ? "negative" : ""}>${text}</span>`;
}
