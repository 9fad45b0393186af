import type {Loss} from "../objectives/choose.js";
import type {UserLoss} from "../objectives/user.js";
import {eachGroup} from "../objectives/ranking.js";
import type {MetricChoice} from "../stopping/metrics.js";

/** A loss by CatBoost's name, and what it chooses with it. */
interface NamedLoss {
  readonly loss: Loss;
  readonly lossKind: "squared" | "binary" | "classes" | "other";
  /** Whether trees begin from what fits best alone. */
  readonly average: boolean;
  /** Whether leaves are the values that minimise it. */
  readonly exact: boolean;
  readonly metric: MetricChoice;
  /** Whether the samples of one t are compared with each other. */
  readonly groups?: boolean;
}

/** ½ Σ (s − y − the mean of s − y over the samples of one t)²: how a day's samples differ from each other. */
const withinGroups: UserLoss = {
  derive(raw, {y, weight, groups}, gradient, hessian) {
    if (!groups) throw new Error("missing groups: QueryRMSE needs the samples' times; a group is the samples of one t");
    eachGroup(groups, (from, to) => {
      let sum = 0;
      let total = 0;
      for (let i = from; i < to; ++i) {
        const w = weight ? weight[i] : 1;
        sum += w * (raw[i] - y[i]);
        total += w;
      }
      const level = total > 0 ? sum / total : 0;
      for (let i = from; i < to; ++i) {
        const w = weight ? weight[i] : 1;
        gradient[i] = w * (raw[i] - y[i] - level);
        hessian[i] = w;
      }
    });
  }
};

const plain = {average: false, exact: false} as const;

/** Makes losses of their parameters. */
const losses: Readonly<Record<string, (parameter: (name: string, otherwise: number) => number) => NamedLoss>> = {
  RMSE: () => ({...plain, loss: {kind: "squared"}, lossKind: "squared", average: true, metric: {name: "rmse"}}),
  MAE: () => ({loss: {kind: "absolute"}, lossKind: "other", average: true, exact: true, metric: {name: "l1"}}),
  Quantile: (parameter) => {
    const alpha = parameter("alpha", 0.5);
    const metric = {name: "quantile", alpha} as const;
    return {loss: {kind: "quantile", alpha}, lossKind: "other", average: true, exact: true, metric};
  },
  Huber: (parameter) => {
    const delta = parameter("delta", NaN);
    if (!(delta > 0)) throw new Error("missing delta: write the loss as Huber:delta=1");
    return {...plain, loss: {kind: "huber", delta}, lossKind: "other", metric: {name: "huber", alpha: delta}};
  },
  Poisson: () => ({
    ...plain,
    loss: {kind: "poisson", maxDeltaStep: 0},
    lossKind: "other",
    metric: {name: "poisson"}
  }),
  Logloss: () => ({...plain, loss: {kind: "binary"}, lossKind: "binary", metric: {name: "binary_logloss"}}),
  MultiClass: () => ({
    ...plain,
    loss: {kind: "multiclass", widen: 1},
    lossKind: "classes",
    metric: {name: "multi_logloss"}
  }),
  PairLogit: () => ({
    ...plain,
    loss: {kind: "ranking", pairs: "pairwise", truncation: 0, normalise: false, grades: 0},
    lossKind: "other",
    metric: {name: "ic"},
    groups: true
  }),
  LambdaMart: () => ({
    ...plain,
    loss: {kind: "ranking", pairs: "lambda", truncation: 0, normalise: false, grades: 0},
    lossKind: "other",
    metric: {name: "ndcg"},
    groups: true
  }),
  QueryRMSE: () => ({
    ...plain,
    loss: {kind: "user", ...withinGroups},
    lossKind: "other",
    metric: {name: "ic"},
    groups: true
  })
};

/** Figures by CatBoost's names, and the one of the day. */
const metrics: Readonly<Record<string, MetricChoice>> = {
  RMSE: {name: "rmse"},
  MAE: {name: "l1"},
  Poisson: {name: "poisson"},
  Logloss: {name: "binary_logloss"},
  MultiClass: {name: "multi_logloss"},
  AUC: {name: "auc"},
  NDCG: {name: "ndcg"},
  IC: {name: "ic"}
};

/** The loss of a text such as `RMSE` or `Quantile:alpha=0.9`. Throws, with the list, where there is none. */
export function lossOf(text: string): NamedLoss {
  const [name, ...rest] = text.split(":");
  if (!Object.hasOwn(losses, name))
    throw new Error(`unknown loss_function: ${name}; those of catboost here are ${Object.keys(losses).join(", ")}`);
  const given = new Map(
    rest
      .join(":")
      .split(";")
      .filter((part) => part !== "")
      .map((part) => [part.split("=")[0], Number(part.split("=")[1])])
  );
  const made = losses[name]((key, otherwise) => {
    const value = given.get(key) ?? otherwise;
    given.delete(key);
    return value;
  });
  const [odd] = given.keys();
  if (odd !== undefined) throw new Error(`unknown parameter of ${name}: ${odd}; leave it out`);
  return made;
}

/** The figure that boosting is watched by: the loss's own where none is named. */
export function metricChoice(name: string, loss: string): MetricChoice {
  if (name === "auto") return lossOf(loss).metric;
  const [first] = name.split(":");
  if (Object.hasOwn(metrics, name)) return metrics[name];
  if (first === "Quantile" || first === "Huber") return lossOf(name).metric;
  throw new Error(
    `unknown eval_metric: ${name}; those here are ${Object.keys(metrics).join(", ")}, Quantile:alpha=…, Huber:delta=…`
  );
}
