import {backtest} from "../backtest/backtest.js";
import type {Panel} from "../base/panel.js";
import {head, rows} from "../base/panel.js";
import type {Commission, Feature, Slippage, Strategy} from "../plugin.js";

/** Something that a plugin does and must not. */
export interface Finding {
  readonly check: "future" | "history" | "needs" | "shape";
  /** The row at which it shows. */
  readonly row: number;
  readonly message: string;
}

/**
 * Audits a feature over a panel, bit for bit: cutting off the future changes no earlier value; at t, cutting off what
 * came before t − lookback changes nothing, or no more than the feature's tolerance says; fields beside its `needs` change nothing; there is one value for each cell.
 * Answers with what it found, nothing where all is well. Throws where the panel is too short to tell: it needs 20 rows
 * more than the lookback.
 */
export function auditFeature(feature: Feature, panel: Panel): readonly Finding[] {
  const n = panel.symbols.length;
  const count = panel.times.length;
  checkLength(count, feature.lookback);
  const whole = feature.compute(panel);
  const size = count * n;
  if (whole.length !== size) return [{check: "shape", row: 0, message: `${whole.length} values; expected ${size}`}];
  const findings: Finding[] = [];
  for (const stop of spread(1, count - 1)) {
    const cell = firstDifference(feature.compute(head(panel, stop)), whole.subarray(0, stop * n));
    if (cell < 0) continue;
    const row = Math.floor(cell / n);
    findings.push({check: "future", row, message: `row ${row} changes when rows from ${stop} on are cut off`});
  }
  const largest = whole.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  const allowed = (feature.tolerance ?? 0) * largest;
  for (const t of spread(feature.lookback + 1, count - 1)) {
    const start = t - feature.lookback;
    const cut = feature.compute(rows(panel, start, t + 1)).subarray(-n);
    if (isNear(cut, whole.subarray(t * n, (t + 1) * n), allowed)) continue;
    findings.push({check: "history", row: t, message: `row ${t} changes when rows before ${start} are cut off`});
  }
  const cell = firstDifference(feature.compute(onlyFields(panel, feature.needs)), whole);
  if (cell >= 0) {
    const row = Math.floor(cell / n);
    findings.push({check: "needs", row, message: `row ${row} changes when fields beside its needs are taken away`});
  }
  return findings;
}

/**
 * Audits a strategy over a panel by trading it without costs: cutting off the future changes no earlier equity; the
 * same book on the same row gets the same answer when what came before t − lookback is cut off; fields beside its
 * `needs` and the prices that trading needs change nothing; nor does asking it in another order, which it would show if
 * it kept a state.
 */
export function auditStrategy(strategy: Strategy, panel: Panel): readonly Finding[] {
  const count = panel.times.length;
  checkLength(count, strategy.lookback);
  const findings: Finding[] = [];
  const whole = equityOf(strategy, panel);
  for (const stop of spread(1, count - 1)) {
    const row = firstDifference(equityOf(strategy, head(panel, stop)), whole.subarray(0, stop));
    if (row >= 0)
      findings.push({check: "future", row, message: `row ${row} changes when rows from ${stop} on are cut off`});
  }
  const few = onlyFields(panel, [...strategy.needs, "open", "close"]);
  const row = firstDifference(equityOf(strategy, few), whole);
  if (row >= 0)
    findings.push({check: "needs", row, message: `row ${row} changes when fields beside its needs are taken away`});
  for (const t of spread(strategy.lookback + 1, count - 1)) {
    const start = t - strategy.lookback;
    const answers = [rows(panel, 0, t + 1), rows(panel, start, t + 1)].map((known) => firstOrders(strategy, known));
    if (firstDifference(answers[0], answers[1]) < 0) continue;
    findings.push({check: "history", row: t, message: `row ${t} changes when rows before ${start} are cut off`});
  }
  return findings;
}

function checkLength(rows: number, lookback: number): void {
  if (rows < lookback + 20) throw new Error(`invalid panel: ${rows} rows; an audit needs ${lookback + 20}`);
}

const exact: Slippage = {fill: ({quantity}, price) => ({price, quantity})};
const free: Commission = {cost: () => 0};

function equityOf(strategy: Strategy, panel: Panel): Float64Array {
  const trading = {strategy, slippage: exact, commission: free, fill: "next-close", delay: 0, cash: 1e6} as const;
  return backtest(panel, {...trading, shares: "fractional"}, {periods: 252}).equity;
}

/** The positions that a strategy takes when it is first asked on a panel's last row, repeated so that they fill. */
function firstOrders(strategy: Strategy, panel: Panel): Float64Array {
  const n = panel.symbols.length;
  const last = panel.times.length - 1;
  const times = Float64Array.from([...panel.times, panel.times[last] + 1]);
  const fields = Object.fromEntries(
    Object.entries(panel.fields).map(([name, column]) => [
      name,
      Float64Array.from([...column, ...column.subarray(last * n)])
    ])
  );
  let asked = false;
  const once: Strategy = {
    ...strategy,
    targets(now, book) {
      if (asked) return null;
      asked = true;
      return strategy.targets(now, book);
    }
  };
  const trading = {strategy: once, slippage: exact, commission: free, fill: "next-close", delay: 0, cash: 1e6} as const;
  const {fills} = backtest({...panel, times, fields}, {...trading, shares: "fractional"}, {periods: 252}, last);
  const held = new Float64Array(n);
  for (const {symbol, quantity} of fills) held[symbol] += quantity;
  return held;
}

function onlyFields(panel: Panel, names: readonly string[]): Panel {
  const kept = Object.entries(panel.fields).filter(([name]) => names.includes(name));
  return {...panel, fields: Object.fromEntries(kept)};
}

/** The first place at which two columns differ, `NaN` being equal to itself; −1 where there is none. */
function firstDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; ++i) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/** Whether two columns differ by no more than is allowed anywhere, `NaN` being equal to itself alone. */
function isNear(a: Float64Array, b: Float64Array, allowed: number): boolean {
  return a.every((value, i) => Object.is(value, b[i]) || Math.abs(value - b[i]) <= allowed);
}

/** A dozen whole numbers from `low` to `high`, both included. */
function spread(low: number, high: number): number[] {
  const all = Array.from({length: 12}, (_, i) => Math.round(low + ((high - low) * i) / 11));
  return [...new Set(all)].filter((value) => value >= low && value <= high);
}
