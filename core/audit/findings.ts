import type {Panel} from "../base/panel.js";
import {withNeeds} from "./panels.js";
import type {Finding} from "./verdict.js";

/** The first finding of each rule. */
export function firstOfEach(findings: readonly Finding[]): Finding[] {
  return findings.filter(({rule}, i) => findings.findIndex((each) => each.rule === rule) === i);
}

/** What an error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The panel with every field that asking for it shows to be missing; other errors are left for whoever asks again. */
export function withAsked(panel: Panel, ask: (panel: Panel) => unknown): Panel {
  for (let given = panel, count = 0; ; ++count)
    try {
      ask(given);
      return given;
    } catch (error) {
      const name = /^unknown field: (\S+?);/.exec(reasonOf(error))?.[1];
      if (name === undefined || Object.hasOwn(given.fields, name) || count > 20) return given;
      given = withNeeds(given, [name]);
    }
}

/** Whether an error is about a field that a plugin reads and does not list among its needs. */
export function unknownField(error: unknown, needs: readonly string[]): Finding | null {
  const name = /^unknown field: (\S+?);/.exec(reasonOf(error))?.[1];
  if (name === undefined || needs.includes(name)) return null;
  return {rule: "undeclared-field", message: `it reads ${name}; its needs are ${needs.join(", ") || "none"}`};
}

/** What is wrong with a list of needs. */
export function oddNeeds(needs: unknown): Finding | null {
  if (Array.isArray(needs) && needs.every((name) => typeof name === "string" && name !== "")) return null;
  return {rule: "broken-form", message: `its needs are ${JSON.stringify(needs)}; expected a list of names of fields`};
}

/** `1 row`, `2 rows`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** A number in six digits; with another, so many that the two can be told apart. */
export function shown(value: number, other = NaN): string {
  for (let digits = 6; digits < 17; ++digits) {
    const text = String(Number(value.toPrecision(digits)));
    if (Object.is(value, other) || text !== String(Number(other.toPrecision(digits)))) return text;
  }
  return String(value);
}
