/** The cells that vendors write where they have no value. */
const missing = new Set(["", "null", "nan", "na", "n/a", "#n/a", "none", "-", "."]);

/** Whether a cell states that there is no value. */
export function isMissing(cell: unknown): boolean {
  if (typeof cell === "string") return cell === "" || missing.has(cell.trim().toLowerCase());
  return cell === null || cell === undefined || Number.isNaN(cell);
}

/** How numbers are written: the mark before the decimals, and the one between thousands, empty where there is none. */
export interface NumberStyle {
  readonly decimal: string;
  readonly thousands: string;
}

/**
 * Reads a cell's number; `NaN` where it holds none. A mark between thousands counts only between groups of three, so
 * that `12.5` is no number where the comma is the decimal mark. Throws where the style cannot be.
 */
export function numberReader({decimal, thousands}: NumberStyle): (cell: unknown) => number {
  const mark = decimal || ".";
  const group = thousands || (mark === "," ? "." : "");
  if (mark !== "." && mark !== ",") throw new Error(`invalid decimal: ${decimal}; say . or ,`);
  if (group === mark) throw new Error(`invalid thousands: ${group}; it is the decimal mark too`);
  if (group !== "" && !/^[.,' _]$/.test(group))
    throw new Error(`invalid thousands: ${thousands}; say . , ' _ or a space`);
  const plain = (given: string) => {
    const cell = given.charCodeAt(0) <= 32 ? given.trim() : given;
    const based = cell.charCodeAt(0) === 48 && cell.charCodeAt(1) > 57 && /^0[xob]/i.test(cell);
    return cell === "" || based ? NaN : Number(cell);
  };
  if (mark === "." && group === "") return (cell) => (typeof cell === "string" ? plain(cell) : valueOf(cell));
  const groups = group === " " ? "[ \\u00a0\\u202f]" : `[${group}]`;
  const grouped = new RegExp(`^[+-]?\\d{1,3}(?:${groups}\\d{3})+(?:[${mark}]\\d*)?$`);
  const between = new RegExp(groups, "g");
  return (cell) => {
    if (typeof cell !== "string") return valueOf(cell);
    const trimmed = cell.trim();
    const bare = group !== "" && grouped.test(trimmed) ? trimmed.replaceAll(between, "") : trimmed;
    if (mark === ",") return bare.includes(".") ? NaN : plain(bare.replace(",", "."));
    return plain(bare);
  };
}

const multiples: Readonly<Record<string, number>> = {k: 1e3, m: 1e6, b: 1e9};

/** Reads a quantity, which may be written in thousands, millions or billions: `135.48M`. */
export function quantityReader(number: (cell: unknown) => number): (cell: unknown) => number {
  return (cell) => {
    const plain = number(cell);
    if (!Number.isNaN(plain) || typeof cell !== "string") return plain;
    const match = /^(.*\d)\s*([KMB])$/i.exec(cell.trim());
    return match ? Math.round(number(match[1]) * multiples[match[2].toLowerCase()]) : NaN;
  };
}

function valueOf(cell: unknown): number {
  return typeof cell === "number" ? cell : typeof cell === "bigint" ? Number(cell) : NaN;
}
