import {calendar} from "../base/calendar.js";
import type {Column, Panel} from "../base/panel.js";
import {random} from "../base/random.js";

/** What a panel for an audit is to look like. */
export interface PanelOptions {
  readonly rows?: number;
  readonly symbols?: number;
  readonly seed?: number;
  /**
   * Whether bars are missing: of one name here and there and for seven in a row, of one at the beginning, and of one from
   * its end on; and whether one is halted for four bars, without a volume and at one price.
   */
  readonly gaps?: boolean;
  /** Half-hour bars of the sessions of New York, instead of its days. */
  readonly intraday?: boolean | "5m";
}

/** The first day of the panels. */
const firstDay = Date.UTC(2020, 0, 2);

/** How far before the end names are halted and missing. */
const [halted, absent] = [75, 50];

/** The first row after the last bar of the last symbol, in a panel with gaps of so many rows. */
export function deathRow(rows: number): number {
  return Math.floor(0.9 * rows) + 1;
}

/**
 * Seeded random bars to put a plugin to the test: open, high, low, close, volume and a signal. With gaps, the symbol
 * before the last begins late, the third misses bars, the second is halted, and the last one is gone for good before the
 * end.
 */
export function auditPanel({
  rows = 460,
  symbols = 5,
  seed = 7,
  gaps = true,
  intraday = false
}: PanelOptions = {}): Panel {
  const r = random(seed);
  const columns = Array.from({length: 6}, () => new Float64Array(rows * symbols).fill(NaN));
  const [open, high, low, close, volume, signal] = columns;
  const last = new Float64Array(symbols).fill(100);
  const scale = intraday ? 0.004 : 0.02;
  for (let row = 0; row < rows; ++row)
    for (let s = 0; s < symbols; ++s) {
      const i = row * symbols + s;
      signal[i] = r.uniform() < 0.05 ? NaN : 0.01 * r.normal();
      const before = last[s];
      last[s] *= 1 + scale * r.normal();
      const passed = r.uniform() < 0.03 || (row >= rows - absent && row < rows - absent + 7);
      const still = gaps && s === 1 && row >= rows - halted && row < rows - halted + 4;
      if (still) last[s] = before;
      const born = s !== symbols - 2 || symbols < 3 || row >= Math.min(30, rows / 4);
      const dead = s === symbols - 1 && s > 0 && row >= deathRow(rows);
      if (gaps && (!born || dead || (s === 2 && passed))) continue;
      open[i] = still ? before : before * (1 + 0.25 * scale * r.normal());
      close[i] = last[s];
      const [above, below, traded] = [r.uniform(), r.uniform(), r.uniform()];
      high[i] = still ? before : Math.max(open[i], close[i]) * (1 + 0.25 * scale * above);
      low[i] = still ? before : Math.min(open[i], close[i]) * (1 - 0.25 * scale * below);
      volume[i] = still ? 0 : Math.round(1e6 * (0.5 + traded));
    }
  return {
    times: intraday ? labels(intraday === true ? "30m" : intraday, rows) : labels("1d", rows),
    symbols: Array.from({length: symbols}, (_, s) => `S${s}`),
    fields: {open, high, low, close, volume, signal}
  };
}

/**
 * The panel with every field that is asked for and that it lacks: a group or state where the name says so (`sector`,
 * `member`), else positive numbers that change from row to row.
 */
export function withNeeds(panel: Panel, needs: readonly string[]): Panel {
  const missing = needs.filter((name) => !Object.hasOwn(panel.fields, name));
  const fields = missing.map((name) => [name, madeUp(panel, name)] as const);
  return {...panel, fields: {...panel.fields, ...Object.fromEntries(fields)}};
}

/** What fields that hold the number of a group are called. */
const groupNames =
  /sector|industry|group|country|region|currency|exchange|cluster|category|theme|class|bucket|^sic|^gics/i;

function madeUp({times, symbols, fields}: Panel, name: string): Column {
  const n = symbols.length;
  const r = random(name);
  const size = times.length * n;
  if (name === "member") return new Float64Array(size).fill(1);
  if (groupNames.test(name)) return Float64Array.from({length: size}, (_, i) => (i % n) % 2);
  if (/regime|state/i.test(name)) return Float64Array.from({length: size}, () => r.integer(3));
  const base = Object.keys(fields).find((each) => name.endsWith(`_${each}`));
  if (base !== undefined) return fields[base].map((value) => value);
  return Float64Array.from({length: size}, () => Math.exp(0.3 * r.normal()));
}

/** The labels of so many bars of New York; of more than the calendar has, those of weekdays at the same hours. */
function labels(timeframe: "1d" | "30m" | "5m", rows: number): Float64Array {
  const perDay = {"1d": 1, "30m": 13, "5m": 78}[timeframe];
  const days = Math.ceil((rows / perDay) * 1.6) + 20;
  const found = calendar("XNYS").labels(timeframe, firstDay, firstDay + days * 864e5);
  if (found.length >= rows) return found.slice(0, rows);
  return Float64Array.from({length: rows}, (_, i) => {
    const weekday = Math.floor(i / perDay) + 3;
    const midnight = firstDay + (weekday + 2 * Math.floor(weekday / 5) - 3) * 864e5;
    return midnight + (perDay === 1 ? 0 : 14.5 * 36e5 + (i % perDay) * (234e5 / perDay));
  });
}
