/** Every rule of the lint by its name, and what a finding of it is called. A page needs no more of the rules than this. */
export const titles = {
  "same-close": "Fills at the close that was decided on",
  "non-causal": "Trained on what came after",
  "in-sample": "Traded over its training samples",
  "trained-elsewhere": "Trained elsewhere",
  "wrong-way": "Profit against its signal",
  "outside-bar": "Fills outside of the bar",
  "stale-fills": "Fills at stale prices",
  "volume-share": "Fills above a share of the volume",
  unfilled: "Orders that came to nothing",
  "price-jump": "Price jumps make the result",
  "held-missing": "Held through missing prices",
  "stale-marks": "Positions valued at stale prices",
  delisted: "Delisted names were paid out in full",
  survivorship: "Nothing but survivors",
  ledger: "The account does not add up",
  ruin: "Ruin and margin calls",
  leverage: "Leverage beyond limits",
  "no-costs": "Trading costs next to nothing",
  "cost-sensitivity": "Costs take the profit",
  "delay-sensitivity": "Lives on a single bar",
  turnover: "Turnover that no account could keep up",
  "unpaid-borrow": "Short positions without fees",
  "unpaid-margin": "Credit without interest",
  "too-good": "Too good to be true",
  "smooth-equity": "A curve too smooth",
  "t-test": "Returns that cannot be told from zero",
  trials: "The best of many trials",
  "too-lucky": "Lucky in the order of its returns",
  "random-timing": "Its timing earns nothing",
  "small-wins": "Many small wins, few large losses",
  "one-trade": "One trade makes the profit",
  "one-month": "One month makes the profit",
  "few-days": "A few days make the profit",
  "one-symbol": "One name makes the profit",
  "crisis-profit": "The profit is of a crisis",
  "open-profit": "The profit is not taken yet",
  carry: "The profit is interest",
  "few-trades": "Too few trades",
  "short-sample": "A short sample",
  parameters: "More parameters than evidence",
  idle: "Flat stretches",
  "no-crisis": "No crisis in the sample",
  benchmark: "The benchmark did better",
  "market-explains": "The market explains the profit",
  "no-benchmark": "No benchmark",
  "unrelated-benchmark": "A benchmark of another market",
  concentration: "Exposure in one name"
} as const;

export type RuleName = keyof typeof titles;

/** What a rule is called; its name where this version does not know it. */
export function titleOf(rule: string): string {
  return Object.hasOwn(titles, rule) ? titles[rule as RuleName] : rule;
}
