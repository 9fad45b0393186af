import {readdir, readFile, rm, truncate, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {csvParseRows} from "d3-dsv";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {formatDate, parseDate} from "../../core/base/timeframe.js";
import {parse as parseCommand} from "../../core/cli/parser.js";
import {universe} from "../../core/cli/verbs/universe.js";
import {effects} from "../../core/lab/context.js";
import type {Spell, Universe} from "../../core/store/universe/members.js";
import {membersAt, membership, membersIn, sectorOf} from "../../core/store/universe/members.js";
import {parseUniverse} from "../../core/store/universe/parse.js";
import {importUniverse, imports, readUniverse, universeNames} from "../../core/store/universe/universes.js";
import {realData, unlessMissing} from "../data.js";
import {freshFolder, tree} from "./homes.js";

const at = (now: number) => ({now: () => now});
const parse = (text: string, options = {}) => parseUniverse(csvParseRows(text), options);

/** A universe as it would be read after an import of the text. */
function universeOf(text: string, options = {}): Universe {
  return {name: "made", version: "", imported: 0, ...parse(text, options)};
}

const written = ({symbol, from, to}: Spell) =>
  [symbol, from === -Infinity ? "always" : formatDate(from), to === Infinity ? "now" : formatDate(to)].join(" ");

describe("spells", () => {
  const text = "ticker,start_date,end_date\nLEH,1998-01-12,2008-09-17\nAAL,1996-01-02,1997-01-15\nAAL,2015-03-23,\n";

  it("hold from their first day to the day before their last, or to that too", () => {
    const universe = universeOf(text);
    const on = (date: string, which = universe) => membersAt(which, parseDate(date));
    expect(on("1998-01-11")).toEqual([]);
    expect(on("1998-01-12")).toEqual(["LEH"]);
    expect(on("2008-09-16")).toEqual(["LEH"]);
    expect(on("2008-09-17")).toEqual([]);
    expect(on("2008-09-17", universeOf(text, {ends: "last-day-in"}))).toEqual(["LEH"]);
    expect(on("2008-09-18", universeOf(text, {ends: "last-day-in"}))).toEqual([]);
    expect([universe.biased, parse(text).form]).toEqual([false, "spells"]);
  });

  it("of a ticker that comes back stay two, and a span finds whoever was in at any time of it", () => {
    const universe = universeOf(text);
    expect(universe.spells.map(written)).toEqual([
      "AAL 1996-01-02 1997-01-15",
      "AAL 2015-03-23 now",
      "LEH 1998-01-12 2008-09-17"
    ]);
    const within = (from: string, to: string) => membersIn(universe, parseDate(from), parseDate(to));
    expect(within("1997-01-14", "1998-01-13")).toEqual(["AAL", "LEH"]);
    expect(within("1997-01-15", "1998-01-12")).toEqual([]);
    expect(within("2000-01-01", "2016-01-01")).toEqual(["AAL", "LEH"]);
  });

  it("that overlap are taken as one, and that is said; those that touch stay two", () => {
    const {spells, warnings} = parse(
      "symbol,from,to\nA,2001-01-01,2002-01-01\nA,2001-06-01,2001-07-01\nA,2001-12-31,2003-01-01\nB,2001-01-01,2002-01-01\nB,2002-01-01,\n"
    );
    expect(spells.map(written)).toEqual(["A 2001-01-01 2003-01-01", "B 2001-01-01 2002-01-01", "B 2002-01-01 now"]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toBe("A: 2001-01-01 to 2002-01-01 and 2001-06-01 to 2001-07-01 overlap and are taken as one");
  });

  it("without an end are biased", () => {
    expect(parse("Symbol,Date added\nMMM,1957-03-04\nAOS,2017-07-26\n")).toMatchObject({form: "spells", biased: true});
    expect(parse("symbol,from,to\nA,2001-01-01,\n")).toMatchObject({biased: true});
  });
});

describe("a list", () => {
  it.each([
    ["with a header", "Symbol,Name,Sector\nMMM,3M,Industrials\nABT,Abbott,Health Care\n"],
    ["without one", "MMM\nABT\n"],
    ["headed by the plural", "tickers\nMMM\nABT\n"],
    ["that begins with a mark of its coding", "\uFEFFsymbol\r\nMMM\r\nABT\r\n\r\n"]
  ])("%s is of members that always were, and biased", (_, text) => {
    const universe = universeOf(text);
    expect(universe.spells.map(written)).toEqual(["ABT always now", "MMM always now"]);
    expect([universe.biased, parse(text).form]).toEqual([true, "list"]);
    expect(membersAt(universe, parseDate("1850-01-01"))).toEqual(["ABT", "MMM"]);
  });

  it("keeps sectors", () => {
    const universe = universeOf('Symbol,GICS Sector,GICS Sub-Industry\nMMM,Industrials,"Machines, large"\nX,,\n');
    expect(sectorOf(universe, "MMM")).toBe("Industrials");
    expect(universe.attributes).toEqual({MMM: {sector: "Industrials", industry: "Machines, large"}});
    expect([sectorOf(universe, "X"), sectorOf(universe, "constructor")]).toEqual([null, null]);
  });
});

const symbols = ["A", "B", "C", "D.X"];
const lists = fc.array(fc.subarray(symbols, {minLength: 1}), {minLength: 1, maxLength: 8});
const dates = Array.from({length: 8}, (_, i) => `2020-0${i + 1}-01`);

describe("snapshots", () => {
  it("make the spells that give each of them back, in either layout and any order", () => {
    fc.assert(
      fc.property(lists, fc.boolean(), (members, backwards) => {
        const rows = members.map((list, i) => [dates[i], list] as const);
        const ordered = backwards ? rows.toReversed() : rows;
        const wide = parseUniverse([["date", "tickers"], ...ordered.map(([date, list]) => [date, list.join(",")])]);
        const long = parseUniverse([
          ["Date", "Symbol"],
          ...ordered.flatMap(([date, list]) => list.map((each) => [date, each]))
        ]);
        expect(long).toEqual(wide);
        expect(wide).toMatchObject({form: "snapshots", biased: false, warnings: []});
        const universe = {name: "made", version: "", imported: 0, ...wide};
        for (const [date, list] of rows) {
          expect(membersAt(universe, parseDate(date))).toEqual(list.toSorted());
          expect(membersAt(universe, parseDate(date) + 20 * 864e5)).toEqual(list.toSorted());
        }
        expect(membersAt(universe, parseDate("2019-12-31"))).toEqual([]);
      })
    );
  });
});

it("the column of members says at each row what membersAt says", () => {
  fc.assert(
    fc.property(lists, fc.array(fc.integer({min: -40, max: 260}), {maxLength: 12}), (members, days) => {
      const table = [["date", "tickers"], ...members.map((list, i) => [dates[i], list.join(" ")])];
      const universe = {name: "made", version: "", imported: 0, ...parseUniverse(table)};
      const sorted = [...new Set(days)].sort((a, b) => a - b);
      const times = Float64Array.from(sorted, (day) => parseDate("2020-01-01") + day * 864e5);
      const asked = ["D.X", "Z", "A"];
      const expected = Array.from(times).flatMap((t) => {
        const present = membersAt(universe, t);
        return asked.map((symbol) => Number(present.includes(symbol)));
      });
      expect(Array.from(membership(universe, times, asked))).toEqual(expected);
    })
  );
});

describe("a table that cannot be read", () => {
  it.each([
    ["", /^invalid universe: it is empty;/],
    [
      "date,open\n2020-01-01,5\n",
      /^invalid universe: no column is called symbol or ticker; its columns are date, open$/
    ],
    ["symbol,from,to\nA,2020-02-30,\n", /1 row cannot be read; .*\n {2}row 2: invalid date: 2020-02-30;/],
    ["symbol,from,to\nA,2020-01-02,2020-01-02\n", /row 2: invalid spell: A from 2020-01-02 to 2020-01-02 holds no day/],
    [
      "symbol,from,to\n,2020-01-02,\nB C,,\n",
      /2 rows cannot .*\n {2}row 2: missing symbol.*\n {2}row 3: invalid symbol: B C/
    ],
    ["date,tickers\n2020-01-01,A\n2020-01-01,B\n", /row 3: duplicate date: 2020-01-01/],
    ["date,tickers\n2020-01-01,\n", /row 2: missing members/],
    ["symbol\n", /^invalid universe: it has no members;/]
  ])("%j is refused, and nothing is written", async (text, message) => {
    const home = await freshFolder();
    await expect(importUniverse(home, "made", csvParseRows(text), at(1))).rejects.toThrow(message);
    expect(await tree(home)).toEqual({});
  });
});

const table = (...rows: string[]) => csvParseRows(["symbol,from,to", ...rows].join("\n"));
const first = table("A,2001-01-01,2002-01-01");
const second = table("A,2001-01-01,2002-01-01", "B,2001-01-01,");

describe("the store", () => {
  it("keeps every import, and reads what was known then", async () => {
    const home = await freshFolder();
    const one = await importUniverse(home, "made", first, at(100));
    const before = await tree(home);
    expect(await importUniverse(home, "made", first, at(150))).toEqual({...one, added: false});
    expect(await tree(home)).toEqual(before);
    const two = await importUniverse(home, "made", second, at(200));
    expect(await importUniverse(home, "made", first, at(300))).toMatchObject({version: one.version, added: true});
    const versionAt = async (asOf?: number) => (await readUniverse(home, "made", {asOf})).version;
    expect([await versionAt(100), await versionAt(199)]).toEqual([one.version, one.version]);
    expect(await versionAt(200)).toBe(two.version);
    expect([await versionAt(300), await versionAt()]).toEqual([one.version, one.version]);
    await expect(versionAt(99)).rejects.toThrow(/^missing universe: made was imported after 1970-01-01T00:00:00.099Z$/);
    const named = await readUniverse(home, "made", {version: two.version.slice(0, 8)});
    expect([named.version, named.imported, named.spells.length]).toEqual([two.version, 200, 2]);
    await expect(readUniverse(home, "made", {version: "zz"})).rejects.toThrow(/^missing version: made has none/);
    expect((await imports(home, "made")).map(({imported}) => imported)).toEqual([100, 200, 300]);
    for (const file of Object.keys(before)) expect((await tree(home))[file]).toBe(before[file]);
  });

  it("gives the same content the same version whatever the order of its rows, and lists names", async () => {
    const home = await freshFolder();
    const one = await importUniverse(home, "made", second, at(1));
    const [header, ...rows] = second;
    const two = await importUniverse(home, "other-2", [header, ...rows.toReversed()], at(2));
    expect(two.version).toBe(one.version);
    expect(await universeNames(home)).toEqual(["made", "other-2"]);
    await expect(readUniverse(home, "none")).rejects.toThrow(
      "missing universe: none; run tapebook universe import none --path members.csv"
    );
    for (const name of ["", "A", "../x", "a/b", "-a"])
      await expect(importUniverse(home, name, first, at(1))).rejects.toThrow(/^invalid universe: .*; write its name/);
  });

  it("loses none of many imports at a time", async () => {
    const home = await freshFolder();
    const tables = Array.from({length: 12}, (_, i) => table(`S${i},2001-01-01,2002-01-01`));
    const done = await Promise.all(tables.map((each, i) => importUniverse(home, "made", each, at(i))));
    const log = await imports(home, "made");
    expect(log.map(({version}) => version).sort()).toEqual(done.map(({version}) => version).sort());
    const left = (await readdir(join(home, "universes", "made", "imports"))).filter((name) => name.startsWith("."));
    expect(left).toEqual([]);
  });

  it.each([
    ["a flipped bit", (file: string) => readFile(file).then((bytes) => writeFile(file, bytes.fill(32, 20, 21)))],
    ["a cut", (file: string) => truncate(file, 20)],
    ["removal", (file: string) => rm(file)]
  ])("names a content that suffered %s, and restores it by the same import", async (_, harm) => {
    const home = await freshFolder();
    const {version} = await importUniverse(home, "made", first, at(1));
    const before = await tree(home);
    await harm(join(home, "universes", "made", `${version}.json`));
    await expect(readUniverse(home, "made")).rejects.toThrow(/^invalid universe: made was changed, cut off or removed/);
    expect(await importUniverse(home, "made", first, at(2))).toMatchObject({version, added: false});
    expect(await tree(home)).toEqual(before);
  });

  it("names an import that was changed or is gone", async () => {
    const home = await freshFolder();
    for (const each of [first, second]) await importUniverse(home, "made", each, at(1));
    const file = join(home, "universes", "made", "imports", "000001.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"imported":1', '"imported":0'));
    await expect(readUniverse(home, "made")).rejects.toThrow(/^invalid universe: import 1 of made was changed/);
    await rm(file);
    await expect(importUniverse(home, "made", first, at(3))).rejects.toThrow(/^invalid universe: import 1 of made/);
  });
});

describe("tapebook universe show", () => {
  it("says that nobody is known before the table begins, where there would be nobody", async () => {
    const home = await freshFolder();
    const spells = csvParseRows("symbol,start_date,end_date\nA,1996-01-02,\nB,1999-01-04,2001-02-03");
    await importUniverse(home, "made", spells, at(1));
    const note = async (date: string) => {
      const command = await parseCommand(["universe", "show", "made", "--on", date], [universe], "0");
      const {text} = await command!.verb.act(command!.given, {home, task: () => effects()});
      return /^note.*$/m.exec(text)?.[0] ?? "";
    };
    expect(await note("1995-12-29")).toMatch(/^note +nobody is known before 1996-01-02, when its table begins$/);
    expect(await note("1996-01-02")).toBe("");
  });
});

const {path, missing} = realData("universe-sectors");

it.skipIf(missing)(`knows the S&P 500 through time ${unlessMissing}`, async () => {
  const home = await freshFolder();
  const read = async (name: string) => csvParseRows(await readFile(join(path, name), "utf8"));
  const done = await importUniverse(home, "sp500", await read("fja05680-sp500_ticker_start_end.csv"), at(1));
  expect(done).toMatchObject({form: "spells", biased: false, symbols: 1181, spells: 1230, warnings: []});
  const universe = await readUniverse(home, "sp500");
  const on = (date: string) => membersAt(universe, parseDate(date));
  // The table has every company under its last ticker: Lehman Brothers is LEHMQ.
  expect([on("2008-09-12").length, on("2008-09-12").includes("LEHMQ")]).toEqual([496, true]);
  expect([on("2008-10-01").length, on("2008-10-01").includes("LEHMQ")]).toEqual([497, false]);
  expect(on("2025-07-09")).toHaveLength(503);
  const latest = await importUniverse(home, "sectors", await read("constituents-latest.csv"), at(2));
  expect(latest).toMatchObject({symbols: 503, biased: true});
  expect(sectorOf(await readUniverse(home, "sectors"), "AAPL")).toBe("Information Technology");
  expect(await importUniverse(home, "old", await read("constituents-2018-04.csv"), at(3))).toMatchObject({
    form: "list",
    symbols: 505
  });
});
