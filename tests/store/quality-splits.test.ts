import {describe, expect, it} from "vitest";
import {calendar} from "../../core/base/calendar.js";
import {random} from "../../core/base/random.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Bar} from "../../core/plugin.js";
import {changed, scaled} from "./quality-market.js";
import {examined} from "./quality-tables.js";

/** Returns with heavy tails of about standard deviation one: a normal one over the root of a small mean of squares. */
function heavy(source: ReturnType<typeof random>): number {
  const squares = Array.from({length: 4}, () => source.normal() ** 2);
  return source.normal() / Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / 4) / Math.SQRT2;
}

/**
 * Stocks as rough as real ones: each with a deviation of its own, tails of Student's t with four degrees of freedom, and
 * every quarter a night of news, of a tenth or so and at times of a half, that is traded the more heavily the more it moves.
 */
function roughBars(count: number, seed: number, [least, most]: readonly [number, number]): Bar[] {
  const labels = calendar("XNYS").labels("1d", parseDate("2018-01-02"), parseDate("2019-12-31"));
  return Array.from({length: count}, (_, i) => i).flatMap((i) => {
    const source = random(seed).fork(`S${i}`);
    const deviation = least + (most - least) * source.uniform();
    let price = 20 + 200 * source.uniform();
    return Array.from(labels, (t, day): Bar => {
      const news = day % 63 === i % 63;
      const night = (news ? 0.12 : 0.4 * deviation) * heavy(source);
      const open = price * Math.exp(night);
      const close = open * Math.exp(0.9 * deviation * heavy(source));
      const high = Math.max(open, close) * Math.exp(0.6 * deviation * source.uniform());
      const low = Math.min(open, close) * Math.exp(-0.6 * deviation * source.uniform());
      const volume = Math.round(1e6 * (news ? 3 + 40 * Math.abs(night) : 1) * Math.exp(0.4 * source.normal()));
      price = close;
      return {t, symbol: `S${i}`, open, high, low, close, volume};
    });
  });
}

const splits = [2, 3, 4, 5, 7, 10, 20, 1 / 2, 1 / 5, 1 / 10, 1 / 25];
const spinOffs = [2.23, 2.65, 3.37];

describe.each([
  ["calm", [0.006, 0.015]],
  ["usual", [0.01, 0.025]],
  ["wild", [0.02, 0.04]]
] as const)("in a rough market of %s stocks", (_, deviations) => {
  const count = 60;
  const clean = roughBars(count, 5, deviations);

  it("no night is a split, of news or not", async () => {
    const {report} = await examined({bars: clean});
    expect(report.findings.filter(({kind}) => kind === "split")).toEqual([]);
  });

  it.each([
    ["splits", splits],
    ["spin-offs of more than half the price", spinOffs]
  ])("%s are found, and nothing else", {timeout: 20_000}, async (_, ratios) => {
    const place = (i: number) => 40 + ((i * 37) % 400);
    // No night of news within the days around.
    const wanted = Array.from({length: count}, (_, i) => i).filter((i) => (place(i) + 5 - (i % 63)) % 63 > 12);
    const bars = wanted.reduce<readonly Bar[]>((all, i) => {
      const ratio = ratios[i % ratios.length];
      return changed(all, `S${i}`, [place(i), Infinity], (bar) => scaled(bar, 1 / ratio));
    }, clean);
    const {report} = await examined({bars});
    const found = report.findings.filter(({kind}) => kind === "split").map(({symbol, t}) => `${symbol} ${t}`);
    const dates = clean.filter(({symbol}) => symbol === "S0").map(({t}) => t);
    const expected = wanted.map((i) => `S${i} ${dates[place(i)]}`);
    expect(wanted.length).toBeGreaterThan(40);
    expect(found.filter((each) => !expected.includes(each))).toEqual([]);
    // One that falls on a day that is wild besides may be missed.
    expect(expected.filter((each) => !found.includes(each)).length).toBeLessThanOrEqual(1);
  });
});

describe("in a market of the usual roughness", () => {
  const clean = roughBars(20, 9, [0.008, 0.012]);
  const series = clean.filter(({symbol}) => symbol === "S3");
  const place = 150;
  const before = series[place - 1].close;

  /** The day's open and close at given parts of the close before, and all days after it at that close's level. */
  const fallen = (open: number, close: number, volume = 1.5e6) =>
    changed(clean, "S3", [place, Infinity], (bar, i) =>
      i > place
        ? scaled(bar, (close * before) / series[place].close)
        : {
            ...bar,
            open: open * before,
            close: close * before,
            high: Math.max(open, close) * before * 1.005,
            low: Math.min(open, close) * before * 0.995,
            volume
          }
    );
  const kinds = async (bars: readonly Bar[]) => {
    const {findings} = (await examined({bars})).report;
    return findings.filter(({symbol, t}) => symbol === "S3" && t === series[place].t);
  };

  it("a ratio that is no simple one is suspected from one half on, by the close as by the open", async () => {
    expect(await kinds(fallen(0.44, 0.45))).toMatchObject([{kind: "split"}]);
    expect(await kinds(fallen(0.521, 0.494))).toMatchObject([{kind: "split"}]);
  });

  it("a spin-off of less is a large move, which says what it may be", async () => {
    const [found, ...more] = await kinds(fallen(0.54, 0.555));
    expect(found).toMatchObject({kind: "jump"});
    expect(found.detail).toMatch(/overnight, on a calm day: perhaps a spin-off or a special dividend$/);
    expect(more).toEqual([]);
    const [news] = await kinds(fallen(0.54, 0.555, 2e7));
    expect(news.kind).toBe("jump");
    expect(news.detail).not.toContain("spin-off");
    const [risen] = await kinds(fallen(1.8, 1.82));
    expect(risen.kind).toBe("jump");
    expect(risen.detail).not.toContain("spin-off");
  });

  it("a split's ratio may differ by the moves of its day, which are wider for a wilder symbol", async () => {
    expect(await kinds(fallen(0.53, 0.531))).toMatchObject([{kind: "jump"}]);
    const wild = roughBars(20, 9, [0.045, 0.05]);
    const own = wild.filter(({symbol}) => symbol === "S3");
    const at = own.findIndex(({t}) => t === series[place].t);
    const bars = changed(wild, "S3", [at, Infinity], (bar, i) => {
      const by = (0.53 * own[at - 1].close) / own[at].close;
      if (i > at) return scaled(bar, by);
      const close = bar.close * by;
      return {...bar, open: close * 0.999, close, high: close * 1.01, low: close * 0.99};
    });
    expect(await kinds(bars)).toMatchObject([{kind: "split"}]);
  });
});
