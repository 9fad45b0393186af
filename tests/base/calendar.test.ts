import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {CalendarName} from "../../core/base/calendar.js";
import {calendar, calendarNames} from "../../core/base/calendar.js";
import {formatDate, timeframes} from "../../core/base/timeframe.js";

const xnys = calendar("XNYS");
const always = calendar("24/7");
const minute = 60_000;
const at = (text: string) => Date.parse(text);
const iso = (times: Iterable<number>) => Array.from(times, (t) => new Date(t).toISOString().slice(0, 16));

describe("XNYS against the packages that know it", () => {
  const golden = JSON.parse(readFileSync(new URL("../golden/calendar.json", import.meta.url), "utf8")) as {
    closed: Record<string, string[]>;
    hashes: Record<string, string>;
    early: Record<string, string>;
    others: Record<string, string>;
  };

  /** Closes that exchange_calendars lacks, and pandas_market_calendars and the exchange's own list have. */
  const known = {"1994-02-11": "14:30", "1996-01-08": "14:00", "1997-10-27": "15:30"};
  /** What that list has and ours leaves out: a power failure and a fault of one exchange's machinery. */
  const ignored = ["1981-09-09", "2005-06-01"];

  it("has every session since 1960, and no other", () => {
    const sessions = new Set(xnys.sessions(at("1960-01-01"), at("2031-01-01")));
    const closed: Record<string, string[]> = {};
    for (let t = at("1960-01-01"); t < at("2031-01-01"); t += 1440 * minute) {
      const weekend = [0, 6].includes(new Date(t).getUTCDay());
      if (sessions.has(t) === (xnys.hours(t) === null) || (weekend && sessions.has(t))) throw new Error(formatDate(t));
      if (!weekend && !sessions.has(t)) (closed[formatDate(t).slice(0, 4)] ??= []).push(formatDate(t).slice(5));
    }
    expect(closed).toEqual(golden.closed);
  });

  it("has every opening and close since 1990", () => {
    const hashes = Object.keys(golden.hashes).map((year) => {
      const hash = createHash("sha256");
      for (const session of xnys.sessions(at(`${year}-01-01`), at(`${Number(year) + 1}-01-01`))) {
        const {open, close} = xnys.hours(session)!;
        const date = formatDate(session);
        const theirs = date in known ? at(`${date}T21:00Z`) : close;
        hash.update(`${date} ${open / 1000} ${theirs / 1000}\n`);
      }
      return [year, hash.digest("hex")];
    });
    expect(Object.fromEntries(hashes)).toEqual(golden.hashes);
  });

  it("closes early on the same days, at the same time", () => {
    const ours: Record<string, string> = {};
    for (const session of xnys.sessions(at("1975-01-01"), at("2031-01-01"))) {
      const time = newYork(xnys.hours(session)!.close);
      if (time !== "16:00") ours[formatDate(session)] = time;
    }
    const theirs: Record<string, string> = {...golden.early, ...golden.others, "1999-12-31": "13:00"};
    expect(ours).toEqual(Object.fromEntries(Object.entries(theirs).filter(([date]) => !ignored.includes(date))));
    for (const [date, time] of Object.entries(known)) expect(golden.others[date]).toBe(time);
  });
});

const clock = new Intl.DateTimeFormat("en-GB", {timeZone: "America/New_York", hour: "2-digit", minute: "2-digit"});
const newYork = (t: number) => clock.format(t);

describe("XNYS", () => {
  it("opens at the same time in New York in summer and winter", () => {
    for (const session of xnys.sessions(at("1960-01-01"), at("2038-01-01")))
      expect(newYork(xnys.hours(session)!.open)).toBe(session < at("1985-09-30") ? "10:00" : "09:30");
    expect(iso([xnys.closeOf("1d", at("2024-03-08")), xnys.closeOf("1d", at("2024-03-11"))])).toEqual([
      "2024-03-08T21:00",
      "2024-03-11T20:00"
    ]);
  });

  it("counts intraday bars from the opening, and cuts the last at the close", () => {
    const [from, to] = [at("2025-11-26"), at("2025-11-29")];
    expect(iso(xnys.labels("4h", from, to))).toEqual(["2025-11-26T14:30", "2025-11-26T18:30", "2025-11-28T14:30"]);
    expect(iso(xnys.labels("1h", at("2025-11-28"), to))).toEqual([
      "2025-11-28T14:30",
      "2025-11-28T15:30",
      "2025-11-28T16:30",
      "2025-11-28T17:30"
    ]);
    expect(iso([xnys.closeOf("1h", at("2025-11-28T17:30Z")), xnys.closeOf("4h", at("2025-11-26T18:30Z"))])).toEqual([
      "2025-11-28T18:00",
      "2025-11-26T21:00"
    ]);
    expect(xnys.labels("1m", at("2025-11-28"), to)).toHaveLength(210);
  });

  it("closes a week with its last session, and a month likewise", () => {
    const closes = (timeframe: "1w" | "1mo", ...labels: string[]) =>
      iso(labels.map((label) => xnys.closeOf(timeframe, at(label))));
    // Good Friday; a whole week; Thanksgiving's week with its half day; the week of 11 September 2001
    expect(closes("1w", "2026-03-30", "2026-04-06", "2025-11-24", "2001-09-10")).toEqual([
      "2026-04-02T20:00",
      "2026-04-10T20:00",
      "2025-11-28T18:00",
      "2001-09-10T20:00"
    ]);
    expect(closes("1mo", "2026-05-01", "2025-11-01", "2024-03-01")).toEqual([
      "2026-05-29T20:00",
      "2025-11-28T18:00",
      "2024-03-28T20:00"
    ]);
  });

  it("closes a label that no bar has when such a bar would have", () => {
    expect(iso([xnys.closeOf("1d", at("2026-04-03")), xnys.closeOf("1h", at("2026-04-02T12:00Z"))])).toEqual([
      "2026-04-04T00:00",
      "2026-04-02T13:00"
    ]);
    expect(xnys.closeOf("1w", at("2026-04-01"))).toBe(xnys.closeOf("1w", at("2026-03-30")));
  });

  it("knows what is closed at an instant", () => {
    const close = at("2026-04-02T20:00Z");
    expect(iso([xnys.firstOpen("1d", close - 1), xnys.firstOpen("1d", close)])).toEqual([
      "2026-04-02T00:00",
      "2026-04-06T00:00"
    ]);
    expect(iso([xnys.firstOpen("1w", close - 1), xnys.firstOpen("1w", close)])).toEqual([
      "2026-03-30T00:00",
      "2026-04-06T00:00"
    ]);
    expect(iso([xnys.firstOpen("1h", close - 1), xnys.firstOpen("1h", close)])).toEqual([
      "2026-04-02T19:30",
      "2026-04-06T13:30"
    ]);
    expect(xnys.labelAt("1m", at("2026-04-03T15:00Z"))).toBeNaN();
    expect(xnys.labelAt("1w", at("2026-04-01T15:00Z"))).toBe(at("2026-03-30"));
    expect(xnys.labelAt("1d", close)).toBeNaN();
  });
});

describe("24/7", () => {
  it("has days from midnight, weeks from Monday and months, without a gap", () => {
    expect(iso(always.labels("1w", at("2024-02-20"), at("2024-03-12")))).toEqual([
      "2024-02-26T00:00",
      "2024-03-04T00:00",
      "2024-03-11T00:00"
    ]);
    expect(iso(always.labels("4h", at("2024-03-10T02:00Z"), at("2024-03-10T12:00Z")))).toEqual([
      "2024-03-10T04:00",
      "2024-03-10T08:00"
    ]);
    expect(always.closeOf("1w", at("2024-03-04"))).toBe(at("2024-03-11"));
    expect(always.closeOf("1mo", at("2024-02-01"))).toBe(at("2024-03-01"));
    expect(always.firstOpen("1d", at("2024-03-11"))).toBe(at("2024-03-11"));
    expect(always.labelAt("15m", at("2024-03-11T00:14:59.999Z"))).toBe(at("2024-03-11"));
  });
});

describe.each(calendarNames)("every calendar: %s", (name) => {
  const {closeOf, firstOpen, hours, labelAt, labels, sessions} = calendar(name);
  const [begin, end] = [at("1985-06-01"), at("2040-01-01")];
  const changes = ["2024-03-10", "2024-11-03", "2006-04-02", "2006-10-29", "1987-04-05", "2025-11-28"].map(at);
  const instants = fc.oneof(
    fc.integer({min: begin, max: end}),
    fc.tuple(fc.constantFrom(...changes), fc.integer({min: -3 * 1440, max: 3 * 1440})).map(([t, m]) => t + m * minute)
  );
  const anyTimeframe = fc.constantFrom(...timeframes);

  it("has labels that divide their sessions, and closes that ascend", () => {
    fc.assert(
      fc.property(anyTimeframe, instants, (timeframe, from) => {
        const to = from + (timeframe.endsWith("m") ? 4 : 100) * 1440 * minute;
        const all = labels(timeframe, from, to);
        expect(all.length).toBeGreaterThan(0);
        const closes = all.map((label) => closeOf(timeframe, label));
        const wrong = all.filter((label, i) => {
          const [close, next] = [closes[i], all[i + 1] ?? Infinity];
          const inOrder = label >= from && label < to && label < next && close > label && !(closes[i + 1] <= close);
          if (["1d", "1w", "1mo"].includes(timeframe)) return !inOrder;
          const after = labelAt(timeframe, close);
          const whole = labelAt(timeframe, label) === label && labelAt(timeframe, close - 1) === label;
          return !(inOrder && whole && (after === next || close >= to || hours(label)?.close === close));
        });
        expect(iso(wrong)).toEqual([]);
      }),
      {numRuns: 60}
    );
  });

  it("finds the bar of every instant of a session, and none outside", () => {
    fc.assert(
      fc.property(anyTimeframe, instants, (timeframe, instant) => {
        const session = hours(instant);
        const label = labelAt(timeframe, instant);
        if (!session || instant < session.open || instant >= session.close) expect(label).toBeNaN();
        else {
          expect(label <= instant && instant < closeOf(timeframe, label)).toBe(true);
          expect(Array.from(labels(timeframe, label, label + 1))).toEqual([label]);
          expect(firstOpen(timeframe, instant)).toBe(label);
        }
      }),
      {numRuns: 2000}
    );
  });

  it("calls the first bar open that closes after the instant", () => {
    fc.assert(
      fc.property(anyTimeframe, instants, fc.boolean(), (timeframe, somewhere, atClose) => {
        const instant = atClose ? closeOf(timeframe, firstOpen(timeframe, somewhere)) : somewhere;
        const label = firstOpen(timeframe, instant);
        expect(closeOf(timeframe, label)).toBeGreaterThan(instant);
        for (const before of labels(timeframe, label - 40 * 1440 * minute, label).slice(-1))
          expect(closeOf(timeframe, before)).toBeLessThanOrEqual(instant);
      }),
      {numRuns: 300}
    );
  });

  it("gives the same labels whole and in parts", () => {
    fc.assert(
      fc.property(anyTimeframe, instants, fc.nat(1440 * 20), fc.nat(1440 * 20), (timeframe, from, a, b) => {
        const [middle, to] = [from + a * minute, from + (a + b) * minute];
        const parts = [...labels(timeframe, from, middle), ...labels(timeframe, middle, to)];
        expect(Array.from(labels(timeframe, from, to))).toEqual(parts);
        const days = [...sessions(from, middle), ...sessions(middle, to)];
        expect(Array.from(sessions(from, to))).toEqual(days);
        expect(Array.from(labels("1d", from, to))).toEqual(days);
      }),
      {numRuns: 100}
    );
  });

  it("covers 1960 to 2099, cuts spans to that and refuses points outside", () => {
    const all = labels("1mo", -Infinity, Infinity);
    expect(iso([all[0], all.at(-1)!])).toEqual(["1960-01-01T00:00", "2099-12-01T00:00"]);
    expect(sessions(at("2000-01-05"), at("2000-01-01"))).toHaveLength(0);
    for (const point of [at("1959-12-31"), at("2100-01-01"), NaN, Infinity]) {
      expect(() => closeOf("1d", point)).toThrow(/invalid time: .* is outside the calendar/);
      expect(() => labelAt("1m", point)).toThrow("invalid time");
      expect(() => firstOpen("1w", point)).toThrow("invalid time");
      expect(() => hours(point)).toThrow("invalid time");
    }
  });
});

it("says how many bars a year holds", () => {
  expect(timeframes.map((timeframe) => xnys.barsPerYear(timeframe))).toEqual([
    252 * 390,
    252 * 78,
    252 * 26,
    252 * 13,
    252 * 7,
    252 * 2,
    252,
    52,
    12
  ]);
  expect(timeframes.map((timeframe) => always.barsPerYear(timeframe))).toEqual([
    365 * 1440,
    365 * 288,
    365 * 96,
    365 * 48,
    365 * 24,
    365 * 6,
    365,
    52,
    12
  ]);
});

it("refuses a calendar that there is not, and makes each once", () => {
  expect(() => calendar("XLON" as CalendarName)).toThrow("unknown calendar: XLON; calendars are XNYS, 24/7");
  expect(calendar("XNYS")).toBe(xnys);
});
