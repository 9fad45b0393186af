import {acrossSymbols} from "../../../core/expressions/across-symbols.js";
import {operators} from "../../../core/expressions/operators.js";
import type {Span} from "../../../core/expressions/operator.js";
import {parseFormula} from "../../../core/expressions/parse.js";
import type {Node} from "../../../core/expressions/tree.js";
import {fieldsOf, usageOf} from "../../../core/expressions/tree.js";
import {checkFormulaText} from "../../../core/expressions/formula-text.js";

/** A part of a text, from a character on and up to another. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a formula, and where. */
export interface Fault extends Part {
  readonly message: string;
}

/** A call that reads rows after its own. */
export interface Ahead {
  readonly call: string;
  readonly rows: number;
}

/** What a text says as a formula. */
export interface Reading {
  readonly text: string;
  /** Null where it is none. */
  readonly node: Node | null;
  readonly fault: Fault | null;
  readonly needs: readonly string[];
  readonly span: Span;
  readonly ahead: readonly Ahead[];
  /** The operators in it that compare symbols. */
  readonly across: readonly string[];
}

/** Reads a formula over the given fields. A formula that looks ahead is one, with a fault: it is no feature. */
export function readFormula(text: string, fields: readonly string[]): Reading {
  const nothing = {text, node: null, needs: [], span: {first: 0, last: 0}, ahead: [], across: []};
  let node: Node;
  try {
    checkFormulaText(text);
    node = parseFormula(text);
  } catch (error) {
    return {...nothing, fault: faultOf(text, (error as Error).message, fields)};
  }
  const needs = fieldsOf(node);
  const unknown = needs.find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    const advice = Object.hasOwn(operators, unknown)
      ? `; it is an operator, ${usageOf(unknown, operators[unknown]).replace(/^.*: /, "")}`
      : meant(unknown, [...fields, ...Object.keys(operators)]);
    const message = `unknown field: ${unknown}${advice}; fields are ${fields.join(", ")}`;
    return {...nothing, fault: {message, ...placeOf(text, `${unknown}\\b(?!\\s*\\()`, unknown.length)}};
  }
  const calls = callsOf(node);
  const ahead = calls.flatMap(({text: call, of}) => {
    const rows = of.kind === "call" ? (of.operator.reads?.(...of.constants).last ?? 0) : 0;
    return rows > 0 ? [{call, rows}] : [];
  });
  const across = [...new Set(calls.map(({text: call}) => nameOf(call)))].filter((name) =>
    Object.hasOwn(acrossSymbols, name)
  );
  const {span} = node;
  const fault = span.last > 0 ? futureFault(text, span.last, ahead[0].call) : null;
  return {text, node, fault, needs, span, ahead, across};
}

/** The name of what a call's text calls. */
export function nameOf(call: string): string {
  return call.slice(0, Math.max(0, call.indexOf("(")));
}

/** The calls in a formula, each once, the outermost first. */
function callsOf(node: Node): Node[] {
  const seen = new Set([node]);
  for (const {of} of seen) if (of.kind === "call") for (const input of of.inputs) seen.add(input);
  return [...seen].filter(({of}) => of.kind === "call");
}

function futureFault(text: string, rows: number, call: string): Fault {
  const name = nameOf(call);
  const message = `${name} reads the future: the formula knows its value only ${rows} ${rows === 1 ? "row" : "rows"} later, so it is no feature; it may be a label`;
  return {message, ...placeOf(text, `${name}\\b`, name.length)};
}

/** Where a word of so many letters first stands in a text; the whole text where it does not. */
function placeOf(text: string, pattern: string, length: number): Part {
  const from = new RegExp(`\\b${pattern}`).exec(text)?.index;
  return from === undefined ? {from: 0, to: text.length} : {from, to: from + length};
}

/** A parser's message without the formula that it repeats, and the place that it names. */
function faultOf(text: string, told: string, fields: readonly string[]): Fault {
  const found = /(?<!unexpected ),? at (\d+) in /.exec(told);
  const message = told.replace("invalid formula: ", "");
  if (!found) return {message, from: 0, to: text.length};
  const from = Math.min(Number(found[1]) - 1, Math.max(0, text.length - 1));
  const length = /^(?:[A-Za-z_]\w*|\d[\w.]*|[<>=!]=|&&|\|\||.)/u.exec(text.slice(from))?.[0].length ?? 1;
  const rest = text || "an empty one";
  const short = message.replace(`${found[0]}${rest}`, "");
  const unknown = /^unknown operator: (\w+)/.exec(short);
  const said = unknown
    ? `unknown operator: ${unknown[1]}${fields.includes(unknown[1]) ? "; it is a field, write an operator before the bracket" : meant(unknown[1], Object.keys(operators))}`
    : short;
  return {message: said.replace("invalid arguments: write", "write"), from, to: from + length};
}

function meant(given: string, known: readonly string[]): string {
  const best = known
    .map((name) => ({name, far: distance(given.toLowerCase(), name.toLowerCase())}))
    .sort((a, b) => a.far - b.far)[0];
  const begun = known.find((name) => given.length > 1 && name.toLowerCase().startsWith(given.toLowerCase()));
  if (begun) return `; did you mean ${begun}?`;
  return best && best.far <= Math.max(1, Math.floor(given.length / 3)) ? `; did you mean ${best.name}?` : "";
}

/** How many letters must be put in, taken out or changed to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; ++i) {
    const next = [i];
    for (let j = 1; j <= b.length; ++j)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
