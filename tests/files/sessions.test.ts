import {describe, expect, it} from "vitest";
import type {Timeframe} from "../../core/base/timeframe.js";
import {csv} from "../../plugins/sources/csv.js";
import {folderOf, take} from "./taking.js";

describe("says that bars lie outside the calendar's sessions", () => {
  /** A file of bars at a number of minutes apart from a time on, as it is written. */
  const lines = (from: string, minutes: number, count: number) => {
    const start = Date.parse(`${from}Z`);
    const rows = Array.from({length: count}, (_, i) => {
      const written = new Date(start + i * minutes * 60_000).toISOString().slice(0, 19);
      return `${written},1,2,1,2,5`;
    });
    return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
  };
  const local = lines("2024-06-03T09:30:00", 1, 390);
  const days = lines("2024-06-01T00:00:00", 1440, 60);
  const said = async (content: string, timeframe: Timeframe, options: object = {}) => {
    const path = await folderOf({"A.csv": content, "B.csv": content});
    return (await take(csv({path, ...options}), {timeframe})).logged;
  };

  it("once, of local times that are taken for UTC, and of a market that never closes", async () => {
    expect(await said(local, "1m")).toEqual([
      "A.csv: 240 of the first 390 bars lie outside the sessions of XNYS; say zone=America/New_York where its times are " +
        "local ones, which are taken for UTC, or calendar=24/7 where the market never closes"
    ]);
    expect(await said(days, "1d")).toEqual([
      "A.csv: 20 of the first 60 bars lie outside the sessions of XNYS; say calendar=24/7 where the market never closes"
    ]);
  });

  it("and nothing of times that are right, hours around the session, and longer bars", async () => {
    expect(await said(local, "1m", {zone: "America/New_York"})).toEqual([]);
    expect(await said(days, "1d", {calendar: "24/7"})).toEqual([]);
    expect(await said(lines("2024-06-03T04:00:00", 1, 960), "1m", {zone: "America/New_York"})).toEqual([]);
    expect(await said(lines("2024-06-01T00:00:00", 1440 * 7, 60), "1w")).toEqual([]);
    expect(await said(lines("2024-06-01T00:00:00", 1440, 19), "1d")).toEqual([]);
  });
});
