import type {Json, Maker, Params} from "../../../core/plugin.js";

/** What an option may be, as far as the plugin tells. */
export type OptionRule =
  | {
      readonly kind: "number";
      readonly least: number;
      readonly most: number;
      readonly step: number;
      /** Whether `most` is the plugin's own limit; else the page's, and larger numbers may be typed. */
      readonly bounded: boolean;
    }
  | {readonly kind: "choice"; readonly choices: readonly string[]}
  | {readonly kind: "choices"; readonly choices: readonly string[]}
  | {readonly kind: "switch"}
  | {readonly kind: "text"};

/**
 * The rule of each option of a plugin. A plugin states its options' defaults, and refuses what it cannot take with a
 * sentence that says what it can: the rules are read from those sentences, so that a plugin of the reader's own has
 * controls too. An option that takes any text and is a field's name by default is a choice of `fields`.
 */
export function optionRules(maker: Maker, fields: readonly string[]): Readonly<Record<string, OptionRule>> {
  return Object.fromEntries(
    Object.entries(maker.defaults).map(([name, value]) => [name, ruleOf(maker, name, value as Json, fields)])
  );
}

function ruleOf(maker: Maker, name: string, value: Json, fields: readonly string[]): OptionRule {
  if (typeof value === "boolean") return {kind: "switch"};
  if (typeof value === "number") return numberRule(refusal(maker, {[name]: -1000}), value);
  if (Array.isArray(value)) {
    const choices = choicesIn(refusal(maker, {[name]: ["?"]}));
    return choices ? {kind: "choices", choices} : {kind: "text"};
  }
  const choices = choicesIn(refusal(maker, {[name]: "?"})) ?? (fields.includes(String(value)) ? fields : null);
  return choices ? {kind: "choice", choices} : {kind: "text"};
}

/** What a plugin says to options that it refuses; null where it takes them. */
export function refusal(maker: Maker, params: Params): string | null {
  try {
    maker(params);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function choicesIn(refused: string | null): readonly string[] | null {
  const list = refused === null ? null : /; [^;]*? are (.+)$/.exec(refused);
  return list ? list[1].split(", ") : null;
}

function numberRule(refused: string | null, value: number): OptionRule {
  const told = refused === null ? null : /expected a (whole )?number from (-?[\d.]+)(?: to (-?[\d.]+))?/.exec(refused);
  const whole = told ? told[1] !== undefined : Number.isInteger(value);
  const least = Math.min(value, told ? Number(told[2]) : value < 0 ? 4 * value : 0);
  const bounded = told?.[3] !== undefined;
  const most = Math.max(value, bounded ? Number(told[3]) : usualMost(value, whole));
  return {kind: "number", least, most, step: whole ? 1 : stepOf(most - least), bounded};
}

/** Where a slider ends whose plugin sets no limit. */
function usualMost(value: number, whole: boolean): number {
  if (whole) return [20, 60, 120, 252, 504, 1000].find((most) => most >= 4 * Math.abs(value)) ?? 4 * value;
  return value > 0 && value < 1 ? Math.min(1, 5 * value) : Math.max(5, 3 * Math.abs(value));
}

/** A hundredth of the span, as a round number. */
function stepOf(span: number): number {
  return 10 ** Math.floor(Math.log10(span / 50));
}
