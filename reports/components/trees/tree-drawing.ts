import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Tree} from "../../../core/base/trees.js";
import {Decision} from "../../../core/base/trees.js";
import {figure} from "../figure.js";
import {count, significant} from "../format.js";
import {empty, tint, tip} from "./frame.js";

/** A node or a leaf of a drawing: its level from the root, and its place among the rows. */
export interface Box {
  readonly level: number;
  readonly row: number;
  readonly kind: "node" | "leaf" | "more";
  /** What it asks, or answers. */
  readonly text: string;
  /** The box above, and whether this is its left one; −1 of the root. */
  readonly parent: number;
  readonly left: boolean;
  /** The part of the training samples that came here; `NaN` where the tree does not know. */
  readonly share: number;
  /** What it answers; `NaN` of nodes. */
  readonly value: number;
  readonly says: string;
}

/** Places of a tree's nodes down to a level: leaves one below the other, each node in the middle of its own. */
export function boxesOf(tree: Tree, names: readonly string[], levels: number): Box[] {
  const boxes: Box[] = [];
  let rows = 0;
  const total = tree.nodeCount?.[0] ?? tree.nodeWeight?.[0] ?? NaN;
  const sizeOf = (next: number) =>
    (next < 0
      ? (tree.nodeCount ? tree.leafCount : tree.leafWeight)?.[~next]
      : (tree.nodeCount ?? tree.nodeWeight)?.[next]) ?? NaN;
  const leavesBelow = (next: number): number =>
    next < 0 ? 1 : leavesBelow(tree.left[next]) + leavesBelow(tree.right[next]);
  const visit = (next: number, level: number, parent: number, left: boolean): number => {
    const place = boxes.length;
    const share = next < 0 && tree.feature.length === 0 ? 1 : sizeOf(next) / total;
    const samples = Number.isFinite(share) ? `\n${count(sizeOf(next))} of ${count(total)} samples` : "";
    const common = {level, parent, left, share};
    if (next < 0) {
      const value = tree.value[~next];
      const text = significant(value);
      boxes.push({...common, row: rows++, kind: "leaf", text, value, says: `answers ${text}${samples}`});
    } else if (level >= levels) {
      const text = `${leavesBelow(next)} leaves`;
      boxes.push({...common, row: rows++, kind: "more", text, value: NaN, says: `${text} below${samples}`});
    } else {
      const text = questionOf(tree, next, names);
      const gain = tree.gain ? `\nlowers the loss by ${significant(tree.gain[next])}` : "";
      boxes.push({
        ...common,
        row: 0,
        kind: "node",
        text,
        value: NaN,
        says: `${text}?${missingOf(tree, next)}${samples}${gain}`
      });
      const a = visit(tree.left[next], level + 1, place, true);
      const b = visit(tree.right[next], level + 1, place, false);
      boxes[place] = {...boxes[place], row: (boxes[a].row + boxes[b].row) / 2};
    }
    return place;
  };
  visit(tree.feature.length === 0 ? ~0 : 0, 0, -1, true);
  return boxes;
}

function questionOf({feature, threshold, decision, sets = []}: Tree, node: number, names: readonly string[]): string {
  const name = names[feature[node]] ?? `column ${feature[node]}`;
  if ((decision[node] & Decision.categorical) === 0) return `${name} ≤ ${significant(threshold[node])}`;
  const set = sets[threshold[node]];
  const members = Array.from({length: 32 * set.length}, (_, c) => c).filter(
    (c) => ((set[c >>> 5] >>> (c & 31)) & 1) === 1
  );
  const shown = members.slice(0, 4).join(", ");
  return `${name} in {${shown}${members.length > 4 ? `, … ${members.length} in all` : ""}}`;
}

function missingOf({decision}: Tree, node: number): string {
  if ((decision[node] & (Decision.nanMissing | Decision.zeroMissing)) === 0) return "";
  return `\nmissing values go ${(decision[node] & Decision.defaultLeft) !== 0 ? "with the yes" : "with the no"}`;
}

/** One tree, from its root at the left: yes goes up, no goes down; the wider a line, the more samples took it. */
export function treeDrawing(tree: Tree, names: readonly string[], unit: string): HTMLElement {
  if (tree.value.length === 0) return empty("The tree has no leaf.");
  const most = Math.max(...Array.from(tree.value, Math.abs), 1e-300);
  const chart = figure(120, (width) => {
    const levels = Math.max(2, Math.min(5, Math.floor((width - 60) / 150)));
    const boxes = boxesOf(tree, names, levels);
    const deepest = Math.max(1, ...boxes.map(({level}) => level));
    const rows = Math.max(...boxes.map(({row}) => row)) + 1;
    const height = 24 + 28 * Math.max(2, rows);
    const step = (width - 80) / deepest;
    const links = boxes.filter(({parent}) => parent >= 0);
    const letters = Math.max(6, Math.floor((step - 14) / 6.2));
    const short = (text: string) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);
    return Plot.plot({
      width,
      height,
      ariaLabel: "A tree of decisions",
      marginLeft: 10,
      marginRight: 70,
      marginTop: 12,
      marginBottom: 12,
      x: {domain: [0, deepest], axis: null},
      y: {domain: [rows - 0.5, -0.5], axis: null},
      marks: [
        Plot.link(links, {
          x1: ({parent}: Box) => boxes[parent].level,
          y1: ({parent}: Box) => boxes[parent].row,
          x2: "level",
          y2: "row",
          curve: "bump-x",
          stroke: "var(--hairline-strong)",
          strokeWidth: ({share}: Box) => 1 + 7 * (Number.isFinite(share) ? share : 0.1),
          strokeLinecap: "round"
        }),
        Plot.dot(boxes, {
          x: "level",
          y: "row",
          r: ({kind}: Box) => (kind === "node" ? 4 : 5.5),
          symbol: ({kind}: Box) => (kind === "node" ? "circle" : "square"),
          fill: ({kind, value}: Box) =>
            kind === "leaf"
              ? tint(Math.sign(value) * (0.25 + 0.75 * Math.abs(value / most)))
              : kind === "node"
                ? "var(--theme-foreground)"
                : "var(--hairline)",
          stroke: "var(--theme-background)",
          title: ({says}: Box) => says,
          tip
        }),
        ...[true, false].map((asks) =>
          Plot.text(
            boxes.filter(({kind}) => (kind === "node") === asks),
            {
              x: "level",
              y: "row",
              text: ({text}: Box) => (asks ? short(text) : text),
              textAnchor: "start",
              dx: asks ? -4 : 10,
              dy: asks ? -13 : 0,
              fontSize: 11,
              fill: "var(--theme-foreground)",
              stroke: "var(--theme-background)",
              strokeWidth: 4
            }
          )
        )
      ]
    });
  });
  const cut = tree.value.length;
  const total = tree.feature.length > 0 ? (tree.nodeCount?.[0] ?? 0) : 0;
  return html`<div>
    ${chart.node}
    <p class="fine">
      ${count(cut)} ${cut === 1 ? "leaf" : "leaves"}, in
      ${unit}${tree.feature.length > 0 ? "; yes goes up, no goes down." : "."}
      ${total > 0 ? `The wider a line, the more of ${count(total)} samples took it.` : null}
    </p>
  </div>`;
}
