import {random} from "../../core/base/random.js";

/** A trade, its price in cents and its quantity in hundred-thousandths, so that sums are exact. */
export interface Made {
  readonly id: number;
  readonly t: number;
  readonly cents: number;
  readonly lots: number;
  readonly buy: boolean;
}

/** A bar of those trades. */
export interface Candle {
  readonly t: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly lots: number;
  readonly count: number;
}

/** Milliseconds, or a calendar month. */
export type Length = number | "month";

/** A market that trades by itself, the same for the same seed. */
export interface Market {
  readonly base: string;
  readonly quote: string;
  /** In the order in which they were made. */
  readonly trades: readonly Made[];
  /** The bars of a span of labels; those without trades repeat the last close, or are left out. */
  candles(length: Length, from: number, to: number, empty: "repeated" | "left out"): Candle[];
}

/**
 * Makes a market whose trades are `gap` milliseconds apart in the mean (exponentially distributed), in the span given but
 * for the `holes`, when the venue was down.
 */
export function makeMarket(
  pair: string,
  span: {
    readonly from: number;
    readonly to: number;
    readonly gap: number;
    readonly holes?: readonly (readonly [from: number, to: number])[];
  }
): Market {
  const [base, quote] = pair.split("/");
  const numbers = random(pair);
  const down = (t: number) => span.holes?.some(([a, b]) => t >= a && t < b) ?? false;
  const trades: Made[] = [];
  let cents = 5_000_000 + numbers.integer(1_000_000);
  for (let t = span.from; ;) {
    t += Math.ceil(-Math.log(1 - numbers.uniform()) * span.gap);
    if (t >= span.to) break;
    if (down(t)) continue;
    cents = Math.max(100, cents + Math.round(numbers.normal() * 500));
    const same = numbers.integer(10) === 0 ? 2 : 1;
    for (let i = 0; i < same; ++i)
      trades.push({
        id: 1000 + trades.length,
        t,
        cents: cents + i * 10,
        lots: 1 + numbers.integer(300_000),
        buy: numbers.integer(2) === 0
      });
  }
  return {base, quote, trades, candles: (...given) => candlesOf(trades, down, ...given)};
}

function candlesOf(
  trades: readonly Made[],
  down: (t: number) => boolean,
  length: Length,
  from: number,
  to: number,
  empty: "repeated" | "left out"
): Candle[] {
  const label = (t: number) => labelOf(t, length);
  const bars = new Map<number, Candle>();
  for (const {t, cents, lots} of trades) {
    const at = label(t);
    if (at >= to) break;
    const bar = bars.get(at);
    bars.set(at, {
      t: at,
      open: bar?.open ?? cents,
      high: Math.max(bar?.high ?? cents, cents),
      low: Math.min(bar?.low ?? cents, cents),
      close: cents,
      lots: (bar?.lots ?? 0) + lots,
      count: (bar?.count ?? 0) + 1
    });
  }
  if (empty === "left out") return [...bars.values()].filter(({t}) => t >= from);
  const all: Candle[] = [];
  let last: Candle | undefined;
  const first = trades.length > 0 ? label(trades[0].t) : to;
  for (let t = first; t < to; t = label(t + 1.5 * (length === "month" ? 27 * 86_400_000 : length))) {
    const bar = bars.get(t);
    if (bar) last = bar;
    else if (down(t) || !last) continue;
    const {close} = last!;
    if (t >= from) all.push(bar ?? {t, open: close, high: close, low: close, close, lots: 0, count: 0});
  }
  return all;
}

/** The label of an instant; weeks begin on Mondays. */
function labelOf(t: number, length: Length): number {
  if (length === "month") return Date.UTC(new Date(t).getUTCFullYear(), new Date(t).getUTCMonth());
  const week = 604_800_000;
  const shift = length === week ? 4 * 86_400_000 : 0;
  return Math.floor((t - shift) / length) * length + shift;
}

/** `50123.45` */
export const price = (cents: number) => (cents / 100).toFixed(2);

/** `0.01234000` */
export const quantity = (lots: number) => `${(lots / 1e5).toFixed(5)}000`;
