import {exp, log} from "../../base/elementary.js";

/**
 * How the chosen rate depends on samples and trees, measured with CatBoost 1.2.10 (2026-11): by kind of loss, without and
 * with a validation part, the power of the number of samples, the logarithm of the factor, and the power of trees / 1,000.
 */
const measured = {
  squared: [
    [0.158, -4.287, -0.813],
    [0.157, -4.062, -0.61]
  ],
  binary: [
    [0.427, -7.525, -0.917],
    [0.247, -5.158, -0.435]
  ],
  classes: [
    [0.051, -2.889, -0.845],
    [0.02, -2.364, -0.382]
  ]
} as const;

/**
 * The learning rate that CatBoost chooses where none is given: e^b · samples^a · (trees / 1000)^c, at most ½, for squared
 * error, two classes and several; 0.03 for every other loss.
 */
export function automaticRate(
  kind: "squared" | "binary" | "classes" | "other",
  samples: number,
  trees: number,
  validated: boolean
): number {
  if (kind === "other") return 0.03;
  const [a, b, c] = measured[kind][validated ? 1 : 0];
  return Math.min(0.5, exp(b + a * log(samples) + c * log(trees / 1000)));
}
