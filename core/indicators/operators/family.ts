import {blank} from "../room.js";

type Series = Float64Array;

/** One of the figures that a family is asked for: over which window, with which further number, and where its values go. */
export interface Asked<Figure> {
  readonly figure: Figure;
  readonly window: number;
  readonly more: number;
  readonly out: Series;
}

/**
 * Figures that share work where they are of the same series: they are computed together. Each has the same bits whatever it
 * is asked with.
 */
export interface Family<Figure = unknown> {
  /** Sets all values of each `out`, which has as many as each series. */
  compute(series: readonly Series[], asked: readonly Asked<Figure>[]): void;
}

/** How a figure is made of a window's parts. */
export type Finish<Parts> = (parts: Parts, asked: Asked<unknown>, series: readonly Series[]) => void;

/** A family of figures that are made of the same parts, which `partsOf` answers with for each of some different windows. */
export function familyOf<Parts>(
  partsOf: (series: readonly Series[], windows: readonly number[]) => readonly Parts[]
): Family<Finish<Parts>> {
  return {
    compute(series, asked) {
      const windows = [...new Set(asked.map(({window}) => window))];
      const parts = partsOf(series, windows);
      for (const each of asked) each.figure(parts[windows.indexOf(each.window)], each, series);
    }
  };
}

/** One figure alone. */
export function alone<Figure>(
  family: Family<Figure>,
  figure: Figure,
  series: readonly Series[],
  window: number,
  more = NaN
): Series {
  const out = blank(series[0].length);
  family.compute(series, [{figure, window, more, out}]);
  return out;
}
