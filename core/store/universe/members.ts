import type {Column} from "../../base/panel.js";
import {formatDate} from "../../base/timeframe.js";

/** A time during which a symbol was a member: `from` ≤ t < `to`, midnight UTC of dates; ±Infinity where it is open. */
export interface Spell {
  readonly symbol: string;
  readonly from: number;
  readonly to: number;
}

/** What is said of a symbol beside its membership. */
export interface Attributes {
  readonly sector?: string;
  readonly industry?: string;
}

/** Who belonged to a named list, and when. */
export interface Universe {
  readonly name: string;
  /** SHA-256 of what was imported. */
  readonly version: string;
  /** When it was imported, epoch milliseconds. */
  readonly imported: number;
  /** Whether it holds survivors only: no member ever leaves it. What is found in it flatters. */
  readonly biased: boolean;
  /** By symbol, then by time; those of one symbol do not overlap. */
  readonly spells: readonly Spell[];
  readonly attributes: Readonly<Record<string, Attributes>>;
}

/** The members at an instant, in alphabetical order. */
export function membersAt(universe: Universe, t: number): string[] {
  return membersIn(universe, t, t);
}

/** All that were members at any time in `from` ≤ t < `to`, or at `from`, in alphabetical order. */
export function membersIn({spells}: Universe, from: number, to: number): string[] {
  const within = spells.filter((spell) => spell.to > from && (spell.from < to || spell.from === from));
  return [...new Set(within.map(({symbol}) => symbol))];
}

/** 1 where a symbol is a member at a row's time, else 0: T × N, row-major. */
export function membership({spells}: Universe, times: ArrayLike<number>, symbols: readonly string[]): Column {
  const n = symbols.length;
  const out = new Float64Array(times.length * n);
  const places = new Map(symbols.map((symbol, s) => [symbol, s]));
  for (const {symbol, from, to} of spells) {
    const s = places.get(symbol);
    if (s === undefined) continue;
    for (let i = firstFrom(times, from); i < times.length && times[i] < to; ++i) out[i * n + s] = 1;
  }
  return out;
}

/** A symbol's sector as the universe's import states it; null where it states none. */
export function sectorOf({attributes}: Universe, symbol: string): string | null {
  return attributes[symbol]?.sector ?? null;
}

/** Sorts spells by symbol and time and joins those of one symbol that overlap; says which it joined. */
export function joinSpells(given: readonly Spell[]): {spells: Spell[]; warnings: string[]} {
  const spells: Spell[] = [];
  const warnings: string[] = [];
  for (const spell of given.toSorted((a, b) => order(a.symbol, b.symbol) || order(a.from, b.from))) {
    const last = spells.at(-1);
    if (last?.symbol !== spell.symbol || spell.from >= last.to) {
      spells.push(spell);
      continue;
    }
    warnings.push(`${spell.symbol}: ${written(last)} and ${written(spell)} overlap and are taken as one`);
    spells[spells.length - 1] = {...last, to: Math.max(last.to, spell.to)};
  }
  return {spells, warnings};
}

/** The place of the first time that is not before a given one. */
function firstFrom(times: ArrayLike<number>, from: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function order<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}

function written({from, to}: Spell): string {
  const first = from === -Infinity ? "always" : formatDate(from);
  return `${first} to ${to === Infinity ? "now" : formatDate(to)}`;
}
