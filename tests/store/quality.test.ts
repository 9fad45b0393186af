import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Action, Bar} from "../../core/plugin.js";
import {qualityKindNames} from "../../core/store/quality/kinds.js";
import type {QualityReport} from "../../core/store/quality/report.js";
import {sourceOf} from "./homes.js";
import {changed, cleanBars, scaled} from "./quality-market.js";
import type {Held} from "./quality-tables.js";
import {collected, examined} from "./quality-tables.js";

const clean = cleanBars();
const hour = 3_600_000;
const day = 24 * hour;

/** The date of a symbol's i-th bar. */
const dateOf = (bars: readonly Bar[], symbol: string, i: number) =>
  new Date(bars.filter((bar) => bar.symbol === symbol)[i].t).toISOString().slice(0, 10);

const brief = ({findings}: QualityReport) => findings.map(({kind, symbol, date}) => [kind, symbol, date]);
const found = async (held: Held, given: Parameters<typeof examined>[1] = {}) =>
  brief((await examined(held, given)).report);

describe("a clean dataset", () => {
  it("has no finding, and is described", async () => {
    const {report} = await examined({bars: clean});
    expect(report.findings).toEqual([]);
    expect(Object.keys(report.kinds)).toEqual(qualityKindNames);
    expect(Object.values(report.kinds).every(({count, symbols}) => count === 0 && symbols === 0)).toBe(true);
    expect(report).toMatchObject({symbols: 3, complete: 3, rows: clean.length, refused: 0, from: "2019-01-02"});
    expect(report.bySymbol[0]).toEqual({
      symbol: "AAA",
      rows: clean.length / 3,
      from: "2019-01-02",
      to: "2019-12-30",
      complete: true,
      kinds: {}
    });
  });

  it.each([
    ["1w", "XNYS"],
    ["1mo", "XNYS"],
    ["1h", "XNYS"],
    ["15m", "XNYS"],
    ["4h", "24/7"],
    ["1d", "24/7"]
  ] as const)("of %s bars of %s has none either", async (timeframe, calendar) => {
    const bars = cleanBars({timeframe, calendar, to: "2019-06-30", deviation: 0.005});
    expect(bars.length).toBeGreaterThanOrEqual(15);
    expect(await found({bars}, {timeframe, calendar})).toEqual([]);
  });

  it("gives the same report whatever the order of its rows", async () => {
    const bars = changed(clean, "BBB", [40, 41], (bar) => scaled(bar, 1.5));
    const one = await examined({bars});
    const other = await examined({bars: [...bars].reverse()});
    expect(JSON.stringify(other.report)).toBe(JSON.stringify(one.report));
  });

  it("of nothing is empty", async () => {
    const {report} = await examined({bars: []});
    expect(report).toMatchObject({symbols: 0, rows: 0, complete: 0, from: null, to: null, findings: []});
  });
});

describe("refused rows", () => {
  it.each([
    ["missing", {close: NaN}],
    ["price", {open: 0}],
    ["price", {low: -1}],
    ["volume", {volume: -5}],
    ["range", {close: 1000}]
  ] as const)("are found as %s", async (kind, wrong) => {
    const bars = changed(clean, "BBB", [50, 51], (bar) => ({...bar, ...wrong}));
    const held = await collected(sourceOf(bars));
    expect(held.faults).toHaveLength(1);
    const [[first, symbol, date], ...more] = await found(held);
    expect([symbol, date]).toEqual(["BBB", dateOf(clean, "BBB", 50)]);
    // The store's check names what is not finite a price; a source that reads text names it missing.
    expect([kind, "price"]).toContain(first);
    expect(more).toEqual([]);
  });

  it("with a high below the low are found twice, and a zero volume beside", async () => {
    const bars = changed(clean, "BBB", [50, 51], (bar) => ({...bar, high: bar.low, low: bar.high, volume: 0}));
    const date = dateOf(clean, "BBB", 50);
    expect(await found(await collected(sourceOf(bars)))).toEqual([
      ["range", "BBB", date],
      ["inverted", "BBB", date],
      ["zero-volume", "BBB", date]
    ]);
  });

  it("with a time of long ago do not stretch a symbol's span", async () => {
    const bars = changed(clean, "AAA", [0, 1], (bar) => ({...bar, close: NaN}));
    const wild = {...clean[9], t: parseDate("1999-01-04"), low: -1};
    const held = await collected(sourceOf([...bars.slice(0, 9), wild, ...bars.slice(9)]));
    const {report} = await examined(held);
    expect(brief(report)).toEqual([
      ["price", "AAA", "1999-01-04"],
      ["price", "AAA", "2019-01-02"]
    ]);
    expect(report.complete).toBe(3);
  });

  it("are duplicates and rows out of order", async () => {
    const [first, second, third, ...rest] = clean.filter(({symbol}) => symbol === "AAA");
    const held = await collected(sourceOf([first, second, second, third, first, ...rest]));
    expect(await found(held)).toEqual([
      ["order", "AAA", "2019-01-02"],
      ["duplicate", "AAA", "2019-01-03"]
    ]);
  });

  it("are duplicates that agree or differ", async () => {
    const bars = clean.filter(({symbol}) => symbol === "AAA");
    const other = {...bars[4], volume: 5, close: bars[4].low};
    const twice = bars.flatMap((bar, i) => (i === 2 ? [bar, bar] : i === 4 ? [bar, other] : [bar]));
    const {report} = await examined(await collected(sourceOf(twice)));
    const close = `close ${bars[4].low}, in the one that counts ${bars[4].close}`;
    expect(report.findings.map(({kind, detail}) => [kind, detail.split("; ").slice(1).join("; ")])).toEqual([
      ["duplicate", "the two agree"],
      ["duplicate", `the two differ: ${close}; volume 5, in the one that counts ${bars[4].volume}`]
    ]);
  });

  it("that a vendor's text holds are read for a zero volume, and count as present", async () => {
    const bars = changed(clean, "AAA", [9, 10], () => null);
    const {t} = clean[9];
    const fault = {kind: "missing", fault: "missing open", origin: "a.csv:10", symbol: "AAA", t} as const;
    const {report} = await examined({bars, faults: [{...fault, row: "2019-01-15,,,,88.55,0,AAA"}]});
    expect(brief(report)).toEqual([
      ["missing", "AAA", "2019-01-15"],
      ["zero-volume", "AAA", "2019-01-15"]
    ]);
    expect(report).toMatchObject({complete: 3, refused: 1, rows: clean.length});
    expect(report.findings[0]).toMatchObject({origin: "a.csv:10", detail: "missing open"});
  });
});

describe("sessions", () => {
  it("that a symbol lacks are listed with their dates", async () => {
    const bars = changed(clean, "BBB", [100, 103], () => null);
    const {report} = await examined({bars});
    expect(brief(report)).toEqual([100, 101, 102].map((i) => ["gap", "BBB", dateOf(clean, "BBB", i)]));
    expect(report.complete).toBe(2);
  });

  it("that nobody has are one finding of the dataset, and of the symbol where it is alone", async () => {
    const {t} = clean[60];
    const without = clean.filter((bar) => bar.t !== t);
    const date = dateOf(clean, "AAA", 60);
    const {report} = await examined({bars: without});
    expect(brief(report)).toEqual([["gap", null, date]]);
    expect(report.complete).toBe(3);
    expect(await found({bars: without.filter(({symbol}) => symbol === "CCC")})).toEqual([["gap", "CCC", date]]);
  });

  it("are missed until a delisting or a merger, and not before a listing", async () => {
    const series = clean.filter(({symbol}) => symbol === "AAA");
    const late = clean.filter(({symbol, t}) => symbol !== "BBB" || t >= series[30].t);
    expect(await found({bars: late})).toEqual([]);
    const bars = changed(clean, "CCC", [200, Infinity], () => null);
    expect(await found({bars})).toEqual([]);
    const {t} = series[202];
    const ends: readonly Action[] = [
      {action: "delisting", symbol: "CCC", t},
      {action: "merger", symbol: "CCC", t, cash: 1}
    ];
    for (const end of ends)
      expect(await found({bars, actions: [end]})).toEqual(
        [200, 201].map((i) => ["gap", "CCC", dateOf(clean, "CCC", i)])
      );
  });

  it("do not hold a bar of a holiday or a Saturday", async () => {
    const extra = ["2019-07-04", "2019-03-16"].map((date) => ({...clean[0], symbol: "BBB", t: parseDate(date)}));
    const bars = [...clean, ...extra.map((bar, i) => ({...bar, close: bar.close + 0.01 * i}))];
    expect((await found({bars})).filter(([kind]) => kind !== "jump" && kind !== "spike")).toEqual([
      ["session", "BBB", "2019-03-16"],
      ["session", "BBB", "2019-07-04"]
    ]);
  });

  it("of intraday bars gather what is missing and what lies outside", async () => {
    const all = cleanBars({timeframe: "1h", to: "2019-02-01", deviation: 0.004});
    const series = all.filter(({symbol}) => symbol === "BBB");
    const bars = changed(all, "BBB", [15, 17], () => null).map((bar) =>
      bar.symbol === "CCC" && bar.t === series.at(-1)!.t ? {...bar, t: bar.t + 2 * hour} : bar
    );
    const {report} = await examined({bars}, {timeframe: "1h"});
    expect(report.findings.map(({kind, symbol, date, bars}) => [kind, symbol, date, bars])).toEqual([
      ["gap", "BBB", new Date(series[15].t).toISOString().replace(".000", ""), 2],
      ["session", "CCC", new Date(series.at(-1)!.t + 2 * hour).toISOString().replace(".000", ""), 1]
    ]);
  });
});

describe("shifts", () => {
  it.each([-1, 1, -5])("of %d h in a part of the span are found once", async (hours) => {
    const all = cleanBars({timeframe: "30m", to: "2019-05-01", deviation: 0.003});
    const from = parseDate("2019-03-11");
    const to = parseDate("2019-04-05");
    const bars = all.map((bar) =>
      bar.symbol === "BBB" && bar.t >= from && bar.t < to ? {...bar, t: bar.t + hours * hour} : bar
    );
    const {report} = await examined({bars}, {timeframe: "30m"});
    expect(report.findings.map(({kind, symbol, date}) => [kind, symbol, date?.slice(0, 10)])).toEqual([
      ["shift", "BBB", "2019-03-11"]
    ]);
    const late = hours < 0 ? "early" : "late";
    expect(report.findings[0].detail).toContain(`${Math.abs(hours)} h too ${late}, 2019-03-11 to 2019-04-04`);
  });

  it.each([
    [-1, "early"],
    [1, "late"]
  ] as const)("of %d day are found by the weekends", async (days, word) => {
    const from = parseDate("2019-05-06");
    const to = parseDate("2019-07-20");
    const bars = clean.map((bar) =>
      bar.symbol === "AAA" && bar.t >= from && bar.t < to ? {...bar, t: bar.t + days * day} : bar
    );
    const list = await examined({bars});
    expect(list.report.findings.map(({kind, symbol}) => [kind, symbol])).toEqual([["shift", "AAA"]]);
    expect(list.report.findings[0].detail).toContain(`1 day too ${word}`);
  });

  it("from midnight UTC are found in daily bars", async () => {
    const bars = clean.map((bar) => (bar.symbol === "AAA" ? {...bar, t: bar.t + 5 * hour} : bar));
    const {report} = await examined({bars});
    expect(report.findings).toMatchObject([{kind: "shift", symbol: "AAA", bars: clean.length / 3}]);
    const evening = clean.map((bar) => (bar.symbol === "AAA" ? {...bar, t: bar.t - 3 * hour} : bar));
    expect((await found({bars: evening})).map(([kind, symbol]) => [kind, symbol])).toContainEqual(["shift", "AAA"]);
  });

  it("are not seen in early closes and hours that the vendor leaves out", async () => {
    const all = cleanBars({timeframe: "1h", from: "2019-11-01", deviation: 0.004});
    const {open} = calendar("XNYS").hours(parseDate("2019-11-20"))!;
    const bars = all.filter(({symbol, t}) => symbol !== "AAA" || t < open || t >= open + 2 * hour);
    expect((await found({bars}, {timeframe: "1h"})).map(([kind]) => kind)).toEqual(["gap"]);
  });
});

describe("bars that repeat", () => {
  it("are a stale run from the fifth on", async () => {
    const still = (n: number) =>
      changed(clean, "CCC", [80, 80 + n], (bar) => ({...clean.filter(({symbol}) => symbol === "CCC")[80], t: bar.t}));
    const flat = (n: number) =>
      still(n).map((bar) => (isStill(bar) ? {...bar, open: bar.close, high: bar.close, low: bar.close} : bar));
    const {close} = clean.filter(({symbol}) => symbol === "CCC")[80];
    const isStill = (bar: Bar) => bar.symbol === "CCC" && bar.close === close;
    expect(await found({bars: still(5)})).toEqual([["stale", "CCC", dateOf(clean, "CCC", 80)]]);
    expect(await found({bars: flat(5)})).toEqual([["stale", "CCC", dateOf(clean, "CCC", 80)]]);
    expect(await found({bars: flat(4)})).toEqual([]);
    expect(await found({bars: flat(4)}, {options: {staleBars: 4}})).toHaveLength(1);
    expect(await found({bars: still(3)})).toEqual([["copy", "CCC", dateOf(clean, "CCC", 81)]]);
  });

  it("or trade nothing are found, but not where no bar has a volume", async () => {
    const bars = changed(clean, "CCC", [80, 82], (bar) => ({...bar, volume: 0}));
    expect(await found({bars})).toEqual([80, 81].map((i) => ["zero-volume", "CCC", dateOf(clean, "CCC", i)]));
    const none = clean.map((bar) => (bar.symbol === "CCC" ? {...bar, volume: 0} : bar));
    expect((await examined({bars: none})).report.findings).toMatchObject([
      {kind: "zero-volume", symbol: "CCC", bars: clean.length / 3, detail: "no bar has a volume"}
    ]);
  });
});

describe("moves", () => {
  it.each([1.4, 0.7, 10, 0.01])("by %d for a day are a spike", async (by) => {
    const bars = changed(clean, "BBB", [120, 121], (bar) => scaled(bar, by));
    expect(await found({bars})).toEqual([["spike", "BBB", dateOf(clean, "BBB", 120)]]);
  });

  it.each([
    [2, 1],
    [3, 1],
    [10, 1],
    [1.5, 1],
    [0.1, 1],
    [0.5, 2],
    [2, 0.5]
  ])("to 1 : %d overnight are a suspected split, the volume times %d", async (ratio, volume) => {
    const bars = changed(clean, "BBB", [120, Infinity], (bar) => ({
      ...scaled(bar, 1 / ratio),
      volume: bar.volume * volume
    }));
    const {report} = await examined({bars});
    expect(brief(report)).toEqual([["split", "BBB", dateOf(clean, "BBB", 120)]]);
    expect(Math.abs(Math.log(report.findings[0].ratio! / ratio))).toBeLessThan(0.03);
  });

  it("that an action explains are none", async () => {
    const bars = changed(clean, "BBB", [120, Infinity], (bar) => scaled(bar, 0.25));
    const {t, close} = clean.filter(({symbol}) => symbol === "BBB")[119];
    const next = clean.filter(({symbol}) => symbol === "BBB")[120].t;
    expect(await found({bars, actions: [{action: "split", symbol: "BBB", t: next, value: 4}]})).toEqual([]);
    expect(await found({bars, actions: [{action: "dividend", symbol: "BBB", t: next, value: 0.75 * close}]})).toEqual(
      []
    );
    for (const wrong of [
      {action: "split", symbol: "BBB", t, value: 4},
      {action: "split", symbol: "AAA", t: next, value: 4},
      {action: "split", symbol: "BBB", t: next, value: 2}
    ] as const)
      expect(await found({bars, actions: [wrong]})).toContainEqual(["split", "BBB", dateOf(clean, "BBB", 120)]);
  });

  it("that are missing on the day of a stated split are found, and a split stated on a day without bars is not", async () => {
    const series = clean.filter(({symbol}) => symbol === "BBB");
    const split = {action: "split", symbol: "BBB", t: series[120].t, value: 4} as const;
    expect(await found({bars: clean, actions: [split]})).toEqual([["unmoved", "BBB", dateOf(clean, "BBB", 120)]]);
    const later = {...split, t: series.at(-1)!.t + 30 * day};
    expect(await found({bars: clean, actions: [later, {...split, t: 0}, {...split, symbol: "ZZZ"}]})).toEqual([]);
    const bars = changed(clean, "BBB", [120, Infinity], (bar) => scaled(bar, 0.25));
    expect(await found({bars, actions: [split]})).toEqual([]);
  });

  it("at the very start are no split, since the first bar may be the wrong one", async () => {
    const bars = changed(clean, "BBB", [0, 1], (bar) => scaled(bar, 3));
    expect((await found({bars})).map(([kind]) => kind)).toEqual(["jump"]);
  });

  it("that last for two bars are said to be undone", async () => {
    const bars = changed(clean, "BBB", [120, 122], (bar) => scaled(bar, 3));
    const {report} = await examined({bars});
    expect(brief(report)).toEqual([["jump", "BBB", dateOf(clean, "BBB", 120)]]);
    expect(report.findings[0].detail).toContain("undone within days");
  });

  it("with news in the volume, or made during the session, are large moves and no splits", async () => {
    const jumped = (change: (bar: Bar, i: number) => Bar) =>
      changed(clean, "BBB", [120, Infinity], (bar, i) => (i === 120 ? change(scaled(bar, 0.5), i) : scaled(bar, 0.5)));
    const date = dateOf(clean, "BBB", 120);
    const loud = jumped((bar) => ({...bar, volume: bar.volume * 15}));
    expect(await found({bars: loud})).toEqual([["jump", "BBB", date]]);
    const slid = jumped((bar) => ({...bar, open: bar.open * 2, high: bar.high * 2}));
    expect(await found({bars: slid})).toEqual([["jump", "BBB", date]]);
  });

  it("of the whole market are no spikes", async () => {
    const symbols = Array.from({length: 12}, (_, i) => `S${i}`);
    const all = cleanBars({symbols, deviation: 0.01});
    const {t} = all[100];
    const bars = all.map((bar) => (bar.t === t ? scaled(bar, 0.85) : bar));
    expect(await found({bars})).toEqual([]);
  });

  it.each([
    ["high", (bar: Bar) => ({...bar, high: bar.high * 1.4})],
    ["low", (bar: Bar) => ({...bar, low: bar.low / 3})],
    ["high", (bar: Bar) => ({...bar, open: bar.open * 10, high: bar.open * 10})]
  ] as const)("that a %s alone has made are a spike", async (name, change) => {
    const at = (i: number) => changed(clean, "BBB", [i, i + 1], change);
    for (const i of [120, 250]) {
      const {report} = await examined({bars: at(i)});
      expect(brief(report)).toEqual([["spike", "BBB", dateOf(clean, "BBB", i)]]);
      expect(report.findings[0].detail).toMatch(new RegExp(`^a ${name} of .* lies far`));
    }
    const loud = at(120).map((bar, i) => (bar === clean[i] ? bar : {...bar, volume: 10 * bar.volume}));
    expect(await found({bars: loud})).toEqual([]);
  });

  it("of a high or low that all of the market has made are none", async () => {
    const all = cleanBars({symbols: Array.from({length: 12}, (_, i) => `S${i}`)});
    const crash = all.map((bar) => (bar.t === all[100].t ? {...bar, low: bar.low * 0.7} : bar));
    expect(await found({bars: crash})).toEqual([]);
  });

  it("of intraday bars are found by the bar, splits by the session", async () => {
    const all = cleanBars({timeframe: "1h", to: "2019-03-01", deviation: 0.004});
    const series = all.filter(({symbol}) => symbol === "BBB");
    const time = (i: number) => new Date(series[i].t).toISOString().replace(".000", "");
    const spiked = changed(all, "BBB", [100, 101], (bar) => scaled(bar, 1.2));
    expect(await found({bars: spiked}, {timeframe: "1h"})).toEqual([["spike", "BBB", time(100)]]);
    const stray = changed(all, "BBB", [101, 102], (bar) => ({...bar, high: bar.high * 1.4}));
    expect(await found({bars: stray}, {timeframe: "1h"})).toEqual([["spike", "BBB", time(101)]]);
    const split = changed(all, "BBB", [140, Infinity], (bar) => scaled(bar, 0.5));
    expect(await found({bars: split}, {timeframe: "1h"})).toEqual([["split", "BBB", time(140)]]);
  });
});
