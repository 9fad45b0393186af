import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Value} from "./operator.js";
import type {Node} from "./tree.js";

/**
 * The values of formulas over a panel, a column each. What several share is computed once, and a column is let go when the
 * last that needs it is done, so that memory is bounded by what is in use.
 */
export function evaluate(panel: Panel, nodes: readonly Node[]): Column[] {
  const size = panel.times.length * panel.symbols.length;
  const uses = new Map<Node, number>();
  const count = (node: Node) => {
    const before = uses.get(node) ?? 0;
    uses.set(node, before + 1);
    if (before === 0 && node.of.kind === "call") node.of.inputs.forEach(count);
  };
  nodes.forEach(count);
  const values = new Map<Node, Value>();
  const shape = {rows: panel.times.length, symbols: panel.symbols.length};
  const valueOf = (node: Node): Value => {
    let value = values.get(node);
    if (value === undefined) {
      const {of} = node;
      value =
        of.kind === "number"
          ? of.value
          : of.kind === "field"
            ? field(panel, of.name)
            : of.operator.compute(of.inputs.map(valueOf), of.constants, shape);
      values.set(node, value);
    }
    const left = uses.get(node)! - 1;
    uses.set(node, left);
    if (left === 0) values.delete(node);
    return value;
  };
  return nodes.map((node) => {
    const value = valueOf(node);
    return typeof value === "number" ? new Float64Array(size).fill(value) : Float64Array.from(value);
  });
}
