import {field} from "../../../core/base/panel.js";
import {eachSession, sessionRule, sessions} from "../../../core/factors/sessions.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * The share of the session's volume so far that was traded at the current close or below, above 0 to 1, each bar's volume
 * being counted at its close: near 1 at the top of where trade has been, near 0 below it all. Exact, each bar being compared
 * with all before it in the session. `NaN` where nothing has been traded yet. `calendar` and `bars` are those of the feature
 * in-session.
 */
export const volumeByPrice = defineFeature("volume-by-price", {...sessionRule}, (rule) => {
  const {lookback, of} = sessions(rule);
  return {
    needs: ["close", "volume"],
    lookback,
    compute: (panel) =>
      eachSession(panel, of(panel.times), [field(panel, "close"), field(panel, "volume")], ([close, volume], out) => {
        let traded = 0;
        for (let i = 0; i < out.length; ++i) {
          if (Number.isNaN(close[i] * volume[i])) continue;
          traded += volume[i];
          let below = 0;
          for (let k = 0; k <= i; ++k) if (close[k] <= close[i] && !Number.isNaN(volume[k])) below += volume[k];
          if (traded > 0) out[i] = below / traded;
        }
      })
  };
});
