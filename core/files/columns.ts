import {readFile} from "node:fs/promises";
import {z} from "zod";
import {lost} from "./each-file.js";

/** What a column can hold. `time` is a clock beside a date in another column. */
export const roles = [
  "date",
  "time",
  "open",
  "high",
  "low",
  "close",
  "volume",
  "adjusted",
  "symbol",
  "dividend",
  "split",
  "action",
  "value",
  "to",
  "cash",
  "paid"
] as const;
export type Role = (typeof roles)[number];

/** Where in a row each column is; −1 where there is none. */
export type Columns = Readonly<Record<Role, number>>;

/** What each column may be called, those first that win over the others, as `cleaned` leaves names. */
const aliases: Readonly<Record<Role, readonly string[]>> = {
  date: [
    "date",
    "datetime",
    "timestamp",
    "time",
    "opentime",
    "unix",
    "unixtime",
    "datadate",
    "tradedate",
    "index",
    "indexlevel0",
    "t"
  ],
  time: ["time", "clock"],
  open: ["open", "openprice", "o"],
  high: ["high", "highprice", "h"],
  low: ["low", "lowprice", "l"],
  close: ["close", "closeprice", "c"],
  volume: ["volume", "vol", "v"],
  adjusted: ["adjclose", "adjusted", "adjustedclose"],
  symbol: ["symbol", "ticker", "name"],
  dividend: ["dividends", "dividend", "exdividend", "divcash"],
  split: ["stocksplits", "stocksplit", "splitratio", "splitfactor"],
  action: ["action"],
  value: ["value"],
  to: ["to"],
  cash: ["cash"],
  paid: ["paid", "paydate", "paymentdate", "payabledate"]
};

const place = z.union([z.string().min(1), z.int().min(1)]);
const mapping = z.strictObject({
  ...(Object.fromEntries(roles.map((role) => [role, place.optional()])) as Record<Role, z.ZodOptional<typeof place>>),
  format: z.string().optional(),
  zone: z.string().optional(),
  decimal: z.string().optional(),
  thousands: z.string().optional(),
  delimiter: z.string().optional(),
  encoding: z.string().optional()
});

/** Which column holds what, by its name, its place (from 1) or `none`; and how a vendor writes its files. */
export type ColumnMap = z.infer<typeof mapping>;

/**
 * A column map from an option: `date=Datum,open=Eröffnung,volume=none`, places in place of names where there is no
 * header (`date=1,open=2`), the same as a JSON object, or the path of a JSON file of it. Throws where it is none of
 * these, or names a column or setting that there is not.
 */
export async function readColumnMap(given: string): Promise<ColumnMap> {
  if (given === "") return {};
  const {text, origin} = await textOfMap(given);
  const value = text === null ? pairsOf(given) : parsed(text, origin);
  const result = mapping.safeParse(value);
  if (result.success) return result.data;
  const [{code, path, message, ...rest}] = result.error.issues;
  const keys = "keys" in rest ? (rest.keys as string[]).join(", ") : path.join(".");
  if (code === "unrecognized_keys")
    throw new Error(`invalid columns: ${origin} has ${keys}; it may have ${Object.keys(mapping.shape).join(", ")}`);
  throw new Error(
    `invalid columns: ${keys || "the map"} of ${origin}: ${message}; say a column's name, its place or none`
  );
}

async function textOfMap(given: string): Promise<{text: string | null; origin: string}> {
  if (given.trimStart().startsWith("{")) return {text: given, origin: "the option"};
  if (given.includes("=") && !/\.json$/i.test(given)) return {text: null, origin: "the option"};
  const text = await readFile(given, "utf8").catch(() => null);
  if (text === null)
    throw new Error(
      `invalid columns: ${given}; say date=Datum,open=2, a JSON object, or the path of a JSON file that exists`
    );
  return {text, origin: given};
}

function parsed(text: string, origin: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`invalid columns: ${origin} is no JSON (${(error as Error).message})`);
  }
}

function pairsOf(text: string): Record<string, string | number> {
  const pairs = text.split(",").map((pair) => {
    const at = pair.indexOf("=");
    const [key, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at < 0 || key === "" || value === "")
      throw new Error(`invalid columns: ${pair.trim() || text}; write name=column, as in date=Datum,open=Eröffnung`);
    return [key, /^\d+$/.test(value) ? Number(value) : value] as const;
  });
  return Object.fromEntries(pairs);
}

/** A column's name as names are compared: in lower case, without spaces, `_`, `-`, `.`, `<` and `>`. */
export function cleaned(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_\-.<>*]/g, "");
}

/**
 * The columns that a header has, by the map and else by their usual names; dates may be in a first column without a
 * name, as pandas writes an index. Throws where the map names a column that is not there.
 */
export function columnsOf(header: readonly string[], map: ColumnMap, name: string): Columns {
  const names = header.map(cleaned);
  const places = roles.map((role) => [role, placeOf(role, map[role], header, names, name)] as const);
  const columns = Object.fromEntries(places) as Record<Role, number>;
  if (columns.date < 0 && map.date === undefined && names[0] === "") columns.date = 0;
  // A clock that stands beside a column of whole timestamps says nothing more.
  const whole = !["date", "tradedate", "datadate"].includes(names[columns.date]);
  if (columns.time === columns.date || (whole && map.time === undefined)) columns.time = -1;
  return columns;
}

function placeOf(
  role: Role,
  given: string | number | undefined,
  header: readonly string[],
  names: readonly string[],
  name: string
): number {
  if (given === undefined) return aliases[role].map((alias) => names.indexOf(alias)).find((at) => at >= 0) ?? -1;
  if (given === "none") return -1;
  const at = typeof given === "number" ? given - 1 : header.findIndex((cell) => cell.trim() === given);
  const loose = at >= 0 || typeof given === "number" ? at : names.indexOf(cleaned(given));
  if (loose >= 0 && loose < header.length) return loose;
  throw lost(`missing columns: ${name} has no ${given}, which is to be ${role}; its columns are ${header.join(", ")}`);
}
