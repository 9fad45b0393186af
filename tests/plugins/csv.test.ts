import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {csvParse} from "d3-dsv";
import {describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import type {Query} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {csv} from "../../plugins/sources/csv.js";
import {effectsAt, everything, freshFolder, tree} from "../store/homes.js";

const header = "date,open,high,low,close,volume,Name";
const good = "2020-01-02,10,11,9,10.5,100,A";

/** Writes files into a new folder. */
async function files(contents: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await freshFolder();
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(join(folder, name, ".."), {recursive: true});
    await writeFile(join(folder, name), content);
  }
  return folder;
}

interface Given {
  readonly query?: Partial<Query>;
  readonly symbol?: string;
}

/** Ingests a path into a new home. */
async function take(path: string, {query, symbol = ""}: Given = {}) {
  const home = await freshFolder();
  const source = csv({path, symbol});
  const done = await ingest(home, source, {...everything, ...query}, effectsAt());
  return {home, done, panel: await loadPanel(home, {dataset: "csv/1d"})};
}

/** Ingests one file of lines. */
async function takeLines(lines: readonly string[], given: Given = {}, end = "\n") {
  return take(join(await files({"prices.csv": lines.join(end) + end}), "prices.csv"), given);
}

/** The message of the refusal of a path; the home stays as it was. */
async function refused(path: string, given: Given = {}): Promise<string> {
  const home = await freshFolder();
  const query = {...everything, ...given.query};
  const message = await ingest(home, csv({path}), query, effectsAt(), {strict: true}).then(
    () => "taken",
    (error: Error) => error.message
  );
  expect(await tree(home)).toEqual({});
  return message;
}

async function refusedLines(...lines: string[]): Promise<string> {
  return refused(join(await files({"prices.csv": `${lines.join("\n")}\n`}), "prices.csv"));
}

describe("reads", () => {
  const lines = [header, good, "2020-01-03,10.5,12,10,11,200,A"];
  const expected = {symbols: ["A"], close: [10.5, 11], volume: [100, 200]};
  const shown = ({panel: {symbols, fields}}: Awaited<ReturnType<typeof take>>) => {
    return {symbols, close: [...fields.close], volume: [...fields.volume]};
  };

  it("lines that end as Windows ends them, and no end on the last", async () => {
    expect(shown(await takeLines(lines, {}, "\r\n"))).toEqual(expected);
    expect(shown(await take(await files({"a.csv": lines.join("\n")})))).toEqual(expected);
  });

  it("quoted cells, blank lines and spaces about cells", async () => {
    const quoted = lines.map((line) =>
      line
        .split(",")
        .map((cell) => `"${cell}"`)
        .join(",")
    );
    expect(shown(await takeLines(quoted))).toEqual(expected);
    expect(shown(await takeLines([lines[0], "", lines[1].replaceAll(",", " , "), "  ", lines[2]]))).toEqual(expected);
  });

  it("a byte order mark, before a quoted header too", async () => {
    expect(shown(await takeLines([`\uFEFF${lines[0]}`, ...lines.slice(1)]))).toEqual(expected);
    expect(shown(await takeLines([`\uFEFF"date"${lines[0].slice(4)}`, ...lines.slice(1)]))).toEqual(expected);
  });

  it("columns in another order and case, and those it does not know", async () => {
    const other = ["Ticker,VOLUME,Close,LOW,High,Open,Note,Date", "A,100,10.5,9,11,10,x,2020-01-02"];
    expect(shown(await takeLines(other))).toEqual({symbols: ["A"], close: [10.5], volume: [100]});
  });

  it("adjusted closes, and goes without where they are empty", async () => {
    for (const name of ["Adj Close", "adj_close", "AdjClose", "adjusted"]) {
      const {panel} = await takeLines([`${header},${name}`, `${good},9.5`, "2020-01-03,10,11,9,10,1,A,"]);
      expect([...panel.fields.adjusted]).toEqual([9.5, NaN]);
    }
  });

  it("dates with a time, and epochs in seconds and milliseconds, as the day of the session", async () => {
    const t = parseDate("2020-01-02T14:30:00Z");
    for (const text of [
      "2020-01-02T16:30:00+02:00",
      "2020-01-02 09:30:00-0500",
      "2020-01-02T14:30:00Z",
      "2020-01-02 14:30",
      String(t),
      String(t / 1000)
    ]) {
      const {panel} = await takeLines([header.replace("date", "timestamp"), good.replace("2020-01-02", text)]);
      expect([...panel.times]).toEqual([parseDate("2020-01-02")]);
    }
  });

  it("gzip, and a folder of files in the order of their numbers, each named for its symbol", async () => {
    const bare = header.replace(",Name", "");
    const day = (n: number) => `${bare}\n2020-01-0${n},10,11,9,10,${n}\n`;
    const folder = await files({
      "MSFT.csv": day(1),
      "deep/BRK.B.csv.gz": gzipSync(day(2)),
      "notes.txt": "not a table"
    });
    const {panel, done} = await take(folder);
    expect(done).toMatchObject({read: 2, symbols: 2});
    expect(panel.symbols).toEqual(["BRK.B", "MSFT"]);
    expect([...panel.fields.volume]).toEqual([NaN, 1, 2, NaN]);
    const parts = await files({"part-10.csv": day(3), "part-2.csv": day(2), "part-1.csv": day(1)});
    expect([...(await take(parts, {symbol: "X"})).panel.fields.volume]).toEqual([1, 2, 3]);
  });

  it("the symbols and days asked for, and does not mind faults in others", async () => {
    const rows = [header, good, "2020-01-03,x,12,10,11,200,B", "2020-01-03,10,12,10,11,200,A"];
    const span = {from: parseDate("2020-01-03"), to: parseDate("2020-01-04")};
    const {panel} = await takeLines(rows, {query: {symbols: ["A"], ...span}});
    expect(panel.symbols).toEqual(["A"]);
    expect([...panel.times]).toEqual([span.from]);
    const early = "2020-01-01,x,12,10,11,200,A";
    expect((await takeLines([header, early, ...rows.slice(1)], {query: {symbols: ["A"], ...span}})).done.read).toBe(1);
  });

  it("rows that lie across the pieces that a file is read in", async () => {
    const rows = Array.from({length: 40_000}, (_, i) => `${1e9 + i * 86400},10,11,9,${9 + (i % 100) / 100},${i},A`);
    const {panel, done} = await takeLines([header, ...rows]);
    expect(done.read).toBe(40_000);
    expect(panel.fields.volume.every((value, i) => value === i)).toBe(true);
  });
});

describe("refuses, with the row and nothing written,", () => {
  const at = (line: number, reason: string) =>
    `invalid bars: 1 row; without --strict the good ones are kept\n  prices.csv:${line}: ${reason}`;

  it.each([
    ["an unparsable number", "2020-01-03,ten,11,9,10,1,A", "unparsable open: ten"],
    ["a number in hexadecimal", "2020-01-03,0x0A,11,9,10,1,A", "unparsable open: 0x0A"],
    ["an empty number", "2020-01-03,10,11,9,,1,A", "missing close"],
    ["an unparsable date", "03.01.2020,10,11,9,10,1,A", "unparsable date: 03.01.2020"],
    ["a day that no month has", "2020-02-30,10,11,9,10,1,A", "unparsable date: 2020-02-30"],
    ["a row that is cut off", "2020-01-03,10,11", "missing low"],
    ["a high below the low", "2020-01-03,10,9,11,10,1,A", "invalid range: high 9 is below low 11"],
    ["a negative price", "2020-01-03,10,11,-9,10,1,A", "invalid low: -9; prices are above zero"],
    ["a price of zero", "2020-01-03,0,11,9,10,1,A", "invalid open: 0; prices are above zero"],
    ["a price without bound", "2020-01-03,10,Infinity,9,10,1,A", "invalid high: Infinity; prices are above zero"],
    ["a close outside the range", "2020-01-03,10,11,9,12,1,A", "invalid close: 12 lies outside 9 to 11"],
    ["a negative volume", "2020-01-03,10,11,9,10,-1,A", "invalid volume: -1; it is not below zero"],
    ["a duplicate row", good, "duplicate row: A has this time already"],
    ["an unsorted row", "2020-01-01,10,11,9,10,1,A", "unsorted row: A has a later time before it"],
    ["a missing symbol", "2020-01-03,10,11,9,10,1,", "missing symbol"],
    ["a symbol that climbs folders", "2020-01-03,10,11,9,10,1,../x", "invalid symbol: ../x"],
    ["a symbol with a space", "2020-01-03,10,11,9,10,1,A B", "invalid symbol: A B"]
  ])("%s", async (_, row, reason) => {
    expect(await refusedLines(header, good, row)).toContain(at(3, reason));
  });

  it("an adjusted close that is none", async () => {
    expect(await refusedLines(`${header},Adj Close`, `${good},-1`)).toContain(at(2, "invalid adjusted close: -1"));
    expect(await refusedLines(`${header},Adj Close`, `${good},abc`)).toContain(at(2, "unparsable adjusted: abc"));
  });

  it("many bad rows, of which it shows the first", async () => {
    const bad = Array.from({length: 9}, (_, i) => `2020-01-0${i + 1},x,11,9,10,1,A`);
    const message = await refusedLines(header, ...bad);
    expect(message.split("\n")).toHaveLength(7);
    expect(message).toMatch(/^invalid bars: 9 rows; .*\n {2}prices\.csv:2: unparsable open: x\n[^]* {2}and 4 more$/);
  });

  it("missing and misnamed columns", async () => {
    expect(await refusedLines("date,open,max,min,close,volume", good)).toBe(
      "missing columns: prices.csv has no high, low; its columns are date, open, max, min, close, volume"
    );
    expect(await refusedLines(good)).toMatch(
      /^missing columns: prices\.csv has no date, open, high, low, close, volume;/
    );
  });

  it("files without rows, and empty ones", async () => {
    expect(await refusedLines(header)).toBe("missing bars: csv has none of what was asked for");
    expect(await refused(await files({"a.csv": ""}))).toBe("missing header: a.csv is empty");
    expect(await refused(await files({"a.csv": "\n\n"}))).toBe("missing header: a.csv is empty");
    expect(await refused(await files({"a.csv.gz": gzipSync("")}))).toBe("missing header: a.csv.gz is empty");
  });

  it("paths that lead to no file", async () => {
    const folder = await files({"readme.md": "x"});
    expect(await refused("")).toBe("missing path: name a file or a folder with --path");
    expect(await refused(join(folder, "none.csv"))).toMatch(/^missing file: .*none\.csv; name a file or a folder that/);
    expect(await refused(folder)).toMatch(/^missing files: .* holds no \.csv, \.tsv, \.txt, \.csv\.gz or \.zip$/);
  });

  it("gzip that is cut off or is none", async () => {
    const rows = Array.from({length: 5000}, (_, i) => `${1e9 + i * 86400},10,11,9,10,${(i * 7919) % 1000},A`);
    const whole = gzipSync([header, ...rows].join("\n"));
    const cut = await files({"a.csv.gz": whole.subarray(0, whole.length - 100)});
    expect(await refused(cut)).toMatch(/^invalid file: .*a\.csv\.gz cannot be read \(unexpected end of file\)$/);
    const none = await files({"a.csv.gz": [header, good].join("\n")});
    expect(await refused(none)).toMatch(/^invalid file: .*a\.csv\.gz cannot be read \(incorrect header check\)$/);
  });

  it("spans without a day, and symbols or days that it does not have", async () => {
    const path = await files({"a.csv": `${header}\n${good}\n`});
    const t = parseDate("2020-01-02");
    const empty = "invalid dates: from 2020-01-02 to 2020-01-02 holds no day";
    expect(await refused(path, {query: {from: t, to: t}})).toBe(empty);
    const nothing = "missing bars: csv has none of what was asked for";
    expect(await refused(path, {query: {symbols: ["B"]}})).toBe("unknown symbol: B; csv has A");
    expect(await refused(path, {query: {symbols: ["A", "B"]}})).toBe("unknown symbol: B; csv has A");
    expect(await refused(path, {query: {from: parseDate("2021-01-01")}})).toBe(nothing);
  });

  it("bad rows alone, even where they may be put aside", async () => {
    const path = await files({"a.csv": `${header}\n${good.replace("9", "x")}\n`});
    await expect(take(path)).rejects.toThrow(
      /^missing bars: csv has none of what was asked for; 1 rows are no bars and lie/
    );
  });
});

it("quarantines the bad rows, each with its place and reason, and keeps the good ones", async () => {
  const bad = ['2020-01-03,"1,000",1100,900,1000,1,A', "2020-01-03,10,9,11,10,1,A", good];
  const {home, done, panel} = await takeLines([header, good, ...bad, "2020-01-06,10,11,9,10,1,A"]);
  expect(done).toMatchObject({read: 2, added: 2, quarantined: 3});
  expect([...panel.times]).toEqual(["2020-01-02", "2020-01-06"].map(parseDate));
  const rows = csvParse(await readFile(done.quarantine!, "utf8"));
  expect(rows.columns).toEqual(["origin", "symbol", "date", "kind", "reason", "row"]);
  expect(rows.map(({origin, reason}) => `${origin}: ${reason}`)).toEqual([
    "prices.csv:3: unparsable open: 1,000",
    "prices.csv:4: invalid range: high 9 is below low 11",
    "prices.csv:5: duplicate row: A has this time already"
  ]);
  expect(rows[0].row).toContain("1,000");
  expect(rows[1].row).toContain('"high":9');
  expect(Object.keys(await tree(home)).filter((name) => name.startsWith("quarantine/"))).toHaveLength(1);
});

const few = ["date,open,high,low,close,volume", "2020-01-02,10,11,9,10.5,100", "2020-01-03,10,11,9,10.5,100", ""].join(
  "\n"
);

it("gives the symbols that it has, and leaves those that it has not to the next source", async () => {
  const first = csv({path: await files({"A.csv": few, "B.csv": few})});
  const second = csv({path: await files({"C.csv": few})});
  const home = await freshFolder();
  const query = {...everything, symbols: ["A", "C", "D"]};
  const done = await ingest(home, [first, second], query, effectsAt());
  expect(done).toMatchObject({added: 4, symbols: 2});
  expect(done.failures).toEqual([
    {symbol: "D", reason: "csv: unknown symbols: C, D; csv has A, B; csv: unknown symbol: D; csv has C"}
  ]);
  expect((await loadPanel(home, {dataset: "csv/1d"})).symbols).toEqual(["A", "C"]);
});

it("says which files it lost among others, and not only that there were bad rows", async () => {
  const logged: string[] = [];
  const path = await files({"A.csv": few, "B.csv.gz": "no gzip", "C.csv": "foo,bar\n1,2\n"});
  const effects = {...effectsAt(), log: (message: string) => void logged.push(message)};
  const done = await ingest(await freshFolder(), csv({path}), everything, effects);
  expect(done).toMatchObject({added: 2, quarantined: 2});
  expect(logged).toHaveLength(2);
  expect(logged[0]).toMatch(/^lost B\.csv\.gz: invalid file: /);
  expect(logged[1]).toMatch(/^lost C\.csv: missing columns: /);
  const some = await ingest(await freshFolder(), csv({path}), {...everything, symbols: ["A", "B"]}, effectsAt());
  expect(some.failures[0].reason).toBe("csv: unknown symbol: B; csv has A, and could not read B.csv.gz, C.csv");
});
