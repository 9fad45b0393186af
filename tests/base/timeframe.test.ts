import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {formatDate, parseDate} from "../../core/base/timeframe.js";

describe("parseDate", () => {
  it("reads dates and times as UTC", () => {
    expect(parseDate("2020-02-29")).toBe(Date.UTC(2020, 1, 29));
    expect(parseDate("2020-01-31T09:30")).toBe(Date.UTC(2020, 0, 31, 9, 30));
    expect(parseDate("2020-01-31 09:30:05.25Z")).toBe(Date.UTC(2020, 0, 31, 9, 30, 5, 250));
  });

  it("refuses what is no date", () => {
    for (const text of [
      "",
      "2020",
      "2019-02-29",
      "2020-13-01",
      "0001-01-01",
      "31/01/2020",
      "2020-01-31T25:00",
      "2020-01-31+02:00"
    ])
      expect(() => parseDate(text), text).toThrow(`invalid date: ${text}`);
  });

  it("inverts formatDate", () => {
    fc.assert(
      fc.property(fc.integer({min: -50_000, max: 50_000}), (d) => parseDate(formatDate(d * 864e5)) === d * 864e5)
    );
  });
});
