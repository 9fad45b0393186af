import {exp, log} from "../../base/elementary.js";
import type {Objective, Targets} from "./objective.js";
import {invalidLabel, totalWeight, weightedMean} from "./objective.js";
import {percentile} from "./percentile.js";

const identity = {kind: "identity"} as const;

/** ½ (s − y)². */
export function squared(targets: Targets): Objective {
  const {y, weight} = targets;
  return {
    name: "regression",
    outputs: 1,
    transform: identity,
    ...(!weight && {constantHessian: 1}),
    start: () => Float64Array.of(weightedMean(targets, (i) => y[i])),
    derive(raw, _, gradient, hessian) {
      if (!weight) for (let i = 0; i < y.length; ++i) gradient[i] = raw[i] - y[i];
      else
        for (let i = 0; i < y.length; ++i) {
          gradient[i] = (raw[i] - y[i]) * weight[i];
          hessian[i] = weight[i];
        }
    }
  };
}

/** |s − y|. Its second derivative is 0: 1 stands for it, and the leaves are medians of what is left. */
export function absolute(targets: Targets): Objective {
  return {...tilted(targets, 0.5, (d) => Math.sign(d)), name: "regression_l1"};
}

/** (1 − `alpha`) (s − y) where s is above y, else `alpha` (y − s): least where a part `alpha` of labels lies below s. */
export function quantile(targets: Targets, alpha: number): Objective {
  if (!(alpha > 0 && alpha < 1)) throw new Error(`invalid alpha: ${alpha}; a quantile's is above 0 and below 1`);
  return {...tilted(targets, alpha, (d) => (d >= 0 ? 1 - alpha : -alpha)), name: "quantile"};
}

function tilted({y, weight}: Targets, part: number, slope: (d: number) => number): Omit<Objective, "name"> {
  return {
    outputs: 1,
    transform: identity,
    ...(!weight && {constantHessian: 1}),
    start: () => Float64Array.of(percentile(y, part, weight)),
    derive(raw, _, gradient, hessian) {
      for (let i = 0; i < y.length; ++i) {
        const w = weight ? weight[i] : 1;
        gradient[i] = slope(raw[i] - y[i]) * w;
        hessian[i] = w;
      }
    },
    renew(rows, raw, times) {
      const left = Float64Array.from(rows, (i) => y[i] - raw[i]);
      const counts = weight || times;
      return percentile(
        left,
        part,
        counts && Float64Array.from(rows, (i) => (weight ? weight[i] : 1) * (times ? times[i] : 1))
      );
    }
  };
}

/** ½ (s − y)² up to the distance `delta`, and `delta` · (|s − y| − ½ `delta`) beyond. */
export function huber(targets: Targets, delta: number): Objective {
  if (!(delta > 0 && delta < Infinity)) throw new Error(`invalid alpha: ${delta}; that of huber is above 0`);
  const {y, weight} = targets;
  return {
    ...squared(targets),
    name: "huber",
    derive(raw, _, gradient, hessian) {
      for (let i = 0; i < y.length; ++i) {
        const w = weight ? weight[i] : 1;
        gradient[i] = Math.max(-delta, Math.min(delta, raw[i] - y[i])) * w;
        hessian[i] = w;
      }
    }
  };
}

/**
 * exp(s) − y · s, of counts. Its second derivative exp(s) is taken as exp(s + `maxDeltaStep`), which makes steps short
 * enough to be safe (0.7 in LightGBM and XGBoost).
 */
export function poisson(targets: Targets, maxDeltaStep: number): Objective {
  const {y, weight} = targets;
  const negative = y.findIndex((value) => value < 0);
  if (negative >= 0) throw invalidLabel("poisson", y, negative, "counts from 0 on");
  const mean = weightedMean(targets, (i) => y[i]);
  if (!(mean > 0 && totalWeight(targets) > 0))
    throw new Error("invalid labels: all are 0; poisson needs one that is above");
  const wider = exp(maxDeltaStep);
  return {
    name: "poisson",
    outputs: 1,
    transform: {kind: "exp"},
    start: () => Float64Array.of(log(mean)),
    derive(raw, _, gradient, hessian) {
      for (let i = 0; i < y.length; ++i) {
        const w = weight ? weight[i] : 1;
        const rate = exp(raw[i]);
        gradient[i] = (rate - y[i]) * w;
        hessian[i] = rate * wider * w;
      }
    }
  };
}
