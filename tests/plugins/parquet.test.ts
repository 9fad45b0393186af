import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {parquet} from "../../plugins/sources/parquet.js";
import {writeParquet} from "../files/parquet-file.js";
import {fileOf, folderOf, refused, take, when} from "../files/taking.js";
import type {Taken} from "../files/taking.js";

const prices = "10.0 AS open, 11.0 AS high, 9.0 AS low, 10.5 AS close, 100 AS volume";

/** A file of what a query answers with, in a new folder. */
async function written(sql: string, more = "", name = "A.parquet"): Promise<string> {
  const path = join(await folderOf(), name);
  await writeParquet(path, sql, more);
  return path;
}

function shown({bars}: Taken): string[] {
  return bars.map(({symbol, t, open, high, low, close, volume}) =>
    [symbol, when(t), open, high, low, close, volume].join(" ")
  );
}

const wanted = ["A 2020-01-02 10 11 9 10.5 100"];

describe("reads", () => {
  it.each(["uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"])(
    "files compressed with %s",
    async (codec) => {
      const path = await written(`SELECT DATE '2020-01-02' AS "Date", ${prices}`, `, COMPRESSION ${codec}`);
      const {bars, faults} = await take(parquet({path}));
      expect(faults).toEqual([]);
      expect(bars).toEqual([
        {
          t: Date.UTC(2020, 0, 2),
          symbol: "A",
          open: 10,
          high: 11,
          low: 9,
          close: 10.5,
          volume: 100,
          adjusted: undefined,
          origin: "A.parquet:1"
        }
      ]);
    }
  );

  it.each([
    ["DATE '2020-01-02'"],
    ["TIMESTAMP '2020-01-02 00:00:00'"],
    ["TIMESTAMP '2020-01-02 16:00:00'"],
    ["TIMESTAMP_S '2020-01-02 16:00:00'"],
    ["TIMESTAMP_MS '2020-01-02 16:00:00'"],
    ["TIMESTAMP_NS '2020-01-02 16:00:00'"],
    ["TIMESTAMPTZ '2020-01-03 01:00:00+00'"],
    ["TIMESTAMPTZ '2020-01-02 00:00:00+00'"],
    ["'2020-01-02'"],
    ["'2020-01-02 00:00:00-05:00'"],
    ["20200102"],
    ["1577975400::BIGINT"],
    ["1577975400000::BIGINT"],
    ["1577975400000::DOUBLE"],
    ["1577975400000000::BIGINT"],
    ["1577975400000000000::BIGINT"]
  ])("days from %s", async (sql) => {
    const taken = await take(parquet({path: await written(`SELECT ${sql} AS date, ${prices}`)}));
    expect(taken.faults).toEqual([]);
    expect(shown(taken)).toEqual(wanted);
  });

  it("instants of any unit, and local times in the zone", async () => {
    const at = "2020-07-01 13:30:00";
    for (const sql of [`TIMESTAMP '${at}'`, `TIMESTAMP_NS '${at}'`, `TIMESTAMPTZ '${at}+00'`]) {
      const path = await written(`SELECT ${sql} AS t, ${prices}`);
      const bars = async (zone: string) =>
        (await take(parquet({path, zone}), {timeframe: "1m"})).bars.map(({t}) => when(t));
      expect(await bars("")).toEqual(["2020-07-01T13:30:00Z"]);
      expect(await bars("America/New_York")).toEqual([
        sql.includes("TZ") ? "2020-07-01T13:30:00Z" : "2020-07-01T17:30:00Z"
      ]);
    }
  });

  it("decimals, whole numbers, floats and texts, nulls and NaN", async () => {
    const types = [
      "DECIMAL(18,4)",
      "DECIMAL(9,2)",
      "DECIMAL(38,4)",
      "FLOAT",
      "DOUBLE",
      "VARCHAR",
      "INTEGER",
      "BIGINT",
      "HUGEINT"
    ];
    for (const type of types) {
      const columns = ["open", "high", "low", "close", "volume"].map(
        (name, i) => `${[10, 11, 9, 10, 100][i]}::${type} AS ${name}`
      );
      const taken = await take(
        parquet({path: await written(`SELECT DATE '2020-01-02' AS date, ${columns.join(", ")}`)})
      );
      expect([type, taken.faults, shown(taken)]).toEqual([type, [], ["A 2020-01-02 10 11 9 10 100"]]);
    }
    const rows = ["(1, 10.5::DOUBLE, 9.5::DOUBLE)", "(2, NULL, NULL)", "(3, 'NaN'::DOUBLE, 'NaN'::DOUBLE)"];
    const sql = `SELECT DATE '2020-01-01' + i AS date, 10.0 AS open, 11.0 AS high, 9.0 AS low, c AS close, 1 AS volume, a AS "Adj Close" FROM (VALUES ${rows.join(", ")}) given(i, c, a)`;
    const {bars, faults} = await take(parquet({path: await written(sql)}));
    expect(bars.map(({close, adjusted}) => [close, adjusted])).toEqual([[10.5, 9.5]]);
    expect(faults.map(({kind, fault, origin, symbol, t}) => [kind, fault, origin, symbol, when(t!)])).toEqual([
      ["missing", "missing close", "A.parquet:2", "A", "2020-01-03"],
      ["missing", "missing close: NaN", "A.parquet:3", "A", "2020-01-04"]
    ]);
  });

  it("decimals to the number nearest to them", async () => {
    const sql = `SELECT DATE '2000-01-01' + i::INT AS date, (i / 100.0)::DECIMAL(18,2) AS open, 999.0 AS high, 0.001 AS low, (i / 10000.0)::DECIMAL(9,4) AS close, 1 AS volume FROM range(1, 3000) r(i)`;
    const {bars} = await take(parquet({path: await written(sql)}));
    expect(bars.map(({open}) => open)).toEqual(Array.from({length: 2999}, (_, i) => (i + 1) / 100));
    expect(bars.map(({close}) => close)).toEqual(Array.from({length: 2999}, (_, i) => (i + 1) / 10_000));
  });

  it("columns by a map, symbols that read like nulls, dividends and splits", async () => {
    const sql = `SELECT 'NA' AS sid, DATE '2020-01-02' AS "Datum", 10.0 AS o, 11.0 AS h, 9.0 AS l, 10.5 AS "Schluss", 0.25 AS "Dividends", 4.0 AS "Stock Splits"`;
    const columns = "symbol=sid,date=Datum,close=Schluss,volume=none";
    const taken = await take(parquet({path: await written(sql), columns}));
    expect(shown(taken)).toEqual(["NA 2020-01-02 10 11 9 10.5 0"]);
    expect(taken.actions.map(({action, symbol, value}) => [action, symbol, value])).toEqual([
      ["dividend", "NA", 0.25],
      ["split", "NA", 4]
    ]);
  });

  it("columns by their places among all", async () => {
    const sql = `SELECT 'x' AS note, 1.0 AS p, 2.0 AS q, DATE '2020-01-02' AS d, 10.0 AS a, 11.0 AS b, 9.0 AS c, 10.5 AS e, 100 AS f`;
    const columns = "date=4,open=5,high=6,low=7,close=8,volume=9";
    expect(shown(await take(parquet({path: await written(sql), columns})))).toEqual(wanted);
  });

  it("folders, the symbol from the name of the file or of its folder", async () => {
    const path = await folderOf({"symbol=MSFT/x": "", "deep/x": "", "note.txt": "x"});
    await writeParquet(join(path, "symbol=MSFT", "part-0.parquet"), `SELECT DATE '2020-01-02' AS date, ${prices}`);
    await writeParquet(join(path, "deep", "B.pq"), `SELECT DATE '2020-01-02' AS date, ${prices}`);
    const {bars} = await take(parquet({path}));
    expect(bars.map(({symbol, origin}) => [symbol, origin])).toEqual([
      ["B", "deep/B.pq:1"],
      ["MSFT", "symbol=MSFT/part-0.parquet:1"]
    ]);
  });
});

describe("row groups", () => {
  const many = (rows: number) =>
    `SELECT 'S' || (100 + i // 2000) AS symbol, DATE '2000-01-01' + (i % 2000)::INT AS date, 10.0 AS open, 11.0 AS high, 9.0 AS low, 10.0 AS close, i AS volume FROM range(${rows}) r(i)`;

  it("are read one after the other, rows numbered through", async () => {
    const path = await written(many(50_000), ", ROW_GROUP_SIZE 4096");
    const {bars, progress} = await take(parquet({path}));
    expect(bars).toHaveLength(50_000);
    expect(bars.every(({volume, origin}, i) => volume === i && origin === `A.parquet:${i + 1}`)).toBe(true);
    expect(progress.length).toBeGreaterThan(10);
    const [done, total] = progress.at(-1)!;
    expect(done).toBe(total);
  });

  it("without what was asked for are not read, and the answer is the same", async () => {
    const path = await written(many(50_000), ", ROW_GROUP_SIZE 4096");
    const {bars, progress} = await take(parquet({path}), {symbols: ["S117"]});
    expect(bars.map(({volume}) => volume)).toEqual(Array.from({length: 2000}, (_, i) => 34_000 + i));
    expect(progress.length).toBeGreaterThan(0);
    const bytes = await readFile(path);
    // The first row groups are spoilt: whoever reads them cannot go on.
    await writeFile(path, Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(8000, 0xee), bytes.subarray(8004)]));
    expect((await take(parquet({path}), {symbols: ["S117"]})).bars).toHaveLength(2000);
    expect(await refused(parquet({path}))).toMatch(/^invalid file: A\.parquet cannot be read \(/);
  });

  it("of other days are not read", async () => {
    const sql = `SELECT 'A' AS symbol, DATE '2000-01-01' + i::INT AS date, 10.0 AS open, 11.0 AS high, 9.0 AS low, 10.0 AS close, i AS volume FROM range(20000) r(i)`;
    const path = await written(sql, ", ROW_GROUP_SIZE 4096");
    const query = {from: Date.UTC(2000, 0, 1) + 9000 * 864e5, to: Date.UTC(2000, 0, 1) + 9010 * 864e5};
    const whole = (await take(parquet({path}), query)).bars;
    expect(whole.map(({volume}) => volume)).toEqual(Array.from({length: 10}, (_, i) => 9000 + i));
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(2000, 0xee), bytes.subarray(2004)]));
    expect((await take(parquet({path}), query)).bars).toEqual(whole);
    expect(
      (await take(parquet({path}), {...query, symbols: ["A"], from: query.to, to: query.to + 1})).bars
    ).toHaveLength(1);
    expect((await take(parquet({path}), {...query, symbols: ["A"], from: 8e14, to: 8.1e14})).bars).toEqual([]);
    expect(await refused(parquet({path}))).toMatch(/^invalid file: A\.parquet cannot be read \(/);
  });
});

describe("refuses", () => {
  it("files that are none, and cut off ones; among others they are faults", async () => {
    expect(await refused(parquet({path: await fileOf("a.parquet", "no parquet at all")}))).toMatch(
      /^invalid file: a\.parquet cannot be read \(/
    );
    const path = await written(`SELECT DATE '2020-01-02' AS date, ${prices}`);
    const bytes = await readFile(path);
    await writeFile(join(path, "..", "B.parquet"), bytes.subarray(0, bytes.length - 20));
    await writeFile(join(path, "..", "C.parquet"), "");
    await writeParquet(join(path, "..", "D.parquet"), "SELECT 1 AS x, 2 AS y");
    const taken = await take(parquet({path: join(path, "..")}));
    expect(shown(taken)).toEqual(wanted);
    expect(taken.faults.map(({kind, origin, fault}) => [kind, origin, fault.split(" (")[0]])).toEqual([
      ["format", "B.parquet", "invalid file: B.parquet cannot be read"],
      ["format", "C.parquet", "invalid file: C.parquet cannot be read"],
      [
        "format",
        "D.parquet",
        "missing columns: D.parquet has no date, open, high, low, close, volume; its columns are x, y"
      ]
    ]);
  });

  it("unknown symbols, other timeframes and paths that lead nowhere", async () => {
    const path = await written(`SELECT DATE '2020-01-02' AS date, ${prices}`);
    expect(await refused(parquet({path}), {symbols: ["B"]})).toBe("unknown symbol: B; parquet has A");
    expect(await refused(parquet({path: await folderOf()}))).toMatch(/^missing files: .* holds no \.parquet or \.pq$/);
    const named = await written(`SELECT DATE '2020-01-02' AS date, ${prices}`, "", "BTCUSDT-1m-2023-08.parquet");
    expect(await refused(parquet({path: named}))).toBe(
      "invalid timeframe: BTCUSDT-1m-2023-08.parquet holds bars of 1m, not 1d; say --timeframe 1m"
    );
  });
});
