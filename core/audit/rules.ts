/** What a rule of the audit is about, for a reader who sees it broken. */
export interface RuleText {
  readonly title: string;
  /** What it means where the rule is broken. */
  readonly means: string;
  readonly remedy: string;
}

/**
 * Every rule of the audit. They are named after what breaks them, so that a leak is called by its name wherever it is
 * found: in a feature, a label, a split, a model, a strategy, the data, or an experiment made of them.
 */
export const rules = {
  "look-ahead": {
    title: "Reads later rows",
    means: "A value changes with rows that come after its own, which nobody has when it is needed.",
    remedy: "Use rows t − lookback … t alone; a window ends on its row and is not centred on it."
  },
  "whole-sample": {
    title: "Made of the whole sample",
    means: "A mean, rank, quantile, scaler or fit over all rows has seen the rows that it is tested on.",
    remedy: "Use an expanding or trailing window, or fit on the training samples alone."
  },
  "row-count": {
    title: "Depends on how many rows there are",
    means: "A value changes when the panel ends earlier, though no later value is read.",
    remedy: "Count rows from the one that is computed, never from the panel's end."
  },
  "hidden-history": {
    title: "Reads more history than it says",
    means: "A value changes with rows before t − lookback: live it would differ from the backtest.",
    remedy: "State the lookback that it needs, or let it forget."
  },
  "undeclared-field": {
    title: "Reads fields that it does not name",
    means: "A value changes with a field beside its needs, which a run may not have or may take from elsewhere.",
    remedy: "List every field in needs."
  },
  "dead-ticker": {
    title: "Fills a dead ticker forward",
    means: "After its last bar a name goes on with its last price: it never rises again, and that is easily foretold.",
    remedy: "Leave missing bars missing; a label has no value where a price of it was never made."
  },
  "until-short": {
    title: "Says that its label is known too early",
    means: "The label changes with rows after its until, so purging by until leaves the test in the training set.",
    remedy: "Let until be the time of the last row that the label reads."
  },
  "unknowable-label": {
    title: "Has labels that nobody can know",
    means: "A label has a value before its own row is over, or beyond the panel's end.",
    remedy: "Give NaN, and until Infinity, where the outcome is not in the panel yet."
  },
  overlap: {
    title: "Trains on the test's time",
    means: "The span of a training label, t to until, meets that of a test label: they share returns.",
    remedy: "Purge training samples whose span meets the test, and leave an embargo where features are slow."
  },
  "train-on-future": {
    title: "Calls itself causal and trains on the future",
    means: "A fold has training samples that are not known before its test begins.",
    remedy: "Train on what was known before the test, or state causal: false."
  },
  "shared-samples": {
    title: "Has a sample on both sides",
    means: "The same sample, or another with the same features and label, is trained on and tested on.",
    remedy: "Divide before samples are repeated or windows are cut; remove copied rows."
  },
  "shared-symbols": {
    title: "Has a symbol on both sides",
    means: "A split that holds out symbols trains on one that it tests.",
    remedy: "Draw disjoint sets of symbols."
  },
  "fold-order": {
    title: "Runs backwards through time",
    means: "A causal split gives a later test before an earlier one, so that an older model's predictions stand.",
    remedy: "Yield folds in the order of their tests."
  },
  "train-length": {
    title: "Trains on a longer span than it says",
    means: "A fold's training rows are more than the option says: the horizon was added to it, or added twice.",
    remedy: "Cut the horizon off the stated length, and do not add it."
  },
  "test-batch": {
    title: "Looks at the other samples of the test",
    means: "A prediction changes with the samples it is predicted beside, so something was fitted on the test.",
    remedy: "Fit every scaler, encoder and threshold in fit, and save it in the model's state."
  },
  "remembered-fit": {
    title: "Remembers earlier fits",
    means: "A model predicts otherwise after it was fitted on other samples before: folds leak into one another.",
    remedy: "Keep nothing between calls of fit."
  },
  "noise-foretold": {
    title: "Foretells noise",
    means: "Trained on labels that have nothing to do with the features, it still foretells the test's labels.",
    remedy: "Look for the label among the features, and for test samples among those it was trained on."
  },
  refit: {
    title: "Fitted on more than it had",
    means:
      "An out-of-sample prediction changes when what came after its fold is cut off: a scaler, regime or model saw it.",
    remedy: "Fit everything on the fold's training samples."
  },
  "lapsed-forecast": {
    title: "Trades after the forecast is over",
    means:
      "What was foretold has happened before the order is filled: the book earns another return than the one tested.",
    remedy: "Begin the label where the order is filled (delay), or fill sooner."
  },
  "same-bar-fill": {
    title: "Fills at the price it decided on",
    means:
      "Orders are filled at the close that they were decided on, which nobody knows before the market has closed: look-ahead.",
    remedy: "Fill at the next open or close, or decide on what is known before the close."
  },
  "one-bar-late": {
    title: "Lives on a single bar",
    means: "One bar later, little is left of the result: either what it trades on is known too late, or it peeks.",
    remedy: "Check when each input is known, and what an order can still be filled at then."
  },
  survivorship: {
    title: "Knows who will survive",
    means: "No name ever leaves: those that failed were never looked at, so what is found flatters.",
    remedy: "Use a universe with the dates of its members, and prices of those that are gone."
  },
  "publication-lag": {
    title: "Uses figures before they were published",
    means: "A value beside the prices stands on rows before its publication, or is published before its period began.",
    remedy: "State when each figure was published, or a lag."
  },
  "hidden-state": {
    title: "Answers differently when asked again",
    means:
      "The same question gets another answer, or asking changes what was given: it keeps a state or writes over it.",
    remedy:
      "Compute from the arguments alone and write to arrays of your own; an algorithm makes what it keeps in begin."
  },
  "broken-form": {
    title: "Answers in the wrong form",
    means: "The answer has the wrong length, no number, or a value that cannot be used.",
    remedy: "See the interface's doc comment."
  },
  "generous-costs": {
    title: "Fills or charges better than a market would",
    means:
      "A fill is larger than ordered or than what is left of the bar, better than its reference, or made of no price or volume; or a cost is less than what a broker takes.",
    remedy: "Costs cost: never fill past the order, the bar's volume with what was taken of it, or the reference."
  },
  "false-shortcut": {
    title: "Says that it is linear and is not",
    means: "What it states as linear is traded without asking it, and it would answer otherwise.",
    remedy: "State linear only where it is all that there is: no minimum, no impact, no other cap."
  },
  "stray-charge": {
    title: "Charges what is not owed",
    means: "A charge has no cause in what is held, does not grow with the days, or falls due for the same thing twice.",
    remedy: "Charge rate × value × days, and for each order what it has not paid yet."
  },
  "too-good": {
    title: "Too good to be true",
    means: "An out-of-sample |IC| above 0.1 or a Sharpe ratio above 3 is more often a mistake than a discovery.",
    remedy: "Go through the likely causes before believing it."
  }
} as const satisfies Record<string, RuleText>;

export type Rule = keyof typeof rules;
