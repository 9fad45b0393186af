import {calendar} from "../../core/base/calendar.js";
import type {Column, Panel} from "../../core/base/panel.js";
import {rows} from "../../core/base/panel.js";
import {mean, rank, rankCorrelation, variance} from "../../core/base/stats.js";

/** A session's rows in a panel of minutes. */
export interface SessionSpan {
  /** Midnight UTC of its date. */
  readonly label: number;
  readonly start: number;
  readonly stop: number;
}

/** The sessions of New York in a panel of minutes. */
export function sessionSpans({times}: Panel): SessionSpan[] {
  const market = calendar("XNYS");
  const spans: SessionSpan[] = [];
  for (const [i, t] of times.entries()) {
    const label = market.labelAt("1d", t);
    if (label === spans.at(-1)?.label) spans[spans.length - 1] = {...spans[spans.length - 1], stop: i + 1};
    else if (!Number.isNaN(label)) spans.push({label, start: i, stop: i + 1});
  }
  return spans;
}

/** One symbol's bars of one session. */
export function sessionBars(panel: Panel, {start, stop}: SessionSpan, symbol: number): Panel {
  const part = rows(panel, start, stop);
  const n = panel.symbols.length;
  const own = (column: Column) => column.filter((_, cell) => cell % n === symbol);
  const fields = Object.entries(part.fields).map(([name, column]) => [name, own(column)] as const);
  return {times: part.times, symbols: [panel.symbols[symbol]], fields: Object.fromEntries(fields)};
}

/** The mean of a figure of each cell, by the minutes since the open; `NaN` where no session has one. */
export function byMinute(minutes: Column, values: Column, figure: (value: number) => number): Float64Array {
  const sums = new Float64Array(390);
  const counts = new Float64Array(390);
  for (const [cell, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    sums[minutes[cell]] += figure(value);
    ++counts[minutes[cell]];
  }
  return sums.map((sum, minute) => (counts[minute] > 0 ? sum / counts[minute] : NaN));
}

/** The volume traded at each of so many equal steps of price, and where the last close lies. */
export interface Profile {
  readonly close: number;
  /** The share of the volume at the close or below. */
  readonly below: number;
  readonly steps: readonly {readonly from: number; readonly to: number; readonly volume: number}[];
}

/** The profile of a session's first bars, each bar's volume counted at its close. */
export function profileOf({fields}: Panel, bars: number, count = 24): Profile {
  const close = fields.close.subarray(0, bars);
  const volume = fields.volume.subarray(0, bars);
  const low = Math.min(...fields.low);
  const step = (Math.max(...fields.high) - low) / count;
  const steps = Array.from({length: count}, (_, k) => ({from: low + k * step, to: low + (k + 1) * step, volume: 0}));
  for (const [i, price] of close.entries())
    steps[Math.min(count - 1, Math.floor((price - low) / step))].volume += volume[i];
  const last = close[bars - 1];
  const total = volume.reduce((sum, value) => sum + value, 0);
  const below = volume.reduce((sum, value, i) => sum + (close[i] <= last ? value : 0), 0) / total;
  return {close: last, below, steps};
}

/** A column's rank correlation with what followed. */
export interface MinuteCoefficient {
  readonly name: string;
  /** Over all bars of all sessions. */
  readonly all: number;
  /** That over its standard error, the bars of one symbol's session being taken for one observation. */
  readonly t: number;
  /** The mean of the correlations within each symbol's session. */
  readonly within: number;
}

/** The rank correlations of columns with an outcome, over the cells that have them all. */
export function minuteCoefficients(panel: Panel, names: readonly string[], outcome: Column): MinuteCoefficient[] {
  const n = panel.symbols.length;
  const columns = [outcome, ...names.map((name) => panel.fields[name])];
  const sessions = sessionSpans(panel).flatMap(({start, stop}) =>
    panel.symbols.map((_, s) =>
      Array.from({length: stop - start}, (_, i) => (start + i) * n + s).filter((cell) =>
        columns.every((column) => !Number.isNaN(column[cell]))
      )
    )
  );
  const every = sessions.flat();
  const y = scores(pick(outcome, every));
  return names.map((name) => {
    const column = panel.fields[name];
    const x = scores(pick(column, every));
    let place = 0;
    const sums = sessions.map(({length}) => {
      let sum = 0;
      for (const end = place + length; place < end; ++place) sum += x[place] * y[place];
      return sum;
    });
    const all = sums.reduce((total, sum) => total + sum, 0) / every.length;
    const squares = sums.reduce((total, sum, k) => total + (sum - sessions[k].length * all) ** 2, 0);
    const each = sessions.map((cells) => rankCorrelation(pick(column, cells), pick(outcome, cells)));
    const within = mean(Float64Array.from(each).filter((value) => !Number.isNaN(value)));
    return {name, all, t: (all * every.length) / Math.sqrt(squares), within};
  });
}

function pick(column: Column, cells: readonly number[]): Float64Array {
  return Float64Array.from(cells, (cell) => column[cell]);
}

/** Ranks, less their mean and over their deviation. */
function scores(values: Float64Array): Float64Array {
  const ranked = rank(values);
  const [middle, spread] = [mean(ranked), Math.sqrt(variance(ranked, 0))];
  return ranked.map((each) => (each - middle) / spread);
}
