import {expect} from "vitest";
import {trade} from "../../../core/backtest/backtest.js";
import type {Mark} from "../../../core/backtest/broker.js";
import type {Market, Trading} from "../../../core/backtest/trading.js";
import type {Panel} from "../../../core/base/panel.js";
import type {Commission, Slippage} from "../../../core/plugin.js";
import {perDollar} from "../../../plugins/commissions/per-dollar.js";
import {perShare} from "../../../plugins/commissions/per-share.js";
import {perTrade} from "../../../plugins/commissions/per-trade.js";
import {basisPoints} from "../../../plugins/slippage/basis-points.js";
import {fixedSpread} from "../../../plugins/slippage/fixed-spread.js";
import {volumeShare} from "../../../plugins/slippage/volume-share.js";

/** [row, symbol, quantity, price, commission]. */
export type GoldenFill = readonly [number, number, number, number, number];

/** What another system made of a strategy, as the scripts here wrote it. */
export interface Golden {
  readonly name: string;
  readonly universe: readonly string[];
  readonly slippage: Readonly<Record<string, number | string>> & {readonly kind: string};
  readonly commission: Readonly<Record<string, number | string>> & {readonly kind: string};
  readonly cash: number;
  readonly fills: readonly GoldenFill[];
  /** [row, cash] of each row on which it is another than on the row before. */
  readonly cash_changes: readonly (readonly [number, number])[];
  /** [row, symbol, units] of each row on which the position is another than on the row before. */
  readonly held?: readonly (readonly [number, number, number])[];
  readonly equity: readonly number[];
}

/** Figures are equal where they differ by less than this: well below a cent, above what rounding leaves. */
export const tolerance = 1e-4;

/** A volume that no order reaches. */
const unlimited = 1e9;

/** The slippage of a golden run, by the plugin that the product has for it. */
export function slippageOf({kind, ...options}: Golden["slippage"]): Slippage {
  const {bps = 5, limit, impact = 0.1, spread = 0, rate = 0} = options as Record<string, number | undefined>;
  switch (kind) {
    case "basis-points":
      return basisPoints({points: bps, limit: limit ?? 0.1});
    case "volume-share":
      return volumeShare({limit: limit ?? 0.025, impact});
    case "fixed":
      return fixedSpread({spread, limit: unlimited});
    case "rate":
      return basisPoints({points: rate * 1e4, limit: limit ?? unlimited});
    case "none":
      return fixedSpread({spread: 0, limit: unlimited});
    default:
      throw new Error(`unknown slippage: ${kind}`);
  }
}

/** The commission of a golden run, by the plugin that the product has for it. */
export function commissionOf({kind, ...options}: Golden["commission"]): Commission {
  const {cost, minimum = 0} = options as Record<string, number | undefined>;
  switch (kind) {
    case "per-share":
      return perShare({cost: cost ?? 0.001, minimum});
    case "per-trade":
      return perTrade({cost: cost ?? 0});
    case "per-dollar":
      return perDollar({rate: cost ?? 0.0015, minimum});
    case "none":
      return perShare({cost: 0, minimum: 0});
    default:
      throw new Error(`unknown commission: ${kind}`);
  }
}

/** What a run of ours left, in the form of a golden one; `worth` is cash + Σ position · price at each close. */
export interface Ours {
  readonly marks: readonly Mark[];
  readonly fills: readonly GoldenFill[];
  readonly cash: readonly number[];
  readonly equity: readonly number[];
  readonly worth: readonly number[];
}

/** Trades, and keeps everything. */
export function run(panel: Panel, trading: Trading, market: Pick<Market, "actions"> = {}): Ours {
  const marks = [...trade(panel, trading, market)];
  return {
    marks,
    fills: marks.flatMap(({fills}, row) =>
      fills.map(({symbol, quantity, price, commission}) => [row, symbol, quantity, price, commission] as const)
    ),
    cash: marks.map(({book}) => book.cash),
    equity: marks.map(({book}) => book.equity),
    worth: marks.map(({book: {cash, position, price}}) =>
      position.reduce((sum, units, s) => (units === 0 ? sum : sum + units * price[s]), cash)
    )
  };
}

/** The cash at each close. */
export function cashOf({cash_changes: changes, equity}: Golden): readonly number[] {
  const values = new Map(changes);
  let cash = NaN;
  return equity.map((_, row) => (cash = values.get(row) ?? cash));
}

/** Fills by row and symbol; of one symbol and row in the order in which they came. */
export function inOrder(fills: readonly GoldenFill[]): readonly GoldenFill[] {
  return fills.toSorted(([a, s], [b, z]) => a - b || s - z);
}

/** Expects the same fills: row, symbol, units, price and commission. */
export function expectFills(ours: readonly GoldenFill[], theirs: readonly GoldenFill[]): void {
  const [mine, other] = [inOrder(ours), inOrder(theirs)];
  for (const [i, theirFill] of other.entries()) {
    const fill = mine.at(i);
    const same = fill !== undefined && theirFill.every((value, k) => Math.abs(fill[k] - value) < tolerance / 10);
    expect(same, `fill ${i}: ours ${String(fill)}, theirs ${String(theirFill)}`).toBe(true);
  }
  expect(mine.length).toBe(other.length);
}

/** The first of their fills that ours has not: row, symbol, units or price are others. */
export function firstOther(ours: readonly GoldenFill[], theirs: readonly GoldenFill[]): GoldenFill | undefined {
  const mine = inOrder(ours);
  return inOrder(theirs).find((fill, i) => !(i in mine) || fill.some((v, k) => Math.abs(mine[i][k] - v) > tolerance));
}

/**
 * Expects the same but for the price of some fills, each of which `explain` accepts, and what that does to the cash;
 * answers with how many there are.
 */
export function expectSameBut(
  ours: Ours,
  theirs: Golden,
  explain: (ours: GoldenFill, theirs: GoldenFill) => boolean
): number {
  const [mine, other] = [inOrder(ours.fills), inOrder(theirs.fills)];
  const gained = theirs.equity.map(() => 0);
  let count = 0;
  expect(mine.length).toBe(other.length);
  const repriced = other.map((fill, i): GoldenFill => {
    const [row, symbol, quantity, price, commission] = fill;
    if (Math.abs(mine[i][3] - price) < tolerance / 10) return fill;
    expect(explain(mine[i], fill), `fill ${i}: ours ${String(mine[i])}, theirs ${String(fill)}`).toBe(true);
    ++count;
    for (let k = row; k < gained.length; ++k) gained[k] += quantity * (price - mine[i][3]);
    return [row, symbol, quantity, mine[i][3], commission];
  });
  expectFills(ours.fills, repriced);
  const cash = cashOf(theirs);
  expectRows(
    "cash",
    ours.cash,
    cash.map((value, row) => value + gained[row])
  );
  expectRows(
    "equity",
    ours.worth,
    theirs.equity.map((value, row) => value + gained[row])
  );
  return count;
}

/** Expects the same figures on every row. */
export function expectRows(what: string, ours: readonly number[], theirs: readonly number[]): void {
  expect(ours.length, what).toBe(theirs.length);
  const row = theirs.findIndex((value, i) => !(Math.abs(ours[i] - value) < tolerance));
  expect(row, `${what} of row ${row}: ours ${ours[row]}, theirs ${theirs[row]}`).toBe(-1);
}

/** Expects the same positions on every row. */
export function expectHeld(ours: Ours, {held = [], universe}: Golden): void {
  const now = universe.map(() => 0);
  let next = 0;
  for (const [row, {book}] of ours.marks.entries()) {
    for (; next < held.length && held[next][0] === row; ++next) now[held[next][1]] = held[next][2];
    expect(
      Array.from(book.position, (units) => units + 0),
      `positions of row ${row}`
    ).toEqual(now);
  }
}

/** Expects the same fills, and on every row the same positions, cash and worth. */
export function expectSame(ours: Ours, theirs: Golden): void {
  expectFills(ours.fills, theirs.fills);
  if (theirs.held) expectHeld(ours, theirs);
  expectRows("cash", ours.cash, cashOf(theirs));
  expectRows("equity", ours.worth, theirs.equity);
}
