import PQueue from "p-queue";
import {calendar} from "../../base/calendar.js";
import {Outage} from "../../base/outage.js";
import type {Plugin, Query} from "../../plugin.js";
import {refusal} from "./checks.js";
import type {Coverage, Span} from "./coverage.js";
import {missing, readCoverage} from "./coverage.js";
import type {Gathered} from "./gather.js";
import {gather, join, nothing} from "./gather.js";
import type {Keep, Tally} from "./tally.js";

/** What is asked of a source, symbol by symbol. */
export interface Each {
  readonly home: string;
  readonly dataset: string;
  readonly source: Plugin<"source">;
  readonly query: Query;
  readonly effects: {
    log(message: string): void;
    progress(done: number, total: number, unit?: string): void;
    now(): number;
    readonly signal: AbortSignal;
  };
  readonly options: {readonly strict?: boolean; readonly again?: boolean};
  readonly keep: Keep;
  readonly tally: Tally;
}

const day = 86_400_000;
const week = 7 * day;

/** What was fetched and not yet stored. */
interface Batch {
  readonly gathered: Gathered;
  readonly coverage: Map<string, readonly Span[]>;
  readonly started: number;
}

/**
 * Asks a source for each symbol by itself, several at once, for the dates that were not fetched before, and stores what
 * came every few symbols or seconds. Answers with the symbols that failed. When it is cancelled, what is whole is stored
 * before it throws. Gives up where the vendor is out of reach for symbol after symbol.
 */
export async function askEach({
  home,
  dataset,
  source,
  query,
  effects,
  options,
  keep,
  tally
}: Each): Promise<Map<string, unknown>> {
  const {signal} = effects;
  const {symbols} = query;
  if (!symbols)
    throw new Error(`missing symbols: ${source.name} gives no list of all; name some with --symbols or --universe`);
  const now = effects.now();
  const market = calendar(source.calendar ?? "XNYS");
  const closed = {...query, to: Math.min(query.to, market.firstOpen(query.timeframe, now))};
  const covered: Coverage = options.again ? new Map<string, Span>() : await readCoverage(home, dataset);
  const failed = new Map<string, unknown>();
  const most = 3 * (source.concurrency ?? 1) + 10;
  let batch: Batch = {gathered: nothing(), coverage: new Map(), started: now};
  let storing = Promise.resolve();
  let waiting = 0;
  let done = 0;
  let outages = 0;
  const store = () => {
    const {gathered, coverage} = batch;
    batch = {gathered: nothing(), coverage: new Map(), started: effects.now()};
    ++waiting;
    storing = storing
      .then(() => keep(source, gathered, coverage, new AbortController().signal))
      .then(() => void --waiting);
    return storing;
  };
  const isFull = () => {
    const {gathered, coverage, started} = batch;
    return coverage.size >= 64 || gathered.bars.length >= 500_000 || effects.now() - started >= 10_000;
  };
  // Vendors revise their last bar: it is asked for again with those that follow it.
  const revised = ({from, to}: Span): Span => {
    const reach = market.labels(query.timeframe, Math.max(closed.from, from - 40 * day), from);
    return {from: reach.at(-1) ?? from, to};
  };
  const ask = async (symbol: string) => {
    if (waiting > 1) await storing;
    const before = covered.get(symbol);
    const spans = missing(before, closed).map((span) => (span.from === before?.to ? revised(span) : span));
    if (spans.length === 0) {
      ++tally.skipped;
    } else if (outages >= most) {
      failed.set(symbol, new Outage(`not asked for: ${outages} symbols before it failed in a row`));
    } else {
      try {
        const gathered = await fetchSpans(source, closed, symbol, spans, effects, options.strict);
        signal.throwIfAborted();
        outages = 0;
        if (gathered.bars.length === 0 && before) ++tally.silent;
        if (gathered.bars.length === 0 && !before)
          throw new Error(`missing bars: ${source.name} has none of ${symbol}${among(gathered)}`);
        join(batch.gathered, gathered);
        const until = settledUntil(before, closed, gathered, now, (from, to) => {
          return market.labels(query.timeframe, from, to).length;
        });
        const fetched = spans.map(({from, to}) => ({from, to: to === closed.to ? until : to}));
        batch.coverage.set(
          symbol,
          fetched.filter(({from, to}) => from < to)
        );
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Outage) ++outages;
        failed.set(symbol, error);
      }
    }
    effects.progress(++done, symbols.length, "symbols");
    if (isFull()) await store();
  };
  const queue = new PQueue({concurrency: source.concurrency ?? 1});
  try {
    await queue.addAll(symbols.map((symbol) => () => ask(symbol)));
  } finally {
    queue.clear();
    await queue.onIdle();
    await store();
  }
  return failed;
}

/** What was wrong where every row was. */
function among({faults: [first, ...more]}: Gathered): string {
  return first ? `; ${more.length + 1} rows are none, the first: ${first.fault}` : "";
}

async function fetchSpans(
  source: Plugin<"source">,
  query: Query,
  symbol: string,
  spans: readonly Span[],
  {log, signal}: Each["effects"],
  strict = false
): Promise<Gathered> {
  const all = nothing();
  for (const span of spans) {
    const part = await gather(source, {...query, ...span, symbols: [symbol]}, {log, signal, progress: () => {}});
    if (part.absent) throw part.absent;
    if (strict && part.faults.length > 0) throw refusal(part.faults);
    join(all, part);
  }
  return all;
}

/**
 * Until when a symbol is now fetched for good. Where the last bars that the calendar expects did not come, and are younger
 * than a week, they are asked for again next time: vendors are late.
 */
function settledUntil(
  covered: Span | undefined,
  {to}: Span,
  {bars}: Gathered,
  now: number,
  expected: (from: number, to: number) => number
): number {
  const last = Math.max(bars.span().to + 1, covered?.to ?? -Infinity, Math.min(to, now - week));
  return last >= to || expected(last, to) === 0 ? to : last;
}
