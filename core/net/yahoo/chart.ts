import {z} from "zod";
import {isTimeZone} from "./days.js";

/** One row of a chart as Yahoo states it, in units of today: prices and volume are adjusted for all splits up to now. */
export interface Row {
  /** Epoch milliseconds UTC: the opening of the session, midnight of the exchange, or the latest trade. */
  readonly stamp: number;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number | null;
  /** The close adjusted for splits and dividends; left out where Yahoo states none. */
  readonly adjusted?: number;
}

/** What Yahoo answers about one symbol and one span of time. */
export interface Chart {
  /** The exchange's time zone: `America/New_York`. */
  readonly timeZone: string;
  /** The latest trade, epoch milliseconds UTC; `Infinity` where Yahoo does not say. */
  readonly latest: number;
  readonly rows: readonly Row[];
  /** The regular sessions in the span, epoch milliseconds UTC; Yahoo states them beside intraday rows only. */
  readonly sessions: readonly {readonly start: number; readonly end: number}[];
  /** Stamped with the opening of the ex-date's session, epoch milliseconds UTC. */
  readonly splits: readonly {readonly stamp: number; readonly numerator: number; readonly denominator: number}[];
  /** Cash a unit of today. */
  readonly dividends: readonly {readonly stamp: number; readonly amount: number}[];
}

const column = z.array(z.number().nullable());
/** Epoch seconds; the client turns some of them into dates. */
const stamp = z.union([z.number().transform((seconds) => seconds * 1000), z.date().transform(Number)]);
const ratio = z.number().positive();
const session = z.object({start: stamp, end: stamp});
const days = z.array(z.array(session));

const answer = z.object({
  meta: z.object({
    exchangeTimezoneName: z.string().refine(isTimeZone, "unknown time zone"),
    regularMarketTime: stamp.optional(),
    tradingPeriods: z.union([days, z.object({regular: days.optional()})]).optional()
  }),
  timestamp: z.array(z.number()).optional(),
  indicators: z.object({
    quote: z.array(z.object({open: column, high: column, low: column, close: column, volume: column})).max(1),
    adjclose: z.array(z.object({adjclose: column.optional()})).optional()
  }),
  events: z
    .object({
      splits: z.record(z.string(), z.object({date: stamp, numerator: ratio, denominator: ratio})).optional(),
      dividends: z.record(z.string(), z.object({date: stamp, amount: z.number()})).optional()
    })
    .optional()
});

/** Reads an answer of Yahoo's chart. Throws where it has another shape than such answers have. */
export function readChart(given: unknown): Chart {
  const read = answer.safeParse(given);
  if (!read.success) {
    const [{path, message}] = read.error.issues;
    throw new Error(`unexpected ${path.join(".") || "answer"} (${message})`);
  }
  const {meta, timestamp = [], indicators, events} = read.data;
  const [quote] = indicators.quote;
  if (timestamp.length > 0 && !quote) throw new Error("unexpected indicators.quote (it is empty)");
  const adjusted = indicators.adjclose?.[0]?.adjclose;
  const columns = timestamp.length > 0 ? [...Object.values(quote), ...(adjusted ? [adjusted] : [])] : [];
  if (columns.some(({length}) => length !== timestamp.length)) throw new Error("its columns are not of one length");
  const periods = meta.tradingPeriods;
  return {
    timeZone: meta.exchangeTimezoneName,
    latest: meta.regularMarketTime ?? Infinity,
    rows: timestamp.map((seconds, i) => ({
      stamp: seconds * 1000,
      open: quote.open[i],
      high: quote.high[i],
      low: quote.low[i],
      close: quote.close[i],
      volume: quote.volume[i],
      ...(typeof adjusted?.[i] === "number" && {adjusted: adjusted[i]})
    })),
    sessions: (Array.isArray(periods) ? periods : (periods?.regular ?? [])).flat(),
    splits: Object.values(events?.splits ?? {}).map(({date, ...split}) => ({stamp: date, ...split})),
    dividends: Object.values(events?.dividends ?? {}).map(({date, amount}) => ({stamp: date, amount}))
  };
}
