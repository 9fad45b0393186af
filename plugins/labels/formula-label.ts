import {evaluate} from "../../core/expressions/evaluate.js";
import {parseFormula} from "../../core/expressions/parse.js";
import {fieldsOf} from "../../core/expressions/tree.js";
import {defineLabel} from "../../core/plugin.js";

/**
 * A formula that looks ahead: `lead(close, 6) / lead(close, 1) - 1` is the return over five rows after the next close. It is
 * known on the last row that it reads, as its operators state, which is what keeps training clear of the test. Throws where
 * it reads no later row: it is a feature then.
 */
export const formulaLabel = defineLabel(
  "formula-label",
  {formula: "lead(close, 6) / lead(close, 1) - 1"},
  ({formula}) => {
    const node = parseFormula(formula);
    const {last} = node.span;
    if (last <= 0) throw new Error(`invalid label: ${formula} does not look ahead; it is a feature`);
    return {
      needs: fieldsOf(node),
      compute(panel) {
        const rows = panel.times.length;
        const n = panel.symbols.length;
        const [y] = evaluate(panel, [node]);
        const until = new Float64Array(rows * n).fill(Infinity);
        for (let i = 0; i + last < rows; ++i) until.fill(panel.times[i + last], i * n, (i + 1) * n);
        y.fill(NaN, Math.max(0, rows - last) * n);
        return {y, until};
      }
    };
  }
);
