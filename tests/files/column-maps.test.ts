import {describe, expect, it} from "vitest";
import {csv} from "../../plugins/sources/csv.js";
import {fileOf, folderOf, refused, take, when} from "./taking.js";
import type {Taken} from "./taking.js";

const header = "date,open,high,low,close,volume";
const row = "2020-01-02,10,11,9,10.5,100";

/** The bars as `symbol day open high low close volume`. */
function shown({bars}: Taken): string[] {
  return bars.map(({symbol, t, open, high, low, close, volume}) =>
    [symbol, when(t), open, high, low, close, volume].join(" ")
  );
}

describe("column maps", () => {
  const german = "Datum;Eröffnung;Hoch;Tief;Schluss;Stücke\n02.01.2020;1.010,5;1.011;1.009,25;1.010;1.234.567\n";
  const names = {date: "Datum", open: "Eröffnung", high: "Hoch", low: "Tief", close: "Schluss", volume: "Stücke"};
  const style = {format: "DD.MM.YYYY", decimal: ","};
  const expected = ["A 2020-01-02 1010.5 1011 1009.25 1010 1234567"];

  it("are given as text, as JSON, or in a JSON file that may say how a vendor writes too", async () => {
    const path = await fileOf("A.csv", german);
    const text = Object.entries(names)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ");
    expect(shown(await take(csv({path, columns: text, ...style})))).toEqual(expected);
    expect(shown(await take(csv({path, columns: JSON.stringify(names), ...style})))).toEqual(expected);
    const columns = await fileOf(
      "map.json",
      JSON.stringify({...names, ...style, delimiter: "semicolon", encoding: "latin1"})
    );
    const latin = await fileOf("A.csv", Buffer.from(german, "latin1"));
    expect(shown(await take(csv({path: latin, columns})))).toEqual(expected);
    expect(
      (await take(csv({path, columns, format: "MM.DD.YYYY", encoding: "utf-8"}))).bars.map(({t}) => when(t))
    ).toEqual(["2020-02-01"]);
  });

  it("name places where there is no header, or one of words", async () => {
    const columns = "date=6,open=1,high=2,low=3,close=4,volume=5";
    for (const first of ["", "o,h,l,c,v,d\n"]) {
      const path = await fileOf("A.csv", `${first}10,11,9,10.5,100,2020-01-02\n`);
      expect(shown(await take(csv({path, columns})))).toEqual(["A 2020-01-02 10 11 9 10.5 100"]);
    }
    const broken = await take(csv({path: await fileOf("A.csv", "10,11,9,10.5,100,x\n"), columns}));
    expect(broken.faults.map(({fault, origin}) => `${origin} ${fault}`)).toEqual(["A.csv:1 unparsable date: x"]);
  });

  it("of places take no cell of the first row for a name", async () => {
    const columns = "date=2,open=3,high=4,low=5,close=6,volume=7";
    const path = await fileOf("A.csv", "NAME,2020-01-02,10,11,9,10.5,100\nNAME,2020-01-03,10,11,9,10.5,100\n");
    expect((await take(csv({path, columns}))).bars.map(({symbol}) => symbol)).toEqual(["A", "A"]);
    expect(await refused(csv({path, columns: "date=2,open=3"}))).toBe(
      "missing columns: high, low, close, volume of A.csv; give the places of all, as in date=1,open=2"
    );
  });

  it("say that there is no volume, which is 0 then", async () => {
    const path = await fileOf("A.csv", "date,open,high,low,close\n2020-01-02,10,11,9,10.5\n");
    expect(await refused(csv({path}))).toBe(
      "missing columns: A.csv has no volume; its columns are date, open, high, low, close"
    );
    expect(shown(await take(csv({path, columns: "volume=none"})))).toEqual(["A 2020-01-02 10 11 9 10.5 0"]);
  });

  it("take the named column over the usual one", async () => {
    const path = await fileOf("A.csv", `${header},Adj Close,Last\n${row},5,10.25\n`);
    const {bars} = await take(csv({path, columns: "close=Last,adjusted=none"}));
    expect(bars.map(({close, adjusted}) => [close, adjusted])).toEqual([[10.25, undefined]]);
  });

  it.each([
    [
      "open=Foo",
      "missing columns: A.csv has no Foo, which is to be open; its columns are date, open, high, low, close, volume"
    ],
    [
      "open=9,date=1",
      "missing columns: A.csv has no 9, which is to be open; its columns are date, open, high, low, close, volume"
    ],
    ["opening=Foo", /^invalid columns: the option has opening; it may have date, time, open, /],
    ["open", "invalid columns: open; say date=Datum,open=2, a JSON object, or the path of a JSON file that exists"],
    ["open=a,b", "invalid columns: b; write name=column, as in date=Datum,open=Eröffnung"],
    [
      "none.json",
      "invalid columns: none.json; say date=Datum,open=2, a JSON object, or the path of a JSON file that exists"
    ],
    ["{date", /^invalid columns: the option is no JSON \(/],
    ['{"open": -1}', /^invalid columns: open of the option: .*; say a column's name, its place or none$/],
    ['{"open": {}}', /^invalid columns: open of the option: .*; say a column's name, its place or none$/],
    ["[1]", "invalid columns: [1]; say date=Datum,open=2, a JSON object, or the path of a JSON file that exists"]
  ])("refuse %s", async (columns, message) => {
    const path = await fileOf("A.csv", `${header}\n${row}\n`);
    const text = await refused(csv({path, columns}));
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it.each([
    [{zone: "Mars/Olympus"}, "unknown zone: Mars/Olympus; name an IANA time zone such as America/New_York"],
    [{format: "DD/QQ"}, /^invalid format: DD\/QQ; its letters are /],
    [{format: "DD/MM"}, "invalid format: DD/MM; it names no year, month and day, as DD/MM/YYYY does"],
    [{decimal: ";"}, "invalid decimal: ;; say . or ,"],
    [{decimal: ",", thousands: ","}, "invalid thousands: ,; it is the decimal mark too"],
    [{delimiter: "xy"}, "invalid delimiter: xy; say auto, comma, semicolon, tab, pipe or one character"],
    [{encoding: "klingon"}, "unknown encoding: klingon; name one such as utf-8, windows-1252 or utf-16le"]
  ])("and settings refuse %j", async (options, message) => {
    const path = await folderOf({"A.csv": `${header}\n${row}\n`, "B.csv": `${header}\n${row}\n`});
    const text = await refused(csv({path, ...options}));
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it("refuse a calendar that there is not", () => {
    expect(() => csv({calendar: "XLON"})).toThrow("unknown calendar: XLON; calendars are XNYS, 24/7");
  });
});
