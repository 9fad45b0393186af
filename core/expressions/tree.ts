import type {Operator, Span} from "./operator.js";
import {operators} from "./operators.js";

/** A formula's node. Equal sub-expressions are one and the same node, so that each is computed once. */
export interface Node {
  /** The formula as text: equal texts mean equal values. */
  readonly text: string;
  readonly span: Span;
  /** How much rows before the span may still change the value, as a part of the largest; see `Feature.tolerance`. */
  readonly tolerance: number;
  readonly of:
    | {readonly kind: "number"; readonly value: number}
    | {readonly kind: "field"; readonly name: string}
    | {
        readonly kind: "call";
        readonly operator: Operator;
        readonly inputs: readonly Node[];
        readonly constants: readonly number[];
      };
}

/** Makes nodes, each text's only once. */
export function makeTree() {
  const known = new Map<string, Node>();
  const intern = (text: string, make: () => Omit<Node, "text">): Node => {
    let node = known.get(text);
    if (!node) known.set(text, (node = {text, ...make()}));
    return node;
  };
  const here: Span = {first: 0, last: 0};
  return {
    number: (value: number) => intern(String(value), () => ({span: here, tolerance: 0, of: {kind: "number", value}})),
    field: (name: string) => intern(name, () => ({span: here, tolerance: 0, of: {kind: "field", name}})),
    /** Throws where there is no such operator, or its arguments are not what it takes. */
    call(name: string, given: readonly Node[]): Node {
      const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
      if (!operator)
        throw new Error(`unknown operator: ${name}; operators are ${Object.keys(operators).sort().join(", ")}`);
      const {inputs: count, constants: rules} = operator;
      if (given.length < count || given.length > count + rules.length) throw new Error(usageOf(name, operator));
      const inputs = given.slice(0, count);
      const constants = rules.map((rule, i) => constantOf(name, operator, rule, given[count + i]));
      return intern(`${name}(${[...inputs.map(({text}) => text), ...constants].join(", ")})`, () => ({
        span: spanOf(operator, inputs, constants),
        tolerance: inputs.reduce((sum, input) => sum + input.tolerance, operator.tolerance ?? 0),
        of: {kind: "call", operator, inputs, constants}
      }));
    }
  };
}

export type Tree = ReturnType<typeof makeTree>;

/** What an operator takes: `std(x, n)`. */
export function usageOf(name: string, {inputs, constants}: Operator): string {
  const letters = ["x", "y", "z"].slice(0, inputs);
  const rest = constants.map(({name, usual}) => (usual === undefined ? name : `${name} = ${usual}`));
  return `invalid arguments: write ${name}(${[...letters, ...rest].join(", ")})`;
}

function constantOf(
  name: string,
  operator: Operator,
  {name: what, least, most = Infinity, whole = true, usual}: Operator["constants"][number],
  node: Node | undefined
): number {
  const value = node === undefined ? usual : node.of.kind === "number" ? node.of.value : undefined;
  if (value === undefined) throw new Error(`${usageOf(name, operator)}; ${what} is a number, not a formula`);
  if ((whole && !Number.isSafeInteger(value)) || !(value >= least && value <= most))
    throw new Error(
      `invalid ${what} of ${name}: ${value}; expected a ${whole ? "whole " : ""}number from ${least}` +
        (most < Infinity ? ` to ${most}` : "")
    );
  return value;
}

function spanOf({reads}: Operator, inputs: readonly Node[], constants: readonly number[]): Span {
  const {first, last} = reads?.(...constants) ?? {first: 0, last: 0};
  const spans = inputs.filter(({of}) => of.kind !== "number").map(({span}) => span);
  if (spans.length === 0) return {first: 0, last: 0};
  return {
    first: first + Math.min(...spans.map((span) => span.first)),
    last: last + Math.max(...spans.map((span) => span.last))
  };
}

/** The fields that a formula reads, in alphabetical order. */
export function fieldsOf(node: Node): string[] {
  const names = new Set<string>();
  const seen = new Set<Node>();
  const visit = (each: Node) => {
    if (seen.has(each)) return;
    seen.add(each);
    if (each.of.kind === "field") names.add(each.of.name);
    if (each.of.kind === "call") each.of.inputs.forEach(visit);
  };
  visit(node);
  return [...names].sort();
}
