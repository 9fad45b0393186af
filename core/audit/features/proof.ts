import {parseFormula} from "../../expressions/parse.js";
import {fieldsOf} from "../../expressions/tree.js";
import type {Feature} from "../../plugin.js";
import type {Audit, Finding} from "../verdict.js";

const checked = ["look-ahead", "whole-sample", "row-count", "hidden-history", "undeclared-field"] as const;

/**
 * Audits a feature that is a formula by its operators: each states the rows that it reads, so the formula's span and
 * fields are known without computing anything. That the operators keep their word is tested with the operators.
 */
export function proveFormula({formula, lookback, needs, tolerance = 0}: Feature & {readonly formula: string}): Audit {
  const node = parseFormula(formula);
  const {first, last} = node.span;
  const findings: Finding[] = [];
  if (last > 0)
    findings.push({rule: "look-ahead", message: `${formula} reads ${last} ${last === 1 ? "row" : "rows"} ahead`});
  if (-first > lookback || node.tolerance > tolerance)
    findings.push({
      rule: "hidden-history",
      message: `${formula} reads ${-first} rows back; its lookback is ${lookback}`
    });
  const more = fieldsOf(node).filter((name) => !needs.includes(name));
  if (more.length > 0) findings.push({rule: "undeclared-field", message: `${formula} reads ${more.join(", ")}`});
  return {checked, findings};
}
