import type {Transform} from "../../base/trees.js";

/** What CatBoost makes of sums where it is asked for predictions of a loss; sums themselves of all others. */
export const transforms: Readonly<Record<string, Transform>> = {
  Logloss: {kind: "sigmoid", slope: 1},
  CrossEntropy: {kind: "sigmoid", slope: 1},
  MultiLogloss: {kind: "sigmoid", slope: 1},
  MultiCrossEntropy: {kind: "sigmoid", slope: 1},
  MultiClassOneVsAll: {kind: "sigmoid", slope: 1},
  MultiClass: {kind: "softmax"},
  Poisson: {kind: "exp"},
  Tweedie: {kind: "exp"}
};

/** The loss that stands for a transform. */
export function lossOf({kind}: Transform, outputs: number): string {
  if (kind === "sigmoid") return outputs === 1 ? "Logloss" : "MultiClassOneVsAll";
  if (kind === "softmax") return "MultiClass";
  return kind === "exp" ? "Poisson" : outputs === 1 ? "RMSE" : "MultiRMSE";
}
