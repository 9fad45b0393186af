import type {SharedStep} from "../each-run.js";
import {restart} from "./within.js";
import {absent, zeros} from "../room.js";

type Series = Float64Array;

/** Wilder's means of the rises and of the falls of one unbroken run, from row `window` on; 0 before. */
export interface Strength {
  readonly gain: Series;
  readonly loss: Series;
}

/**
 * Wilder's means m_t = m_{t−1} + (x_t − m_{t−1}) / window of the rises and of the falls between values, the first of them,
 * on row `window`, the plain mean, as TA-Lib's; later as if the run had begun `span` rows before each row.
 */
export function gainAndLoss(x: Series, window: number, span: number): Strength {
  const rows = x.length;
  const rises = zeros(rows);
  const falls = zeros(rows);
  const gain = zeros(rows);
  const loss = zeros(rows);
  const share = 1 / window;
  let up = 0;
  let down = 0;
  for (let i = 1; i < rows; ++i) {
    const move = x[i] - x[i - 1];
    // The greater of move and 0, without a branch.
    const rise = (move + Math.abs(move)) / 2;
    const fall = rise - move;
    rises[i] = rise;
    falls[i] = fall;
    up += (i > window ? rise - up : rise) * share;
    down += (i > window ? fall - down : fall) * share;
    if (i < window) continue;
    gain[i] = up;
    loss[i] = down;
  }
  restart(rises, gain, window, window, share, span);
  restart(falls, loss, window, window, share, span);
  return {gain, loss};
}

/** The same for features to share: gain and loss. */
export function strengthStep(window: number, span: number): SharedStep {
  return {
    key: `gain and loss ${window} ${span}`,
    count: 2,
    kernel(x) {
      const {gain, loss} = gainAndLoss(x, window, span);
      return [gain, loss];
    }
  };
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
