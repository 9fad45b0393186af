/** The six regimes of a market, in the order of their numbers. */
export const regimes = [
  "trend up",
  "trend down",
  "mean reversion",
  "high volatility",
  "low volatility",
  "sideways"
] as const;
export type RegimeName = (typeof regimes)[number];
