import {Absent} from "../../core/base/absent.js";
import {calendarNames} from "../../core/base/calendar.js";
import type {CalendarName} from "../../core/base/calendar.js";
import type {Timeframe} from "../../core/base/timeframe.js";
import {usualPatience} from "../../core/net/patience.js";
import type {Chart, Row} from "../../core/net/yahoo/chart.js";
import {yahooAt} from "../../core/net/yahoo/client.js";
import type {Interval, Yahoo} from "../../core/net/yahoo/client.js";
import {firstOfMonth, localDate, mondayOf} from "../../core/net/yahoo/days.js";
import {asTraded, merged, missingIn, splitsOf, unitsAfter} from "../../core/net/yahoo/units.js";
import type {Split, Whole} from "../../core/net/yahoo/units.js";
import {defineSource} from "../../core/plugin.js";
import type {Action, Bar, Context, Fault, Item, Query} from "../../core/plugin.js";

const defaults = {url: "", calendar: "XNYS", concurrency: 8, rate: 5, attempts: 5, timeout: 30, wait: 0.5};

const minute = 60_000;
const day = 86_400_000;

/** What Yahoo has of intraday bars: for how many days past, and how many of them at a time. */
const spans: {readonly [key in Timeframe]?: {interval: Interval; step: number; past: number; page: number}} = {
  "1m": {interval: "1m", step: minute, past: 30, page: 7},
  "5m": {interval: "5m", step: 5 * minute, past: 60, page: 60},
  "15m": {interval: "15m", step: 15 * minute, past: 60, page: 60},
  "30m": {interval: "30m", step: 30 * minute, past: 60, page: 60},
  "1h": {interval: "60m", step: 60 * minute, past: 730, page: 730}
};

/** The label of the bar of days that a date lies in. */
const labels: {readonly [key in Timeframe]?: (date: number) => number} = {
  "1d": (date) => date,
  "1w": mondayOf,
  "1mo": firstOfMonth
};

/** Before and after everything that Yahoo has, epoch milliseconds. Splits count up to today, whenever that is. */
const [beginning, farAway] = [Date.UTC(1900, 0), 9_999_999_999_000];

/** Splits and dividends are taken from so long before the first bar, since Yahoo may list them late. */
const late = 7 * day;

/**
 * Bars, splits and dividends of Yahoo Finance, through its chart and the package yahoo-finance2. Symbols are Yahoo's:
 * AAPL, BRK-B, ^GSPC, BTC-USD, EURUSD=X.
 *
 * Yahoo states prices, volumes and dividends in units of today. Here they are as they were traded: prices and dividends
 * times the ratios of all splits with a later ex-date, volumes divided by them; a bar of a week or month is in the units
 * of its first day. Yahoo rounds prices to single precision (75.0875015258789 for 75.0875), and they are not rounded
 * again. `adjusted` is the adjusted close as Yahoo states it today.
 *
 * Bars of weeks and months are made of daily ones, since Yahoo's own weeks begin on the weekday that is asked from, and
 * its running week is two rows. Intraday bars are those of regular sessions; Yahoo has 1m for the last 30 days, 5m to 30m
 * for 60, 1h for 730. A row without a price is a fault; of rows with one label the first whole one counts, so that the
 * running row which Yahoo appends makes no second bar.
 *
 * Options: `url` is another origin to ask; `calendar` is XNYS or 24/7; `concurrency` requests at once and `rate` a second
 * at most; `attempts` for each of `timeout` seconds, with waits from `wait` seconds, doubled each time.
 */
export const yahoo = defineSource("yahoo", defaults, (options) => {
  checkOptions(options);
  const {url, calendar, concurrency, rate, attempts, timeout, wait} = options;
  const {longest} = usualPatience;
  const patience = {attempts, first: 1000 * wait, longest, timeout: 1000 * timeout, concurrency, rate};
  const client = yahooAt(url, patience);
  return {
    calendar: calendar as CalendarName,
    concurrency,
    async *bars(query, context) {
      const {symbols, timeframe} = query;
      if (!symbols) throw new Error("missing symbols: yahoo cannot list what it has; name them with --symbols");
      const read = timeframe in labels ? daily : timeframe in spans ? intraday : null;
      if (!read)
        throw new Error(`invalid timeframe: yahoo has no bars of ${timeframe}; take shorter ones and resample`);
      const absent: Absent[] = [];
      for (const [i, symbol] of symbols.entries()) {
        if (!/^[A-Za-z0-9^]/.test(symbol)) throw new Error(`invalid symbol: ${symbol || "empty"}; write AAPL or ^GSPC`);
        try {
          for await (const items of read(client, symbol, query, context)) yield* items;
        } catch (error) {
          if (!(error instanceof Absent)) throw error;
          absent.push(error);
        }
        context.progress(i + 1, symbols.length);
      }
      if (absent.length === 1) throw absent[0];
      const none = absent.flatMap((each) => each.symbols);
      if (none.length > 1) throw new Absent(none, `unknown symbols: ${none.join(", ")}; yahoo has no data of them`);
    },
    async search(text, context) {
      if (text.trim() === "") throw new Error("missing text: yahoo cannot list what it has; search for a name");
      return client.search(text, context);
    }
  };
});

function checkOptions(options: typeof defaults): void {
  const {url, calendar, concurrency, rate, attempts, timeout, wait} = options;
  const origin = url === "" || (/^https?:\/\/[^/?#@]+\/?$/.test(url) && URL.canParse(url));
  const rules: readonly (readonly [keyof typeof defaults, boolean, string])[] = [
    ["url", origin, "an origin such as http://localhost:8080"],
    ["calendar", (calendarNames as readonly string[]).includes(calendar), calendarNames.join(" or ")],
    ["concurrency", Number.isInteger(concurrency) && concurrency > 0, "a whole number above zero"],
    ["rate", rate > 0, "requests a second, above zero"],
    ["attempts", Number.isInteger(attempts) && attempts > 0, "a whole number above zero"],
    ["timeout", timeout > 0 && timeout <= 3600, "seconds above zero, up to 3600"],
    ["wait", wait >= 0 && wait <= 3600, "seconds from 0 to 3600"]
  ];
  for (const [name, valid, expected] of rules)
    if (!valid) throw new Error(`invalid yahoo option: ${name}${said(options[name])}; expected ${expected}`);
}

/** A value as a message repeats it; not where it may hold a password or a key. */
function said(value: string | number): string {
  return /[?#@]/.test(String(value)) ? "" : ` is ${value}`;
}

/** Bars of days, weeks and months, of one answer. */
async function* daily(client: Yahoo, symbol: string, query: Query, context: Context): AsyncGenerator<readonly Item[]> {
  const {from, to, timeframe} = query;
  const chart = await client.chart(symbol, "1d", Math.max(beginning, from - late), farAway, context);
  if (!chart) return;
  const splits = splitsOf(chart);
  yield actionsOf(symbol, chart, splits, query);
  const dates = grouped(chart.rows, ({stamp}) => localDate(chart.timeZone, stamp));
  const faults: Fault[] = [];
  const bars = new Map<number, Whole[]>();
  for (const [date, rows] of dates) {
    const t = labels[timeframe]!(date);
    if (t < from || t >= to) continue;
    const whole = rows.find(isWhole);
    if (!whole) faults.push(faultOf(symbol, date, rows[0]));
    else if (bars.has(t)) bars.get(t)!.push(whole);
    else bars.set(t, [whole]);
  }
  yield faults;
  yield Array.from(bars, ([t, rows]) => barOf(symbol, t, merged(rows), splits, t));
}

/** Bars within sessions, page by page, after one answer of daily rows for what befell the symbol. */
async function* intraday(
  client: Yahoo,
  symbol: string,
  query: Query,
  context: Context
): AsyncGenerator<readonly Item[]> {
  const {interval, step, past, page} = spans[query.timeframe]!;
  const history = await client.chart(symbol, "1d", Math.max(beginning, query.from - late), farAway, context);
  if (!history) return;
  const splits = splitsOf(history);
  yield actionsOf(symbol, history, splits, query);
  const end = Math.min(query.to, history.latest + 1);
  // The limit counts from now, and the latest trade may be a long weekend ago.
  const start = query.from <= beginning ? end - (past - 5) * day : query.from;
  for (let from = start; from < end; from += page * day) {
    const to = Math.min(from + page * day, end);
    const chart = await client.chart(symbol, interval, from, to, context);
    const rows = (chart?.rows ?? []).filter(({stamp}, i, all) => {
      return stamp >= from && stamp < to && isRegular(stamp, step, chart!.sessions, i === all.length - 1);
    });
    const items: Item[] = [];
    for (const [t, same] of grouped(rows, ({stamp}) => stamp)) {
      const whole = same.find(isWhole);
      items.push(whole ? barOf(symbol, t, whole, splits, localDate(history.timeZone, t)) : faultOf(symbol, t, same[0]));
    }
    yield items;
  }
}

/**
 * Whether a row is a bar of a session. Yahoo ends its answer with the running row, which has the time of the latest
 * trade, and a session with the price at its close; no bar begins at either.
 */
function isRegular(stamp: number, step: number, sessions: Chart["sessions"], last: boolean): boolean {
  const session = sessions.findLast(({start}) => start <= stamp);
  if (!session) return !last || stamp % Math.min(step, 30 * minute) === 0;
  const {start, end} = session;
  const allDay = end - start > 23 * 60 * minute;
  return (!last || (stamp - start) % step === 0) && (stamp !== end || allDay);
}

/** Rows by a key, keys ascending. */
function grouped(rows: readonly Row[], key: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows.toSorted((a, b) => a.stamp - b.stamp)) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

function barOf(symbol: string, t: number, row: Whole, splits: readonly Split[], date: number): Bar {
  const {adjusted} = row;
  return {t, symbol, ...asTraded(row, splits, date), ...(adjusted !== undefined && {adjusted})};
}

function actionsOf(symbol: string, chart: Chart, splits: readonly Split[], {from, to}: Query): Action[] {
  const happened: Action[] = splits.map(({t, numerator, denominator}) => {
    return {action: "split", t, symbol, value: numerator / denominator};
  });
  const dividends = new Map<number, number>();
  for (const {stamp, amount} of chart.dividends) {
    const t = localDate(chart.timeZone, stamp);
    dividends.set(t, (dividends.get(t) ?? 0) + amount);
  }
  for (const [t, amount] of dividends) {
    const [above, below] = unitsAfter(splits, t);
    happened.push({action: "dividend", t, symbol, value: (amount * above) / below});
  }
  return happened.filter(({t}) => t >= from - late && t < to).sort((a, b) => a.t - b.t);
}

function isWhole(row: Row): row is Whole {
  return missingIn(row).length === 0;
}

function faultOf(symbol: string, t: number, row: Row): Fault {
  const {stamp, ...values} = row;
  const origin = `yahoo ${symbol} ${new Date(stamp).toISOString()}`;
  return {
    kind: "missing",
    fault: `missing ${missingIn(row).join(", ")}`,
    origin,
    row: JSON.stringify(values),
    symbol,
    t
  };
}
