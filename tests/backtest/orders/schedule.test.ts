import {describe, expect, it} from "vitest";
import {dueDates} from "../../../core/backtest/orders/schedule.js";
import {calendar} from "../../../core/base/calendar.js";
import type {DateRule, Desk} from "../../../core/plugin.js";
import {day, run} from "../markets.js";

const newYork = calendar("XNYS");
const dated = (t: number) => new Date(t).toISOString().slice(0, 10);

/** The sessions of a span on which a rule is due, of those for which `there` holds. */
function due(rule: DateRule, from: string, to: string, there: (date: string) => boolean = () => true): string[] {
  const isDue = dueDates(rule, newYork);
  return Array.from(newYork.sessions(Date.parse(from), Date.parse(to) + day))
    .filter((t) => there(dated(t)) && isDue(t))
    .map(dated);
}

describe("a date rule", () => {
  it("of a day is due on each, once, however many bars it has", () => {
    expect(due({every: "day"}, "2018-07-02", "2018-07-06")).toEqual([
      "2018-07-02",
      "2018-07-03",
      "2018-07-05",
      "2018-07-06"
    ]);
    const isDue = dueDates({every: "day"}, newYork);
    const hours = [14.5, 15.5, 20.5, 24 + 14.5, 24 + 15.5].map((hour) => Date.parse("2018-07-02") + (hour * day) / 24);
    expect(hours.map(isDue)).toEqual([true, false, false, true, false]);
  });

  // Holidays: Martin Luther King's day, Good Friday, Sandy (29 and 30 October 2012), Thanksgiving, a day of mourning (5
  // December 2018), New Year's Day, and the week of 11 September 2001, of which only Monday was a session.
  it.each<[DateRule, string, string, string[]]>([
    [{every: "week"}, "2018-01-08", "2018-01-26", ["2018-01-08", "2018-01-16", "2018-01-22"]],
    [{every: "week", offset: 1}, "2018-01-08", "2018-01-26", ["2018-01-09", "2018-01-17", "2018-01-23"]],
    [{every: "week", from: "end"}, "2018-03-19", "2018-04-06", ["2018-03-23", "2018-03-29", "2018-04-06"]],
    [{every: "week", from: "end", offset: 1}, "2018-11-12", "2018-11-30", ["2018-11-15", "2018-11-21", "2018-11-29"]],
    [{every: "week", offset: 2}, "2018-12-03", "2018-12-07", ["2018-12-06"]],
    [{every: "week"}, "2018-12-24", "2019-01-11", ["2018-12-24", "2018-12-31", "2019-01-07"]],
    [{every: "week", offset: 1}, "2018-12-24", "2019-01-11", ["2018-12-26", "2019-01-02", "2019-01-08"]],
    [{every: "week", offset: 4}, "2018-12-24", "2019-01-11", ["2019-01-11"]],
    [{every: "week"}, "2012-10-22", "2012-11-09", ["2012-10-22", "2012-10-31", "2012-11-05"]],
    [{every: "week", from: "end"}, "2001-09-03", "2001-09-21", ["2001-09-07", "2001-09-10", "2001-09-21"]],
    [{every: "week", offset: 1}, "2001-09-04", "2001-09-21", ["2001-09-05", "2001-09-18"]],
    [{every: "week", from: "end", offset: 1}, "2001-09-04", "2001-09-21", ["2001-09-06", "2001-09-20"]],
    [
      {every: "month"},
      "2018-01-01",
      "2018-06-30",
      ["2018-01-02", "2018-02-01", "2018-03-01", "2018-04-02", "2018-05-01", "2018-06-01"]
    ],
    [{every: "month", offset: 2}, "2018-01-01", "2018-03-31", ["2018-01-04", "2018-02-05", "2018-03-05"]],
    [
      {every: "month", from: "end"},
      "2018-01-01",
      "2018-05-31",
      ["2018-01-31", "2018-02-28", "2018-03-29", "2018-04-30", "2018-05-31"]
    ],
    [{every: "month", from: "end", offset: 1}, "2018-03-01", "2018-05-31", ["2018-03-28", "2018-04-27", "2018-05-30"]],
    [{every: "month", from: "end", offset: 1}, "2012-10-01", "2012-10-31", ["2012-10-26"]],
    [{every: "month", offset: 20}, "2018-01-01", "2018-03-31", ["2018-01-31", "2018-03-29"]],
    [{every: "month", from: "end", offset: 20}, "2018-01-01", "2018-03-31", ["2018-01-02", "2018-03-01"]]
  ])("%o from %s to %s", (rule, from, to, expected) => {
    expect(due(rule, from, to)).toEqual(expected);
  });

  it("counts weeks from Monday where every day is a session", () => {
    const days = Array.from({length: 15}, (_, i) => Date.parse("2018-07-01") + i * day);
    const on = (rule: DateRule) => days.filter(dueDates(rule, calendar("24/7"))).map(dated);
    expect(on({every: "week"})).toEqual(["2018-07-02", "2018-07-09"]);
    expect(on({every: "week", from: "end"})).toEqual(["2018-07-01", "2018-07-08", "2018-07-15"]);
  });

  it("is due on the next bar of its week or month where that of its session is missing", () => {
    const missing = (date: string) => date !== "2018-02-01" && date !== "2018-02-02";
    expect(due({every: "month"}, "2018-01-01", "2018-03-31", missing)).toEqual([
      "2018-01-02",
      "2018-02-05",
      "2018-03-01"
    ]);
    const ended = (date: string) => date < "2018-01-30" || date > "2018-01-31";
    expect(due({every: "month", from: "end"}, "2018-01-01", "2018-02-28", ended)).toEqual(["2018-02-28"]);
  });

  it("is not due where its session was before the first bar, and does not wait for the end of the data", () => {
    expect(due({every: "month"}, "2018-01-15", "2018-02-28")).toEqual(["2018-02-01"]);
    expect(due({every: "week"}, "2018-01-17", "2018-01-26")).toEqual(["2018-01-22"]);
    expect(due({every: "month", from: "end"}, "2018-01-15", "2018-01-30")).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{every: "year"}, "unknown date rule: every year"],
    [{every: "week", from: "middle"}, "unknown date rule: from middle"],
    [{every: "month", offset: -1}, "invalid offset of a date rule: -1"],
    [{every: "month", offset: 1.5}, "invalid offset of a date rule: 1.5"]
  ])("%o is refused", (rule, message) => {
    expect(() => dueDates(rule as DateRule, newYork)).toThrow(message);
  });

  it("calls actions in order and before the algorithm's own, on the calendar that is said", () => {
    const from = Date.UTC(2018, 5, 28);
    const times = Float64Array.from({length: 8}, (_, i) => from + i * day);
    const panel = {
      times,
      symbols: ["A"],
      fields: {open: times.map(() => 1), close: times.map(() => 1), volume: times.map(() => 1)}
    };
    const called = (name: "XNYS" | "24/7") => {
      const calls: string[] = [];
      const strategy = {
        needs: [],
        lookback: 0,
        begin(desk: Desk) {
          desk.schedule({every: "month"}, (now) => calls.push(`first ${dated(now.t)}`));
          desk.schedule({every: "month"}, (now) => calls.push(`second ${dated(now.t)}`));
          return {bar: (now: {t: number}) => calls.push(`bar ${dated(now.t)}`)};
        }
      };
      run(panel, strategy, {calendar: name});
      return calls.slice(calls.findIndex((call) => call.startsWith("first"))).slice(0, 3);
    };
    expect(called("24/7")).toEqual(["first 2018-07-01", "second 2018-07-01", "bar 2018-07-01"]);
    expect(called("XNYS")).toEqual(["first 2018-07-02", "second 2018-07-02", "bar 2018-07-02"]);
  });
});
