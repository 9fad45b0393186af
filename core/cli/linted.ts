import type {RunRecord} from "../lab/record.js";
import {count, styled} from "./format.js";

type Findings = NonNullable<RunRecord["lint"]>;
type Severity = Findings[number]["severity"];

const severities = ["serious", "warning", "note"] as const;

/** A text in the colour of a severity. */
export function bySeverity(severity: Severity, text: string): string {
  return styled(({serious: "red", warning: "yellow", note: "dim"} as const)[severity], text);
}

/** How many findings there are of each severity: `1 serious, 2 warnings`. */
export function lintSummary(findings: Findings): string {
  const found = severities.flatMap((severity) => {
    const of = findings.filter((each) => each.severity === severity).length;
    const name = severity === "serious" || of === 1 ? severity : `${severity}s`;
    return of > 0 ? [bySeverity(severity, `${count(of)} ${name}`)] : [];
  });
  return found.length > 0 ? found.join(", ") : styled("green", "nothing found");
}

/** Each finding in a line: its rule, and what was found. */
export function lintLines(findings: Findings): string[] {
  return findings.map(({severity, rule, message}) => `${bySeverity(severity, rule)}: ${message}`);
}
