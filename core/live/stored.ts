import type {Bar, Query} from "../plugin.js";
import {loadPanel} from "../store/reading/load.js";

/** The bars of a dataset, by time, then by symbol in the order asked for. Throws where there are none. */
export async function* storedBars(home: string, dataset: string, query: Query): AsyncGenerator<Bar> {
  const {symbols: asked, from, to, timeframe} = query;
  if (dataset.split("/")[1] !== timeframe)
    throw new Error(
      `invalid dataset: ${dataset || "none is given"}; name one of bars of ${timeframe}, such as samples/1d`
    );
  const {times, symbols, fields} = await loadPanel(home, {dataset, ...(asked && {symbols: asked}), from, to});
  const {open, high, low, close, volume} = fields;
  for (let row = 0, cell = 0; row < times.length; ++row) {
    for (const symbol of symbols) {
      const i = cell++;
      if (Number.isNaN(close[i])) continue;
      yield {t: times[row], symbol, open: open[i], high: high[i], low: low[i], close: close[i], volume: volume[i]};
    }
  }
}
