import type {Bar} from "../../base/market-data.js";

/**
 * What the report looks for, in its order, each with what it is and what to do. The first ones are rows that were refused
 * when they were taken in, the last two what a policy has done already; all between are about bars of the store.
 */
export const qualityKinds = {
  missing: {
    title: "Value missing",
    about: "a row without one of its prices or its volume",
    advice: "ask the vendor again: a later ingest replaces what was refused"
  },
  number: {
    title: "Unreadable number",
    about: "a row with a value that is no number",
    advice: "mend the file and ingest it again"
  },
  price: {
    title: "Price not above zero",
    about: "a row with a price of zero or below, or without end",
    advice: "ask the vendor again: a later ingest replaces what was refused"
  },
  volume: {
    title: "Negative volume",
    about: "a row with a volume below zero",
    advice: "ask the vendor again: a later ingest replaces what was refused"
  },
  range: {
    title: "Price outside the range",
    about: "a row whose open or close lies outside its low to high, or cannot be checked against it",
    advice: "compare with another vendor; --policy range=repair widens the range where it is off by little"
  },
  inverted: {
    title: "High below low",
    about: "a row whose high is below its low",
    advice: "compare with another vendor; --policy range=repair puts the range right where it is off by little"
  },
  time: {
    title: "Invalid time",
    about: "a row whose time cannot be read or was not asked for",
    advice: "name the file's date column and its form, and ingest it again"
  },
  order: {
    title: "Out of order",
    about: "a row that is older than the one before it",
    advice: "sort the file by time and ingest it again"
  },
  duplicate: {
    title: "Duplicate",
    about: "a second row of the same symbol and time",
    advice: "the first one counts; where the two differ, compare with another vendor"
  },
  symbol: {title: "Invalid symbol", about: "a row whose symbol is none", advice: "mend the file and ingest it again"},
  format: {title: "Unreadable row", about: "a row that cannot be read", advice: "mend the file and ingest it again"},
  gap: {
    title: "Session missing",
    about: "a session of the calendar without a bar, inside a symbol's span",
    advice: "ingest the dates again, or name another source behind the first: ingest yahoo,csv"
  },
  session: {
    title: "Outside any session",
    about: "a bar on a day or at an hour at which the calendar has the market closed",
    advice: "see whether the calendar is the market's; --policy session=quarantine withdraws such bars"
  },
  shift: {
    title: "Shifted in time",
    about: "bars that fit the calendar once they are moved by whole hours or by a day",
    advice: "name the vendor's time zone and ingest the span again"
  },
  stale: {
    title: "Stale run",
    about: "bar after bar with the same open, high, low and close",
    advice: "see whether the symbol traded; --policy stale=quarantine withdraws all but the first of a run"
  },
  copy: {
    title: "Copied bar",
    about: "a bar with a range of its own that repeats all four prices of the one before",
    advice: "the vendor filled a day with the last one; --policy copy=quarantine withdraws the copies"
  },
  "zero-volume": {
    title: "Zero volume",
    about: "a bar or a refused row on which nothing was traded",
    advice: "no order can be filled there; --policy zero-volume=quarantine withdraws such bars"
  },
  spike: {
    title: "Spike",
    about: "a move out of all proportion that the next bar undoes, or a high or low far beyond all closes around it",
    advice: "compare with another vendor; --policy spike=quarantine withdraws the bar"
  },
  split: {
    title: "Unadjusted split suspected",
    about: "a lasting change of level overnight, without news in the volume, that no action explains",
    advice:
      "look for a split or spin-off on that day; --policy split=repair adds the split where the ratio is a simple one"
  },
  unmoved: {
    title: "Split without a move",
    about: "a stated split on whose day the price did not move",
    advice: "the prices are adjusted already: have the source undo it, or leave its splits out"
  },
  jump: {
    title: "Large move",
    about:
      "a large lasting move that is not like a split: traded heavily, made during the session, or smaller than a half",
    advice: "nothing, unless it says that its day was calm: then look for a spin-off or a special dividend"
  },
  withdrawn: {title: "Withdrawn", about: "a bar that the policy quarantine has withdrawn", advice: "nothing"},
  repaired: {title: "Repaired", about: "a bar or action that the policy repair has written", advice: "nothing"}
} as const;
export type QualityKind = keyof typeof qualityKinds;
export const qualityKindNames = Object.keys(qualityKinds) as QualityKind[];

/** From where on something is a finding. Moves are fractions (0.05 is 5 %), deviations multiples of the symbol's own. */
export interface QualityOptions {
  /** Equal bars in a row that are a stale run. */
  readonly staleBars: number;
  /** A spike moves by so many robust standard deviations (1.4826 × the median absolute return of the symbol) … */
  readonly spikeDeviations: number;
  /** … and by so much at the least … */
  readonly spikeMove: number;
  /** … of which no more than this part is left after the next bar. */
  readonly spikeLeft: number;
  /** A high or a low is this far at the least beyond the closes around it to be a spike. */
  readonly wickMove: number;
  readonly jumpDeviations: number;
  readonly jumpMove: number;
  /** A fall beyond this, or a rise that a fall of this would undo, may be a split or a spin-off whatever its ratio. */
  readonly splitMove: number;
  /** How far, as a logarithm, a split's ratio may be from a simple fraction: so much, or two deviations of the symbol. */
  readonly splitNear: number;
  /** A split's day trades less than so many times what is usual; a day of news trades more. */
  readonly splitTurnover: number;
  /** What part of the gap the day's range, the levels before and after, and the market's own move may be. */
  readonly splitCalm: number;
}

export const qualityDefaults: QualityOptions = {
  staleBars: 5,
  spikeDeviations: 8,
  spikeMove: 0.05,
  spikeLeft: 0.25,
  wickMove: 0.25,
  jumpDeviations: 10,
  jumpMove: 0.3,
  splitMove: 0.5,
  splitNear: 0.03,
  splitTurnover: 4,
  splitCalm: 0.25
};

/** One thing found. */
export interface Finding {
  readonly kind: QualityKind;
  /** Null where it concerns the whole dataset, or a row that names no symbol. */
  readonly symbol: string | null;
  /** The label of the first bar or row concerned, epoch milliseconds UTC; null where a row has none. */
  readonly t: number | null;
  /** The label of the last one, where there are several. */
  readonly to?: number;
  /** How many bars or rows are concerned: those missing for a gap. */
  readonly bars: number;
  /** What was found, with its figures. */
  readonly detail: string;
  /** Where a refused row was read. */
  readonly origin?: string;
  /** By how many the price was divided overnight, where that is the finding: 2 for two new units for one old one. */
  readonly ratio?: number;
}

/** A finding and the bars, or rows that are nearly bars, which a policy may change. */
export interface Found extends Finding {
  readonly rows?: readonly Bar[];
  /** Whether a split was applied to a part of a row alone: the prices around it agree. */
  readonly partial?: boolean;
}
