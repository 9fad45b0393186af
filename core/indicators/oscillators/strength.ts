import {absent} from "../means.js";
import {meanWithin} from "./within.js";

type Series = Float64Array;

/** Wilder's means of the rises and of the falls of one unbroken run, from row `window` on; 0 before. */
export interface Strength {
  readonly gain: Series;
  readonly loss: Series;
}

/**
 * Wilder's means over `window` rows of the rises and of the falls between values, the first of them, on row `window`, the
 * plain mean, as TA-Lib's; later as if the run had begun `span` rows before each row.
 */
export function gainAndLoss(x: Series, window: number, span: number): Strength {
  const rises = new Float64Array(x.length);
  const falls = new Float64Array(x.length);
  for (let i = 1; i < x.length; ++i) {
    const move = x[i] - x[i - 1];
    if (move > 0) rises[i] = move;
    else falls[i] = -move;
  }
  return {gain: meanWithin(rises, window, span), loss: meanWithin(falls, window, span)};
}

/** 100 · gain / (gain + loss) from row `window` on; `none` where nothing moved. */
export function relativeStrength({gain, loss}: Strength, window: number, none: number): Series {
  const out = absent(gain.length);
  for (let i = window; i < out.length; ++i) {
    const both = gain[i] + loss[i];
    out[i] = both > 0 ? 100 * (gain[i] / both) : none;
  }
  return out;
}

/** 100 · (gain − loss) / (gain + loss) from row `window` on; 0 where nothing moved. */
export function chandeMomentum({gain, loss}: Strength, window: number): Series {
  const out = absent(gain.length);
  for (let i = window; i < out.length; ++i) {
    const both = gain[i] + loss[i];
    out[i] = both > 0 ? 100 * ((gain[i] - loss[i]) / both) : 0;
  }
  return out;
}
