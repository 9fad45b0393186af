import {eachRun} from "../../../core/indicators/each-run.js";
import {balanceOfPower as barBalance} from "../../../core/indicators/oscillators/pressure.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * Livshin's balance of power, −1 … 1: (close − open) / (high − low) of each bar, 0 where it has no range, as TA-Lib's
 * BOP.
 */
export const balanceOfPower = defineFeature("balance-of-power", {}, () => {
  return {
    needs: ["open", "high", "low", "close"],
    lookback: 0,
    compute: (panel) => eachRun(panel, ["open", "high", "low", "close"], barBalance)
  };
});
