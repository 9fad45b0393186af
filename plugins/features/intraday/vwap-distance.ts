import {field} from "../../../core/base/panel.js";
import {eachSession, sessionRule, sessions} from "../../../core/factors/sessions.js";
import {defineFeature} from "../../../core/plugin.js";

const fields = ["high", "low", "close", "volume"] as const;

/**
 * How far the close lies above the volume-weighted average price of the session so far, close / (Σ p · v / Σ v) − 1 with
 * p = (high + low + close) / 3, over the bars from the session's first to this one that the symbol has. `NaN` where nothing
 * has been traded yet. `calendar` and `bars` are those of the feature in-session.
 */
export const vwapDistance = defineFeature("vwap-distance", {...sessionRule}, (rule) => {
  const {lookback, of} = sessions(rule);
  return {
    needs: [...fields],
    lookback,
    compute: (panel) =>
      eachSession(
        panel,
        of(panel.times),
        fields.map((name) => field(panel, name)),
        ([high, low, close, volume], out) => {
          let traded = 0;
          let paid = 0;
          for (let i = 0; i < out.length; ++i) {
            const price = (high[i] + low[i] + close[i]) / 3;
            if (Number.isNaN(price * volume[i])) continue;
            traded += volume[i];
            paid += price * volume[i];
            if (traded > 0) out[i] = close[i] / (paid / traded) - 1;
          }
        }
      )
  };
});
