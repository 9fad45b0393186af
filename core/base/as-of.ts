import type {Calendar} from "./calendar.js";
import type {Observation} from "./market-data.js";
import type {Column, Panel} from "./panel.js";
import {withField} from "./panel.js";
import type {Timeframe} from "./timeframe.js";

/** Rows of bars: their length, and their labels, strictly ascending. */
export interface BarRows {
  readonly timeframe: Timeframe;
  readonly times: Float64Array;
}

/** When each row becomes known: at its bar's close. */
export function closesOf(calendar: Calendar, {timeframe, times}: BarRows): Float64Array {
  return times.map((label) => calendar.closeOf(timeframe, label));
}

/**
 * For each row of `lower` the row of `higher` that is visible then: the last one whose bar closed no later than the lower
 * row's; −1 where none has. A week that is not over is not visible, however much of it has been traded.
 */
export function lastClosed(calendar: Calendar, lower: BarRows, higher: BarRows): Int32Array {
  const closes = closesOf(calendar, higher);
  let next = 0;
  return Int32Array.from(closesOf(calendar, lower), (known) => {
    while (closes[next] <= known) ++next;
    return next - 1;
  });
}

/**
 * The panel with the fields of one of longer bars beside its own, each named `prefix` + field (`1d_close`): on each row the
 * values of the last longer bar that had closed by then, symbols matched by name, `NaN` where there is none. Throws where
 * the panel has such a field already.
 */
export function joinClosed(
  panel: Panel,
  timeframe: Timeframe,
  higher: Panel,
  higherTimeframe: Timeframe,
  calendar: Calendar,
  prefix = `${higherTimeframe}_`
): Panel {
  const lower = {timeframe, times: panel.times};
  const visible = lastClosed(calendar, lower, {timeframe: higherTimeframe, times: higher.times});
  const places = new Map(higher.symbols.map((symbol, place) => [symbol, place]));
  const matched = panel.symbols.map((symbol) => places.get(symbol) ?? -1);
  const [n, m] = [panel.symbols.length, higher.symbols.length];
  let joined = panel;
  for (const [name, column] of Object.entries(higher.fields)) {
    const out: Column = new Float64Array(panel.times.length * n).fill(NaN);
    for (const [i, row] of visible.entries()) {
      if (row < 0) continue;
      for (let s = 0; s < n; ++s) if (matched[s] >= 0) out[i * n + s] = column[row * m + matched[s]];
    }
    joined = withNewField(joined, `${prefix}${name}`, out);
  }
  return joined;
}

/**
 * The panel with a field for each series of observations (`series`, or all there are), named `prefix` + series. A row
 * holds, for each symbol, what was known at its bar's close: of the observations published by then about the symbol or
 * about all, the value for the latest period, as last revised; `NaN` where there is none. So a revision counts from its own
 * publication on, and never once a later period is known. Of two for one period published at once the one about the symbol
 * counts before the one about all, else the later in the list. Throws where the panel has such a field already, or where
 * an observation has no time.
 */
export function joinObservations(
  panel: Panel,
  timeframe: Timeframe,
  calendar: Calendar,
  observations: readonly Observation[],
  {series, prefix = ""}: {readonly series?: readonly string[]; readonly prefix?: string} = {}
): Panel {
  const known = closesOf(calendar, {timeframe, times: panel.times});
  const bySeries = grouped(observations, (each) => each.series);
  let joined = panel;
  for (const name of series ?? bySeries.keys())
    joined = withNewField(joined, `${prefix}${name}`, knownValues(panel.symbols, known, bySeries.get(name) ?? []));
  return joined;
}

/** The values of one series on rows that become known at the times given. */
function knownValues(symbols: readonly string[], known: Float64Array, observations: readonly Observation[]): Column {
  const lost = observations.find(({t, published}) => Number.isNaN(t) || Number.isNaN(published));
  if (lost) throw new Error(`invalid observation: ${lost.series} has one without a time; state t and published`);
  const inOrder = observations.toSorted((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : 0));
  const bySymbol = grouped(inOrder, (each) => each.symbol);
  const n = symbols.length;
  const out = new Float64Array(known.length * n).fill(NaN);
  const general = latest(bySymbol.get(undefined) ?? [], known);
  for (const [s, symbol] of symbols.entries()) {
    const own = bySymbol.get(symbol);
    const rows = own ? latest(own, known).map((each, i) => later(each, general[i])) : general;
    for (const [i, each] of rows.entries()) if (each) out[i * n + s] = each.value;
  }
  return out;
}

/** The observation that counts at each time, of those in the order of their publication. */
function latest(inOrder: readonly Observation[], known: Float64Array): (Observation | undefined)[] {
  let next = 0;
  let current: Observation | undefined;
  return Array.from(known, (time) => {
    for (; next < inOrder.length && inOrder[next].published <= time; ++next)
      if (!current || inOrder[next].t >= current.t) current = inOrder[next];
    return current;
  });
}

function later(own: Observation | undefined, general: Observation | undefined): Observation | undefined {
  if (!own || !general) return own ?? general;
  return general.t > own.t || (general.t === own.t && general.published > own.published) ? general : own;
}

function grouped<Key>(observations: readonly Observation[], keyOf: (each: Observation) => Key) {
  const groups = new Map<Key, Observation[]>();
  for (const each of observations) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}

function withNewField(panel: Panel, name: string, column: Column): Panel {
  if (Object.hasOwn(panel.fields, name))
    throw new Error(`invalid field: the panel has ${name} already; give the joined ones another prefix`);
  return withField(panel, name, column);
}
