import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {csv} from "../../plugins/sources/csv.js";
import {fileOf, folderOf, refused, take, when} from "../files/taking.js";
import type {Taken} from "../files/taking.js";
import {zipOf} from "../files/zip.js";

const header = "date,open,high,low,close,volume";
const row = "2020-01-02,10,11,9,10.5,100";

/** A table of one bar, told by its close. */
const closing = (close: number) => `${header}\n2020-01-02,10,11,9,${close},100\n`;

/** The bars as `symbol day open high low close volume`. */
function shown({bars}: Taken): string[] {
  return bars.map(({symbol, t, open, high, low, close, volume}) =>
    [symbol, when(t), open, high, low, close, volume].join(" ")
  );
}

const wanted = ["A 2020-01-02 10 11 9 10.5 100"];

describe("files", () => {
  const closes = ({bars}: Taken) => bars.map(({symbol, close}) => `${symbol} ${close}`);

  it("are found in folders and archives at any depth, in the order of their names", async () => {
    const inner = zipOf([
      {name: "deep/C.csv", content: closing(10.3)},
      {name: "B.csv", content: closing(10.2), stored: true},
      {name: "D.csv.gz", content: gzipSync(closing(10.4))},
      {name: "deep/", content: ""},
      {name: "__MACOSX/._B.csv", content: "\0"},
      {name: "notes.md", content: "no table"}
    ]);
    const path = await folderOf({
      "A.csv": closing(10.1),
      "m/inner.zip": inner,
      "x/y/E.tsv": closing(10.5).replaceAll(",", "\t"),
      "z/F.TXT": closing(10.6).replaceAll(",", "|"),
      "z/.hidden.csv": "\0",
      "readme.txt": "A note, with a comma."
    });
    const taken = await take(csv({path}));
    expect(closes(taken)).toEqual(["A 10.1", "B 10.2", "D 10.4", "C 10.3", "E 10.5", "F 10.6"]);
    expect(taken.faults).toEqual([]);
    expect(taken.bars[3].origin).toBe("m/inner.zip/deep/C.csv:2");
    expect(taken.logged).toEqual([
      "left out readme.txt: missing columns: readme.txt has no date, open, high, low, close, volume; its columns are A note, with a comma."
    ]);
    const [done, total] = taken.progress.at(-1)!;
    expect(done).toBe(total);
  });

  it("are one archive, or one text whose delimiter is evident", async () => {
    const zip = await fileOf("all.zip", zipOf([{name: "A.csv", content: closing(10.1)}]));
    expect(closes(await take(csv({path: zip})))).toEqual(["A 10.1"]);
    const text = await fileOf("A.txt", closing(10.1).replaceAll(",", ";"));
    expect(closes(await take(csv({path: text})))).toEqual(["A 10.1"]);
    expect(await refused(csv({path: await fileOf("A.txt", "no table\n")}))).toMatch(
      /^missing columns: A\.txt has no date/
    );
  });

  it("that are damaged among others are one fault each, and the others are read", async () => {
    const many = [
      header,
      ...Array.from({length: 20_000}, (_, i) => `${1e9 + i * 86_400},10,11,9,10,${(i * 7919) % 997}`)
    ];
    const packed = gzipSync(many.join("\n"));
    const turned = gzipSync([header, ...many.slice(1).reverse()].join("\n"));
    const whole = zipOf([{name: "H.csv", content: closing(10)}]);
    const path = await folderOf({
      "a.csv": closing(10.1),
      "b.csv.gz": packed.subarray(0, packed.length - 50),
      "c.csv": Buffer.concat([Buffer.from(closing(10)), Buffer.from([0xff, 0x31])]),
      "d.csv": Buffer.from([0x50, 0x41, 0x52, 0x31, 0, 1, 2, 3]),
      "e.zip": whole.subarray(0, whole.length - 30),
      "f.csv": "date,open\n2020-01-02,1\n",
      "g.csv": "",
      "h.csv.gz": closing(10),
      "i.csv": `${closing(10)}"`,
      "j.csv": closing(10.2),
      "k.csv.gz": turned.subarray(0, turned.length - 50)
    });
    const taken = await take(csv({path}));
    expect(taken.bars.filter(({symbol}) => !/[bk]/.test(symbol)).map(({symbol}) => symbol)).toEqual(["a", "i", "j"]);
    for (const damaged of ["b", "k"]) {
      const days = taken.bars.filter(({symbol}) => symbol === damaged).map(({t}) => t);
      expect(days.length).toBeGreaterThan(5000);
      expect(days).toEqual(days.toSorted((a, b) => a - b));
    }
    expect(taken.faults.every(({kind, row}) => kind === "format" && row === "")).toBe(true);
    expect(taken.faults.map(({origin, fault}) => [origin, fault.replace(/^invalid file: /, "")])).toEqual([
      ["b.csv.gz", "b.csv.gz cannot be read (unexpected end of file)"],
      ["c.csv", "c.csv cannot be read (it is no text in UTF-8; say encoding=windows-1252 or another)"],
      ["d.csv", "d.csv cannot be read (it holds bytes that are no text)"],
      ["e.zip", expect.stringMatching(/^e\.zip cannot be read \(.*end of central directory/i)],
      ["f.csv", "missing columns: f.csv has no high, low, close, volume; its columns are date, open"],
      ["g.csv", "missing header: g.csv is empty"],
      ["h.csv.gz", "h.csv.gz cannot be read (incorrect header check)"],
      ["i.csv", "i.csv cannot be read (a quote is open in line 3)"],
      ["k.csv.gz", "k.csv.gz cannot be read (unexpected end of file)"]
    ]);
  });

  it("that are damaged and the only ones are refused", async () => {
    const damaged = await fileOf("e.zip", zipOf([{name: "H.csv", content: closing(10)}]).subarray(0, 80));
    expect(await refused(csv({path: damaged}))).toMatch(/^invalid file: e\.zip cannot be read \(/);
    const empty = await fileOf("e.zip", zipOf([{name: "H.doc", content: "x"}]));
    expect(await refused(csv({path: empty}))).toBe("invalid file: e.zip cannot be read (the archive holds no table)");
  });

  it("in archives do no harm: no name leads outside, no size is believed or exceeded", async () => {
    const climbing = await fileOf("e.zip", zipOf([{name: "../evil.csv", content: closing(10)}]));
    expect(await refused(csv({path: climbing}))).toMatch(
      /^invalid file: e\.zip cannot be read \(invalid relative path/
    );
    const zeros = Buffer.alloc(80 << 20, "\n");
    const bomb = await fileOf("e.zip", zipOf([{name: "a.csv", content: zeros}]));
    const tooMuch = "cannot be read (it unpacks to more than 500 times its size)";
    expect(await refused(csv({path: bomb}))).toBe(`invalid file: e.zip ${tooMuch}`);
    const lying = await fileOf("e.zip", zipOf([{name: "a.csv", content: zeros, stated: 1000}]));
    expect(await refused(csv({path: lying}))).toMatch(/^invalid file: e\.zip\/a\.csv cannot be read \(too many bytes/);
    const packed = await fileOf("a.csv.gz", gzipSync(closing(10) + `${" ".repeat(60_000)}\n`.repeat(1300)));
    expect(await refused(csv({path: packed}))).toBe(`invalid file: a.csv.gz ${tooMuch}`);
  });
});

describe("klines", () => {
  const line = (opened: number, unit = 1, length = 60_000) =>
    `${opened * unit},10,11,9,10.5,100,${(opened + length) * unit - 1},1050,12,50,525,0`;
  const first = Date.UTC(2023, 7, 1);

  it("of an exchange need no header, in milliseconds and microseconds", async () => {
    for (const unit of [1, 1000]) {
      const path = await folderOf({
        "FOOUSDT-1m-2023-08.csv": `${line(first, unit)}\n${line(first + 60_000, unit)}\n`,
        "BARUSDT-1m-2023-08-01.zip": zipOf([{name: "BARUSDT-1m-2023-08-01.csv", content: line(first, unit)}])
      });
      expect(shown(await take(csv({path}), {timeframe: "1m"}))).toEqual([
        "BARUSDT 2023-08-01 10 11 9 10.5 100",
        "FOOUSDT 2023-08-01 10 11 9 10.5 100",
        "FOOUSDT 2023-08-01T00:01:00Z 10 11 9 10.5 100"
      ]);
    }
  });

  it("with the exchange's header are the same", async () => {
    const names =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";
    const path = await fileOf("FOOUSDT-1m-2023-08.csv.gz", gzipSync(`${names}\n${line(first)}\n`));
    expect(shown(await take(csv({path}), {timeframe: "1m"}))).toEqual(["FOOUSDT 2023-08-01 10 11 9 10.5 100"]);
  });

  it("of another length than asked for are refused, by the file's name and by the rows", async () => {
    const named = await folderOf({"FOOUSDT-1m-2023-08.csv": line(first), "A.csv": closing(10)});
    expect(await refused(csv({path: named}))).toBe(
      "invalid timeframe: FOOUSDT-1m-2023-08.csv holds bars of 1m, not 1d; say --timeframe 1m"
    );
    const daily = await fileOf("FOOUSDT-1d-2023-08.csv", line(first, 1, 86_400_000));
    expect(shown(await take(csv({path: daily})))).toEqual(["FOOUSDT 2023-08-01 10 11 9 10.5 100"]);
    const unnamed = await fileOf("foo.csv", line(first));
    expect(await refused(csv({path: unnamed}), {timeframe: "1h"})).toBe(
      "invalid timeframe: foo.csv holds bars of 1m, not 1h; say --timeframe 1m"
    );
  });
});

describe("vendors' tables", () => {
  it.each([
    ["AAPL_data.csv", `${header},Name\n${row},A\n`, "A"],
    [
      "investing.csv",
      '"Date","Price","Open","High","Low","Vol.","Change %"\n"01/02/2020","10.5","10","11","9","0.1K","2.3%"\n',
      "investing",
      {columns: "close=Price,format=MM/DD/YYYY"}
    ],
    ["pandas.csv", `,Open,High,Low,Close,Volume\n${row}\n`, "pandas"],
    ["stamped.csv", `timestamp,time,open,high,low,close,volume\n1577975400,09:30,10,11,9,10.5,100\n`, "stamped"],
    ["AAPL_data.csv", `${header}\n${row}\n`, "AAPL"],
    ["aapl.us.txt", `Date,Open,High,Low,Close,Volume,OpenInt\n${row},0\n`, "AAPL"],
    ["AAPL.us.txt", `Date,Open,High,Low,Close,Volume,OpenInt\n${row},0\n`, "AAPL"],
    ["symbol=MSFT/part-0.csv", `${header}\n${row}\n`, "MSFT"],
    [
      "s.txt",
      "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nA.US,D,20200102,000000,10,11,9,10.5,100,0\n",
      "A.US"
    ],
    ["prices.csv", "date,symbol,open,close,low,high,volume\n2020-01-02 00:00:00,WLTW,10,10.5,9,11,100\n", "WLTW"],
    [
      "c.csv",
      "https://www.example.org/\nunix,date,symbol,open,high,low,close,Volume BTC,Volume\n1577923200000,2020-01-02 00:00:00,BTC/USD,10,11,9,10.5,3,100\n",
      "BTC/USD"
    ],
    [
      "m.csv",
      "2020.01.02,00:00,10,11,9,10.5,100\n",
      "m",
      {columns: "date=1,time=2,open=3,high=4,low=5,close=6,volume=7"}
    ],
    [
      "h.csv",
      "A;20200102 000000;10;11;9;10.5;100\n",
      "A",
      {columns: "symbol=1,date=2,open=3,high=4,low=5,close=6,volume=7"}
    ]
  ])("%s", async (name, text, symbol, options: object = {}) => {
    const path = await folderOf({[name]: text});
    const taken = await take(csv({path, ...options}));
    expect(taken.faults).toEqual([]);
    expect(shown(taken)).toEqual([`${symbol} 2020-01-02 10 11 9 10.5 100`]);
  });

  it("keep symbols that read like nulls", async () => {
    const names = ["NA", "NAN", "TRUE", "NULL", "nan", "-"];
    const path = await fileOf("a.csv", [`${header},symbol`, ...names.map((name) => `${row},${name}`)].join("\n"));
    expect((await take(csv({path}))).bars.map(({symbol}) => symbol)).toEqual(names);
  });

  it("of many symbols in two rows of headers, as yfinance writes them", async () => {
    const tables = [
      "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\nTicker,A,B,A,B,A,B,A,B,A,B\nDate,,,,,,,,,,\n2020-01-02,10.5,20.5,11,21,9,19,10,20,100,200\n2020-01-03,10.5,,11,,9,,10,,100,\n",
      "Ticker,A,A,A,A,A,B,B,B,B,B\nPrice,Open,High,Low,Close,Volume,Open,High,Low,Close,Volume\nDate,,,,,,,,,,\n2020-01-02,10,11,9,10.5,100,20,21,19,20.5,200\n2020-01-03,10,11,9,10.5,100,,,,,\n",
      ",A,A,A,A,A,B,B,B,B,B\n,Open,High,Low,Close,Volume,Open,High,Low,Close,Volume\n2020-01-02,10,11,9,10.5,100,20,21,19,20.5,200\n2020-01-03,10,11,9,10.5,100,,,,,\n"
    ];
    for (const text of tables) {
      const taken = await take(csv({path: await fileOf("all.csv", text)}));
      expect(taken.faults).toEqual([]);
      expect(shown(taken)).toEqual([
        "A 2020-01-02 10 11 9 10.5 100",
        "B 2020-01-02 20 21 19 20.5 200",
        "A 2020-01-03 10 11 9 10.5 100"
      ]);
    }
    const single =
      "Price,Adj Close,Close,High,Low,Open,Volume\nTicker,A,A,A,A,A,A\nDate,,,,,,\n2020-01-02,9,10.5,11,9,10,100\n";
    const path = await fileOf("x.csv", single);
    expect(shown(await take(csv({path})))).toEqual(wanted);
    expect((await take(csv({path}), {symbols: ["A"]})).bars[0].adjusted).toBe(9);
    expect(await refused(csv({path}), {symbols: ["x"]})).toBe("unknown symbol: x; csv has A");
  });

  it("written newest first are turned, whatever days are asked for", async () => {
    const days = Array.from({length: 30_000}, (_, i) => new Date(i * 864e5).toISOString().slice(0, 10)).reverse();
    const path = await fileOf("A.csv", [header, ...days.map((day) => `${day},10,11,9,10,1`)].join("\n"));
    const {bars} = await take(csv({path}));
    expect(bars.map(({t}) => t / 864e5)).toEqual(days.map((_, i) => i));
    const from = Date.UTC(2020, 0, 1);
    const some = await take(csv({path}), {from, to: from + 2 * 864e5});
    expect(some.bars.map(({t}) => when(t))).toEqual(["2020-01-01", "2020-01-02"]);
    const two = await fileOf("A.csv", [header, row, row.replace("01-02", "01-01")].join("\n"));
    expect((await take(csv({path: two}))).bars.map(({t}) => when(t))).toEqual(["2020-01-02", "2020-01-01"]);
  });

  it("that have empty first rows are not taken for such", async () => {
    const text = `${header}\n2020-01-01,null,null,null,null,null\n${row}\n`;
    const {faults, bars} = await take(csv({path: await fileOf("A.csv", text)}));
    expect(bars).toHaveLength(1);
    expect(faults.map(({kind, fault, symbol, t}) => [kind, fault, symbol, when(t!)])).toEqual([
      ["missing", "missing open: null", "A", "2020-01-01"]
    ]);
  });

  it("call what they have not by one of many names", async () => {
    for (const nothing of ["", "null", "NaN", "nan", "NA", "N/A", "-", "None"]) {
      const path = await fileOf("A.csv", `${header}\n2020-01-02,10,11,9,${nothing},1\n`);
      const [{kind}] = (await take(csv({path}))).faults;
      expect(kind).toBe("missing");
    }
  });
});

describe("actions", () => {
  it("stand beside the prices, as yfinance and Quandl's WIKI write them", async () => {
    const yahoo = `Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n2020-08-28 00:00:00-04:00,10,11,9,10,1,0.205,0.0\n2020-08-31 00:00:00-04:00,10,11,9,10,1,0.0,4.0\n2020-09-01 00:00:00-04:00,10,11,9,10,1,,\n`;
    const wiki = `ticker,date,open,high,low,close,volume,ex-dividend,split_ratio\nB,2020-08-28,10,11,9,10,1,0.5,1.0\nB,2020-08-31,10,11,9,10,1,0,0.1\nB,2020-09-01,10,11,9,10,1,x,1\n`;
    const taken = await take(csv({path: await folderOf({"A.csv": yahoo, "wiki.csv": wiki})}));
    expect(taken.actions.map(({action, t, symbol, value}) => [action, when(t), symbol, value])).toEqual([
      ["dividend", "2020-08-28", "A", 0.205],
      ["split", "2020-08-31", "A", 4],
      ["dividend", "2020-08-28", "B", 0.5],
      ["split", "2020-08-31", "B", 0.1]
    ]);
    expect(taken.bars).toHaveLength(6);
    expect(taken.faults.map(({fault, origin}) => `${origin} ${fault}`)).toEqual(["wiki.csv:4 unparsable dividend: x"]);
    const from = Date.UTC(2020, 7, 31);
    const later = await take(csv({path: await fileOf("A.csv", yahoo)}), {from, timeframe: "1m"});
    expect(later.actions.map(({action, t}) => [action, when(t)])).toEqual([["split", "2020-08-31"]]);
  });

  it("have a table of their own", async () => {
    const text = [
      "action,date,symbol,value,to",
      "split,2020-08-31,A,4,",
      "Dividend,2020-08-07,A,0.82,",
      "rename,2022-06-09,FB,,META",
      "delisting,2020-12-01,X,-0.3,",
      "delisting,2020-12-02,Y,,"
    ];
    const wrong = [
      "spinoff,2020-01-02,A,1,",
      "split,2020-01-02,A,0,",
      "split,2020-01-02,A,,",
      "rename,2020-01-02,A,,",
      "dividend,x,A,1,",
      "delisting,2020-01-02,A,-2,",
      "split,2020-01-02,A,four,",
      "split,2020-01-02,,4,"
    ];
    const path = await folderOf({"actions.csv": [...text, ...wrong].join("\n"), "A.csv": closing(10)});
    const {actions, faults, bars} = await take(csv({path}));
    expect(bars).toHaveLength(1);
    expect(actions.map(({origin: _, t, ...rest}) => ({...rest, t: when(t)}))).toEqual([
      {action: "split", t: "2020-08-31", symbol: "A", value: 4},
      {action: "dividend", t: "2020-08-07", symbol: "A", value: 0.82},
      {action: "rename", t: "2022-06-09", symbol: "FB", to: "META"},
      {action: "delisting", t: "2020-12-01", symbol: "X", value: -0.3},
      {action: "delisting", t: "2020-12-02", symbol: "Y"}
    ]);
    expect(faults.map(({kind, fault}) => `${kind}: ${fault}`)).toEqual([
      "format: unknown action: spinoff; actions are split, dividend, rename, delisting, merger",
      "number: invalid value: 0; that of a split is above zero",
      "missing: missing value",
      "missing: missing to: a rename names the new symbol",
      "time: unparsable date: x",
      "number: invalid value: -2; a return is not below -1",
      "number: unparsable value: four",
      "symbol: missing symbol"
    ]);
    const some = await take(csv({path: join(path, "actions.csv")}), {symbols: ["FB"]});
    expect(some.actions.map(({action}) => action)).toEqual(["rename"]);
  });
});
