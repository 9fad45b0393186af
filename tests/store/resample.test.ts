import type {DuckDBConnection} from "@duckdb/node-api";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Calendar} from "../../core/base/calendar.js";
import {calendar, calendarNames} from "../../core/base/calendar.js";
import type {Bar} from "../../core/base/market-data.js";
import {random} from "../../core/base/random.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {timeframes} from "../../core/base/timeframe.js";
import {createTable, readRows, withDatabase} from "../../core/store/disk/duck.js";
import type {Resampling} from "../../core/store/reading/resample.js";
import {canResample, resample} from "../../core/store/reading/resample.js";

const day = 86_400_000;
const at = (text: string) => Date.parse(text);
const xnys = calendar("XNYS");
const fields = ["open", "high", "low", "close", "volume", "adjusted"] as const;

async function giveBars(connection: DuckDBConnection, bars: readonly Bar[], table = "bars"): Promise<void> {
  const columns = fields.map((name) => [name, Float64Array.from(bars, (bar) => bar[name] ?? NaN)]);
  const t = Float64Array.from(bars, (bar) => bar.t);
  const symbol = bars.map((bar) => bar.symbol);
  await createTable(connection, `${table}_given`, {symbol, t, ...Object.fromEntries(columns)});
  await connection.run(
    `CREATE TABLE ${table} AS SELECT * REPLACE (epoch_ms(t::BIGINT)::TIMESTAMP_MS AS t) FROM ${table}_given`
  );
}

async function readBars(connection: DuckDBConnection, table = "resampled"): Promise<Bar[]> {
  const rows = await readRows(connection, `SELECT * REPLACE (epoch_ms(t)::DOUBLE AS t) FROM ${table}`);
  return rows.map(({adjusted, ...rest}) => ({...rest, ...(adjusted !== null && {adjusted})})) as unknown as Bar[];
}

async function resampled(bars: readonly Bar[], options: Resampling) {
  return withDatabase(async (connection) => {
    await giveBars(connection, bars);
    const counts = await resample(connection, options);
    return {...counts, rows: await readBars(connection)};
  });
}

/** Bars of a random walk at the labels given, shuffled, some left out; whole volumes, or broken ones. */
function walk(labels: Iterable<number>, symbol: string, seed: number, {gaps = 0.2, whole = true} = {}): Bar[] {
  const r = random(seed);
  const bars = Array.from(labels, (t): Bar => {
    const [open, close] = [100 + r.normal(), 100 + r.normal()];
    const [high, low] = [Math.max(open, close) + r.uniform(), Math.min(open, close) - r.uniform()];
    const volume = whole ? Math.floor(r.uniform() * 1000) : r.uniform();
    return {t, symbol, open, high, low, close, volume, ...(r.uniform() < 0.7 && {adjusted: close / 2})};
  });
  const kept = bars.filter(() => r.uniform() >= gaps);
  const keys = new Map(kept.map((bar) => [bar, r.uniform()]));
  return kept.sort((a, b) => keys.get(a)! - keys.get(b)!);
}

/** The definition, bar by bar. */
function combined(bars: readonly Bar[], {from, to, calendar, until = Infinity}: Resampling): Bar[] {
  const groups = new Map<string, Bar[]>();
  for (const bar of bars.toSorted((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : a.t - b.t))) {
    const label = calendar.labelAt(to, from === "1d" ? calendar.hours(bar.t)!.open : bar.t);
    if (Number.isNaN(label) || calendar.closeOf(to, label) > until) continue;
    const key = `${bar.symbol} ${label}`;
    groups.set(key, [...(groups.get(key) ?? []), bar]);
  }
  return Array.from(groups, ([key, group]) => {
    const last = group.at(-1)!;
    return {
      symbol: last.symbol,
      t: Number(key.split(" ")[1]),
      open: group[0].open,
      high: Math.max(...group.map(({high}) => high)),
      low: Math.min(...group.map(({low}) => low)),
      close: last.close,
      volume: group.reduce((sum, {volume}) => sum + volume, 0),
      ...(last.adjusted !== undefined && {adjusted: last.adjusted})
    };
  });
}

const pairs = timeframes.flatMap((from) => timeframes.filter((to) => canResample(from, to)).map((to) => ({from, to})));

/** Spans that hold half days, holidays and changes of the clock. */
const given = fc.record({
  name: fc.constantFrom(...calendarNames),
  pair: fc.constantFrom(...pairs),
  start: fc.constantFrom("2024-03-07", "2024-10-31", "2025-11-25", "2026-03-31", "2001-09-07", "2025-12-23").map(at),
  seed: fc.integer()
});

const spanOf = (from: Timeframe) => (from === "1m" ? 4 : from.endsWith("m") ? 7 : from === "1d" ? 70 : 40) * day;

function barsOf(calendar: Calendar, from: Timeframe, start: number, seed: number, whole = true): Bar[] {
  const labels = calendar.labels(from, start, start + spanOf(from));
  return ["B", "A", "C"].flatMap((symbol, i) => walk(labels, symbol, seed + i, {whole}));
}

describe("resample", () => {
  it("knows which bars can be made of which", () => {
    const of = (from: Timeframe) => timeframes.filter((to) => canResample(from, to)).join(" ");
    expect(timeframes.map(of)).toEqual([
      "5m 15m 30m 1h 4h 1d 1w 1mo",
      "15m 30m 1h 4h 1d 1w 1mo",
      "30m 1h 4h 1d 1w 1mo",
      "1h 4h 1d 1w 1mo",
      "4h 1d 1w 1mo",
      "1d 1w 1mo",
      "1w 1mo",
      "",
      ""
    ]);
  });

  it("agrees with its definition, to the bit", async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.nat(100), fc.nat(6000), async ({name, pair, start, seed}, percent, rowsAtOnce) => {
        const until = percent > 80 ? Infinity : start + (spanOf(pair.from) * percent) / 80;
        const options = {...pair, calendar: calendar(name), until: Math.floor(until), rowsAtOnce};
        const bars = barsOf(options.calendar, pair.from, start, seed, false);
        const {rows, ...counts} = await resampled(bars, options);
        expect(rows).toEqual(combined(bars, options));
        expect(counts).toEqual({bars: rows.length, outside: 0, misplaced: 0});
      }),
      {numRuns: 30}
    );
  });

  it("makes the same of minutes directly and by steps", async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.constantFrom(...timeframes.slice(1, -2)), async ({name, start, seed}, middle) => {
        const bars = barsOf(calendar(name), "1m", start, seed);
        await withDatabase(async (connection) => {
          await giveBars(connection, bars);
          await resample(connection, {from: "1m", to: middle, calendar: calendar(name), into: "middle"});
          for (const to of timeframes.filter((each) => canResample(middle, each))) {
            await resample(connection, {from: "1m", to, calendar: calendar(name), into: `direct_${to}`});
            const steps = {from: middle, to, calendar: calendar(name), table: "middle", into: `steps_${to}`};
            await resample(connection, steps);
            expect(await readBars(connection, `steps_${to}`)).toEqual(await readBars(connection, `direct_${to}`));
          }
        });
      }),
      {numRuns: 5}
    );
  });

  it("gives the daily bars that minutes were made of", async () => {
    const daily = walk(xnys.labels("1d", at("2025-11-17"), at("2025-12-05")), "A", 5, {gaps: 0}).sort(
      (a, b) => a.t - b.t
    );
    const minutes = daily.flatMap((bar) => {
      const {open, close} = xnys.hours(bar.t)!;
      const labels = xnys.labels("1m", open, close);
      const path = Array.from(labels, (_, i) => bar.open + ((bar.close - bar.open) * i) / (labels.length - 1));
      path[labels.length - 1] = bar.close;
      return Array.from(labels, (t, i): Bar => {
        const [high, low] = [i === 100 ? bar.high : path[i], i === 150 ? bar.low : path[i]];
        const volume = i === 0 ? bar.volume - (labels.length - 1) : 1;
        const last = i === labels.length - 1 && bar.adjusted !== undefined;
        return {
          t,
          symbol: "A",
          open: path[i],
          high,
          low,
          close: path[i],
          volume,
          ...(last && {adjusted: bar.adjusted})
        };
      });
    });
    expect(minutes).toHaveLength(390 * 12 + 210);
    expect((await resampled(minutes, {from: "1m", to: "1d", calendar: xnys})).rows).toEqual(daily);
  });

  const simple = (t: string, price: number, adjusted?: number): Bar => {
    const prices = {open: price, high: price + 1, low: price - 1, close: price + 0.5};
    return {t: at(t), symbol: "A", ...prices, volume: price, ...(adjusted !== undefined && {adjusted})};
  };

  it("makes a short week of the days that it has", async () => {
    const days = ["2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-06"];
    const bars = [...days.map((t, i) => simple(t, 10 + i, i)), simple("2026-04-03", 99)];
    const week = {t: at("2026-03-30"), symbol: "A", open: 10, high: 14, low: 9, close: 13.5, volume: 46, adjusted: 3};
    const next = {t: at("2026-04-06"), symbol: "A", open: 14, high: 15, low: 13, close: 14.5, volume: 14, adjusted: 4};
    const weekly = {from: "1d", to: "1w", calendar: xnys} as const;
    expect(await resampled(bars, weekly)).toEqual({bars: 2, outside: 1, misplaced: 0, rows: [week, next]});
    // the week closes on Thursday at 16:00 in New York
    const close = at("2026-04-02T20:00Z");
    expect((await resampled(bars, {...weekly, until: close})).rows).toEqual([week]);
    expect((await resampled(bars, {...weekly, until: close - 1})).rows).toEqual([]);
  });

  it("cuts the bars of a half day at its close, and drops what comes before and after", async () => {
    const times = ["T13:00Z", "T14:30Z", "T15:00Z", "T17:30Z", "T17:59Z", "T18:00Z", "T20:00Z"];
    const bars = times.map((time, i) => simple(`2025-11-28${time}`, 10 + i));
    const hourly = await resampled(bars, {from: "1m", to: "1h", calendar: xnys, until: at("2025-11-28T18:00Z")});
    expect(hourly.outside).toBe(3);
    expect(hourly.rows.map(({t, open, close, volume}) => [t, open, close, volume])).toEqual([
      [at("2025-11-28T14:30Z"), 11, 12.5, 23],
      [at("2025-11-28T17:30Z"), 13, 14.5, 27]
    ]);
    const daily = await resampled(bars, {from: "1m", to: "1d", calendar: xnys});
    expect(daily.rows.map(({t, open, close, volume}) => [t, open, close, volume])).toEqual([
      [at("2025-11-28"), 11, 14.5, 50]
    ]);
  });

  it("counts from 09:30 in New York before and after the clock changes", async () => {
    const times = ["2024-03-08T14:30Z", "2024-03-08T20:55Z", "2024-03-11T13:30Z", "2024-03-11T19:55Z"];
    const bars = [...times, "2024-03-11T20:00Z"].map((t, i) => simple(t, 10 + i));
    const {rows, outside} = await resampled(bars, {from: "5m", to: "4h", calendar: xnys});
    const labels = ["2024-03-08T14:30Z", "2024-03-08T18:30Z", "2024-03-11T13:30Z", "2024-03-11T17:30Z"];
    expect(rows.map(({t, open}) => [t, open])).toEqual(labels.map((t, i) => [at(t), 10 + i]));
    expect(outside).toBe(1);
  });

  it("leaves out bars that may reach beyond the longer one, and says how many", async () => {
    // hours of the clock: 17:00 in UTC ends half an hour after the first bar of four hours does
    const bars = ["2024-03-11T13:30Z", "2024-03-11T17:00Z"].map((t, i) => simple(t, 10 + i));
    const {rows, ...counts} = await resampled(bars, {from: "1h", to: "4h", calendar: xnys});
    expect(counts).toEqual({bars: 1, outside: 0, misplaced: 1});
    expect(rows[0].close).toBe(10.5);
    const noon = await resampled([simple("2024-03-11T12:00Z", 10)], {from: "1d", to: "1w", calendar: xnys});
    expect(noon).toEqual({bars: 0, outside: 0, misplaced: 1, rows: []});
  });

  it("shows nothing of a bar before it is closed, whatever its parts become", async () => {
    await fc.assert(
      fc.asyncProperty(given, fc.nat(), fc.nat(1000), async ({name, pair, start, seed}, pick, promille) => {
        const options = {
          ...pair,
          calendar: calendar(name),
          until: Math.floor(start + (spanOf(pair.from) * promille) / 1000)
        };
        const {closeOf, labelAt, hours} = options.calendar;
        const bars = barsOf(options.calendar, pair.from, start, seed);
        const {symbol, t} = bars[pick % bars.length];
        const closed = closeOf(pair.to, labelAt(pair.to, pair.from === "1d" ? hours(t)!.open : t)) <= options.until;
        await withDatabase(async (connection) => {
          await giveBars(connection, bars);
          const change = (sql: string) => connection.run(`${sql} WHERE symbol = '${symbol}' AND epoch_ms(t) = ${t}`);
          const visible = async (into: string) => {
            await resample(connection, {...options, into});
            return readBars(connection, into);
          };
          const before = await visible("before");
          await change("UPDATE bars SET high = 1e6, low = 1e-6, volume = 1e6");
          const altered = await visible("altered");
          if (closed) expect(altered).not.toEqual(before);
          else expect(altered).toEqual(before);
          await change("DELETE FROM bars");
          if (!closed) expect(await visible("removed")).toEqual(before);
        });
      }),
      {numRuns: 30}
    );
  });

  it("takes its adjusted close from the bar that gives its close", async () => {
    const bars = [simple("2026-03-30", 10, 5), simple("2026-03-31", 11)];
    const {rows} = await resampled(bars, {from: "1d", to: "1w", calendar: xnys});
    expect(rows[0].close).toBe(11.5);
    expect(rows[0]).not.toHaveProperty("adjusted");
  });

  it("makes an empty table of one, keeps the names given and leaves no other behind", async () => {
    await withDatabase(async (connection) => {
      await giveBars(connection, [], "nothing");
      const counts = await resample(connection, {
        from: "1m",
        to: "1h",
        calendar: xnys,
        table: "nothing",
        into: "hours"
      });
      expect(counts).toEqual({bars: 0, outside: 0, misplaced: 0});
      const shape = (table: string) => readRows(connection, `SELECT column_name, column_type FROM (DESCRIBE ${table})`);
      expect(await shape("hours")).toEqual(await shape("nothing"));
      const tables = await readRows(connection, "SELECT table_name FROM information_schema.tables ORDER BY 1");
      expect(tables.map(({table_name}) => table_name)).toEqual([
        "hours",
        "nothing",
        "nothing_given",
        "nothing_given_with_nan"
      ]);
    });
  });

  it.each([
    ["4h", "1h"],
    ["1d", "1d"],
    ["1w", "1mo"],
    ["1d", "30m"]
  ] as const)("refuses to make %s bars into %s bars", async (from, to) => {
    await expect(resampled([], {from, to, calendar: xnys})).rejects.toThrow(
      `invalid resampling: ${to} bars cannot be made of ${from} bars; choose longer ones that hold them whole`
    );
  });
});
