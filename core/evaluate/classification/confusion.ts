type Values = ArrayLike<number>;

/** How often each class was taken for each: the counts are classes × classes, a row for each true class. */
export interface Confusion {
  /** Ascending. */
  readonly classes: readonly number[];
  readonly counts: Float64Array;
  readonly total: number;
}

/** The different values, ascending. */
export function classesOf(...columns: readonly Values[]): readonly number[] {
  const found = new Set<number>();
  for (const column of columns) for (let i = 0; i < column.length; ++i) found.add(column[i]);
  return Array.from(found).sort((a, b) => a - b);
}

/**
 * Counts how often each class was predicted for each (scikit-learn's confusion_matrix). The classes are those that occur
 * unless they are given. Throws where the columns are not equally long, or hold what is no class.
 */
export function confusionMatrix(
  truth: Values,
  predicted: Values,
  classes: readonly number[] = classesOf(truth, predicted)
): Confusion {
  if (truth.length !== predicted.length)
    throw new Error(`invalid predictions: ${predicted.length} for ${truth.length} labels; expected one for each`);
  const place = new Map(classes.map((value, k) => [value, k]));
  const counts = new Float64Array(classes.length * classes.length);
  for (let i = 0; i < truth.length; ++i) {
    const [row, column] = [place.get(truth[i]), place.get(predicted[i])];
    if (row === undefined || column === undefined)
      throw new Error(
        `unknown class: ${row === undefined ? truth[i] : predicted[i]}; classes are ${classes.join(", ")}`
      );
    ++counts[row * classes.length + column];
  }
  return {classes, counts, total: truth.length};
}
