import type {Context} from "../base/context.js";
import type {Dataset} from "../base/learning.js";
import type {TreeEnsemble} from "../base/trees.js";
import {groupsOf} from "./check-data.js";
import {columnNames} from "./features.js";
import {classesOf} from "./objectives/classification.js";
import {gradesOf} from "./objectives/ranking.js";

/** What a library of the user's own is to be trained on, and how. */
export interface ForeignTraining {
  /** In that library's names. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whether labels are classes, which the library wants numbered from 0 on. */
  readonly classes?: "two" | "several";
  /** Whether it ranks within groups, with labels ranked into so many grades; 0 for labels that are grades. */
  readonly grades?: number;
}

/** Trains trees with a library that the user has; throws, saying how to get it, where there is none. */
export async function foreignTrees(
  name: "lightgbm",
  data: Dataset,
  {parameters, classes: kind, grades}: ForeignTraining,
  context: Context
): Promise<TreeEnsemble> {
  if (!context.foreign)
    throw new Error(`missing ${name}: no library can be reached from here; train with the trainer own`);
  const trainer = await context.foreign(name);
  const names = columnNames(data);
  const classes = kind && classesOf(kind === "two" ? "binary" : "multiclass", data.y);
  if (kind === "two" && classes!.length > 2)
    throw new Error(`invalid labels: ${classes!.length} classes; binary needs two, multiclass takes more`);
  const groups = grades === undefined ? undefined : groupsOf(data.t);
  const y = classes
    ? data.y.map((value) => classes.indexOf(value))
    : groups
      ? gradesOf({y: data.y, groups}, grades!)
      : data.y;
  const flat: Dataset = {
    x: data.x,
    shape: [data.shape[0], 1, names.length],
    names,
    y,
    t: data.t,
    until: data.until,
    cell: data.cell,
    ...(data.weight && {weight: data.weight})
  };
  const sizes = groups && Array.from(groups.subarray(1), (end, g) => end - groups[g]);
  const trees = await trainer.train(
    flat,
    {...parameters, ...(kind === "several" && {num_class: classes!.length})},
    context,
    sizes
  );
  return {...trees, features: names, ...(classes && {classes})};
}
