import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {alternative} from "../../plugins/sources/alternative.js";
import {writeParquet} from "../files/parquet-file.js";
import {fileOf, folderOf, refused, take, when} from "../files/taking.js";
import type {Taken} from "../files/taking.js";
import {zipOf} from "../files/zip.js";

/** The observations as `series day published value`, with the symbol where there is one. */
function shown({observations}: Taken): string[] {
  return observations.map(({series, t, published, symbol, value}) =>
    [series, when(t), when(published), ...(symbol === undefined ? [] : [symbol]), value].join(" ")
  );
}

async function read(text: string, options: object = {}, query: object = {}): Promise<Taken> {
  return take(alternative({path: await fileOf("a.csv", text), ...options}), query);
}

const vix = "DATE,OPEN,CLOSE\r\n1990-01-02,17.24,17.25\r\n1990-01-03,18.19,18.2\r\n";

describe("takes every column of numbers for a series", () => {
  it("of a table of days", async () => {
    const taken = await read(vix, {prefix: "vix."});
    expect(shown(taken)).toEqual([
      "vix.OPEN 1990-01-02 1990-01-03 17.24",
      "vix.CLOSE 1990-01-02 1990-01-03 17.25",
      "vix.OPEN 1990-01-03 1990-01-04 18.19",
      "vix.CLOSE 1990-01-03 1990-01-04 18.2"
    ]);
    expect(taken.bars).toEqual([]);
    expect(taken.observations[2].origin).toBe("a.csv:3");
    expect(shown(await read(vix, {series: "CLOSE"}, {from: Date.UTC(1990, 0, 3)}))).toEqual([
      "CLOSE 1990-01-03 1990-01-04 18.2"
    ]);
  });

  it("with the symbol that another column names, and without columns of words", async () => {
    const text =
      "ticker,date,headline,score,articles\nA,2020-01-02,up,0.5,3\nB,2020-01-02,down,-0.25,\nNA,2020-01-03,,0.1,1\n";
    expect(shown(await read(text))).toEqual([
      "score 2020-01-02 2020-01-03 A 0.5",
      "articles 2020-01-02 2020-01-03 A 3",
      "score 2020-01-02 2020-01-03 B -0.25",
      "score 2020-01-03 2020-01-04 NA 0.1",
      "articles 2020-01-03 2020-01-04 NA 1"
    ]);
    expect(shown(await read(text, {}, {symbols: ["B"]}))).toEqual(["score 2020-01-02 2020-01-03 B -0.25"]);
    expect(
      await read(text.replace("NA,", ","), {}).then(({faults}) => faults.map(({kind, t}) => [kind, when(t!)]))
    ).toEqual([["symbol", "2020-01-03"]]);
  });

  it("from gzip, zip, folders and Parquet", async () => {
    const path = await folderOf({
      "a.csv.gz": gzipSync(vix),
      "b.zip": zipOf([{name: "b.csv", content: vix}]),
      "readme.txt": "About the index.\n"
    });
    const sql = "SELECT DATE '1990-01-02' + i::INT AS date, 17.24 + i AS open, NULL::DOUBLE AS none FROM range(2) r(i)";
    await writeParquet(join(path, "c.parquet"), sql);
    const taken = await take(alternative({path}));
    expect(taken.observations.map(({origin, value}) => `${origin} ${value}`)).toEqual([
      "a.csv.gz:2 17.24",
      "a.csv.gz:2 17.25",
      "a.csv.gz:3 18.19",
      "a.csv.gz:3 18.2",
      "b.zip/b.csv:2 17.24",
      "b.zip/b.csv:2 17.25",
      "b.zip/b.csv:3 18.19",
      "b.zip/b.csv:3 18.2",
      "c.parquet:1 17.24",
      "c.parquet:2 18.24"
    ]);
    expect(taken.faults).toEqual([]);
    expect(taken.logged).toEqual([
      "left out readme.txt: missing date: readme.txt has no row that begins with a date; name the column with date=…"
    ]);
  });

  it("without a header, by the file's name", async () => {
    expect(shown(await read("2020-01-02,1.5\n2020-01-03,2.5\n"))).toEqual([
      "a 2020-01-02 2020-01-03 1.5",
      "a 2020-01-03 2020-01-04 2.5"
    ]);
    expect((await read("2020-01-02,1.5,3\n")).observations.map(({series}) => series)).toEqual(["a.2", "a.3"]);
  });
});

describe("passes over notes", () => {
  const factors = [
    "This file was made from prices, of 202407.",
    "The bill's return is from others, Inc.",
    "",
    ",Mkt-RF,SMB,RF",
    "19630701,   -0.67,    0.02,   0.012",
    "19630702,    0.79, -99.99,   0.012",
    "19630703,    0.63,   -999,   0.012",
    "",
    "Copyright 2024 Somebody"
  ].join("\r\n");

  it("above and below factors in percent, with marks for what is missing", async () => {
    const taken = await read(factors, {scale: 0.01, missing: "-99.99,-999"});
    expect(taken.faults).toEqual([]);
    expect(shown(taken)).toEqual([
      "Mkt-RF 1963-07-01 1963-07-02 -0.0067",
      "SMB 1963-07-01 1963-07-02 0.0002",
      "RF 1963-07-01 1963-07-02 0.00012",
      "Mkt-RF 1963-07-02 1963-07-03 0.0079",
      "RF 1963-07-02 1963-07-03 0.00012",
      "Mkt-RF 1963-07-03 1963-07-04 0.0063",
      "RF 1963-07-03 1963-07-04 0.00012"
    ]);
    expect((await read(factors)).observations.map(({value}) => value)).toContain(-99.99);
  });

  it("and over a second table of years below one of months", async () => {
    const text = [
      "By month",
      ",SMB",
      "192607,  1.0",
      "192608,  2.0",
      "",
      " Annual: January-December",
      ",SMB",
      "1927, 3.0"
    ];
    const taken = await read(text.join("\n"), {lag: "1d"});
    expect(shown(taken)).toEqual(["SMB 1926-07-01 1926-08-02 1", "SMB 1926-08-01 1926-09-02 2"]);
    expect(taken.logged).toEqual(["left out line 8 of a.csv and what follows: it is another table"]);
    const bare = text.toSpliced(4, 3).join("\n");
    expect(shown(await read(bare, {lag: "1d"}))).toHaveLength(2);
  });

  it("above a header of two quoted columns, as central banks write them", async () => {
    const text =
      '"Series Description","Funds, effective"\r\n"Unit:","Percent"\r\n"Multiplier:","1"\r\n"Time Period","R.B"\r\n2020-01-08,1.55\r\n2020-01-22,ND\r\n2020-02-05,.\r\n';
    const taken = await read(text, {lag: "1d", missing: "ND"});
    expect(shown(taken)).toEqual(["R.B 2020-01-08 2020-01-10 1.55"]);
    expect(taken.faults).toEqual([]);
  });
});

describe("says when a figure was known:", () => {
  it("a day's when the day is over in the zone, an instant's at the next midnight", async () => {
    const text = "date,x\n2020-03-06,1\n2020-03-08,2\n2020-11-01,3\n";
    expect(shown(await read(text, {zone: "America/New_York"}))).toEqual([
      "x 2020-03-06 2020-03-07T05:00:00Z 1",
      "x 2020-03-08 2020-03-09T04:00:00Z 2",
      "x 2020-11-01 2020-11-02T05:00:00Z 3"
    ]);
    expect(
      shown(await read("time,x\n2020-01-02T20:00:00Z,1\n2020-01-02 23:00,2\n", {zone: "America/New_York"}))
    ).toEqual(["x 2020-01-02T20:00:00Z 2020-01-03T05:00:00Z 1", "x 2020-01-03T04:00:00Z 2020-01-03T05:00:00Z 2"]);
  });

  it.each([
    ["0d", "2020-01-03"],
    ["36h", "2020-01-04T12:00:00Z"],
    ["45d", "2020-02-17"],
    ["2w", "2020-01-17"],
    ["1mo", "2020-02-03"],
    ["1y", "2021-01-03"],
    ["90s", "2020-01-03T00:01:30Z"]
  ])("a lag of %s after the end of the day", async (lag, published) => {
    expect(shown(await read("date,x\n2020-01-02,1\n", {lag}))).toEqual([`x 2020-01-02 ${published} 1`]);
  });

  it("a lag after an instant, and months later the month's last day at most", async () => {
    expect(shown(await read("time,x\n2020-01-02T20:00:00Z,1\n", {lag: "15m"}))).toEqual([
      "x 2020-01-02T20:00:00Z 2020-01-02T20:15:00Z 1"
    ]);
    expect(shown(await read("date,x\n2020-01-30,1\n", {lag: "1mo"}))).toEqual(["x 2020-01-30 2020-02-29 1"]);
    expect(shown(await read("date,x\n2020-03-07,1\n", {lag: "1d", zone: "America/New_York"}))).toEqual([
      "x 2020-03-07 2020-03-09T04:00:00Z 1"
    ]);
  });

  it.each([
    ["192607", "1926-07-01", "1926-08-31"],
    ["2020-02", "2020-02-01", "2020-03-31"],
    ["2020Q1", "2020-01-01", "2020-05-01"],
    ["2020-Q4", "2020-10-01", "2021-01-31"],
    ["2020", "2020-01-01", "2021-01-31"],
    ["20200102", "2020-01-02", "2020-02-02"]
  ])("30 days after %s", async (text, t, published) => {
    expect(shown(await read(`period,x\n${text},1\n`, {lag: "30d"}))).toEqual([`x ${t} ${published} 1`]);
  });

  it("the period is a month, a quarter or a year where the dates are the first days of such", async () => {
    const of = async (...dates: string[]) => {
      const {observations} = await read(["date,x", ...dates.map((date) => `${date},1`)].join("\n"), {lag: "0d"});
      return when(observations[0].published);
    };
    expect(await of("2020-01-01", "2020-02-01", "2020-03-01")).toBe("2020-02-01");
    expect(await of("2020-01-01", "2020-04-01", "2020-07-01")).toBe("2020-04-01");
    expect(await of("2020-01-01", "2021-01-01")).toBe("2021-01-01");
    expect(await of("2020-01-03", "2020-01-10", "2020-01-17")).toBe("2020-01-04");
    expect(await of("2020-01-01", "2020-01-02", "2020-01-03")).toBe("2020-01-02");
  });

  it("what its column says, revisions and all", async () => {
    const text =
      "date,released,cpi\n2020-01-01,2020-02-13,257.9\n2020-01-01,2020-03-11T12:30:00Z,258.0\n2020-02-01,,258.7\n2020-03-01,soon,258.1\n";
    const taken = await read(text);
    expect(shown(taken)).toEqual(["cpi 2020-01-01 2020-02-14 257.9", "cpi 2020-01-01 2020-03-11T12:30:00Z 258"]);
    expect(taken.faults.map(({kind, fault}) => `${kind} ${fault}`)).toEqual([
      "time unparsable published: empty",
      "time unparsable published: soon"
    ]);
    const other = "obs,known,x\n2020-01-01,2020-02-13,1\n";
    expect(shown(await read(other, {date: "obs", published: "known"}))).toEqual(["x 2020-01-01 2020-02-14 1"]);
  });

  it("or refuses what nothing says it of", async () => {
    const remedy =
      "; say how long after it each was known, as in lag=45d, or name the column that says so with published=…";
    const message = async (...dates: string[]) => {
      return refused(
        alternative({path: await fileOf("a.csv", ["date,x", ...dates.map((date) => `${date},1`)].join("\n"))})
      );
    };
    expect(await message("2020-01", "2020-02")).toBe(`missing lag: a.csv has figures of a month${remedy}`);
    expect(await message("2020Q1")).toBe(`missing lag: a.csv has figures of a quarter${remedy}`);
    expect(await message("2020", "2021")).toBe(`missing lag: a.csv has figures of a year${remedy}`);
    expect(await message("2020-01-01", "2020-02-01")).toBe(`missing lag: a.csv has figures of a month${remedy}`);
    expect(await message("2020-01-03", "2020-01-10")).toBe(
      `missing lag: a.csv has dates five days or more apart${remedy}`
    );
  });
});

describe("refuses", () => {
  it.each([
    [{lag: "soon"}, "invalid lag: soon; write 36h, 1d, 45d or 1mo"],
    [{zone: "Mars"}, "unknown zone: Mars; name an IANA time zone such as America/New_York"],
    [{scale: 0}, "invalid scale: 0; it is a number that is not 0"],
    [{date: "when"}, "missing columns: a.csv has no when, which is to be date"],
    [
      {published: "known"},
      "missing columns: a.csv has no known, which is to be published; its columns are DATE, OPEN, CLOSE"
    ],
    [
      {series: "OPEN,LOW"},
      "missing columns: a.csv has no LOW, which is to be a series; its columns are DATE, OPEN, CLOSE"
    ],
    [{path: ""}, "missing path: name a file or a folder with --path"]
  ])("%j", async (options, message) => {
    expect(await refused(alternative({path: await fileOf("a.csv", vix), ...options}))).toBe(message);
  });

  it("files without figures", async () => {
    expect(await refused(alternative({path: await fileOf("a.csv", "")}))).toBe("missing header: a.csv is empty");
    expect(await refused(alternative({path: await fileOf("a.csv", "date,word\n2020-01-02,x\n")}))).toBe(
      "missing series: a.csv has no column of numbers"
    );
  });

  it("rows, as faults, with their file and line, and damaged files among others", async () => {
    const text = `${vix}1990-02-30,1,2\r\n1990-01-05,x,3\r\n1990-01-08,4,5\r\n`;
    const path = await folderOf({"a.csv": text, "b.csv.gz": "no gzip"});
    const {faults, observations} = await take(alternative({path}));
    expect(observations).toHaveLength(7);
    expect(faults.map(({kind, fault, origin}) => `${origin} ${kind} ${fault}`)).toEqual([
      "a.csv:4 time unparsable date: 1990-02-30",
      "a.csv:5 number unparsable OPEN: x",
      "b.csv.gz format invalid file: b.csv.gz cannot be read (incorrect header check)"
    ]);
  });
});
