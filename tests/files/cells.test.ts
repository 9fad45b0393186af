import {describe, expect, it} from "vitest";
import {csv} from "../../plugins/sources/csv.js";
import {fileOf, take, when} from "./taking.js";

const header = "date,open,high,low,close,volume";

describe("times", () => {
  const read = async (texts: readonly string[], options: object, timeframe: "1d" | "1w" | "1mo" | "1m" = "1d") => {
    const lines = texts.map((text) => `"${text}",10,11,9,10,1`);
    return take(csv({path: await fileOf("A.csv", [header, ...lines].join("\n")), ...options}), {timeframe});
  };
  const labels = async (...given: Parameters<typeof read>) => (await read(...given)).bars.map(({t}) => when(t));

  it("of daily bars are the date that is written", async () => {
    const days = [
      "2020-01-02",
      "2020-01-02 00:00:00-05:00",
      "2020-01-02 16:00",
      "2020-01-02T00:00:00+09:00",
      "20200102"
    ];
    expect(await labels(days, {})).toEqual(days.map(() => "2020-01-02"));
  });

  it("of instants in UTC are of the date in the calendar's time zone, and at midnight dates themselves", async () => {
    const instants = [
      "2020-01-02T14:30:00Z",
      "2020-01-03T00:30:00Z",
      "1577975400",
      "2020-01-02T00:00:00Z",
      "1577923200"
    ];
    expect(await labels(instants, {})).toEqual(instants.map(() => "2020-01-02"));
    expect(await labels(["2020-01-03T00:30:00Z"], {calendar: "24/7"})).toEqual(["2020-01-03"]);
  });

  it("are of the date in the zone where one is given", async () => {
    const zone = "Asia/Tokyo";
    expect(await labels(["2020-01-02T18:00:00Z", "2020-01-02 18:00:00-05:00", "2020-01-02 18:00"], {zone})).toEqual([
      "2020-01-03",
      "2020-01-03",
      "2020-01-02"
    ]);
  });

  it("of weeks and months are their Monday and first day", async () => {
    expect(await labels(["2020-01-05", "2020-01-06", "2020-01-10 16:00"], {}, "1w")).toEqual([
      "2019-12-30",
      "2020-01-06",
      "2020-01-06"
    ]);
    expect(await labels(["2020-01-31", "2020-02-01"], {}, "1mo")).toEqual(["2020-01-01", "2020-02-01"]);
  });

  it("that fall on one label stay two rows", async () => {
    expect(await labels(["2020-01-02 09:30", "2020-01-02 16:00"], {})).toEqual(["2020-01-02", "2020-01-02"]);
  });

  it("of intraday bars are local where a zone is given, right across daylight saving time", async () => {
    const local = ["2020-03-06 09:30", "2020-03-09 09:30", "2020-10-30 15:59", "2020-11-02 15:59"];
    const utc = ["2020-03-06T14:30:00Z", "2020-03-09T13:30:00Z", "2020-10-30T19:59:00Z", "2020-11-02T20:59:00Z"];
    expect(await labels(local, {zone: "America/New_York"}, "1m")).toEqual(utc);
    expect(await labels(utc, {zone: "America/New_York"}, "1m")).toEqual(utc);
    expect(await labels(local.slice(0, 1), {}, "1m")).toEqual(["2020-03-06T09:30:00Z"]);
  });

  it("that a clock shows twice are the first, and those that it never shows are faults", async () => {
    const zone = "America/New_York";
    expect(await labels(["2020-11-01 01:30"], {zone}, "1m")).toEqual(["2020-11-01T05:30:00Z"]);
    const {faults} = await read(["2020-03-08 02:30"], {zone}, "1m");
    expect(faults.map(({kind, fault}) => [kind, fault])).toEqual([
      ["time", "absent time: 2020-03-08 02:30 was never shown by the clocks of America/New_York"]
    ]);
  });

  it.each([
    ["DD/MM/YYYY", "03/02/2020", "2020-02-03"],
    ["MM/DD/YYYY", "03/02/2020", "2020-03-02"],
    ["D/M/YY", "3/2/99", "1999-02-03"],
    ["DD-MMM-YYYY", "03-Feb-2020", "2020-02-03"],
    ["MMM D, YYYY", "February 3, 2020", "2020-02-03"],
    ["YYYYMMDD", "20200203", "2020-02-03"],
    ["YYYYMMDD HHmmss", "20200203 093000", "2020-02-03T09:30:00Z"],
    ["MM/DD/YYYY H:mm A", "02/03/2020 9:30 PM", "2020-02-03T21:30:00Z"],
    ["DD.MM.YYYY HH:mm:ss.S Z", "03.02.2020 12:30:00.5 +02:00", "2020-02-03T10:30:00.500Z"],
    ["ISO", "2020-02-03T09:30:00.123456+01:00", "2020-02-03T08:30:00.123Z"],
    ["", "2020/02/03", "2020-02-03"],
    ["epoch s", "1580722200", "2020-02-03T09:30:00Z"],
    ["epoch ms", "1580722200000", "2020-02-03T09:30:00Z"],
    ["epoch µs", "1580722200000000", "2020-02-03T09:30:00Z"],
    ["epoch ns", "1580722200000000000", "2020-02-03T09:30:00Z"],
    ["", "1580722200000000", "2020-02-03T09:30:00Z"],
    ["", "1580722200000000000", "2020-02-03T09:30:00Z"],
    ["", "1580722200.0", "2020-02-03T09:30:00Z"]
  ])("written as %j: %s", async (format, text, expected) => {
    expect(await labels([text], {format}, "1m")).toEqual([expected]);
  });

  it("that are none are faults, with what to do where that can be told", async () => {
    const faultsOf = async (text: string, format = "") => (await read([text], {format})).faults.map(({fault}) => fault);
    expect(await faultsOf("03/02/2020")).toEqual([
      "unparsable date: 03/02/2020; say format=DD/MM/YYYY or as it is written"
    ]);
    expect(await faultsOf("2020-02-30")).toEqual(["unparsable date: 2020-02-30"]);
    expect(await faultsOf("30/02/2020", "DD/MM/YYYY")).toEqual(["unparsable date: 30/02/2020"]);
    expect(await faultsOf("2020-01-02 25:00")).toEqual(["unparsable date: 2020-01-02 25:00"]);
    expect(await faultsOf("1/2/2020 13:00 PM", "M/D/YYYY HH:mm A")).toEqual(["unparsable date: 1/2/2020 13:00 PM"]);
    expect(await faultsOf("")).toEqual(["unparsable date: empty"]);
  });
});

describe("numbers", () => {
  const opens = async (text: string, options: object) => {
    const {bars, faults} = await take(
      csv({path: await fileOf("A.csv", `${header.replaceAll(",", ";")}\n2020-01-02;${text};11;9;10;1\n`), ...options})
    );
    return bars.at(0)?.open ?? faults[0].fault;
  };

  it("are written with a comma, and with marks between thousands", async () => {
    expect(await opens("1.234,56", {decimal: ","})).toBe(1234.56);
    expect(await opens("1234,56", {decimal: ","})).toBe(1234.56);
    expect(await opens("1.234.567", {decimal: ","})).toBe(1234567);
    expect(await opens("1,234.5", {thousands: ","})).toBe(1234.5);
    expect(await opens("1 234.5", {thousands: " "})).toBe(1234.5);
    expect(await opens("1\u202f234,5", {thousands: " ", decimal: ","})).toBe(1234.5);
    expect(await opens("1'234.5", {thousands: "'"})).toBe(1234.5);
    expect(await opens("1e3", {})).toBe(1000);
  });

  it("of units are written in thousands, millions and billions, those of prices are not", async () => {
    for (const [text, volume] of [
      ["135.48M", 135_480_000],
      ["1.07 b", 1_070_000_000],
      ["12K", 12_000]
    ] as const) {
      const {bars} = await take(csv({path: await fileOf("A.csv", `${header}\n2020-01-02,10,11,9,10,${text}\n`)}));
      expect(bars[0].volume).toBe(volume);
    }
    expect(await opens("10K", {})).toBe("unparsable open: 10K");
  });

  it("that could be read in two ways are faults", async () => {
    expect(await opens("12.5", {decimal: ","})).toBe("unparsable open: 12.5");
    expect(await opens("1,234", {})).toBe("unparsable open: 1,234");
    expect(await opens("12,34", {thousands: ","})).toBe("unparsable open: 12,34");
    expect(await opens("0x10", {thousands: ","})).toBe("unparsable open: 0x10");
  });
});
