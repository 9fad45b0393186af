import {exp, log} from "../../base/elementary.js";
import {transformRaw} from "../../trees/transform.js";
import type {Objective, Targets} from "../objectives/objective.js";
import {weightedMean} from "../objectives/objective.js";
import {areaUnderCurve, informationCoefficient, normalisedGain} from "./ranked.js";

/** The figures that training may be stopped by. */
export const metricNames = [
  "l2",
  "rmse",
  "l1",
  "huber",
  "quantile",
  "poisson",
  "binary_logloss",
  "binary_error",
  "multi_logloss",
  "multi_error",
  "auc",
  "ndcg",
  "ic"
] as const;

/** A figure of validation samples, and what it is taken with. */
export type MetricChoice =
  | {
      readonly name: (typeof metricNames)[number];
      /** The quantile's part, or the distance up to which Huber's loss is a square. */
      readonly alpha?: number;
      /** The places of a group that `ndcg` looks at; 5 where left out. */
      readonly at?: number;
      /** As those of the ranking that is trained; 0 where left out. */
      readonly grades?: number;
    }
  | UserMetric;

/** A figure that a user writes, of predictions, samples × outputs. */
export interface UserMetric {
  readonly name: "user";
  readonly larger: boolean;
  measure(predictions: Float64Array, targets: Targets): number;
}

/** A figure of validation samples. */
export interface ValidationMetric {
  readonly name: string;
  /** Whether a larger figure is a better one. */
  readonly larger: boolean;
  /** Of raw values, samples × outputs; NaN where they do not determine it. */
  measure(raw: Float64Array): number;
}

/** The least a probability is taken as, so that its logarithm is a number. */
const least = 1e-15;

/** The figure chosen, of these samples. Throws where it does not suit what is trained. */
export function metricOf(
  choice: MetricChoice,
  objective: Pick<Objective, "outputs" | "transform" | "classes">,
  targets: Targets
): ValidationMetric {
  const {outputs, transform, classes} = objective;
  const predict = (raw: Float64Array) => transformRaw({outputs, transform}, raw);
  const {name} = choice;
  if (name === "user") return {name, larger: choice.larger, measure: (raw) => choice.measure(predict(raw), targets)};
  const {y} = targets;
  const mean = (value: (i: number) => number) => weightedMean(targets, value);
  const {alpha = 0.9, at = 5, grades = 0} = choice;
  const needs = (fits: boolean, what: string) => {
    if (!fits) throw new Error(`invalid metric: ${name}; it needs ${what}, which the objective has not`);
  };
  const second = (i: number) => (y[i] === classes?.[1] ? 1 : 0);
  const lossOf = (loss: (predicted: number, i: number) => number) => (raw: Float64Array) => {
    const p = predict(raw);
    return mean((i) => loss(p[i], i));
  };
  const place = new Map(classes?.map((value, j) => [value, j]));
  const score = (raw: Float64Array) => {
    if (outputs === 1) return raw;
    const p = predict(raw);
    return Float64Array.from(y, (_, i) => classes!.reduce((sum, value, j) => sum + value * p[i * outputs + j], 0));
  };
  switch (name) {
    case "l2":
      needs(outputs === 1, "one output");
      return {name, larger: false, measure: lossOf((p, i) => (p - y[i]) * (p - y[i]))};
    case "rmse":
      needs(outputs === 1, "one output");
      return {name, larger: false, measure: (raw) => Math.sqrt(lossOf((p, i) => (p - y[i]) * (p - y[i]))(raw))};
    case "l1":
      needs(outputs === 1, "one output");
      return {name, larger: false, measure: lossOf((p, i) => Math.abs(p - y[i]))};
    case "huber":
      needs(outputs === 1, "one output");
      return {
        name,
        larger: false,
        measure: lossOf((p, i) => {
          const d = Math.abs(p - y[i]);
          return d <= alpha ? 0.5 * d * d : alpha * (d - 0.5 * alpha);
        })
      };
    case "quantile":
      needs(outputs === 1, "one output");
      return {
        name,
        larger: false,
        measure: lossOf((p, i) => (p > y[i] ? (1 - alpha) * (p - y[i]) : alpha * (y[i] - p)))
      };
    case "poisson":
      needs(transform.kind === "exp", "predictions above 0");
      return {name, larger: false, measure: (raw) => mean((i) => exp(raw[i]) - y[i] * raw[i])};
    case "binary_logloss":
      needs(transform.kind === "sigmoid", "two classes");
      return {
        name,
        larger: false,
        measure: lossOf((p, i) => -log(Math.max(least, second(i) === 1 ? p : 1 - p)))
      };
    case "binary_error":
      needs(transform.kind === "sigmoid", "two classes");
      return {name, larger: false, measure: lossOf((p, i) => (p > 0.5 ? 1 : 0) ^ second(i))};
    case "multi_logloss":
      needs(transform.kind === "softmax", "classes, of the objective multiclass");
      return {
        name,
        larger: false,
        measure: (raw) => {
          const p = predict(raw);
          // A class that no tree has seen has no chance.
          return mean((i) => -log(Math.max(least, place.has(y[i]) ? p[i * outputs + place.get(y[i])!] : 0)));
        }
      };
    case "multi_error":
      needs(transform.kind === "softmax", "classes, of the objective multiclass");
      return {
        name,
        larger: false,
        measure: (raw) =>
          mean((i) => {
            const label = place.get(y[i]);
            if (label === undefined) return 1;
            const own = raw[i * outputs + label];
            for (let j = 0; j < outputs; ++j) if (j !== label && raw[i * outputs + j] >= own) return 1;
            return 0;
          })
      };
    case "auc":
      needs(transform.kind === "sigmoid", "two classes");
      return {name, larger: true, measure: (raw) => areaUnderCurve(raw, second, targets)};
    case "ndcg":
      needs(outputs === 1, "one output");
      return {name: `ndcg@${at}`, larger: true, measure: normalisedGain(targets, at, grades)};
    case "ic": {
      const measure = informationCoefficient(targets);
      return {name, larger: true, measure: (raw) => measure(score(raw))};
    }
  }
}
