import {between} from "../../core/base/options.js";
import {mean} from "../../core/base/stats.js";
import type {Dataset, Fitted} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Ridge regression (Hoerl and Kennard, 1970): the weights w and intercept b that minimise
 * Σ (y − b − x·w)² + penalty · |w|², scikit-learn's objective; the intercept is not penalised. It solves
 * (XᵀX + penalty · I) w = Xᵀy, X and y centred where there is an intercept, by Cholesky's decomposition. The penalty
 * means the same for every feature only where these have been standardised. Saved as float64, little-endian: b, then w.
 */
export const ridge = defineModel("ridge", {penalty: 1, intercept: true}, ({penalty, intercept}) => {
  between("ridge penalty", penalty, 0);
  return {
    window: 1,
    // eslint-disable-next-line -- placeholder
    async fit(train, {signal}) {
      signal.throwIfAborted();
      return linear(solve(train, penalty, intercept));
    },
    async load(state) {
      if (state.length < 8 || state.length % 8 !== 0)
        throw new Error(`invalid ridge state: ${state.length} bytes; expected a multiple of 8`);
      const view = new DataView(state.slice().buffer);
      return linear(Float64Array.from({length: state.length / 8}, (_, i) => view.getFloat64(8 * i, true)));
    }
  };
});
