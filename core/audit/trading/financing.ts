import {bookOf} from "../../base/book.js";
import type {Panel} from "../../base/panel.js";
import {view} from "../../base/view.js";
import type {Book, Charge, Financing} from "../../plugin.js";
import {disturbed, every, onlyFields} from "../columns.js";
import {oddNeeds, shown, unknownField, withAsked} from "../findings.js";
import {auditPanel, withNeeds} from "../panels.js";
import type {Audit} from "../verdict.js";
import {putToTest} from "../verdict.js";

const rows = [1, 2, 3, 40, 41, 42, 43, 150, 280, 281] as const;

/** What each account holds: the parts of a million in symbols at even and at odd places. */
const accounts = {
  "a long account": [0.2, 0.2],
  "a short account": [-0.2, -0.2],
  "an account that is long and short": [0.2, -0.2],
  "an account in debt": [0.6, 0.4],
  "an account of cash": [0, 0]
} as const;
type Account = keyof typeof accounts;
const all = Object.keys(accounts) as Account[];

const arrays = ["position", "price", "entry", "best", "held", "stopped"] as const;

/**
 * Audits financing on days with bars and rates that are missing: charges that are named and finite, none for a symbol that
 * is not held or for an account that has nothing, in proportion to the days (or, where it reads a field, the same whatever
 * they are), without anything of later rows, of fields that it does not name, or of what was asked before.
 */
export function auditFinancing(financing: Financing): Promise<Audit> {
  const needs = financing.needs ?? [];
  const stated = oddNeeds(needs);
  if (stated) return Promise.resolve({checked: ["broken-form"], findings: [stated]});
  const ask = (given: Panel, i: number, book: Book, days = 1) => financing.charges(book, view(given, i), days);
  const askAll = (given: Panel) => all.map((account) => ask(given, 42, bookAt(given, 42, account)));
  const named = someMissing(withNeeds(auditPanel({rows: 300}), needs), needs);
  const panel = withAsked(named, askAll);
  const each = (test: (i: number, account: Account, book: Book) => string | null) => () => {
    for (const i of rows)
      for (const account of all) {
        const message = test(i, account, bookAt(panel, i, account));
        if (message !== null) return `row ${i}, ${account}: ${message}`;
      }
    return null;
  };
  return putToTest([
    [
      "undeclared-field",
      () => {
        try {
          askAll(onlyFields(named, ["open", "close", ...needs]));
          return null;
        } catch (error) {
          return unknownField(error, needs)?.message ?? null;
        }
      }
    ],
    ["broken-form", each((i, _, book) => wrongForm(ask(panel, i, book), book))],
    [
      "stray-charge",
      () => {
        const {price, position} = bookAt(panel, 42, "an account of cash");
        const stray = ask(panel, 42, bookOf({cash: 0, position, price})).find(({amount}) => amount !== 0);
        return stray ? `row 42: ${told(stray)} of an account that has nothing` : null;
      }
    ],
    [
      "stray-charge",
      each((i, _, book) => {
        const stray = ask(panel, i, book).find(
          ({amount, symbol}) => symbol !== undefined && book.position[symbol] === 0 && amount !== 0
        );
        return stray ? `${told(stray)}, which is not held` : null;
      })
    ],
    ["stray-charge", each((i, _, book) => unevenDays((days) => ask(panel, i, book, days), needs.length > 0))],
    [
      "hidden-state",
      each((i, account, book) => {
        ask(panel, i, book);
        const given = bookAt(panel, i, account);
        const name = arrays.find((each) => String(book[each]) !== String(given[each]));
        return name === undefined ? null : `it writes over the book's ${name}; change a copy`;
      })
    ],
    [
      "hidden-state",
      () => {
        const answers = () => rows.map((i) => all.map((each) => JSON.stringify(ask(panel, i, bookAt(panel, i, each)))));
        const first = answers();
        for (const factor of [8, 1 / 8]) {
          const other = every(panel, (value) => value * factor);
          for (const i of rows) for (const each of all) ask(other, i, bookAt(other, i, each), 3);
        }
        const again = answers();
        for (const [k, i] of rows.entries())
          for (const [a, account] of all.entries())
            if (again[k][a] !== first[k][a])
              return `row ${i}, ${account}: ${first[k][a]}, and ${again[k][a]} after other prices were asked about`;
        return null;
      }
    ],
    [
      "look-ahead",
      each((i, _, book) => {
        const [known, changed] = [panel, disturbed(panel, i + 1)].map((given) => JSON.stringify(ask(given, i, book)));
        return known === changed ? null : `${known}, and ${changed} when later rows change`;
      })
    ]
  ]);
}

function told({what, amount, symbol}: Charge): string {
  return `${what} of ${shown(amount)}${symbol === undefined ? "" : ` for symbol ${symbol}`}`;
}

function wrongForm(charges: readonly Charge[], {position}: Book): string | null {
  if (!Array.isArray(charges)) return `it answers ${String(charges)}; expected a list of charges`;
  for (const {what, amount, symbol} of charges as readonly Charge[]) {
    if (typeof what !== "string" || what === "") return `a charge of ${amount} without a name; say what it is`;
    if (!Number.isFinite(amount)) return `${what} of ${amount}; expected an amount`;
    if (symbol !== undefined && !(Number.isInteger(symbol) && symbol >= 0 && symbol < position.length))
      return `${what} for symbol ${symbol} of ${position.length}`;
  }
  return null;
}

/** What is wrong with how charges grow with the days, or null; `free` where they may be the same whatever the days are. */
function unevenDays(charges: (days: number) => readonly Charge[], free: boolean): string | null {
  const sums = (days: number) => {
    const sum = new Map<string, number>();
    for (const {what, symbol, amount} of charges(days)) {
      const key = symbol === undefined ? what : `${what} for symbol ${symbol}`;
      sum.set(key, (sum.get(key) ?? 0) + amount);
    }
    return sum;
  };
  const one = sums(1);
  for (const days of [0.25, 3, 4]) {
    const other = sums(days);
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      const [a, b] = [one.get(key) ?? 0, other.get(key) ?? 0];
      if ((free && a === b) || Math.abs(b - days * a) <= 0.01 * Math.abs(days * a)) continue;
      return `${key}: ${shown(a, b)} for one day and ${shown(b, a)} for ${days}`;
    }
  }
  return null;
}

/** The panel, of whose second symbol every third row misses the fields that are asked for. */
function someMissing(panel: Panel, needs: readonly string[]): Panel {
  const n = panel.symbols.length;
  const absent = (i: number) => i % n === 1 && Math.floor(i / n) % 3 === 0;
  const fields = Object.entries(panel.fields).map(
    ([name, column]) =>
      [name, needs.includes(name) ? column.map((value, i) => (absent(i) ? NaN : value)) : column] as const
  );
  return {...panel, fields: Object.fromEntries(fields)};
}

/** An account of a million as of the row before i; the third symbol is not held. */
function bookAt({symbols, fields}: Panel, i: number, account: Account): Book {
  const n = symbols.length;
  const close = fields.close.subarray((i - 1) * n, i * n);
  const price = Float64Array.from(close, (value) => (Number.isNaN(value) ? 100 : value));
  const position = price.map((value, s) => (s === 2 ? 0 : Math.round((1e6 * accounts[account][s % 2]) / value)));
  let cash = 1e6;
  for (let s = 0; s < n; ++s) cash -= position[s] * price[s];
  return bookOf({cash, position, price});
}
