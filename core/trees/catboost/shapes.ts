import type {Tree, TreeEnsemble} from "../../base/trees.js";
import {conditionOf} from "../formats/conditions.js";
import {largestFloat32} from "../formats/float32.js";

/** What CatBoost can ask: whether a number is above a border, or a category is a given one. */
export type Question =
  | {readonly kind: "number"; readonly feature: number; readonly border: number; readonly missingYes: boolean}
  | {readonly kind: "category"; readonly feature: number; readonly category: number};

export interface Branch {
  readonly question: Question;
  readonly no: Shape;
  readonly yes: Shape;
}

/** A tree of questions, whose leaves have one value an output. */
export type Shape = Branch | {readonly values: readonly number[]; readonly weight: number};

/** CatBoost keeps symmetric trees of up to 16 levels, and of others, of which it counts nodes in 16 bits, half as many leaves. */
const mostLeaves = 2 ** 16;
const mostUnlike = 2 ** 15 - 1;

/** Tells questions apart. */
export function keyOf(question: Question): string {
  return question.kind === "number"
    ? `${question.feature}>${question.border}${question.missingYes ? "?" : ""}`
    : `${question.feature}=${question.category}`;
}

/**
 * The trees as CatBoost can ask: one for all outputs where those of a round are of one form, else one for each output, which
 * is 0 for the others. `factors` multiply the leaves of each tree.
 */
export function shapesOf(ensemble: TreeEnsemble, factors: readonly number[]): Shape[] {
  const {trees, outputs} = ensemble;
  const shapes: Shape[] = [];
  for (let round = 0; round < trees.length; round += outputs) {
    const own = trees.slice(round, round + outputs);
    if (own.length === outputs && own.every((tree) => alike(tree, own[0]))) {
      const values = (leaf: number) => own.map((tree, j) => factors[round + j] * tree.value[leaf]);
      shapes.push(shapeOf(ensemble, own[0], values));
    } else
      for (const [j, tree] of own.entries()) {
        const values = (leaf: number) =>
          Array.from({length: outputs}, (_, k) => (k === j ? factors[round + j] * tree.value[leaf] : 0));
        shapes.push(shapeOf(ensemble, tree, values));
      }
  }
  return shapes;
}

/** The question of every level, from the root on; null where a level asks several, or leaves lie at several depths. */
export function levelsOf(shape: Shape): Question[] | null {
  const levels: Question[] = [];
  for (let level: readonly Shape[] = [shape]; ;) {
    const branches = level.flatMap((each) => ("question" in each ? [each] : []));
    if (branches.length === 0) return levels;
    const [{question}] = branches;
    const key = keyOf(question);
    if (branches.length < level.length || branches.some((each) => keyOf(each.question) !== key)) return null;
    levels.push(question);
    level = branches.flatMap(({no, yes}) => [no, yes]);
  }
}

function shapeOf(ensemble: TreeEnsemble, tree: Tree, values: (leaf: number) => number[]): Shape {
  const weights = tree.leafCount ?? tree.leafWeight;
  let leaves = 0;
  const build = (place: number): Shape => {
    if (place < 0) {
      if (++leaves > mostLeaves) throw tooLarge(mostLeaves);
      return {values: values(~place), weight: weights?.[~place] ?? 0};
    }
    const condition = conditionOf(ensemble, tree, place, "CatBoost");
    const {feature} = condition;
    if (condition.kind === "number") {
      const border = Math.min(largestFloat32, Math.max(-largestFloat32, condition.threshold));
      const question: Question = {kind: "number", feature, border, missingYes: !condition.missingLeft};
      return {question, no: build(tree.left[place]), yes: build(tree.right[place])};
    }
    const {members, membersLeft, missingLeft} = condition;
    if (members.length > 0 && missingLeft === membersLeft)
      throw new Error(
        `invalid trees for CatBoost: missing categories of ${ensemble.features[feature]} go where ${members.join(", ")} go; ` +
          "CatBoost has no missing categories"
      );
    const [inside, outside] = membersLeft ? [tree.left, tree.right] : [tree.right, tree.left];
    const chain = (i: number): Shape =>
      i === members.length
        ? build(outside[place])
        : {question: {kind: "category", feature, category: members[i]}, no: chain(i + 1), yes: build(inside[place])};
    return chain(0);
  };
  return build(tree.feature.length > 0 ? 0 : ~0);
}

/** Throws where a tree that is not symmetric has more leaves than CatBoost tells apart. */
export function checkSize(shape: Shape): void {
  let leaves = 0;
  const count = (part: Shape): void => {
    if ("values" in part) ++leaves;
    else [part.no, part.yes].forEach(count);
  };
  count(shape);
  if (leaves > mostUnlike) throw tooLarge(mostUnlike);
}

function tooLarge(most: number): Error {
  return new Error(
    `invalid trees for CatBoost: a tree of more than ${most} leaves, its sets of categories taken apart one by one; ` +
      "train with fewer leaves, or fewer categories in a set"
  );
}

/** Whether two trees ask the same, leaf for leaf. */
function alike(a: Tree, b: Tree): boolean {
  if (a === b) return true;
  const lists = [
    [a.feature, b.feature],
    [a.threshold, b.threshold],
    [a.left, b.left],
    [a.right, b.right],
    [a.decision, b.decision],
    ...(a.sets ?? []).map((set, i) => [set, b.sets?.[i] ?? new Uint32Array(0)])
  ];
  return lists.every(([x, y]) => x === y || (x.length === y.length && x.every((value, i) => value === y[i])));
}
