import {acrossSymbols} from "../../../core/expressions/across-symbols.js";
import {elementwise} from "../../../core/expressions/elementwise.js";
import {operators} from "../../../core/expressions/operators.js";
import {throughTime} from "../../../core/expressions/through-time.js";
import {usageOf} from "../../../core/expressions/tree.js";

/** An operator as a reader writes it, and what it is. */
export interface Usage {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
}

/** The signs that stand for operators. */
const signs: Readonly<Record<string, string>> = {
  add: "x + y",
  subtract: "x - y",
  multiply: "x * y",
  divide: "x / y",
  power: "x ^ y",
  negate: "-x",
  less: "x < y",
  lessEqual: "x <= y",
  greater: "x > y",
  greaterEqual: "x >= y",
  equal: "x == y",
  unequal: "x != y",
  and: "x && y",
  or: "x || y",
  not: "!x"
};

/** How an operator is written: `std(x, n, ddof = 1)`, or its sign. */
export function usage(name: string): Usage {
  const operator = operators[name];
  const written = signs[name] ?? usageOf(name, operator).replace(/^.*write /, "");
  return {name, usage: written, about: operator.about};
}

/** The operators by what they look at. */
export const operatorGroups: readonly {readonly title: string; readonly members: readonly Usage[]}[] = [
  {title: "Through time, each symbol by itself", members: Object.keys(throughTime).map(usage)},
  {title: "Across the symbols of a row", members: Object.keys(acrossSymbols).map(usage)},
  {title: "Each value by itself", members: Object.keys(elementwise).map(usage)}
];

/** The names that the word before the caret may become, and where that word begins. */
export function complete(
  text: string,
  caret: number,
  fields: readonly string[]
): {readonly found: readonly string[]; readonly from: number} {
  const word = /[A-Za-z_]\w*$/.exec(text.slice(0, caret))?.[0] ?? "";
  const from = caret - word.length;
  const after = /^\w/.test(text.slice(caret));
  if (word === "" || after) return {found: [], from};
  const names = [...fields, ...Object.keys(operators)].filter((name) => !Object.hasOwn(signs, name));
  const wanted = word.toLowerCase();
  const found = names.filter((name) => name.toLowerCase().startsWith(wanted) && name !== word).sort();
  return {found: found.slice(0, 8), from};
}

/** The operator whose arguments the caret is in; null where it is in none. */
export function signatureAt(text: string, caret: number): Usage | null {
  let depth = 0;
  for (let i = caret - 1; i >= 0; --i) {
    if (text[i] === ")") ++depth;
    if (text[i] !== "(") continue;
    if (depth > 0) --depth;
    else {
      const name = /([A-Za-z_]\w*)\s*$/.exec(text.slice(0, i))?.[1];
      if (name !== undefined && Object.hasOwn(operators, name)) return usage(name);
    }
  }
  return null;
}
