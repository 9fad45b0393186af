import {intraday} from "../core/factors/intraday.js";
import type {Experiment} from "../core/lab/experiment.js";
import type {Plugin} from "../core/plugin.js";
import {formulas} from "../plugins/features/formulas/formula.js";
import {inSessions} from "../plugins/features/intraday/in-session.js";
import {minutesSinceOpen} from "../plugins/features/intraday/minutes-since-open.js";
import {volumeByPrice} from "../plugins/features/intraday/volume-by-price.js";
import {vwapDistance} from "../plugins/features/intraday/vwap-distance.js";
import {balanceOfPower} from "../plugins/features/oscillators/balance-of-power.js";
import {cci} from "../plugins/features/oscillators/cci.js";
import {mfi} from "../plugins/features/oscillators/mfi.js";
import {stochasticRsi} from "../plugins/features/oscillators/stochastic-rsi.js";
import {stochastic} from "../plugins/features/oscillators/stochastic.js";
import {natr} from "../plugins/features/volatility/natr.js";
import {sessionReturn} from "../plugins/labels/session-return.js";
import {walkForward} from "../plugins/splits/walk-forward.js";

/**
 * What the bars of a session say, each column from its own session alone.
 *
 * @param rule whose sessions, and the most bars of one where these are longer than minutes: `{calendar: "24/7", bars: 288}`
 */
export function sessionFeatures(rule: {calendar?: string; bars?: number} = {}): Record<string, Plugin<"feature">> {
  const {calendar} = rule;
  return {
    ...inSessions(
      {
        ...formulas(intraday()),
        power: balanceOfPower(),
        cci: cci({window: 14}),
        mfi: mfi({window: 14}),
        stochasticRsi: stochasticRsi({window: 14, range: 14}),
        stochastic: stochastic({window: 14, smoothing: 3, signal: 3}),
        natr: natr({window: 14})
      },
      rule
    ),
    volumeByPrice: volumeByPrice(rule),
    vwapDistance: vwapDistance(rule),
    minute: minutesSinceOpen({calendar})
  };
}

/** Minutes of a session that know nothing of the night before, beside the minute that followed. */
export const intradayFeatures: Experiment = {
  name: "07-intraday-features",
  title: "Intraday features",
  question: "What do the minutes of a session say, when nothing of the night before is in them?",
  data: {dataset: "synthetic/1m"},
  features: sessionFeatures(),
  learn: {label: sessionReturn({horizon: 1}), split: walkForward({train: 3_600, test: 360, step: 360})}
};
