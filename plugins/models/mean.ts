import {mean as average} from "../../core/base/stats.js";
import {defineModel} from "../../core/plugin.js";
import type {Fitted} from "../../core/plugin.js";

/** Predicts the mean of the training labels, whatever the features: what any model must beat. */
export const mean = defineModel("mean", {}, () => ({
  window: 1,
  fit: ({y}) => Promise.resolve(constant(average(y))),
  load: (state) => Promise.resolve(constant(new Float64Array(state.slice().buffer)[0]))
}));

function constant(value: number): Fitted {
  return {
    predict: ({shape: [samples]}) => new Float64Array(samples).fill(value),
    save: () => new Uint8Array(Float64Array.of(value).buffer)
  };
}
