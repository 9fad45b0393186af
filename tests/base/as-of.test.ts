import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {closesOf, joinClosed, joinObservations, lastClosed} from "../../core/base/as-of.js";
import type {CalendarName} from "../../core/base/calendar.js";
import {calendar, calendarNames} from "../../core/base/calendar.js";
import type {Observation} from "../../core/base/market-data.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {timeframes} from "../../core/base/timeframe.js";

const day = 86_400_000;
const at = (text: string) => Date.parse(text);
const xnys = calendar("XNYS");

/** A panel of random closes with some missing, of the bars from `from` on for so many days. */
function panelOf(
  timeframe: Timeframe,
  from: number,
  days: number,
  symbols: readonly string[],
  name: CalendarName = "XNYS"
) {
  const times = calendar(name).labels(timeframe, from, from + days * day);
  const r = random(times.length + symbols.length);
  const column = () => Float64Array.from({length: times.length * symbols.length}, () => r.normal());
  return {times, symbols, fields: {close: column(), volume: column()}} satisfies Panel;
}

/** Weeks with holidays, half days and changes of the clock among them, and pairs of timeframes of which one is longer. */
const given = fc.record({
  name: fc.constantFrom(...calendarNames),
  from: fc.oneof(
    fc.constantFrom("2024-03-04", "2024-11-01", "2025-11-24", "2026-03-30", "2001-09-07", "2025-12-22").map(at),
    fc.integer({min: 10_000, max: 22_000}).map((n) => n * day)
  ),
  lower: fc.constantFrom(...timeframes.slice(1, -1)),
  step: fc.integer({min: 1, max: 5})
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

function bothOf({name, from, lower, step}: Given) {
  const higher = timeframes[Math.min(timeframes.indexOf(lower) + step, timeframes.length - 1)];
  const days = lower.endsWith("m") ? 6 : lower.endsWith("h") ? 30 : 120;
  return {
    calendar: calendar(name),
    lower,
    higher,
    panel: panelOf(lower, from, days, ["A", "B"], name),
    longer: panelOf(higher, from - 40 * day, days + 80, ["B", "C"], name)
  };
}

describe("lastClosed", () => {
  it("shows each row the last longer bar that was closed", () => {
    fc.assert(
      fc.property(given, (each) => {
        const {calendar, lower, higher, panel, longer} = bothOf(each);
        const rows = lastClosed(calendar, {timeframe: lower, times: panel.times}, {timeframe: higher, ...longer});
        const closes = Array.from(longer.times, (t) => calendar.closeOf(higher, t));
        const expected = Array.from(panel.times, (t) => {
          return closes.findLastIndex((close) => close <= calendar.closeOf(lower, t));
        });
        expect(Array.from(rows)).toEqual(expected);
      }),
      {numRuns: 60}
    );
  });

  it("shows a day on the hour that ends it, and a short week on its last day", () => {
    const shown = (lower: Timeframe, labels: string[], higher: Timeframe, longer: string[]) =>
      Array.from(
        lastClosed(
          xnys,
          {timeframe: lower, times: Float64Array.from(labels, at)},
          {timeframe: higher, times: Float64Array.from(longer, at)}
        )
      );
    const hours = ["2025-11-28T16:30Z", "2025-11-28T17:30Z", "2025-12-01T14:30Z"];
    expect(shown("1h", hours, "1d", ["2025-11-26", "2025-11-28", "2025-12-01"])).toEqual([0, 1, 1]);
    const days = ["2026-03-27", "2026-04-01", "2026-04-02", "2026-04-06"];
    expect(shown("1d", days, "1w", ["2026-03-30", "2026-04-06"])).toEqual([-1, -1, 0, 0]);
  });
});

describe("joinClosed", () => {
  it("adds the longer bars' fields by the symbols' names", () => {
    const days = panelOf("1d", at("2026-03-23"), 14, ["A", "B"]);
    const weeks = panelOf("1w", at("2026-03-23"), 14, ["B", "C"]);
    const joined = joinClosed(days, "1d", weeks, "1w", xnys);
    expect(Object.keys(joined.fields)).toEqual(["close", "volume", "1w_close", "1w_volume"]);
    const [first, second] = [weeks.fields.close[0], weeks.fields.close[2]];
    const b = Array.from(days.times, (_, i) => joined.fields["1w_close"][i * 2 + 1]);
    // Monday to Thursday, Friday the first week closes; Thursday before Good Friday the second
    expect(b).toEqual([NaN, NaN, NaN, NaN, first, first, first, first, second]);
    expect(Array.from(days.times, (_, i) => joined.fields["1w_close"][i * 2])).toEqual(Array(9).fill(NaN));
    expect(joined.fields.close).toBe(days.fields.close);
    expect(() => joinClosed(joined, "1d", weeks, "1w", xnys)).toThrow("invalid field: the panel has 1w_close already");
    expect(joinClosed(joined, "1d", weeks, "1w", xnys, "week.").fields["week.close"]).toEqual(
      joined.fields["1w_close"]
    );
  });

  it("shows nothing of a longer bar before its close, and all of it from then on", () => {
    fc.assert(
      fc.property(given, fc.nat(), fc.constantFrom("change", "remove"), (each, pick, how) => {
        const {calendar, lower, higher, panel, longer} = bothOf(each);
        const row = pick % longer.times.length;
        const closed = calendar.closeOf(higher, longer.times[row]);
        const kept = (_: number, cell: number) => Math.floor(cell / 2) !== row;
        const altered: Panel =
          how === "change"
            ? {...longer, fields: {close: longer.fields.close.map((x, cell) => (kept(x, cell) ? x : x + 1000))}}
            : {
                ...longer,
                times: longer.times.filter((_, i) => i !== row),
                fields: {close: longer.fields.close.filter(kept)}
              };
        const before = joinClosed(panel, lower, longer, higher, calendar).fields[`${higher}_close`];
        const after = joinClosed(panel, lower, altered, higher, calendar).fields[`${higher}_close`];
        const nextClose = row + 1 < longer.times.length ? calendar.closeOf(higher, longer.times[row + 1]) : Infinity;
        for (const [i, known] of closesOf(calendar, {timeframe: lower, ...panel}).entries()) {
          const same = Object.is(before[i * 2 + 1], after[i * 2 + 1]);
          if (same !== !(known >= closed && known < nextClose)) throw new Error(`row ${i} of ${lower} and ${higher}`);
          expect(before[i * 2]).toBeNaN();
        }
      }),
      {numRuns: 100}
    );
  });
});

describe("joinObservations", () => {
  const symbols = ["A", "B"];
  const days = panelOf("1d", at("2026-03-30"), 12, symbols);
  const valuesOf = (observations: readonly Observation[], symbol: number) => {
    const {fields} = joinObservations(days, "1d", xnys, observations);
    return Array.from(days.times, (_, i) => fields.x[i * 2 + symbol]);
  };
  const seen = (t: string, published: string, value: number, symbol?: string): Observation => {
    return {series: "x", t: at(t), published: at(published), value, ...(symbol !== undefined && {symbol})};
  };

  it("counts a value from the close after its publication, and a revision from its own", () => {
    const figures = [
      seen("2026-03-01", "2026-03-31T20:00Z", 1),
      seen("2026-03-01", "2026-04-01T20:00:00.001Z", 2),
      seen("2026-04-01", "2026-04-07T12:00Z", 3),
      seen("2026-03-01", "2026-04-08T12:00Z", 4),
      seen("2026-04-01", "2026-04-09T12:00Z", 5)
    ];
    const expected = [NaN, 1, 1, 2, 2, 3, 3, 5, 5];
    for (const symbol of [0, 1]) {
      expect(valuesOf(figures, symbol)).toEqual(expected);
      expect(valuesOf(figures.toReversed(), symbol)).toEqual(expected);
    }
  });

  it("takes together what is about the symbol and what is about all", () => {
    const figures = [
      seen("2026-03-01", "2026-03-31T12:00Z", 1),
      seen("2026-03-01", "2026-03-31T12:00Z", 2, "A"),
      seen("2026-03-01", "2026-04-02T12:00Z", 3),
      seen("2026-04-01", "2026-04-06T12:00Z", 4, "B"),
      seen("2026-04-01", "2026-04-06T12:00Z", 9, "C")
    ];
    expect(valuesOf(figures, 0)).toEqual([NaN, 2, 2, 3, 3, 3, 3, 3, 3]);
    expect(valuesOf(figures, 1)).toEqual([NaN, 1, 1, 3, 4, 4, 4, 4, 4]);
  });

  it("makes a field of each series asked for, and refuses one that is there or has no time", () => {
    const figures = [seen("2026-03-01", "2026-03-31", 1), {...seen("2026-03-01", "2026-03-31", 2), series: "y"}];
    const names = (options: Parameters<typeof joinObservations>[4]) =>
      Object.keys(joinObservations(days, "1d", xnys, figures, options).fields).slice(2);
    expect(names({})).toEqual(["x", "y"]);
    expect(names({series: ["y", "z"], prefix: "macro."})).toEqual(["macro.y", "macro.z"]);
    const close = [{...figures[0], series: "close"}];
    expect(() => joinObservations(days, "1d", xnys, close)).toThrow("invalid field: the panel has close already");
    const timeless = [{...figures[0], published: NaN}];
    expect(() => joinObservations(days, "1d", xnys, timeless)).toThrow("invalid observation: x has one without a time");
  });

  const begin = at("2026-03-28");
  const anyFigure = fc.record({
    series: fc.constant("x"),
    t: fc.integer({min: 0, max: 6}).map((n) => begin + n * day),
    published: fc.integer({min: 0, max: 15 * 24}).map((hour) => begin + (hour * day) / 24),
    symbol: fc.constantFrom("A", "B", undefined),
    value: fc.double({noNaN: true, min: -1e9, max: 1e9})
  });
  const cleaned = ({symbol, ...rest}: typeof anyFigure extends fc.Arbitrary<infer T> ? T : never): Observation =>
    symbol === undefined ? rest : {...rest, symbol};

  it("agrees with its definition", () => {
    fc.assert(
      fc.property(fc.array(anyFigure, {maxLength: 40}), (some) => {
        const figures = some.map(cleaned);
        for (const [s, symbol] of symbols.entries()) {
          const expected = Array.from(closesOf(xnys, {timeframe: "1d", times: days.times}), (known) => {
            const counting = figures
              .map((each, place) => ({...each, place, own: each.symbol === symbol ? 1 : 0}))
              .filter((each) => each.published <= known && (each.own || each.symbol === undefined))
              .sort((a, b) => a.t - b.t || a.published - b.published || a.own - b.own || a.place - b.place);
            return counting.at(-1)?.value ?? NaN;
          });
          const fields = joinObservations(days, "1d", xnys, figures, {series: ["x"]}).fields;
          expect(Array.from(days.times, (_, i) => fields.x[i * 2 + s])).toEqual(expected);
        }
      }),
      {numRuns: 200}
    );
  });

  it("shows nothing of an observation before its publication, whatever is changed, added or removed", () => {
    fc.assert(
      fc.property(
        fc.array(anyFigure, {minLength: 1, maxLength: 30}),
        fc.array(anyFigure, {maxLength: 10}),
        fc.integer({min: 0, max: 15 * 24}),
        (some, others, hour) => {
          const cut = begin + (hour * day) / 24;
          const past = some.map(cleaned).filter(({published}) => published < cut);
          const whole = [...some, ...others].map(cleaned);
          const altered = whole.map((each) => (each.published < cut ? each : {...each, value: -each.value, t: begin}));
          const later = [...altered.filter(({published}) => published >= cut), ...past];
          const [a, b] = [some.map(cleaned), later].map(
            (figures) => joinObservations(days, "1d", xnys, figures, {series: ["x"]}).fields.x
          );
          const rows = closesOf(xnys, {timeframe: "1d", times: days.times}).filter((known) => known < cut).length;
          expect(Array.from(b.subarray(0, rows * 2))).toEqual(Array.from(a.subarray(0, rows * 2)));
        }
      ),
      {numRuns: 200}
    );
  });
});
