import {dsvFormat} from "d3-dsv";

/** Rows that were read at once, and the line of the file, or the number of the row, that each begins on. */
export interface Rows {
  readonly cells: readonly (readonly unknown[])[];
  readonly lines: ArrayLike<number>;
  /** Set where rows were passed over that are of other days, and of symbols that nobody knows therefore. */
  readonly partial?: boolean;
}

/** The characters that may lie between cells. */
export const delimiters = {comma: ",", semicolon: ";", tab: "\t", pipe: "|"} as const;

/** Text is gathered to so many characters before it is divided, so that the first rows come together. */
const shortest = 1 << 16;

/** A row of more characters than this is taken for an open quote. */
const longest = 1 << 22;

/**
 * A text's rows, in the order of the text. Cells may be quoted as RFC 4180 says, with delimiters and line breaks in
 * them; lines end in any of the three ways. The delimiter is a character or its name, or `auto`: whichever of the four
 * divides most of the first lines into equally many cells. Throws where a quote is never closed.
 */
export async function* rowsOf(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Rows> {
  let parse: ((text: string) => string[][]) | undefined;
  let between = delimiter === "auto" ? "" : delimiterOf(delimiter);
  let rest = "";
  let line = 1;
  const take = (piece: string): Rows => {
    parse ??= dsvFormat(between).parseRows;
    const cells = piece === "" ? [] : parse(piece);
    const lines = new Uint32Array(cells.length);
    const quoted = piece.includes('"');
    for (let i = 0; i < cells.length; ++i) {
      lines[i] = line++;
      if (quoted) for (const cell of cells[i]) line += breaksIn(cell);
    }
    return {cells, lines};
  };
  for await (const piece of text) {
    rest += piece;
    if (rest.length < shortest) continue;
    if (between === "") between = evidentDelimiter(rest);
    const end = lastRowEnd(rest, between).end;
    if (end === 0 && rest.length > longest)
      throw new Error(`the row of line ${line} is longer than ${longest} characters; a quote may be open`);
    if (end === 0) continue;
    const whole = rest.slice(0, end);
    rest = rest.slice(end);
    yield take(whole);
  }
  if (rest === "") return;
  if (between === "") between = evidentDelimiter(rest);
  const {end, open} = lastRowEnd(rest, between);
  yield take(open ? rest.slice(0, end) : rest);
  if (open) throw new Error(`a quote is open in line ${line}`);
}

/** Where the text's last whole row ends, and whether a quote is open behind it. */
function lastRowEnd(text: string, delimiter: string): {end: number; open: boolean} {
  let end = 0;
  let from = 0;
  for (;;) {
    const quote = openingQuote(text, from, delimiter);
    const before = quote < 0 ? rowEndBefore(text, text.length) : rowEndBefore(text, quote);
    if (before > from || from === 0) end = Math.max(end, before);
    if (quote < 0) return {end, open: false};
    let close = text.indexOf('"', quote + 1);
    while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
    if (close < 0) return {end, open: true};
    from = close + 1;
  }
}

/** The place behind the last line break before a place. */
function rowEndBefore(text: string, place: number): number {
  if (place === 0) return 0;
  const feed = text.lastIndexOf("\n", place - 1);
  if (feed >= 0) return feed + 1;
  const back = text.lastIndexOf("\r", place - 1);
  return back < 0 || back === text.length - 1 ? 0 : back + 1;
}

/** The next quote that begins a cell. */
function openingQuote(text: string, from: number, delimiter: string): number {
  for (let i = text.indexOf('"', from); i >= 0; i = text.indexOf('"', i + 1)) {
    const before = i === 0 ? "\n" : text[i - 1];
    if (before === delimiter || before === "\n" || before === "\r") return i;
  }
  return -1;
}

function breaksIn(cell: string): number {
  let breaks = 0;
  for (let i = cell.indexOf("\n"); i >= 0; i = cell.indexOf("\n", i + 1)) ++breaks;
  return breaks;
}

/** The character that an option names. Throws where it is none that can be. */
export function delimiterOf(given: string): string {
  const known = Object.hasOwn(delimiters, given) ? delimiters[given as keyof typeof delimiters] : given;
  if (known.length === 1 && !/["\r\n\w]/.test(known)) return known;
  throw new Error(`invalid delimiter: ${given}; say auto, ${Object.keys(delimiters).join(", ")} or one character`);
}

/** Whichever delimiter divides most of the first lines alike, and then into the most cells; a comma where none does. */
function evidentDelimiter(text: string): string {
  const start = text.slice(0, 1 << 16);
  const lines = start.replaceAll(/"(?:[^"]|"")*"/g, "q").split(/\r\n?|\n/, 50);
  const counted = Object.values(delimiters).map((delimiter) => {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(delimiter).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    const [cells = 0, alike = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
    return {delimiter, cells, alike};
  });
  counted.sort((a, b) => b.alike - a.alike || b.cells - a.cells);
  return counted[0].alike > 0 ? counted[0].delimiter : ",";
}
