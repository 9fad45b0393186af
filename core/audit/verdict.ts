import type {Kind, Params} from "../plugin.js";
import type {Rule} from "./rules.js";

/** A rule that was broken, with the evidence. */
export interface Finding {
  readonly rule: Rule;
  /** What was seen, with rows and values. */
  readonly message: string;
  /** Whether it may be honest, so that a person has to judge. */
  readonly suspicion?: true;
  /** What is likely behind a suspicion, the likeliest first. */
  readonly causes?: readonly string[];
}

/** What an audit checked, and what it found. */
export interface Audit {
  /** Rules that were put to the test, broken or not. */
  readonly checked: readonly Rule[];
  readonly findings: readonly Finding[];
  /** What could not be put to the test, and why. */
  readonly skipped?: readonly string[];
}

/** `clean`, `suspicious` (a person has to judge), `broken`, or `unaudited` where nothing could be put to the test. */
export type Judgement = "clean" | "suspicious" | "broken" | "unaudited";

/** An audit, and what it amounts to. */
export interface Verdict extends Audit {
  readonly judgement: Judgement;
}

/** A plugin's verdict. */
export interface PluginVerdict extends Verdict {
  readonly kind: Kind;
  readonly name: string;
  readonly params: Params;
}

/** The verdict of audits taken together: the worst of what they found. */
export function judge(...audits: readonly Audit[]): Verdict {
  const checked = [...new Set(audits.flatMap((audit) => audit.checked))];
  const findings = audits.flatMap((audit) => audit.findings);
  const skipped = audits.flatMap((audit) => audit.skipped ?? []);
  const judgement = findings.some(({suspicion}) => !suspicion)
    ? "broken"
    : findings.length > 0
      ? "suspicious"
      : checked.length > 0
        ? "clean"
        : "unaudited";
  return {judgement, checked, findings, ...(skipped.length > 0 && {skipped})};
}

/** One rule's test: what is wrong, or null. */
export type Test = readonly [Rule, () => string | null | Promise<string | null>];

/** Puts rules to the test one after another; one that throws is broken, with what it threw. */
export async function putToTest(tests: readonly Test[]): Promise<Audit> {
  const findings: Finding[] = [];
  for (const [rule, test] of tests) {
    const message = await attempt(test);
    if (message !== null && !findings.some((each) => each.rule === rule)) findings.push({rule, message});
  }
  return {checked: [...new Set(tests.map(([rule]) => rule))], findings};
}

async function attempt(test: Test[1]): Promise<string | null> {
  try {
    return await test();
  } catch (error) {
    return `it throws: ${error instanceof Error ? error.message : String(error)}`;
  }
}
