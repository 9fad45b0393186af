import type {Tree, TreeEnsemble} from "../base/trees.js";
import {Decision} from "../base/trees.js";

/** Throws unless the trees can be walked: every node and leaf is reached once, and every column and set is there. */
export function checkTrees({features, encodings = [], outputs, bias, trees}: TreeEnsemble): void {
  if (!(Number.isInteger(outputs) && outputs >= 1))
    throw new Error(`invalid trees: ${outputs} outputs; expected a whole number from 1`);
  if (bias.length !== outputs) throw new Error(`invalid trees: ${bias.length} biases; expected ${outputs}`);
  for (const {name, features: places, borders} of encodings) {
    for (const place of places)
      if (!(place >= 0 && place < features.length))
        throw new Error(`invalid trees: encoding ${name} is made of feature ${place}; there are ${features.length}`);
    if (borders && borders.length !== places.length)
      throw new Error(`invalid trees: encoding ${name} has borders of ${borders.length} of ${places.length} features`);
  }
  for (const [i, tree] of trees.entries()) {
    const fault = faultOf(tree, features.length + encodings.length);
    if (fault !== null) throw new Error(`invalid trees: tree ${i}, ${fault}`);
  }
}

/** What is wrong with a tree over so many columns, or null. */
export function faultOf(tree: Tree, columns: number): string | null {
  const {feature, left, right, threshold, decision, value, sets = []} = tree;
  const nodes = feature.length;
  if (value.length !== nodes + 1)
    return `${nodes} nodes and ${value.length} leaves; a tree has one leaf more than nodes`;
  for (const [name, {length}] of Object.entries({threshold, left, right, decision}))
    if (length !== nodes) return `${length} of ${name}; expected ${nodes}, one a node`;
  const seen = new Uint8Array(2 * nodes + 1);
  const open = nodes > 0 ? [0] : [];
  let count = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    ++count;
    if (!(feature[node] >= 0 && feature[node] < columns))
      return `node ${node}: column ${feature[node]}; there are ${columns}`;
    if ((decision[node] & Decision.categorical) !== 0 && !(sets[threshold[node]] instanceof Uint32Array))
      return `node ${node}: set of categories ${threshold[node]}; there are ${sets.length}`;
    if (Number.isNaN(threshold[node])) return `node ${node}: its threshold is NaN`;
    for (const next of [left[node], right[node]]) {
      const place = next < 0 ? nodes + ~next : next;
      if (next >= nodes || next === 0 || place > 2 * nodes) return `node ${node}: followed by ${next}; there is none`;
      if (seen[place]++ > 0) return `node ${node}: followed by ${next}, which follows another node`;
      if (next >= 0) open.push(next);
    }
  }
  return count === nodes ? null : `${nodes - count} nodes are reached from none`;
}
