import type {Made} from "../../audit/made/experiment.js";
import type {Audit, Finding} from "../../audit/verdict.js";
import type {Panel} from "../../base/panel.js";
import {field, head} from "../../base/panel.js";
import {formatDate} from "../../base/timeframe.js";
import {addFeatures} from "../../pipeline/pipeline.js";
import type {Data} from "../experiment.js";
import type {Origins} from "../market.js";
import {loadMarket} from "../market.js";

/** The part of a value that rounding may change, and the share of a name's values that must change by more. */
const rounding = 1e-6;
const share = 0.01;

/**
 * Whether features of adjusted prices follow their level. Prices are adjusted as one who stood at the last day would have
 * done, so their level tells of splits and dividends to come; their changes do not. The features of the first half are
 * computed once more from prices that are adjusted as of its end, and looked at for the names whose prices differ.
 */
export async function auditAdjustment(
  {market, plan}: Pick<Made, "market" | "plan">,
  data: Data,
  origins: Origins,
  home: string
): Promise<Audit> {
  const names = Object.keys(plan.features);
  const middle = market.times.length >> 1;
  if ((data.adjust ?? "none") === "none" || names.length === 0 || middle < 2) return {checked: [], findings: []};
  const to = formatDate(market.times[middle]);
  let then: Panel;
  try {
    then = (await loadMarket(home, {...data, to}, origins)).panel;
  } catch {
    return {checked: [], findings: [], skipped: [`prices adjusted as of ${to} cannot be loaded`]};
  }
  const pairs = pairsOf(market, then).filter((each) => differs(field(market, "close"), field(then, "close"), each));
  if (pairs.length === 0) return {checked: ["look-ahead"], findings: []};
  const first = head(market, middle);
  const [now, before] = [addFeatures(first, plan), addFeatures(withPrices(first, then, pairs), plan)];
  const findings: Finding[] = [];
  for (const name of names) {
    const pair = pairs.find((each) => differs(field(now, name), field(before, name), {...each, before: each.now}));
    if (!pair) continue;
    const message = `${name} of ${pair.symbol} changes with splits and dividends after ${to}, by which prices are adjusted: it follows their level; use changes, or unadjusted prices`;
    findings.push({rule: "look-ahead", message, suspicion: true});
  }
  return {checked: ["look-ahead"], findings};
}

/** A name's cells in two panels. */
interface Pair {
  readonly symbol: string;
  readonly now: readonly number[];
  readonly before: readonly number[];
}

function pairsOf(market: Panel, then: Panel): readonly Pair[] {
  const row = new Map(Array.from(market.times, (t, i) => [t, i]));
  const rows = Array.from(then.times, (t, i) => [row.get(t), i] as const).filter(([now]) => now !== undefined);
  return then.symbols.flatMap((symbol, s) => {
    const place = market.symbols.indexOf(symbol);
    if (place < 0) return [];
    const now = rows.map(([i]) => i! * market.symbols.length + place);
    return [{symbol, now, before: rows.map(([, i]) => i * then.symbols.length + s)}];
  });
}

/** The panel with some names' fields as they are in another. */
function withPrices(panel: Panel, then: Panel, pairs: readonly Pair[]): Panel {
  const fields = Object.entries(panel.fields).map(([name, column]) => {
    const other = Object.hasOwn(then.fields, name) ? then.fields[name] : column;
    const changed = column.slice();
    if (other !== column) for (const {now, before} of pairs) now.forEach((i, k) => (changed[i] = other[before[k]]));
    return [name, changed] as const;
  });
  return {...panel, fields: Object.fromEntries(fields)};
}

/** Whether a name's values in two columns differ by more than rounding, on more than a few rows. */
function differs(column: Float64Array, other: Float64Array, {now, before}: Pair): boolean {
  const size = now.reduce((most, i) => (Number.isFinite(column[i]) ? Math.max(most, Math.abs(column[i])) : most), 0);
  let count = 0;
  let known = 0;
  for (const [k, i] of now.entries()) {
    const [a, b] = [column[i], other[before[k]]];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    ++known;
    if (!(Math.abs(a - b) <= rounding * Math.max(size, Math.abs(b)))) ++count;
  }
  return known > 0 && count > share * known;
}
