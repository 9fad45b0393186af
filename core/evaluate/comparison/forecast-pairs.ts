import type {CoefficientDifference, DieboldMariano} from "./forecast-difference.js";
import {holm} from "./holm.js";

/** Two runs' forecasts beside one another, before their chances are corrected. */
export interface RawForecastPair {
  readonly a: string;
  readonly b: string;
  /** How many cells both foretold and have the same label. */
  readonly cells: number;
  /** In words why not, where there is no test. */
  readonly squaredError: DieboldMariano | string;
  readonly coefficient: CoefficientDifference | string;
}

/** The same, each question's chances corrected for all pairs (see `holm`). */
export interface ForecastContrast {
  readonly a: string;
  readonly b: string;
  readonly cells: number;
  readonly squaredError: (DieboldMariano & {readonly corrected: number}) | null;
  readonly coefficient: (CoefficientDifference & {readonly corrected: number}) | null;
  /** Why one of them is null, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Corrects the chances of all pairs together, for each question by itself. */
export function correctForecasts(raw: readonly RawForecastPair[]): readonly ForecastContrast[] {
  const chances = (kind: "squaredError" | "coefficient") =>
    holm(raw.map(({[kind]: found}) => (typeof found === "string" ? null : found.p)));
  const [errors, ranks] = [chances("squaredError"), chances("coefficient")];
  return raw.map(({a, b, cells, squaredError, coefficient}, i) => ({
    a,
    b,
    cells,
    squaredError: typeof squaredError === "string" ? null : {...squaredError, corrected: errors[i]!},
    coefficient: typeof coefficient === "string" ? null : {...coefficient, corrected: ranks[i]!},
    reasons: {
      ...(typeof squaredError === "string" && {squaredError}),
      ...(typeof coefficient === "string" && {coefficient})
    }
  }));
}
