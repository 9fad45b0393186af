import {checkWindow, exponential, memoryOf, remembering} from "../../core/base/rolling.js";
import {eachSymbol} from "../../core/base/panel.js";
import {mean} from "../../core/base/stats.js";
import {defineFeature} from "../../core/plugin.js";

const outputs = ["macd", "signal", "histogram"];

/**
 * Moving average convergence and divergence (Appel), in units of the price or, where `relative`, of the close: `macd`
 * is EMA(`fast`) − EMA(`slow`) of the close with weights 2 / (n + 1), `signal` its EMA(`signal`), `histogram` the
 * difference. Both averages start on row `slow` with the means of their last n closes (TA-Lib's MACD), and reach back
 * until older closes weigh less than 1e-12.
 */
export const macd = defineFeature(
  "macd",
  {fast: 12, slow: 26, signal: 9, output: "histogram", relative: true},
  ({fast, slow, signal, output, relative}) => {
    for (const window of [fast, slow, signal]) checkWindow(window);
    if (fast >= slow) throw new Error(`invalid fast: ${fast}; expected less than slow, ${slow}`);
    if (!outputs.includes(output)) throw new Error(`unknown macd output: ${output}; outputs are ${outputs.join(", ")}`);
    const memory = memoryOf(2 / (slow + 1)) + memoryOf(2 / (signal + 1));
    return {
      needs: ["close"],
      lookback: memory,
      compute: (panel) =>
        eachSymbol(panel, ["close"], (close) => {
          const value = remembering(close.length, memory, () => {
            let count = 0;
            let quick = NaN;
            let slower = NaN;
            const average = exponential(2 / (signal + 1), signal);
            return (row) => {
              const price = close[row];
              count = Number.isNaN(price) ? 0 : count + 1;
              if (count < slow) return average(NaN);
              if (count === slow) {
                quick = mean(close.subarray(row - fast + 1, row + 1));
                slower = mean(close.subarray(row - slow + 1, row + 1));
              } else {
                quick += (2 / (fast + 1)) * (price - quick);
                slower += (2 / (slow + 1)) * (price - slower);
              }
              const line = quick - slower;
              const smooth = average(line);
              return output === "macd" ? line : output === "signal" ? smooth : line - smooth;
            };
          });
          return relative ? value.map((v, i) => v / close[i]) : value;
        })
    };
  }
);
