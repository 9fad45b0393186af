import type {Dataset} from "../../plugin.js";

/** What of samples is neither their features nor the names of these. */
export function sampleLabels({y, t, until, cell, symbol, symbols, weight}: Dataset) {
  return {y, t, until, cell, ...(symbol && {symbol}), ...(symbols && {symbols}), ...(weight && {weight})};
}
