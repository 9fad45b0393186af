import type {Span} from "../../../core/expressions/operator.js";
import type {Node} from "../../../core/expressions/tree.js";
import {nameOf} from "./reading.js";

/** One line of a formula's tree. */
export interface TreeLine {
  /** The branches before it: `│  └─ `. */
  readonly branch: string;
  /** The operator with its constants, the field or the number. */
  readonly says: string;
  readonly kind: "call" | "field" | "number";
  /** The rows that it reads, relative to its own. */
  readonly span: Span;
  /** A number that equal sub-expressions share: they are computed once. Null where there is but one. */
  readonly shared: number | null;
  /** Whether what is below was drawn where it first stood. */
  readonly again: boolean;
}

/** A formula's tree, a line a node. A sub-expression that stands in it more than once is drawn once and then named. */
export function treeLines(root: Node): readonly TreeLine[] {
  const uses = new Map<Node, number>();
  const count = (node: Node) => {
    const before = uses.get(node) ?? 0;
    uses.set(node, before + 1);
    if (before === 0 && node.of.kind === "call") node.of.inputs.forEach(count);
  };
  count(root);
  const repeated = [...uses].filter(([node, times]) => times > 1 && node.of.kind === "call").map(([node]) => node);
  const lines: TreeLine[] = [];
  const drawn = new Set<Node>();
  const visit = (node: Node, before: string, joint: string, below: string) => {
    const {of, span} = node;
    const place = repeated.indexOf(node);
    const again = drawn.has(node) && of.kind === "call";
    drawn.add(node);
    const branch = before + joint;
    lines.push({branch, says: saysOf(node), kind: of.kind, span, shared: place < 0 ? null : place + 1, again});
    if (of.kind !== "call" || again) return;
    of.inputs.forEach((input, i) => {
      const last = i === of.inputs.length - 1;
      visit(input, before + below, last ? "└─ " : "├─ ", last ? "   " : "│  ");
    });
  };
  visit(root, "", "", "");
  return lines;
}

function saysOf({text, of}: Node): string {
  if (of.kind !== "call") return text;
  const constants = of.operator.constants.map(({name}, i) => `${name} ${of.constants[i]}`);
  return [nameOf(text), ...constants].join(" ");
}
