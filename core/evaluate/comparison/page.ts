import type {RawForecastPair} from "./forecast-pairs.js";

/** One run, or what runs are measured against, as the page that compares them is given it. */
export interface PageRun {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Null of a benchmark. */
  readonly experiment: string | null;
  readonly model: string | null;
  readonly synthetic: boolean;
  /** The dataset that it trades in. */
  readonly dataset: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly accuracy: number | null;
  readonly seconds: number | null;
  readonly trials: number | null;
  readonly deflatedSharpe: number | null;
  readonly lint: {readonly serious: number; readonly warning: number; readonly note: number} | null;
  readonly audit: "clean" | "suspicious" | "broken" | "unaudited" | null;
  /** Bars a year. */
  readonly periods: number;
  /** Which of the page's rows its account has. */
  readonly grid: number;
  /** Its account on those rows: little-endian float64 numbers in base 64, so that they are the very same. */
  readonly equity: string;
}

/** What the page that compares runs is given. */
export interface ComparedPage {
  readonly runs: readonly PageRun[];
  /** Rows, in days since 1970. */
  readonly grids: readonly (readonly number[])[];
  readonly forecasts: readonly RawForecastPair[];
}
