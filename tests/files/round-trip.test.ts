import {gzipSync} from "node:zlib";
import fc from "fast-check";
import {expect, it} from "vitest";
import type {Bar} from "../../core/plugin.js";
import {csv} from "../../plugins/sources/csv.js";
import {folderOf, take} from "./taking.js";
import {zipOf} from "./zip.js";

const day = 86_400_000;
const pad = (value: number) => String(value).padStart(2, "0");

/** Ways of writing the date of a label, and the options that they need. */
const dates: readonly (readonly [format: string, write: (at: Date) => string])[] = [
  ["", (at) => at.toISOString().slice(0, 10)],
  ["", (at) => `${at.toISOString().slice(0, 10)}T00:00:00+09:00`],
  ["", (at) => String(at.getTime())],
  ["", (at) => String(at.getTime() / 1000)],
  ["", (at) => `${at.getTime()}000`],
  ["", (at) => at.toISOString().slice(0, 10).replaceAll("-", "")],
  ["DD/MM/YYYY", (at) => `${pad(at.getUTCDate())}/${pad(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`],
  ["M/D/YYYY HH:mm", (at) => `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} 16:00`],
  ["YYYYMMDD HHmmss", (at) => `${at.toISOString().slice(0, 10).replaceAll("-", "")} 093000`]
];

const price = fc.integer({min: 1, max: 5_000_000}).map((cents) => cents / 100);
const symbolNames = ["A", "BRK.B", "NA", "TRUE"];
const made = fc
  .array(
    fc.tuple(fc.constantFrom(...symbolNames), fc.integer({min: 12_000, max: 20_000}), price, fc.nat(5_000_000_000)),
    {
      minLength: 1,
      maxLength: 40
    }
  )
  .map((rows) => {
    const known = new Map(
      rows.map(([symbol, at, close, volume]) => [`${symbol} ${at}`, {symbol, t: at * day, close, volume}])
    );
    return [...known.values()].sort(byKey).map(({symbol, t, close, volume}): Bar => {
      return {t, symbol, open: close * 2, high: close * 4, low: close / 2, close, volume};
    });
  });

function byKey(a: {symbol: string; t: number}, b: {symbol: string; t: number}): number {
  return a.symbol === b.symbol ? a.t - b.t : a.symbol < b.symbol ? -1 : 1;
}

const variant = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  quoted: fc.boolean(),
  note: fc.boolean(),
  date: fc.constantFrom(...dates),
  order: fc.shuffledSubarray(["date", "Open", "HIGH", "low", "Close", "Volume"], {minLength: 6}),
  end: fc.constantFrom("\n", "\r\n", "\r"),
  mark: fc.boolean(),
  blank: fc.boolean(),
  comma: fc.boolean(),
  apart: fc.boolean(),
  newest: fc.boolean(),
  pack: fc.constantFrom("plain", "gz", "zip")
});
type Variant = typeof variant extends fc.Arbitrary<infer T> ? T : never;

/** A table of bars as the variant writes it. */
function write(
  bars: readonly Bar[],
  {delimiter, quoted, note, date, order, end, mark, blank, comma, apart}: Variant
): string {
  const number = (value: number) => (comma ? String(value).replace(".", ",") : String(value));
  const quote = (cell: string) => {
    const needs = quoted || cell.includes(delimiter) || cell.includes("\n");
    return needs ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  const cellOf = (bar: Bar, column: string) => {
    const name = column.toLowerCase() as "open" | "high" | "low" | "close" | "volume";
    return column === "date" ? date[1](new Date(bar.t)) : number(bar[name]);
  };
  const notes = (i: number) => (note ? [`line one\nof "note" ${i}`] : []);
  const header = [...(apart ? [] : ["Ticker"]), ...notes(0), ...order];
  const rows = bars.map((bar, i) => [
    ...(apart ? [] : [bar.symbol]),
    ...notes(i),
    ...order.map((column) => cellOf(bar, column))
  ]);
  const lines = [header, ...rows].map((cells) => cells.map(quote).join(delimiter));
  return `${mark ? "\uFEFF" : ""}${lines.join(blank ? `${end}${end}` : end)}${end}`;
}

function packed(name: string, text: string, pack: Variant["pack"]): Record<string, string | Uint8Array> {
  if (pack === "plain") return {[`${name}.csv`]: text};
  if (pack === "gz") return {[`deep/${name}.csv.gz`]: gzipSync(text)};
  return {[`${name}.zip`]: zipOf([{name: `${name}.csv`, content: text}])};
}

/** Whether some symbol has the three bars that show an order. */
function isLong(bars: readonly Bar[]): boolean {
  return bars.some(({symbol}, i) => bars.at(i + 2)?.symbol === symbol);
}

it("gives the bars that were written, however they were written", async () => {
  await fc.assert(
    fc.asyncProperty(made, variant, async (bars, how) => {
      const symbols = [...new Set(bars.map(({symbol}) => symbol))];
      const tables = how.apart
        ? symbols.map((name) => [name, bars.filter(({symbol}) => symbol === name)] as const)
        : ([["all", bars]] as const);
      const turned = (rows: readonly Bar[]) => (how.newest && isLong(rows) ? rows.toReversed() : rows);
      const contents = tables.map(([name, rows]) => packed(name, write(turned(rows), how), how.pack));
      const path = await folderOf(Object.assign({}, ...contents) as Record<string, string>);
      const comma = how.comma && {decimal: ","};
      const named = how.delimiter !== "," && how.comma ? {} : {delimiter: how.delimiter};
      const taken = await take(csv({path, format: how.date[0], ...comma, ...named}));
      expect(taken.faults).toEqual([]);
      const read = taken.bars.map(({origin: _origin, adjusted: _adjusted, ...bar}) => bar);
      expect(read.sort(byKey)).toEqual(bars);
    }),
    {numRuns: 400, seed: 11}
  );
}, 60_000);
