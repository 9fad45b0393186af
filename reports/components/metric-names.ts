import {words} from "./format.js";

interface Named {
  readonly label: string;
  readonly meaning: string;
}

/** What the figures are called on a page, and what they say. A figure that is not listed goes by its own name. */
const known: Readonly<Record<string, Named>> = {
  "total-return": {label: "Total return", meaning: "Equity at the end against the cash at the start"},
  "annual-return": {label: "Annual return", meaning: "Compound growth a year"},
  volatility: {label: "Volatility", meaning: "Standard deviation of daily returns, a year"},
  sharpe: {label: "Sharpe ratio", meaning: "Mean return over its deviation, a year, with no interest on cash"},
  sortino: {label: "Sortino ratio", meaning: "Mean return over its downside deviation, a year"},
  "max-drawdown": {label: "Max drawdown", meaning: "Deepest fall from a high"},
  turnover: {label: "Turnover", meaning: "Value traded a year, against equity"},
  "hit-rate": {label: "Hit rate", meaning: "Share of days with a gain, of days with any return"},
  costs: {label: "Costs", meaning: "Commission and slippage, against equity at the start"},
  "mean-return": {
    label: "Mean return",
    meaning: "Mean of the bars' returns times the bars of a year, without compounding"
  },
  calmar: {label: "Calmar ratio", meaning: "Annual return over the deepest fall"},
  omega: {label: "Omega ratio", meaning: "Sum of the gains over the sum of the losses, bar by bar"},
  stability: {label: "Stability", meaning: "How straight the way up was: R² of a line through the logarithm of equity"},
  skewness: {label: "Skewness", meaning: "Below 0 where losses are rare and large"},
  kurtosis: {
    label: "Excess kurtosis",
    meaning: "Above 0 where the tails are heavier than those of a normal distribution"
  },
  "tail-ratio": {label: "Tail ratio", meaning: "The 95 % quantile of the returns over the 5 % quantile, without signs"},
  "value-at-risk": {label: "Value at risk, 5%", meaning: "One bar in twenty returned this or less"},
  "conditional-value-at-risk": {
    label: "Expected shortfall, 5%",
    meaning: "Mean return of the worst twentieth of the bars"
  },
  "downside-risk": {label: "Downside risk", meaning: "Deviation of the returns below 0, a year"},
  "drawdown-duration": {label: "Longest drawdown, bars", meaning: "Most bars from a high until it was seen again"},
  "gross-exposure": {label: "Gross exposure", meaning: "Long and short positions together, against equity, on average"},
  "net-exposure": {label: "Net exposure", meaning: "Long less short positions, against equity, on average"},
  "max-leverage": {label: "Max leverage", meaning: "Largest gross exposure at a close; 1 is all of equity"},
  "time-in-market": {label: "In market", meaning: "Share of the bars at whose close anything was held"},
  alpha: {label: "Alpha", meaning: "Return a year beside what the benchmark and the beta explain"},
  beta: {label: "Beta", meaning: "How much equity moves with the benchmark"},
  "batting-average": {label: "Batting average", meaning: "Share of bars on which it did better than the benchmark"},
  "up-capture": {label: "Up capture", meaning: "Return on bars on which the benchmark rose, as a multiple of its own"},
  "down-capture": {
    label: "Down capture",
    meaning: "Return on bars on which the benchmark fell, as a multiple of its own"
  },
  "capture-ratio": {label: "Capture ratio", meaning: "Up capture over down capture"},
  "tracking-error": {label: "Tracking error", meaning: "Deviation of the return beyond the benchmark's, a year"},
  "excess-sharpe": {
    label: "Information ratio",
    meaning: "Mean return beyond the benchmark's over its deviation, a bar"
  },
  "trade-count": {label: "Trades", meaning: "Positions that were opened and closed"},
  "win-rate": {label: "Trades won", meaning: "Share of the closed trades that earned more than their commissions"},
  "average-win": {label: "Average win", meaning: "Mean return of the trades that won"},
  "average-loss": {label: "Average loss", meaning: "Mean return of the trades that lost"},
  "best-trade": {label: "Best trade", meaning: "Highest return of a closed trade"},
  "worst-trade": {label: "Worst trade", meaning: "Lowest return of a closed trade"},
  expectancy: {label: "Expectancy", meaning: "Mean return of a closed trade"},
  "profit-factor": {label: "Profit factor", meaning: "What trades won over what trades lost"},
  "holding-bars": {label: "Holding, bars", meaning: "Mean number of bars from a trade's opening to its close"},
  "holding-days": {label: "Holding, days", meaning: "Mean number of calendar days from a trade's opening to its close"},
  ic: {label: "Rank IC", meaning: "Spearman correlation of the signal with the return that followed"},
  "ic-ratio": {label: "IC ratio", meaning: "Mean of the daily ICs over their deviation"},
  "ic-t": {label: "IC t-statistic", meaning: "Mean of the daily ICs over its Newey–West standard error"},
  r2: {label: "Out-of-sample R²", meaning: "Squared error saved against the baseline's predictions"},
  "sign-hits": {label: "Sign hits", meaning: "Share of predictions whose sign was right"},
  predictions: {label: "Predictions", meaning: "Out-of-sample predictions with a known outcome"},
  features: {label: "Features", meaning: "Columns computed from the bars"},
  coverage: {label: "Coverage", meaning: "Share of priced bars on which every feature is known"},
  samples: {label: "Samples", meaning: "Bars on which every feature is known"},
  labelled: {label: "Labelled", meaning: "Samples whose outcome is known"},
  folds: {label: "Folds", meaning: "Times a model is trained and tested"}
};

/** What a figure is called. */
export function metricLabel(name: string): string {
  return Object.hasOwn(known, name) ? known[name].label : words(name);
}

/** What a figure says, in a line; empty where it is not known. */
export function metricMeaning(name: string): string {
  return Object.hasOwn(known, name) ? known[name].meaning : "";
}
