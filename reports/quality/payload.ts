/** What the page on data quality is given: each dataset of the store, or why it cannot be read. */
export type QualityPage = readonly (DatasetQuality | UnreadableDataset)[];

export interface UnreadableDataset {
  readonly dataset: string;
  readonly error: string;
}

export interface DatasetQuality {
  readonly dataset: string;
  readonly version: string;
  readonly synthetic: boolean;
  readonly calendar: string;
  readonly timeframe: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly symbols: number;
  /** Bars and refused rows. */
  readonly rows: number;
  readonly bars: number;
  readonly refused: number;
  /** Symbols that have a row of every session. */
  readonly complete: number;
  readonly kinds: readonly Kind[];
  readonly findings: readonly Finding[];
  /** All findings, those counted that the page does not hold. */
  readonly total: number;
  readonly coverage: Coverage;
}

export interface Kind {
  readonly kind: string;
  readonly title: string;
  readonly about: string;
  readonly advice: string;
  readonly count: number;
  readonly symbols: number;
}

export interface Finding {
  readonly kind: string;
  readonly symbol: string | null;
  readonly date: string | null;
  readonly t: number | null;
  readonly to?: number;
  readonly bars: number;
  readonly detail: string;
  readonly origin?: string;
  /** The bars around it, as columns. */
  readonly around?: {
    readonly t: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly close: readonly number[];
  };
}

export interface Coverage {
  readonly periods: readonly string[];
  readonly unit: "day" | "month" | "quarter" | "year";
  readonly rows: readonly {
    readonly name: string;
    readonly symbols: number;
    readonly missing: number;
    /** The part of a period's labels that there is a row of; null outside the symbol's time. */
    readonly shares: readonly (number | null)[];
  }[];
}
