import {checkFormulaText} from "./formula-text.js";
import type {Node, Tree} from "./tree.js";
import {makeTree} from "./tree.js";

interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  /** Its place in the formula, from 1. */
  readonly at: number;
}

/** The infix operators from the loosest to the tightest, each with the name of what it calls. */
const levels: readonly Readonly<Record<string, string>>[] = [
  {"||": "or"},
  {"&&": "and"},
  {"<": "less", "<=": "lessEqual", ">": "greater", ">=": "greaterEqual", "==": "equal", "!=": "unequal"},
  {"+": "add", "-": "subtract"},
  {"*": "multiply", "/": "divide"}
];

/** The level that has the comparisons, which do not chain. */
const comparisons = 2;

/**
 * Reads a formula over a panel's fields: `rank(close / lag(close, 20) - 1)`. It has numbers, fields by name, + − * / and ^
 * with the usual precedence, comparisons, && || !, parentheses, and calls of the operators. Throws, with the place, where
 * it is none. (Written here and not taken from a library because the engine's parts that run in a page import no package;
 * it is a grammar of one page.)
 */
export function parseFormula(text: string, tree: Tree = makeTree()): Node {
  checkFormulaText(text);
  const tokens = tokensOf(text);
  let next = 0;
  const peek = () => tokens[next];
  const take = () => tokens[next++];
  const isSign = (...signs: readonly string[]) => peek().kind === "sign" && signs.includes(peek().text);
  const expect = (sign: string) => {
    if (!isSign(sign)) throw unexpected(text, peek(), `expected ${sign}`);
    take();
  };
  const call = (at: Token, name: string, inputs: readonly Node[]): Node => {
    try {
      return tree.call(name, inputs);
    } catch (error) {
      throw new Error(`invalid formula: ${(error as Error).message}, at ${at.at} in ${text}`);
    }
  };

  function level(i: number): Node {
    if (i === levels.length) return unary();
    let left = level(i + 1);
    while (isSign(...Object.keys(levels[i]))) {
      const sign = take();
      left = call(sign, levels[i][sign.text], [left, level(i + 1)]);
      if (i === comparisons && isSign(...Object.keys(levels[i])))
        throw unexpected(text, peek(), "compare two at a time: a < b && b < c");
    }
    return left;
  }

  function unary(): Node {
    if (isSign("-")) {
      const sign = take();
      const operand = unary();
      return operand.of.kind === "number" ? tree.number(-operand.of.value) : call(sign, "negate", [operand]);
    }
    if (isSign("!")) return call(take(), "not", [unary()]);
    if (isSign("+")) {
      take();
      return unary();
    }
    return power();
  }

  function power(): Node {
    const base = primary();
    return isSign("^") ? call(take(), "power", [base, unary()]) : base;
  }

  function primary(): Node {
    const token = take();
    if (token.kind === "number") return tree.number(Number(token.text));
    if (token.kind === "name") return isSign("(") ? call(token, token.text, list()) : tree.field(token.text);
    if (token.text !== "(") throw unexpected(text, token, "expected a number, a field or a call");
    const inner = level(0);
    expect(")");
    return inner;
  }

  function list(): Node[] {
    expect("(");
    const all: Node[] = [];
    if (!isSign(")")) {
      do all.push(level(0));
      while (isSign(",") && take());
    }
    expect(")");
    return all;
  }

  const node = level(0);
  if (peek().kind !== "end") throw unexpected(text, peek(), "expected an operator");
  return node;
}

function tokensOf(text: string): Token[] {
  const pattern =
    /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/^<>!(),]))|\s*$/y;
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) {
      const rest = text.slice(start).trimStart();
      throw new Error(`invalid formula: unexpected ${rest[0]} at ${text.length - rest.length + 1} in ${text}`);
    }
    const [, number, name, sign] = match;
    const found = number ?? name ?? sign;
    if (found === undefined) break;
    const kind = number !== undefined ? "number" : name !== undefined ? "name" : "sign";
    tokens.push({kind, text: found, at: pattern.lastIndex - found.length + 1});
  }
  return [...tokens, {kind: "end", text: "the end", at: text.length + 1}];
}

function unexpected(text: string, {text: found, at}: Token, wanted: string): Error {
  return new Error(`invalid formula: unexpected ${found} at ${at} in ${text || "an empty one"}; ${wanted}`);
}
