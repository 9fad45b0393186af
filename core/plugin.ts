import type {Book, Charge, Desk, Fill, Guard, Order, Result} from "./base/account.js";
import type {SymbolParts} from "./base/by-symbol.js";
import type {CalendarName} from "./base/calendar.js";
import type {Context} from "./base/context.js";
import type {Dataset, Fitted, Fold, Samples} from "./base/learning.js";
import type {Bar, Instrument, Item, LiveBar, Query, Trade} from "./base/market-data.js";
import type {Column, Panel} from "./base/panel.js";
import type {Random} from "./base/random.js";
import type {View} from "./base/view.js";

// ————— data —————

export type * from "./base/account.js";
export type * from "./base/context.js";
export type * from "./base/learning.js";
export type * from "./base/market-data.js";

/** Where bars come from. */
export interface Source {
  /** Whether the prices are made up; a page says so wherever they appear. */
  readonly synthetic?: boolean;
  /** The name of the dataset that its bars go into unless another is given; the plugin's where left out. */
  readonly dataset?: string;
  /** Whose sessions its bars have; `XNYS` unless said otherwise. */
  readonly calendar?: CalendarName;
  /**
   * How many symbols may be asked for at once, each by a call of its own, which may fail alone and is remembered when it
   * is done. Sources over a network say so; where left out, one call is asked for everything.
   */
  readonly concurrency?: number;
  /**
   * Yields the bars asked for, each symbol's in time order, their actions, and each row that is no bar as a fault.
   * `query.to` is never later than now. Retries on its own what may pass, and throws what does not: an `Outage` where the
   * vendor could not be reached or spoke nonsense (the next source of a chain is tried then), else an error that names
   * the symbol.
   */
  bars(query: Query, context: Context): AsyncIterable<Item>;
  /** The instruments whose symbol or name match a text; all that there are where it is empty. */
  search?(text: string, context: Context): Promise<readonly Instrument[]>;
}

/** What a live plugin is given beside a context. */
export interface LiveContext extends Context {
  /** Epoch milliseconds. */
  now(): number;
  /** Settles after so many milliseconds, or throws when the signal is aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** The bars in the store. */
  stored(query: Query): AsyncIterable<Bar>;
}

/** A connection over which prices come as they are made. */
export interface Feed {
  readonly calendar?: CalendarName;
  /** As that of a source, so that a venue's bars go into one dataset however they come. */
  readonly dataset?: string;
  /**
   * One connection's trades or bars as the venue sends them, repeated and out of order as they may be. Ends or throws an
   * `Outage` when the connection does; whoever follows the feed connects again and fills the gap.
   */
  stream(query: Query, context: LiveContext): AsyncIterable<Trade | LiveBar>;
  /** Closed bars of the past, to begin with and to fill gaps. */
  past(query: Query, context: LiveContext): AsyncIterable<Item>;
  /** The venue's clock, epoch milliseconds; null where it does not tell. */
  time?(context: LiveContext): Promise<number | null>;
  /** Whether the stream itself has every bar, so that there are no gaps to fill. */
  readonly complete?: boolean;
}

// ————— features, labels, models —————

/** A column computed from the panel's past and present. */
export interface Feature {
  /** The fields it reads. */
  readonly needs: readonly string[];
  /** Row t depends on rows t − `lookback` … t, and on nothing else. */
  readonly lookback: number;
  /**
   * How much rows before t − `lookback` may still change the value at t, as a part of the feature's largest value: what a
   * recursion has not forgotten. 0, bit for bit, where left out. Later rows never change it.
   */
  readonly tolerance?: number;
  /** The formula that it is, where it is one: those of one experiment are computed together, what they share once. */
  readonly formula?: string;
  compute(panel: Panel): Column;
}

/** What a model learns to predict: the only plugin that looks ahead. */
export interface Label {
  readonly needs: readonly string[];
  /** Each cell's label, and the time at which it becomes known (`Infinity`, with y `NaN`, past the panel's end). */
  compute(panel: Panel): {y: Column; until: Column};
}

/** How samples are divided for training and testing. */
export interface Split {
  /** Whether every fold trains on its past alone; signals of any other split cannot be backtested. */
  readonly causal: boolean;
  /** What it holds out instead of a span of time: no symbol is in both train and test. */
  readonly across?: "symbols";
  /** The symbols of each part, of a split that draws them: they are saved with what is made of it. */
  parts?(symbols: readonly string[]): SymbolParts;
  /**
   * No train sample's [t, until] meets any test sample's; across symbols they may, unless the split is causal besides.
   * One whose label is never known (`until` Infinity) spans its own row alone.
   * Throws where there would be no fold.
   */
  folds(samples: Samples): Iterable<Fold>;
}

/** Predicts the label from the features. */
export interface Model {
  /** Rows of history in each sample; 1 for tabular models. */
  readonly window: number;
  /** Whether it heeds the samples' weights; an experiment that weighs them refuses any other. */
  readonly weighted?: boolean;
  /** Whether it takes features that are not numbers for missing; an experiment that keeps them refuses any other. */
  readonly missing?: boolean;
  /** Whether it may learn for minutes: a page learns again only when it is asked to. */
  readonly slow?: boolean;
  /** Whether it was trained elsewhere: it learns nothing from its samples, and takes features as they are. */
  readonly ready?: boolean;
  /** Whether it goes on from what was trained elsewhere: it takes features as they are, as that did. */
  readonly begun?: boolean;
  fit(train: Dataset, context: Context): Promise<Fitted>;
  load(state: Uint8Array): Promise<Fitted>;
}

// ————— trading —————

/** Decides what to hold. It keeps no state: what it answers follows from the view and the book alone. */
export interface Strategy {
  /** The fields it reads. */
  readonly needs: readonly string[];
  /** It reads rows t − `lookback` … t, and nothing else. */
  readonly lookback: number;
  /** Whether its targets follow from the view alone, so that it may be traded without making a book for each bar. */
  readonly bookless?: boolean;
  /** The wanted weight of each symbol as a fraction of equity, negative for short; null leaves the book alone. */
  targets(now: View, book: Book): Float64Array | null;
  /** What moved it on this bar: numbers are kept bar by bar, a text is written to the log whenever it changes. */
  explain?(now: View, book: Book): Readonly<Record<string, number | string>>;
}

/** A strategy that gives its orders itself, and may keep state. */
export interface Algorithm {
  readonly needs: readonly string[];
  /** Rows it wants to see before it begins. */
  readonly lookback: number;
  /** Begins a run: whatever it keeps is made here, anew for each. */
  begin(
    desk: Desk,
    symbols: readonly string[]
  ): {
    /** Called at each bar's close, after the bar's fills. */
    bar?(now: View, book: Book): void;
    /** Called for each fill, before `bar`. */
    filled?(fill: Fill, now: View): void;
  };
}

/** Changes a strategy's weights, to limit or to scale risk. */
export interface Overlay {
  /**
   * The weights instead of these; null leaves the book alone. `memory` is what `remember` answered on this bar.
   *
   * @param targets not to be written to
   */
  adjust(targets: Float64Array, now: View, book: Book, memory?: Float64Array): Float64Array | null;
  /** Whether it is asked on bars too on which the strategy leaves the book alone: with the weights that are held. */
  readonly standing?: boolean;
  /** What it keeps from bar to bar, made anew of what it kept on the bar before; null on the first. */
  remember?(memory: Float64Array | null, now: View, book: Book): Float64Array;
  /** The stops that the broker is to keep during the next bar. */
  guards?(now: View, book: Book): readonly Guard[];
  /** Why it answered so: written to the log whenever it is another text than on the bar before. */
  explain?(targets: Float64Array, adjusted: Float64Array | null, now: View, memory?: Float64Array): string | null;
}

/** What trading does to the price. */
export interface Slippage {
  /**
   * The price and quantity that an order gets during the bar `now`, where `reference` is the price that the fill rule
   * names and `taken` how many units of the symbol the account has traded in this bar already; null for no fill. The
   * quantity has the order's sign and never exceeds it.
   */
  fill(order: Order, reference: number, now: View, taken: number): {price: number; quantity: number} | null;
  /**
   * What it is where that is all: the price is reference × (1 ± `rate`), and what is filled in a bar at most `share` of
   * its volume, in whole units where the order is. So it may be traded without a call for each order.
   */
  readonly linear?: {readonly rate: number; readonly share: number};
}

/** What the broker charges. */
export interface Commission {
  /**
   * In the account's currency; below 0 where the venue pays. A minimum for an order counts what it has `paid` before.
   */
  cost(fill: {price: number; quantity: number}, order: Order): number;
  /** What it is where that is all: `unit` for each unit and `value` of the value traded, without a minimum. */
  readonly linear?: {readonly unit: number; readonly value: number};
}

/** What it costs, or earns, to hold an account over time. */
export interface Financing {
  /** The fields it reads. */
  readonly needs?: readonly string[];
  /**
   * What is to be paid for having held the book, that of the bar before, until this bar began.
   *
   * @param days calendar days from the bar before to this one
   */
  charges(book: Book, now: View, days: number): readonly Charge[];
}

/** One figure of a backtest. */
export interface Metric {
  /** How the figure is written: `percent` of a fraction, a plain `ratio`, or a `count`. */
  readonly unit: "percent" | "ratio" | "count";
  /**
   * `NaN` where the result does not determine the figure, and never an infinity.
   *
   * @param bars the panel that was traded, with open, high, low and close: figures of what prices did in between need it
   */
  measure(result: Result, bars?: Panel): number;
  /** Why it answers `NaN` for a result, in a few words such as `the returns do not vary`: they stand where the figure would. */
  undetermined?(result: Result, bars?: Panel): string | null;
}

/** Rows of a panel that a scenario has changed, and how. */
export interface ScenarioMark {
  /** The first row and the last. */
  readonly from: number;
  readonly to: number;
  /** A few words, such as `fall`; `halt` for rows whose bars it has taken away. */
  readonly what: string;
}

/** Puts a market through what may happen to it. */
export interface Scenario {
  /**
   * Another panel of the same rows and symbols, made of this one and of the stream's numbers alone. Rows before the first
   * mark are as they were, bit for bit. A bar stays a bar with high ≥ open, close ≥ low > 0 and volume ≥ 0, and what is
   * missing stays missing; only a mark `halt` takes bars away.
   */
  apply(panel: Panel, random: Random): {readonly panel: Panel; readonly marks: readonly ScenarioMark[]};
}

// ————— kinds —————

/** Every extension point. To add one, add a line here, its folder in `folders`, and the folder under `plugins`. */
export interface Kinds {
  source: Source;
  feed: Feed;
  feature: Feature;
  label: Label;
  split: Split;
  model: Model;
  strategy: Strategy;
  algorithm: Algorithm;
  overlay: Overlay;
  slippage: Slippage;
  commission: Commission;
  financing: Financing;
  metric: Metric;
  scenario: Scenario;
}

/** Where under `plugins` each kind's files are. */
export const folders: {readonly [K in Kind]: string} = {
  source: "sources",
  feed: "feeds",
  feature: "features",
  label: "labels",
  split: "splits",
  model: "models",
  strategy: "strategies",
  algorithm: "algorithms",
  overlay: "overlays",
  slippage: "slippage",
  commission: "commissions",
  financing: "financing",
  metric: "metrics",
  scenario: "scenarios"
};

export type Kind = keyof Kinds;
export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};
export type Params = {readonly [key: string]: Json | Plugin | readonly Plugin[]};

/** A value of a kind that knows its name and options, and turns into `{kind, name, params}` as JSON. */
export type Plugin<K extends Kind = Kind> = {
  [k in K]: Kinds[k] & {readonly kind: k; readonly name: string; readonly params: Params; toJSON(): Spec<k>};
}[K];

/** A plugin as JSON. */
export interface Spec<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly params: Params;
}

/** Makes a plugin from its options; carries the name and the defaults. */
export interface Maker<K extends Kind = Kind, P extends Params = Params> {
  (options?: {readonly [key in keyof P]?: Widen<P[key]>}): Plugin<K>;
  readonly kind: K;
  readonly plugin: string;
  readonly defaults: P;
}

type Widen<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends boolean
      ? boolean
      : T extends readonly (infer Item)[]
        ? readonly Widen<Item>[]
        : T;

function define<K extends Kind>(kind: K) {
  return <const P extends Params>(
    name: string,
    defaults: P,
    make: (params: {readonly [key in keyof P]: Widen<P[key]>}) => Kinds[K]
  ): Maker<K, P> => {
    const maker = (options: Params = {}) => {
      for (const [key, value] of Object.entries(options)) check(name, defaults, key, value);
      const given = Object.entries(options).filter(([, value]) => value !== undefined);
      const params = {...defaults, ...Object.fromEntries(given)};
      return {...make(params as never), kind, name, params, toJSON: () => ({kind, name, params})};
    };
    return Object.assign(maker as unknown as Maker<K, P>, {kind, plugin: name, defaults});
  };
}

function check(name: string, defaults: Params, key: string, value: unknown): void {
  if (!Object.hasOwn(defaults, key)) {
    const keys = Object.keys(defaults);
    throw new Error(
      `unknown ${name} option: ${key}; ${keys.length ? `options are ${keys.join(", ")}` : "it has none"}`
    );
  }
  const wanted = typeOf(defaults[key]);
  const valid = value === undefined || (typeOf(value) === wanted && !Number.isNaN(value));
  if (!valid) throw new Error(`invalid ${name} option: ${key} is ${JSON.stringify(value)}; expected a ${wanted}`);
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value;
}

/** Defines a plugin: its name (the file's), its options with their defaults, and what makes it of them. */
export const defineSource = define("source");
export const defineFeed = define("feed");
export const defineFeature = define("feature");
export const defineLabel = define("label");
export const defineSplit = define("split");
export const defineModel = define("model");
export const defineStrategy = define("strategy");
export const defineAlgorithm = define("algorithm");
export const defineOverlay = define("overlay");
export const defineSlippage = define("slippage");
export const defineCommission = define("commission");
export const defineFinancing = define("financing");
export const defineMetric = define("metric");
export const defineScenario = define("scenario");
