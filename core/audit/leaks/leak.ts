import type {Plugin} from "../../plugin.js";
import type {Rule} from "../rules.js";

/** A mistake of real research code, and what makes a plugin that makes it. */
export interface Planted {
  readonly name: string;
  readonly title: string;
  /** How it comes about. */
  readonly says: string;
  /** Where it was published, of those that were. */
  readonly source?: string;
  /** The rule that it breaks. */
  readonly rule: Rule;
  readonly maker: () => Plugin;
}

/** A planted leak with its plugin, which is made anew each time it is asked for, so that it remembers nothing. */
export interface Leak extends Planted {
  readonly plugin: Plugin;
}

/** Where the published leaks are found, the second edition of Stefan Jansen's book. */
export const jansen = "Machine Learning for Algorithmic Trading, 2nd edition";

/** close_t / close_{t − ago} − 1. */
export const simpleReturns = (close: Float64Array, ago = 1): Float64Array =>
  close.map((price, i) => (i < ago ? NaN : price / close[i - ago] - 1));

/** The numbers among values. */
export const known = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));
