import {expect, it} from "vitest";
import {parsePolicies, planChanges} from "../../core/store/quality/policy.js";
import {csv} from "../../plugins/sources/csv.js";
import {realData, unlessMissing} from "../data.js";
import {collected, examined} from "./quality-tables.js";

const {path, missing} = realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz");

it.skipIf(missing)(
  `finds in five years of the S&P 500 what is wrong with them ${unlessMissing}`,
  {timeout: 60_000},
  async () => {
    const held = await collected(csv({path}));
    const {report, found} = await examined(held);
    const of = (kind: string) => report.findings.filter((each) => each.kind === kind);
    const places = (kind: string) => of(kind).map(({symbol, date}) => `${symbol} ${date}`);
    expect(report).toMatchObject({rows: 619_040, bars: 619_017, refused: 23, symbols: 505, complete: 470});
    expect([report.from, report.to]).toEqual(["2013-02-08", "2018-02-07"]);
    const missing = ["BHF", "DHR", "DHR", "ES", "FTV", "O", "O", "REGN", "UA", "VRTX", "WRK"];
    expect(of("missing").map(({symbol}) => symbol)).toEqual(missing);
    expect(places("inverted")).toEqual(["AOS 2014-05-19"]);
    expect(report.kinds.range.count).toBe(12);
    expect(places("zero-volume")).toEqual(["DHR 2016-01-12", "FTV 2016-07-01", "O 2016-01-12", "UA 2016-04-07"]);
    expect(report.kinds.gap).toEqual({count: 51, symbols: 6});
    expect(places("gap").filter((place) => place.startsWith("BMY"))).toEqual(["BMY 2013-04-26", "BMY 2013-06-07"]);
    for (const kind of [
      "duplicate",
      "order",
      "number",
      "price",
      "volume",
      "time",
      "session",
      "shift",
      "stale"
    ] as const)
      expect(report.kinds[kind].count, kind).toBe(0);
    const splits = ["DISCA 2014-08-07", "DISCK 2014-08-07", "EBAY 2015-07-20", "LNT 2016-05-20", "NI 2015-07-02"];
    expect(places("split")).toEqual(splits);
    expect(places("jump")).toEqual(expect.arrayContaining(["AMD 2016-04-22", "BAX 2015-07-01", "VRTX 2013-04-19"]));
    // Baxter without Baxalta: a spin-off of less than half the price, whose ratio is no simple one.
    expect(of("jump").find(({symbol}) => symbol === "BAX")!.detail).toContain("perhaps a spin-off");
    const {changes, left} = planChanges(found, parsePolicies("repair"));
    expect(changes.bars).toHaveLength(10);
    expect(changes.actions).toEqual([]);
    expect(left.map(({finding}) => `${finding.symbol} ${finding.kind}`)).toContain("LNT range");
  }
);
