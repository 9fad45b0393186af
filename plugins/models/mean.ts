import {mean as average} from "../../core/base/stats.js";
import type {Fitted} from "../../core/plugin.js";
import {defineModel} from "../../core/plugin.js";

/**
 * Predicts the mean of the training labels, weighted where the samples are, whatever the features: what any model must
 * beat. Saved as one float64.
 */
export const mean = defineModel("mean", {}, () => ({
  window: 1,
  weighted: true,
  missing: true,
  fit({y, weight}) {
    if (y.length === 0) return Promise.reject(new Error("missing samples: mean needs at least one"));
    return Promise.resolve(constant(weight ? weighted(y, weight) : average(y)));
  },
  load(state) {
    if (state.length !== 8) return Promise.reject(new Error(`invalid mean state: ${state.length} bytes; expected 8`));
    return Promise.resolve(constant(new DataView(state.slice().buffer).getFloat64(0, true)));
  }
}));

function weighted(y: Float64Array, weight: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; ++i) {
    sum += weight[i] * y[i];
    total += weight[i];
  }
  return sum / total;
}

function constant(value: number): Fitted {
  return {
    predict: ({shape: [samples]}) => new Float64Array(samples).fill(value),
    save() {
      const state = new DataView(new ArrayBuffer(8));
      state.setFloat64(0, value, true);
      return new Uint8Array(state.buffer);
    }
  };
}
