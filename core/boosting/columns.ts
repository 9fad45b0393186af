import type {Json} from "../plugin.js";

/** A column that an option names: its name, or its number from 0 on. */
export function columnOf(what: string, given: Json, names: readonly string[]): number {
  if (typeof given === "string") {
    const place = names.indexOf(given);
    if (place >= 0) return place;
    throw new Error(`unknown feature in ${what}: ${given}; features are ${listed(names)}`);
  }
  if (typeof given === "number" && Number.isInteger(given) && given >= 0 && given < names.length) return given;
  throw new Error(
    `unknown feature in ${what}: ${JSON.stringify(given)}; give a name, or a number from 0 to ${names.length - 1}`
  );
}

/** The columns of a list, ascending, each once. */
export function columnsOf(what: string, given: readonly Json[], names: readonly string[]): readonly number[] {
  return Array.from(new Set(given.map((each) => columnOf(what, each, names)))).sort((a, b) => a - b);
}

/**
 * Each column's direction: 1 rising, −1 falling, 0 free. The option is a list of these, one a column, or of texts such as
 * `rsi=1` for those that are not free; undefined where it is empty.
 */
export function directionsOf(what: string, given: readonly Json[], names: readonly string[]): Int8Array | undefined {
  if (given.length === 0) return undefined;
  const signs = new Int8Array(names.length);
  const sign = (value: number, of: Json) => {
    if (value !== 1 && value !== -1 && value !== 0)
      throw new Error(`invalid ${what}: ${JSON.stringify(of)}; a direction is 1, -1 or 0`);
    return value;
  };
  if (given.every((each) => typeof each === "number")) {
    if (given.length !== names.length)
      throw new Error(`invalid ${what}: ${given.length} directions of ${names.length} columns; give each of them one`);
    return signs.map((_, j) => sign(given[j], given[j]));
  }
  for (const each of given) {
    const at = typeof each === "string" ? each.lastIndexOf("=") : -1;
    if (typeof each !== "string" || at < 0)
      throw new Error(
        `invalid ${what}: ${JSON.stringify(each)}; write a number for each column, or texts such as "rsi=1"`
      );
    signs[columnOf(what, each.slice(0, at), names)] = sign(Number(each.slice(at + 1)), each);
  }
  return signs;
}

/** Throws where a column that has a direction is one of categories. */
export function checkDirections(
  what: string,
  signs: Int8Array | undefined,
  categorical: readonly number[],
  names: readonly string[]
): void {
  const odd = categorical.find((column) => signs !== undefined && signs[column] !== 0);
  if (odd !== undefined)
    throw new Error(`invalid ${what}: the values of ${names[odd]} are categories, which do not rise; leave it free`);
}

/** Groups of columns of which those on a path are all of one; undefined where there are none. */
export function groupsOf(
  what: string,
  given: readonly Json[],
  names: readonly string[]
): readonly (readonly number[])[] | undefined {
  if (given.length === 0) return undefined;
  return given.map((group) => {
    if (!Array.isArray(group))
      throw new Error(`invalid ${what}: ${JSON.stringify(group)}; write a list of lists of features`);
    return columnsOf(what, group as readonly Json[], names);
  });
}

function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more` : names.join(", ");
}
