import * as elementary from "../base/elementary.js";
import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {copyBars, mapBar} from "./bars.js";
import {bySymbol, logReturns} from "./returns.js";

/**
 * The panel with each symbol's log returns in the rows `from` … `to` taken `factor` times as far from their mean, and with
 * them each bar's open, high and low as seen from the close before. The mean is kept, so the last close of the rows and
 * all that follows are as they were.
 */
export function stretchReturns(panel: Panel, from: number, to: number, factor: number): Panel {
  const out = copyBars(panel);
  const close = field(panel, "close");
  const changed = field(out, "close");
  const returns = logReturns(panel);
  for (const {cells, mean} of bySymbol(returns, panel.symbols.length, from, to)) {
    if (cells.length < 2) continue;
    let level = close[cells[0]] / elementary.exp(returns[cells[0]]);
    for (const cell of cells) {
      const before = close[cell] / elementary.exp(returns[cell]);
      const anchor = level;
      mapBar(out, cell, (price) => anchor * elementary.exp(mean + factor * (elementary.log(price / before) - mean)));
      level = changed[cell];
    }
  }
  return out;
}
