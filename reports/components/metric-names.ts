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

/** The figures that speak for an experiment, those that it has, most telling first. */
export const headlines = [
  "sharpe",
  "annual-return",
  "max-drawdown",
  "ic",
  "ic-t",
  "r2",
  "sign-hits",
  "samples",
  "folds",
  "coverage",
  "features"
];
