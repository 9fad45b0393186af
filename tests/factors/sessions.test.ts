import {describe, expect, it} from "vitest";
import {featureFindings} from "../../core/audit/features/feature.js";
import {labelFindings} from "../../core/audit/label.js";
import {calendar} from "../../core/base/calendar.js";
import type {Panel} from "../../core/base/panel.js";
import {rows} from "../../core/base/panel.js";
import {parseDate} from "../../core/base/timeframe.js";
import {intraday} from "../../core/factors/intraday.js";
import {sessionsOf} from "../../core/factors/sessions.js";
import type {Feature} from "../../core/plugin.js";
import {intradayFeatures, sessionFeatures} from "../../experiments/07-intraday-features.js";
import {formula} from "../../plugins/features/formulas/formula.js";
import {inSession} from "../../plugins/features/intraday/in-session.js";
import {minutesSinceOpen} from "../../plugins/features/intraday/minutes-since-open.js";
import {volumeByPrice} from "../../plugins/features/intraday/volume-by-price.js";
import {vwapDistance} from "../../plugins/features/intraday/vwap-distance.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {sessionReturn} from "../../plugins/labels/session-return.js";
import {randomPanel} from "../panels.js";
import {sessionPanel} from "./minutes.js";

const features = Object.entries(intradayFeatures.features ?? {});
// The clocks change on 10 March, and 3 July closes at one.
const march = sessionPanel("2024-03-07", "2024-03-13");
const july = sessionPanel("2024-07-02", "2024-07-06");

describe("sessions", () => {
  it("are those of the exchange, through a change of clocks and a short day", () => {
    const lengths = (panel: Panel) =>
      sessionsOf(panel.times, calendar("XNYS")).map(({start, stop, opens}) => {
        expect(opens).toBe(panel.times[start]);
        return stop - start;
      });
    expect(lengths(march)).toEqual([78, 78, 78, 78]);
    expect(lengths(july)).toEqual([78, 42, 78]);
  });

  it("are the days of UTC where a market never closes", () => {
    const {times} = sessionPanel("2024-03-09", "2024-03-11", {market: "24/7", timeframe: "1h"});
    expect(sessionsOf(times, calendar("24/7")).map(({start, stop}) => [start, stop])).toEqual([
      [0, 24],
      [24, 48]
    ]);
  });

  it("leave out what is before and after hours, and a bar of a day is one by itself", () => {
    const at = (text: string) => parseDate(`2024-03-08T${text}Z`);
    const times = Float64Array.from(["13:00:00", "14:30:00", "20:59:00", "21:00:00"].map(at));
    expect(sessionsOf(times, calendar("XNYS"))).toEqual([{start: 1, stop: 3, opens: at("14:30:00")}]);
    const days = Float64Array.from(["2024-03-08", "2024-03-09", "2024-03-11"].map(parseDate));
    expect(sessionsOf(days, calendar("XNYS")).map(({start, stop}) => [start, stop])).toEqual([
      [0, 1],
      [2, 3]
    ]);
    const {symbols, fields} = rows(march, 0, 4);
    const minutes = minutesSinceOpen().compute({times, symbols: ["A"], fields: {}});
    expect([...minutes]).toEqual([NaN, 0, 389, NaN]);
    expect([...inSession().compute({times, symbols, fields})].map((value) => !Number.isNaN(value))).toEqual(
      [0, 0, 1, 1, 1, 1, 0, 0].map(Boolean)
    );
  });

  it("keep a bar at midnight UTC, after hours in winter, from the day that follows", () => {
    const texts = ["09T20:59", "10T00:00", "10T14:30", "10T14:31", "10T14:32"];
    const times = Float64Array.from(texts.map((text) => parseDate(`2024-01-${text}:00Z`)));
    expect(sessionsOf(times, calendar("XNYS")).map(({start, stop}) => [start, stop])).toEqual([
      [0, 1],
      [1, 2],
      [2, 5]
    ]);
    const close = Float64Array.of(10, 20, 40, 50, 60);
    const panel: Panel = {times, symbols: ["A"], fields: {close}};
    expect([...inSession({of: returns({window: 1})}).compute(panel)]).toEqual([NaN, NaN, NaN, 0.25, 60 / 50 - 1]);
    expect([...sessionReturn().compute(panel).y]).toEqual([NaN, NaN, 0.25, 60 / 50 - 1, NaN]);
  });

  it("stay one through a halt, and through the change of clocks in November", () => {
    const halted = march.times.filter((_, i) => i < 100 || i > 120);
    expect(sessionsOf(halted, calendar("XNYS")).map(({start, stop}) => stop - start)).toEqual([78, 57, 78, 78]);
    const november = sessionsOf(sessionPanel("2024-11-01", "2024-11-06").times, calendar("XNYS"));
    expect(november.map(({start, stop}) => stop - start)).toEqual([78, 78, 78]);
    expect(new Set(november.map(({opens}) => new Date(opens).getUTCHours()))).toEqual(new Set([13, 14]));
  });

  it("have no more bars than is said", () => {
    const told = inSession({of: returns({window: 200}), bars: 42});
    expect(told.lookback).toBe(41);
    expect(() => told.compute(july)).toThrow(
      "invalid session bars: 78 rows on 2024-07-02; set bars to the most of a session"
    );
    expect(inSession({of: returns({window: 500})}).lookback).toBe(389);
    expect(inSession({of: returns({window: 2000}), calendar: "24/7"}).lookback).toBe(1439);
    expect(() => vwapDistance({calendar: "XLON"})).toThrow("unknown calendar: XLON; calendars are XNYS, 24/7");
    expect(() => volumeByPrice({bars: -1})).toThrow("invalid session bars: -1; expected a whole number from 0");
  });
});

describe.each(features)("%s", (_, feature) => {
  it("knows nothing of another session", () => {
    const n = march.symbols.length;
    const whole = feature.compute(march);
    const other = feature.compute(altered(march, (row) => row < 156));
    expect(whole.subarray(156 * n)).toEqual(other.subarray(156 * n));
    // In a panel that begins with the session, the session has the same values.
    expect(feature.compute(rows(march, 78, 156))).toEqual(whole.subarray(78 * n, 156 * n));
    expect(whole.some((value) => Number.isFinite(value))).toBe(true);
  });

  it("does not look ahead, and honours its lookback, with bars that are missing", () => {
    const told: Feature = feature;
    const long = sessionPanel("2024-03-01", "2024-03-21", {gaps: 0.02});
    expect(featureFindings(told, long)).toEqual([]);
  });
});

describe("days of UTC", () => {
  const days = sessionPanel("2024-03-09", "2024-03-13", {market: "24/7", timeframe: "15m", gaps: 0.01});

  it.each(Object.entries(sessionFeatures({calendar: "24/7", bars: 96})))("%s starts anew with each", (_, feature) => {
    const n = days.symbols.length;
    expect(feature.compute(days).subarray(192 * n, 288 * n)).toEqual(feature.compute(rows(days, 192, 288)));
    expect(feature.lookback).toBeLessThan(96);
    expect(feature.compute(days).some((value) => Number.isFinite(value))).toBe(true);
    expect(featureFindings(feature, days)).toEqual([]);
  });
});

describe("a session of 78 bars", () => {
  it.each([vwapDistance({bars: 78}), volumeByPrice({bars: 78}), inSession({of: returns({window: 77}), bars: 78})])(
    "needs $lookback rows before, and no fewer, for $name",
    (feature) => {
      const long = sessionPanel("2024-03-11", "2024-03-21");
      const last = rows(long, 0, 5 * 78);
      const n = last.symbols.length;
      const from = (before: number) => feature.compute(rows(last, 389 - before, 390)).subarray(-n);
      expect(featureFindings(feature, long)).toEqual([]);
      expect(feature.lookback).toBe(77);
      expect(from(77)).toEqual(feature.compute(last).subarray(-n));
      expect(from(76)).not.toEqual(from(77));
    }
  );
});

describe("within a session", () => {
  const small = (close: readonly number[], volume: readonly number[]): Panel => {
    const times = march.times.subarray(0, close.length);
    const prices = Float64Array.from(close);
    return {
      times,
      symbols: ["A"],
      fields: {open: prices, high: prices, low: prices, close: prices, volume: Float64Array.from(volume)}
    };
  };

  it("volume by price is the share traded at the close or below", () => {
    const shares = volumeByPrice().compute(small([10, 12, 11, 10, 9, NaN, 13], [100, 300, 100, 500, 250, NaN, 250]));
    const expected = [1, 1, 200 / 500, 600 / 1000, 250 / 1250, NaN, 1];
    expect([...shares]).toEqual(expected);
  });

  it("the distance from the average price waits for trade, and passes over missing bars", () => {
    const distance = vwapDistance().compute(small([10, 12, NaN, 9], [0, 100, 5, 200]));
    expect([...distance]).toEqual([NaN, 0, NaN, 9 / ((12 * 100 + 9 * 200) / 300) - 1]);
  });

  it("volume is on rising or on falling bars, or on neither", () => {
    const {upVolume, downVolume} = Object.fromEntries(
      intraday(1, 2).map(({name, formula: text}) => [name, inSession({of: formula({formula: text})})])
    );
    const panel = small([10, 11, 11, 9], [100, 300, 500, 300]);
    expect([...upVolume.compute(panel)]).toEqual([NaN, 1.5, 0, 0]);
    expect([...downVolume.compute(panel)]).toEqual([NaN, 0, 0, 0.75]);
  });

  it("the first returns of a session are missing, as those of a panel are", () => {
    const {features: all = {}} = intradayFeatures;
    for (const k of [1, 4, 10]) {
      const values = all[`return${k}`].compute(march);
      const missing = Array.from({length: 312}, (_, i) => (Number.isNaN(values[2 * i]) ? 1 : 0));
      expect(missing).toEqual(Array.from({length: 312}, (_, i) => (i % 78 < k ? 1 : 0)));
    }
  });

  it("features wrap features only, survive JSON, and stay within the session of a day", () => {
    expect(() => inSession({of: sessionReturn() as never})).toThrow(
      "invalid in-session of: the label session-return; give a feature"
    );
    const json = JSON.parse(JSON.stringify(inSession({of: returns({window: 3})}))) as object;
    expect(json).toMatchObject({name: "in-session", params: {of: {kind: "feature", name: "returns"}}});
    const daily = inSession({of: returns({window: 1})}).compute(randomPanel());
    expect(daily.every((value) => Number.isNaN(value))).toBe(true);
  });
});

describe("the return within a session", () => {
  const n = march.symbols.length;

  it("is the next bar's, and no night is in it", () => {
    const {y, until} = sessionReturn().compute(march);
    const {close} = march.fields;
    for (let i = 0; i < 312; ++i) {
      const last = i % 78 === 77;
      expect(y[i * n], `row ${i}`).toBe(last ? NaN : close[(i + 1) * n] / close[i * n] - 1);
      expect(until[i * n]).toBe(last ? Infinity : march.times[i + 1]);
    }
    const late = sessionReturn({horizon: 3, delay: 2}).compute(march);
    for (let i = 0; i < 312; ++i)
      expect(late.y[i * n]).toBe(i % 78 > 72 ? NaN : close[(i + 5) * n] / close[(i + 2) * n] - 1);
  });

  it("says until when, with bars that are missing", () => {
    const long = sessionPanel("2024-03-07", "2024-03-13", {gaps: 0.02});
    for (const label of [sessionReturn(), sessionReturn({horizon: 7, delay: 1})])
      expect(labelFindings(label, long)).toEqual([]);
  });

  it("is the plain one of days", () => {
    const panel = randomPanel();
    const plain = forwardReturn({horizon: 4, delay: 2}).compute(panel);
    expect(sessionReturn({horizon: 4, delay: 2}).compute(panel)).toEqual(plain);
  });
});

/** The panel with other prices and volumes on some rows. */
function altered(panel: Panel, which: (row: number) => boolean): Panel {
  const n = panel.symbols.length;
  const fields = Object.entries(panel.fields).map(([name, column]) => [
    name,
    column.map((value, cell) => (which(Math.floor(cell / n)) ? value * (3 + (Math.floor(cell / n) % 5)) : value))
  ]);
  return {...panel, fields: Object.fromEntries(fields) as Panel["fields"]};
}
