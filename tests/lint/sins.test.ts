import {describe, expect, it} from "vitest";
import {lint} from "../../core/lint/lint.js";
import {rules} from "../../core/lint/rules.js";
import type {Severity} from "../../core/lint/rule.js";
import {plain, sinsOfEvidence} from "./sins-of-evidence.js";
import {sinsOfTrading} from "./sins-of-trading.js";

const sins = {...sinsOfTrading, ...sinsOfEvidence};

/** How bad each sin is; a warning where it is not said. */
const severities: Readonly<Record<string, Severity>> = {
  "same-close": "serious",
  "non-causal": "serious",
  "in-sample": "serious",
  "outside-bar": "serious",
  "stale-fills": "serious",
  "price-jump": "serious",
  "held-missing": "serious",
  "stale-marks": "serious",
  ledger: "serious",
  ruin: "serious",
  "no-costs": "serious",
  "too-good": "serious",
  delisted: "note",
  "no-benchmark": "note",
  "no-crisis": "note",
  "unpaid-borrow": "note",
  "unrelated-benchmark": "note"
};

describe("a planted sin", () => {
  it("is there for every rule", () => {
    expect(Object.keys(sins).sort()).toEqual(rules.map(({name}) => name).sort());
  });

  it.each(Object.entries(sins))("is found by the rule %s", (name, sin) => {
    const {findings} = lint(sin());
    const found = findings.filter(({rule}) => rule === name);
    expect(found).toHaveLength(1);
    const [{severity, message}] = found;
    expect(severity).toBe(severities[name] ?? "warning");
    expect(message).not.toMatch(/NaN|Infinity|undefined|null/);
    const rule = rules.find((each) => each.name === name)!;
    expect(rule.severities).toContain(severity);
  });

  it("is of every rule that the same market without it is free of", () => {
    const {findings, checked} = lint(plain());
    expect(findings).toEqual([]);
    expect(checked).toHaveLength(rules.length);
  });
});
