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
    label: "Excess Sharpe ratio",
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
  folds: {label: "Folds", meaning: "Times a model is trained and tested"},
  "down-alpha": {label: "Alpha in falling markets", meaning: "Alpha over the bars on which the benchmark fell"},
  "down-beta": {label: "Beta in falling markets", meaning: "Beta over the bars on which the benchmark fell"},
  "up-alpha": {label: "Alpha in rising markets", meaning: "Alpha over the bars on which the benchmark rose"},
  "up-beta": {label: "Beta in rising markets", meaning: "Beta over the bars on which the benchmark rose"},
  "active-return": {label: "Active return", meaning: "Annual return less the benchmark's"},
  "benchmark-correlation": {label: "Correlation with the benchmark", meaning: "Of the bars' returns"},
  "benchmark-return": {label: "Benchmark's annual return", meaning: "Compound growth of the benchmark a year"},
  "beta-fragility": {
    label: "Beta fragility",
    meaning: "Returns on the benchmark's best and worst bars against the one between them: below 0 where shocks hurt"
  },
  "information-ratio": {
    label: "Information ratio",
    meaning: "Mean return above the benchmark's over its deviation, a year"
  },
  "r-squared": {label: "R² of the benchmark", meaning: "Share of the returns' variance that the benchmark explains"},
  treynor: {label: "Treynor ratio", meaning: "Mean return a year for each unit of beta"},
  "adverse-excursion": {
    label: "Adverse excursion",
    meaning: "How far trades were under water at their worst, on average"
  },
  "edge-ratio": {
    label: "Edge ratio",
    meaning: "Favourable excursions over adverse ones: above 1 where prices went the right way"
  },
  "favourable-excursion": {
    label: "Favourable excursion",
    meaning: "How far trades were ahead at their best, on average"
  },
  "worst-excursion": {label: "Worst excursion", meaning: "How far the worst trade was under water"},
  carry: {label: "Carry", meaning: "Dividends, interest and fees, against equity at the start"},
  "daily-turnover": {label: "Daily turnover", meaning: "Value traded on a bar against what is held, on average"},
  "long-exposure": {label: "Long exposure", meaning: "Long positions against equity, on average"},
  "short-exposure": {label: "Short exposure", meaning: "Short positions against equity, on average, below 0"},
  "longest-holding-days": {label: "Longest trade, days", meaning: "Calendar days of the trade that was held longest"},
  "median-holding-days": {
    label: "Median trade, days",
    meaning: "Calendar days that half of the trades were held for at most"
  },
  "shortest-holding-days": {
    label: "Shortest trade, days",
    meaning: "Calendar days of the trade that was held shortest"
  },
  "best-bar": {label: "Best bar", meaning: "Highest return of a bar"},
  "best-month": {label: "Best month", meaning: "Highest return of a calendar month"},
  "best-year": {label: "Best year", meaning: "Highest return of a calendar year"},
  "losing-streak": {label: "Longest losing streak, bars", meaning: "Most bars in a row with a loss"},
  "positive-months": {label: "Months with a gain", meaning: "Share of the calendar months"},
  "positive-years": {label: "Years with a gain", meaning: "Share of the calendar years"},
  "winning-streak": {label: "Longest winning streak, bars", meaning: "Most bars in a row with a gain"},
  "worst-bar": {label: "Worst bar", meaning: "Lowest return of a bar"},
  "worst-month": {label: "Worst month", meaning: "Lowest return of a calendar month"},
  "worst-year": {label: "Worst year", meaning: "Lowest return of a calendar year"},
  "adjusted-sharpe": {
    label: "Adjusted Sharpe ratio",
    meaning: "The Sharpe ratio less what skewness and heavy tails take from it"
  },
  cagr: {label: "Growth a year, by the calendar", meaning: "Compound growth a year, years counted by the calendar"},
  "common-sense-ratio": {label: "Common sense ratio", meaning: "Tail ratio times one and the annual return"},
  "gain-to-pain": {label: "Gain to pain", meaning: "Sum of the returns over the sum of the losses"},
  "average-drawdown": {label: "Average drawdown", meaning: "Mean depth of the falls from a high"},
  "drawdown-recovery": {
    label: "Recovery, bars",
    meaning: "Bars from the bottom of the deepest fall until its high was seen again, or the end"
  },
  "martin-ratio": {label: "Martin ratio", meaning: "Annual return over the ulcer index"},
  "normal-value-at-risk": {label: "Value at risk, normal", meaning: "Mean return of a bar less two deviations"},
  "pain-index": {label: "Pain index", meaning: "Mean depth under the last high, over all bars"},
  "recovery-factor": {label: "Recovery factor", meaning: "Total return over the deepest fall"},
  "time-under-water": {label: "Time under water", meaning: "Share of the bars below an earlier high"},
  "ulcer-index": {label: "Ulcer index", meaning: "Root mean square of the depth under the last high"},
  "pareto-shortfall": {
    label: "Expected shortfall, 1%, by the tail",
    meaning: "Mean return beyond the value at risk, of a Pareto tail"
  },
  "pareto-value-at-risk": {
    label: "Value at risk, 1%, by the tail",
    meaning: "One bar in a hundred returns this or less, by a Pareto tail"
  },
  "tail-index": {label: "Tail index", meaning: "0 of normal returns, higher where losses have heavier tails"},
  "average-profit": {label: "Average profit of a trade", meaning: "Mean profit or loss, against equity at the start"},
  "even-trades": {label: "Trades without profit", meaning: "How many gained nothing and lost nothing"},
  "gross-loss": {label: "Gross loss", meaning: "Sum of the losing trades, against equity at the start"},
  "gross-profit": {label: "Gross profit", meaning: "Sum of the winning trades, against equity at the start"},
  kelly: {label: "Kelly fraction", meaning: "The stake at which wealth grows fastest, if trades go on as they did"},
  "largest-loss": {label: "Largest loss", meaning: "Of one trade, against equity at the start"},
  "largest-profit": {label: "Largest profit", meaning: "Of one trade, against equity at the start"},
  "losing-run": {label: "Longest run of losing trades", meaning: "Most that lost in a row"},
  "losing-trades": {label: "Losing trades", meaning: "How many lost"},
  "median-trade": {label: "Median trade", meaning: "The return that half of the trades exceed"},
  "payoff-ratio": {label: "Payoff ratio", meaning: "Mean profit of a winning trade over the mean loss of a losing one"},
  "trade-profit": {label: "Profit of all trades", meaning: "Sum of profits and losses, against equity at the start"},
  "trade-t": {label: "t of the trades", meaning: "Mean return of a trade over its standard error"},
  "winning-run": {label: "Longest run of winning trades", meaning: "Most that won in a row"},
  "winning-trades": {label: "Winning trades", meaning: "How many won"}
};

/** What a figure is called. */
export function metricLabel(name: string): string {
  return Object.hasOwn(known, name) ? known[name].label : words(name);
}

/** What a figure says, in a line; empty where it is not known. */
export function metricMeaning(name: string): string {
  return Object.hasOwn(known, name) ? known[name].meaning : "";
}
