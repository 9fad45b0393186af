import {defineStrategy} from "../../core/plugin.js";

/**
 * Long while the signal is high, else in cash: buys a symbol when its signal passes above `enter`, sells it when it
 * falls below `exit`, and in between, or without a signal, keeps what it has. `weight` of equity is shared among all
 * symbols in equal parts; a position worth less than half of its part, as a partly filled order leaves it, is filled up while
 * the signal is above `enter`.
 */
export const threshold = defineStrategy(
  "threshold",
  {enter: 0, exit: 0, weight: 1, signal: "signal"},
  ({enter, exit, weight, signal}) => {
    if (exit > enter) throw new Error(`invalid exit: ${exit}; expected at most enter, ${enter}`);
    return {
      needs: [signal],
      lookback: 0,
      targets(now, {position, price, equity}) {
        const score = now.row(signal);
        const part = weight / score.length;
        let changed = false;
        const targets = score.map((value, s) => {
          const held = position[s] > 0;
          const wanted = value > enter || (held && !(value < exit));
          const worth = held ? (position[s] * price[s]) / equity : 0;
          if (!wanted) {
            changed ||= held;
            return 0;
          }
          if (worth >= part / 2 || !(value > enter)) return worth;
          changed = true;
          return part;
        });
        return changed ? targets : null;
      }
    };
  }
);
