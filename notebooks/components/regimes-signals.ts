import {deviation, mean} from "../../core/base/stats.js";
import type {Panel} from "../../core/base/panel.js";
import type {Plugin} from "../../core/plugin.js";
import {bollingerReversal} from "../../plugins/features/signals/bollinger-reversal.js";
import {emaCrossover} from "../../plugins/features/signals/ema-crossover.js";
import {rsiDivergence} from "../../plugins/features/signals/rsi-divergence.js";
import {validatedSignal} from "../../plugins/features/signals/validated-signal.js";

/** The plain signals, by name. */
const signals: Readonly<Record<string, Plugin<"feature">>> = {
  "EMA crossover": emaCrossover(),
  "RSI divergence": rsiDivergence(),
  "Bollinger reversal": bollingerReversal()
};

/** Signals and what they would have earned: the side times the return of the bars that followed. */
export interface Outcome {
  readonly count: number;
  readonly mean: number;
  /** The standard error of the mean. */
  readonly error: number;
}

/** A signal's outcomes where longer timeframes let it stand, and where they speak against it. */
export interface Validated {
  readonly name: string;
  readonly kept: Outcome;
  readonly dropped: Outcome;
}

/** What followed the plain signals over `horizon` bars from the day's close on, by whether weeks spoke against them. */
export function validateSignals(panel: Panel, limit: number, horizon: number): readonly Validated[] {
  const {close} = panel.fields;
  return Object.entries(signals).map(([name, signal]) => {
    const plain = signal.compute(panel);
    const left = validatedSignal({signal, limit, timeframes: ["1w"], rows: [5]}).compute(panel);
    const earned = (stands: boolean) => {
      const values = Array.from(plain, (side, i) => side * (close[i + horizon] / close[i] - 1)).filter(
        (value, i) => plain[i] !== 0 && !Number.isNaN(value) && !Number.isNaN(left[i]) && (left[i] !== 0) === stands
      );
      return {count: values.length, mean: mean(values), error: deviation(values) / Math.sqrt(values.length)};
    };
    return {name, kept: earned(true), dropped: earned(false)};
  });
}
