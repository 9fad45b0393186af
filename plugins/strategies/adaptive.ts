import {bookOf} from "../../core/base/book.js";
import {between, whole} from "../../core/base/options.js";
import type {View} from "../../core/base/view.js";
import type {Book, Params, Plugin, Strategy} from "../../core/plugin.js";
import {defineStrategy} from "../../core/plugin.js";
import {regimes} from "../../core/regimes/states.js";

/**
 * Trades by the strategy of the regime that the market is in. `strategies` are plugins, and regime k (a whole number from
 * 0 in the field `regime`) is traded by the k-th of them, or by the one whose place `table` gives for it (−1 for none:
 * nothing is held); regimes beyond the list are traded by its last. Its weights are multiplied by the regime's entry in
 * `multipliers`, 1 beyond them. Without strategies all symbols are held in equal parts, so that the multipliers alone
 * adapt it; the defaults are for the six regimes of the feature `regime`. With `switch` off it is the first strategy with
 * a multiplier of 1, whatever the regime: what the table is to be compared with.
 *
 * Where symbols are in different regimes the most frequent counts, the lower number of equals, or that of the symbol `of`
 * alone. A regime counts once it has stood for `confirm` bars in a row; bars without one are passed over. It is looked
 * for within the last `memory` rows, and where none stood so long in them the book is left alone.
 *
 * When another strategy takes over it is asked as if nothing were held, so that nothing stays of what only the one before
 * wanted, and one that decides on certain days alone begins with the next of them; with `keep` it is shown the book as it
 * is. When the multiplier alone changes what is held is scaled. A strategy
 * is always shown the book as it were without the multiplier.
 *
 * It records `regime` and `multiplier`, and writes which strategy trades which regime to the log when that changes;
 * regimes are called by `names`, or by their numbers beyond these.
 */
export const adaptive = defineStrategy(
  "adaptive",
  {
    strategies: [] as readonly Plugin<"strategy">[],
    table: [] as readonly number[],
    multipliers: [1, 0, 0.5, 0.25, 1, 0.5] as readonly number[],
    regime: "regime",
    of: "",
    confirm: 3,
    memory: 60,
    switch: true,
    keep: false,
    names: [...regimes] as readonly string[]
  },
  ({strategies, table, multipliers, regime, of, confirm, memory, switch: switches, keep, names}) => {
    for (const each of strategies as readonly (Plugin<"strategy"> | undefined)[])
      if (each?.kind !== "strategy")
        throw new Error(`invalid adaptive strategies: ${String(each?.name)}; expected strategies`);
    for (const multiplier of multipliers) between("adaptive multipliers", multiplier, 0);
    for (const place of table)
      if (!(Number.isInteger(place) && place >= -1 && place < Math.max(1, strategies.length)))
        throw new Error(`invalid adaptive table: ${place}; expected a strategy's place from 0, or −1 for none`);
    whole("adaptive confirm", confirm);
    whole("adaptive memory", memory, confirm);
    const all: readonly (Strategy & {readonly name: string; readonly params: Params})[] =
      strategies.length > 0 ? strategies : [equalParts];

    /** Who trades a regime, and by what its weights are multiplied. */
    function entry(state: number): Entry {
      const place = table[state] ?? Math.min(state, all.length - 1);
      return {place, multiplier: place < 0 ? 0 : (multipliers[state] ?? 1)};
    }

    return {
      needs: [...new Set([...all.flatMap(({needs}) => needs), "close", ...(switches ? [regime] : [])])],
      lookback: Math.max(switches ? memory : 0, ...all.map(({lookback}) => lookback)),
      targets(now, book) {
        if (!switches) return all[0].targets(now, book);
        const states = statesOf(now, regime, of, memory);
        const state = confirmed(states, 0, memory, confirm);
        if (state === null) return null;
        const latest = entry(state);
        const former = confirmed(states, 1, memory + 1, confirm);
        const before = former === null ? null : entry(former);
        const n = now.symbols.length;
        if (latest.multiplier === 0) return book.position.some((units) => units !== 0) ? new Float64Array(n) : null;
        const taken = before !== null && before.place !== latest.place;
        const scale = before && before.multiplier > 0 ? before.multiplier : latest.multiplier;
        const shown = taken && !keep ? emptied(book) : unscaled(book, scale);
        const wanted = all[latest.place].targets(now, shown);
        if (wanted !== null) return wanted.map((weight) => weight * latest.multiplier);
        if (taken && !keep) return new Float64Array(n);
        if (scale === latest.multiplier) return null;
        return book.position.map((units, s) =>
          units === 0 ? 0 : (((units * book.price[s]) / book.equity) * latest.multiplier) / scale
        );
      },
      explain(now, book): Record<string, number | string> {
        if (!switches) return {strategy: `${all[0].name}, whatever the regime`, ...all[0].explain?.(now, book)};
        const state = confirmed(statesOf(now, regime, of, memory), 0, memory, confirm);
        if (state === null) return {strategy: "none asked, as no regime is confirmed"};
        const {place, multiplier} = entry(state);
        const called = `regime ${state}${names[state] === undefined ? "" : ` (${names[state]})`}`;
        const who = place < 0 ? "nothing" : `${all[place].name} × ${multiplier}`;
        const said = place < 0 ? {} : all[place].explain?.(now, unscaled(book, multiplier || 1));
        return {...said, regime: state, multiplier, strategy: `${who} in ${called}`};
      }
    };
  }
);

interface Entry {
  /** The strategy's place, −1 for none. */
  readonly place: number;
  readonly multiplier: number;
}

/** What is held where no strategies are given: all that have a price, in equal parts, bought when one of them is not held. */
const equalParts: Strategy & {readonly name: string; readonly params: Params} = {
  name: "equal parts",
  params: {},
  needs: ["close"],
  lookback: 0,
  targets(now, {position}) {
    const close = now.row("close");
    const count = close.reduce((sum, price) => sum + Number(price > 0), 0);
    const same = close.every((price, s) => !(price > 0) || position[s] > 0);
    return same ? null : close.map((price) => (price > 0 ? 1 / count : 0));
  }
};

/** The market's regime on the latest rows, latest first; `NaN` where there is none. Each is found when it is first read. */
function statesOf(now: View, name: string, of: string, memory: number): (ago: number) => number {
  const symbol = of === "" ? -1 : now.symbols.indexOf(of);
  if (of !== "" && symbol < 0)
    throw new Error(`unknown adaptive symbol: ${of}; symbols are ${now.symbols.slice(0, 20).join(", ")}`);
  const found = new Float64Array(memory + 1).fill(-1);
  return (ago) => {
    if (found[ago] === -1)
      found[ago] = symbol < 0 ? mostFrequent(now.row(name, ago)) : known(now.at(name, symbol, ago));
    return found[ago];
  };
}

function known(state: number): number {
  return Number.isSafeInteger(state) && state >= 0 ? state : NaN;
}

function mostFrequent(states: Float64Array): number {
  const counts = new Map<number, number>();
  for (const state of states) if (!Number.isNaN(known(state))) counts.set(state, (counts.get(state) ?? 0) + 1);
  let [best, most] = [NaN, 0];
  for (const [state, count] of counts)
    if (count > most || (count === most && state < best)) [best, most] = [state, count];
  return best;
}

/** The latest regime that has stood for so many bars in a row, of the rows from `first` to before `stop`; null for none. */
function confirmed(stateAt: (ago: number) => number, first: number, stop: number, confirm: number): number | null {
  let [state, run] = [NaN, 0];
  for (let ago = first; ago < stop; ++ago) {
    const each = stateAt(ago);
    if (Number.isNaN(each)) continue;
    run = each === state ? run + 1 : 1;
    state = each;
    if (run >= confirm) return state;
  }
  return null;
}

/** The book of an account of the same equity that holds nothing. */
function emptied({equity, price, peak}: Book): Book {
  return bookOf({cash: equity, position: new Float64Array(price.length), price, peak});
}

/** The book as it were with every position divided by the multiplier. */
function unscaled(book: Book, multiplier: number): Book {
  if (multiplier === 1) return book;
  const {position, price, equity, cash} = book;
  const owed = equity - cash - position.reduce((sum, units, s) => sum + (units === 0 ? 0 : units * price[s]), 0);
  const held = position.map((units) => units / multiplier);
  const worth = held.reduce((sum, units, s) => sum + (units === 0 ? 0 : units * price[s]), 0);
  return {...book, cash: equity - owed - worth, position: held};
}
