import {evaluate} from "../../../core/expressions/evaluate.js";
import {parseFormula} from "../../../core/expressions/parse.js";
import {fieldsOf} from "../../../core/expressions/tree.js";
import type {Plugin} from "../../../core/plugin.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * A formula over the panel's fields: `rank(close / lag(close, 20) - 1)`. Each operator states which rows it reads, so that
 * the formula's `lookback` and `needs` follow from it, and one that reads a row after its own is refused: it may be a label.
 * So is one of more than 2,000 characters, or with brackets more than 100 deep.
 */
export const formula = defineFeature("formula", {formula: "close / lag(close, 20) - 1"}, ({formula}) => {
  const node = parseFormula(formula);
  const {first, last} = node.span;
  if (last > 0)
    throw new Error(
      `invalid feature: ${formula} looks ${last} ${last === 1 ? "row" : "rows"} ahead; it may be a label`
    );
  return {
    needs: fieldsOf(node),
    lookback: Math.max(0, -first),
    ...(node.tolerance > 0 && {tolerance: node.tolerance}),
    formula,
    compute: (panel) => evaluate(panel, [node])[0]
  };
});

/** Features by name, of a list of factors: `features: formulas(alpha158())`. */
export function formulas(
  list: readonly {readonly name: string; readonly formula: string}[]
): Record<string, Plugin<"feature">> {
  return Object.fromEntries(list.map(({name, formula: text}) => [name, formula({formula: text})]));
}
