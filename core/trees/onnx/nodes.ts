import type {Tree, TreeEnsemble} from "../../base/trees.js";
import type {Condition} from "../formats/conditions.js";
import {conditionOf} from "../formats/conditions.js";

/** The nodes of all trees, as the attributes of a tree ensemble have them. */
export interface Nodes {
  readonly tree: number[];
  readonly node: number[];
  readonly feature: number[];
  readonly mode: string[];
  readonly value: number[];
  readonly yes: number[];
  readonly no: number[];
  readonly missingYes: number[];
  /** Of each leaf: its tree, its node, the output it counts for, and its value. */
  readonly leafTree: number[];
  readonly leafNode: number[];
  readonly leafOutput: number[];
  readonly leafValue: number[];
}

/**
 * Adds a tree. A set of categories becomes a chain of equalities, each of which leads to the same node where it holds: a set
 * takes as many nodes as it has members.
 */
export function addTree(nodes: Nodes, ensemble: TreeEnsemble, tree: Tree, output: number, factor: number): void {
  const id = nodes.tree.length === 0 ? 0 : nodes.tree[nodes.tree.length - 1] + 1;
  let count = 0;
  const put = (mode: string, feature: number, value: number, missingYes: boolean): [at: number, node: number] => {
    nodes.tree.push(id);
    nodes.node.push(count);
    nodes.feature.push(feature);
    nodes.mode.push(mode);
    nodes.value.push(value);
    nodes.missingYes.push(missingYes ? 1 : 0);
    nodes.yes.push(0);
    return [nodes.no.push(0) - 1, count++];
  };
  const add = (place: number): number => {
    if (place < 0) {
      const [, node] = put("LEAF", 0, 0, false);
      addLeaf(nodes, id, node, output, singleOf(factor * tree.value[~place]));
      return node;
    }
    const condition = conditionOf(ensemble, tree, place, "ONNX");
    const {left, right} = tree;
    if (condition.kind === "category") return addSet(condition, left[place], right[place]);
    const [at, node] = put("BRANCH_LEQ", condition.feature, condition.threshold, condition.missingLeft);
    nodes.yes[at] = add(left[place]);
    nodes.no[at] = add(right[place]);
    return node;
  };
  const addSet = (
    {feature, members, membersLeft, missingLeft}: Condition & {kind: "category"},
    left: number,
    right: number
  ): number => {
    const missingYes = missingLeft === membersLeft;
    const chain = members.map((member, i) => put("BRANCH_EQ", feature, member, missingYes && i === 0));
    if (chain.length === 0) chain.push(put("BRANCH_LEQ", feature, -Infinity, missingYes));
    const yes = add(membersLeft ? left : right);
    for (const [i, [at]] of chain.entries()) {
      nodes.yes[at] = yes;
      nodes.no[at] = i + 1 < chain.length ? chain[i + 1][1] : add(membersLeft ? right : left);
    }
    return chain[0][1];
  };
  add(tree.feature.length > 0 ? 0 : ~0);
}

/** Adds a tree of one leaf. */
export function addConstant(nodes: Nodes, output: number, value: number): void {
  const id = nodes.tree.length === 0 ? 0 : nodes.tree[nodes.tree.length - 1] + 1;
  nodes.tree.push(id);
  nodes.node.push(0);
  nodes.feature.push(0);
  nodes.mode.push("LEAF");
  nodes.value.push(0);
  nodes.missingYes.push(0);
  nodes.yes.push(0);
  nodes.no.push(0);
  addLeaf(nodes, id, 0, output, value);
}

export function noNodes(): Nodes {
  return {
    tree: [],
    node: [],
    feature: [],
    mode: [],
    value: [],
    yes: [],
    no: [],
    missingYes: [],
    leafTree: [],
    leafNode: [],
    leafOutput: [],
    leafValue: []
  };
}

function addLeaf(nodes: Nodes, tree: number, node: number, output: number, value: number): void {
  nodes.leafTree.push(tree);
  nodes.leafNode.push(node);
  nodes.leafOutput.push(output);
  nodes.leafValue.push(value);
}

/** A leaf in single precision. Throws where it is beyond it. */
function singleOf(value: number): number {
  const single = Math.fround(value);
  if (Number.isFinite(single)) return single;
  throw new Error(`invalid trees for ONNX: a leaf of ${value}; expected one within single precision`);
}
