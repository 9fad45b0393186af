/**
 * The price that a market order decided on bar t is filled at: `next-close` the close of bar t + 1 (Zipline's rule),
 * `next-open` its open (backtrader's and freqtrade's), `next-vwap` its volume-weighted average price (the field `vwap`
 * or, where the panel has none, (high + low + close) / 3), `same-close` the close of bar t itself, which was not known
 * before it was over: reports say so.
 */
export const fillRules = ["next-open", "next-close", "next-vwap", "same-close"] as const;
export type FillRule = (typeof fillRules)[number];

/**
 * How a bar sets off the orders that wait for a price. `close`: by its close alone, and they are filled there (Zipline's
 * rule). Otherwise by its open, high and low: one that the open is beyond already is filled at the open, any other at
 * its own price. What comes first within the bar is not known: `pessimistic` takes stops before limits, lets a stop
 * placed in the bar be hit in it and gives a limit placed in it a chance only if it was placed at the open; `optimistic`
 * takes limits before stops, and what is placed within the bar waits for the next.
 */
export const triggerRules = ["pessimistic", "optimistic", "close"] as const;
export type TriggerRule = (typeof triggerRules)[number];

/** Whether positions are counted in whole units or may be fractions of one. */
export const shareRules = ["whole", "fractional"] as const;
export type ShareRule = (typeof shareRules)[number];

/** What happens to a dividend: it is paid in cash on its pay date, or buys more of what paid it at the price less the dividend. */
export const dividendRules = ["cash", "reinvest"] as const;
export type DividendRule = (typeof dividendRules)[number];
