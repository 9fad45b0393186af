import type {Bar, Trade} from "../plugin.js";

/** A bar in the making, from trades in any order. */
export interface Growing {
  /** When it closes, epoch milliseconds UTC. */
  readonly close: number;
  readonly how: "trades" | "feed";
  /** Whether it is known to hold every trade of its time. */
  whole: boolean;
  add(trade: Trade): void;
  /** What was traded so far, in units of the symbol. */
  volume(): number;
  bar(): Bar;
}

/**
 * A bar that grows by trades. Its open is the price of the earliest and its close that of the latest, by time, then by
 * the venue's number, then by arrival; its volume is a compensated sum (Neumaier), which hardly depends on the order.
 */
export function growing(symbol: string, t: number, close: number): Growing {
  let first: Trade | null = null;
  let last: Trade | null = null;
  let [high, low, sum, lost] = [-Infinity, Infinity, 0, 0];
  const volume = () => sum + lost;
  return {
    close,
    how: "trades",
    whole: false,
    add(trade) {
      const {price, quantity} = trade;
      if (!first || order(trade, first) < 0) first = trade;
      if (!last || order(trade, last) >= 0) last = trade;
      high = Math.max(high, price);
      low = Math.min(low, price);
      const next = sum + quantity;
      lost += sum >= quantity ? sum - next + quantity : quantity - next + sum;
      sum = next;
    },
    volume,
    bar: () => ({t, symbol, open: first!.price, high, low, close: last!.price, volume: volume()})
  };
}

/** A bar that came whole. */
export function finished(bar: Bar, until: number): Growing {
  return {close: until, how: "feed", whole: true, add() {}, volume: () => bar.volume, bar: () => bare(bar)};
}

/** The bar itself, without what a feed says beside it. */
export function bare({t, symbol, open, high, low, close, volume}: Bar): Bar {
  return {t, symbol, open, high, low, close, volume};
}

function order(a: Trade, b: Trade): number {
  return a.t - b.t || number(a) - number(b) || 0;
}

/** The venue's number of a trade, 0 where it has none that counts up. */
function number({id}: Trade): number {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

/** Whether two bars say the same, their volumes but for rounding. */
export function same(a: Bar, b: Bar): boolean {
  return (
    a.open === b.open &&
    a.high === b.high &&
    a.low === b.low &&
    a.close === b.close &&
    Math.abs(a.volume - b.volume) <= 1e-12 * Math.max(a.volume, b.volume)
  );
}
