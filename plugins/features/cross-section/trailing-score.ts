import {whole} from "../../../core/base/options.js";
import {eachSymbol, withField} from "../../../core/base/panel.js";
import {rollingDeviation, rollingMean} from "../../../core/base/rolling.js";
import {featureOrField} from "../../../core/factors/inner.js";
import type {Plugin} from "../../../core/plugin.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * How a feature or, where none is given, the field `field` stands among its own last `window` values: its distance from
 * their mean in their deviations (divisor n − 1), the latest included; `NaN` where they are all equal or one is missing.
 * What a mean and a deviation of the whole sample would tell of the future it cannot.
 */
export const trailingScore = defineFeature(
  "trailing-score",
  {of: null as Plugin<"feature"> | null, field: "close", window: 252},
  ({of, field, window}) => {
    whole("trailing-score window", window, 2);
    const inner = featureOrField("trailing-score of", of, field);
    return {
      needs: inner.needs,
      lookback: inner.lookback + window - 1,
      // What a feature has not forgotten counts here in deviations, which may be a small part of its largest value.
      ...(inner.tolerance && {tolerance: 1e4 * inner.tolerance}),
      compute(panel) {
        return eachSymbol(withField(panel, "scored", inner.compute(panel)), ["scored"], (x) => {
          const mean = rollingMean(x, window);
          const deviation = rollingDeviation(x, window, 1);
          return x.map((value, i) => (deviation[i] > 0 ? (value - mean[i]) / deviation[i] : NaN));
        });
      }
    };
  }
);
