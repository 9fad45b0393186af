/** A value of a parsed file, and where it is: `path` is how one would reach it in JavaScript. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
  /** What the file is, for errors. */
  readonly thing: string;
}

/** Parses JSON. Throws, naming the thing and where the text stops making sense, where it is cut off or no JSON. */
export function placeOfJson(text: string, thing: string): Place {
  try {
    return {value: JSON.parse(text), path: "", thing};
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `invalid ${thing}: ${text.length} characters that are no whole JSON (${why}); it was cut off, or is something else`
    );
  }
}

/** An error about a value, with where it is. */
export function misplaced({path, thing}: Place, what: string): Error {
  return new Error(`invalid ${thing}: ${path === "" ? "the whole file" : path} ${what}`);
}

/** A member of an object, or undefined where it has none of that name or has null there. */
export function maybe(place: Place, name: string): Place | undefined {
  const {value, path, thing} = place;
  if (!isRecord(value)) throw misplaced(place, `is ${shown(value)}; expected an object`);
  const inner = Object.hasOwn(value, name) ? value[name] : undefined;
  if (inner === undefined || inner === null) return undefined;
  return {value: inner, path: path === "" ? name : `${path}.${name}`, thing};
}

/** A member of an object, along names. Throws, saying where, where there is none. */
export function member(place: Place, ...names: readonly string[]): Place {
  return names.reduce((outer, name) => {
    const inner = maybe(outer, name);
    if (!inner) throw misplaced(outer, `lacks ${name}; the file was cut off, or is something else`);
    return inner;
  }, place);
}

/** The elements of a list. */
export function elements(place: Place): Place[] {
  const {value, path, thing} = place;
  if (!Array.isArray(value) && !isNumbers(value)) throw misplaced(place, `is ${shown(value)}; expected a list`);
  return Array.from(value as ArrayLike<unknown>, (each, i) => ({value: each, path: `${path}[${i}]`, thing}));
}

/** A list of numbers, of which there are `count` where that is given; true counts as 1, false as 0, null as NaN. */
export function numbers(place: Place, count?: number): Float64Array {
  const {value} = place;
  if (!Array.isArray(value) && !isNumbers(value))
    throw misplaced(place, `is ${shown(value)}; expected a list of numbers`);
  const list = value as ArrayLike<unknown>;
  if (count !== undefined && list.length !== count)
    throw misplaced(place, `has ${list.length} values; expected ${count}`);
  const found = new Float64Array(list.length);
  for (let i = 0; i < list.length; ++i) {
    const each = list[i];
    if (typeof each !== "number" && typeof each !== "boolean" && each !== null)
      throw misplaced(place, `has ${shown(each)} at ${i}; expected a number`);
    found[i] = each === null ? NaN : Number(each);
  }
  return found;
}

export function number(place: Place): number {
  const {value} = place;
  if (typeof value !== "number") throw misplaced(place, `is ${shown(value)}; expected a number`);
  return value;
}

/** A whole number of 0 or more, as a number or as the text of one. */
export function whole(place: Place): number {
  const found = typeof place.value === "string" && place.value !== "" ? Number(place.value) : place.value;
  if (typeof found !== "number" || !Number.isSafeInteger(found) || found < 0)
    throw misplaced(place, `is ${shown(place.value)}; expected a whole number`);
  return found;
}

export function text(place: Place): string {
  const {value} = place;
  if (typeof value !== "string") throw misplaced(place, `is ${shown(value)}; expected text`);
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function isNumbers(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** A value in a few characters. */
function shown(value: unknown): string {
  if (Array.isArray(value) || isNumbers(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const words = typeof value === "string" ? JSON.stringify(value) : String(value);
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
}
