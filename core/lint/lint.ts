import {examine} from "./examined.js";
import type {Finding, Rule, Seen, Severity, Thresholds} from "./rule.js";
import {severities} from "./rule.js";
import {rules} from "./rules.js";
import type {Traded} from "./traded.js";

/** What a lint found, the most serious first. */
export interface Linted {
  /** The rules that were put to the test. */
  readonly checked: readonly string[];
  /** Those that could not be, and why. */
  readonly unchecked: readonly {readonly rule: string; readonly reason: string}[];
  readonly findings: readonly Finding[];
}

/** Other thresholds of a rule, or false for a rule that is not to be put to the test; by the rules' names. */
export type LintOptions = Readonly<Record<string, Thresholds | false>>;

/**
 * Looks at a backtest for what makes its figures worth less than they seem, rule by rule. The same backtest gives the same
 * findings to the last bit. Two rules trade it once more: with costs twice as high, and by what was known a bar before. A
 * rule that throws could not be put to the test. Throws where a rule or a threshold is unknown.
 */
export function lint(traded: Traded, options: LintOptions = {}): Linted {
  const chosen = choose(options);
  const run = examine(traded);
  const checked: string[] = [];
  const unchecked: {rule: string; reason: string}[] = [];
  const findings: Finding[] = [];
  for (const {rule, thresholds} of chosen) {
    const seen = attempt(() => rule.look(run, thresholds));
    if (seen !== null && typeof seen === "object" && "unchecked" in seen) {
      unchecked.push({rule: rule.name, reason: seen.unchecked});
      continue;
    }
    checked.push(rule.name);
    if (seen !== null) findings.push(findingOf(rule, seen));
  }
  const order = (severity: Severity) => severities.indexOf(severity);
  return {checked, unchecked, findings: findings.sort((a, b) => order(a.severity) - order(b.severity))};
}

/** The rules to be put to the test, with their thresholds. */
function choose(options: LintOptions): readonly {readonly rule: Rule; readonly thresholds: Thresholds}[] {
  for (const [name, given] of Object.entries(options)) {
    const rule = rules.find((each) => each.name === name);
    if (!rule) throw new Error(`unknown lint rule: ${name}; rules are ${rules.map((each) => each.name).join(", ")}`);
    if (given === false) continue;
    const known = Object.keys(rule.thresholds);
    for (const [key, value] of Object.entries(given)) {
      if (!known.includes(key))
        throw new Error(
          `unknown threshold of ${name}: ${key}; ${known.length > 0 ? `thresholds are ${known.join(", ")}` : "it has none"}`
        );
      if (!Number.isFinite(value))
        throw new Error(`invalid threshold of ${name}: ${key} is ${value}; expected a number`);
    }
  }
  return rules.flatMap((rule) => {
    const given = options[rule.name] ?? {};
    return given === false ? [] : [{rule, thresholds: {...rule.thresholds, ...given}}];
  });
}

function attempt(look: () => Seen): Seen {
  try {
    return look();
  } catch (error) {
    return {unchecked: error instanceof Error ? error.message : String(error)};
  }
}

function findingOf({name, severities, meaning, advice}: Rule, seen: Exclude<Seen, null>): Finding {
  const {severity, message} =
    typeof seen === "string"
      ? {severity: severities[0], message: seen}
      : (seen as {readonly severity: Severity; readonly message: string});
  return {rule: name, severity, message, meaning, advice};
}
