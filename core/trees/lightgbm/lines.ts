/** A line of the form name=value, and where it is, from 1 on. */
export interface Line {
  readonly number: number;
  readonly name: string;
  readonly value: string;
}

/** Lines that belong together, by their names. */
export type Section = ReadonlyMap<string, Line>;

/** An error about a line of a model. */
export function misread(line: number, what: string): Error {
  return new Error(`invalid LightGBM model: line ${line}: ${what}`);
}

/** A line as its name and value; a line without = is a name alone. */
export function lineOf(text: string, number: number): Line {
  const at = text.indexOf("=");
  return at < 0 ? {number, name: text.trim(), value: ""} : {number, name: text.slice(0, at), value: text.slice(at + 1)};
}

/** A line of a section. Throws where there is none: `first` is the section's first line. */
export function need(section: Section, name: string, first: number): Line {
  const line = section.get(name);
  if (!line) throw misread(first, `there is no ${name} after it; the file was cut off or changed`);
  return line;
}

/** A line's words. */
export function words({value}: Line): string[] {
  const trimmed = value.trim();
  return trimmed === "" ? [] : trimmed.split(/\s+/);
}

/** A line's numbers. Throws where they are not `count`. */
export function numbers(line: Line, count?: number): Float64Array {
  const parts = words(line);
  if (count !== undefined && parts.length !== count)
    throw misread(
      line.number,
      `${line.name} has ${parts.length} values; expected ${count}; the file was cut off or changed`
    );
  return Float64Array.from(parts, (part, i) => {
    const value = Number(part);
    if (!Number.isNaN(value)) return value;
    const odd = /^([+-]?)(inf|nan)/i.exec(part);
    if (!odd) throw misread(line.number, `${line.name} has ${part.slice(0, 40)} at place ${i + 1}; expected a number`);
    return odd[2].toLowerCase() === "nan" ? NaN : odd[1] === "-" ? -Infinity : Infinity;
  });
}

/** A line's whole numbers, from `least` to `most`. */
export function integers(line: Line, least: number, most: number, count?: number): Float64Array {
  const values = numbers(line, count);
  const wrong = values.findIndex((value) => !(Number.isInteger(value) && value >= least && value <= most));
  if (wrong >= 0)
    throw misread(
      line.number,
      `${line.name} has ${values[wrong]} at place ${wrong + 1}; expected a whole number from ${least} to ${most}`
    );
  return values;
}

/** A line's only number, whole and from `least` to `most`. */
export function integer(line: Line, least: number, most: number): number {
  return integers(line, least, most, 1)[0];
}
