import {splitSymbols} from "../../core/base/by-symbol.js";
import {whole} from "../../core/base/options.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Fold} from "../../core/plugin.js";
import {defineSplit} from "../../core/plugin.js";

/**
 * Draws symbols to train, to choose and to test, so that a model is asked about names that it never saw:
 *
 *                 before `from`   after
 *     train       ├── train ──┤
 *     validation                  ├─ tested by the first fold ──┤
 *     test                        ├─ tested by the second ──────┤
 *
 * The draw follows from the `seed` and the set of symbols. Both folds train on the samples of the train symbols; choose
 * by the first, and look at the second once. Of no `validation` there is but the second.
 *
 * Symbols share their days, and what moved the market moved those to train and those to test. With a date `from`, such
 * as `2020-01-31`, only samples from then on are tested, and train samples whose label is not known before it are left
 * out: the split is then causal. Samples are in order of t; throws where there are fewer symbols than are to be drawn,
 * and where a part that is to be tested has no samples.
 */
export const bySymbol = defineSplit(
  "by-symbol",
  {train: 800, validation: 200, test: 200, seed: 0, from: ""},
  ({train, validation, test, seed, from}) => {
    whole("by-symbol train", train);
    whole("by-symbol validation", validation, 0);
    whole("by-symbol test", test);
    if (!Number.isSafeInteger(seed)) throw new Error(`invalid by-symbol seed: ${seed}; expected a whole number`);
    const start = from === "" ? -Infinity : readDate(from);
    const parts = (symbols: readonly string[]) => splitSymbols(symbols, {train, validation, test}, seed);
    return {
      causal: from !== "",
      across: "symbols",
      parts,
      folds({t, until, symbol, symbols}) {
        if (!symbol || !symbols) throw new Error("missing symbols: by-symbol needs to know each sample's");
        const drawn = parts(symbols);
        const samples = Uint32Array.from(t.keys());
        const late = samples.find((i) => i > 0 && !(t[i] >= t[i - 1]));
        if (late !== undefined) throw new Error(`invalid samples: number ${late} is not in order of t`);
        const of = (part: readonly string[]) => {
          const names = new Set(part);
          const chosen = symbols.map((name) => names.has(name));
          return samples.filter((i) => chosen[symbol[i]]);
        };
        const learned = of(drawn.train).filter((i) => from === "" || until[i] < start);
        const fold = (name: "validation" | "test"): Fold => {
          const tested = of(drawn[name]).filter((i) => t[i] >= start);
          if (tested.length === 0)
            throw new Error(
              `invalid by-symbol: no sample of the ${drawn[name].length} symbols of ${name}` +
                `${from === "" ? "" : ` is from ${from} on`}; draw more, or give symbols that have samples`
            );
          return {train: learned, test: tested};
        };
        return [...(validation > 0 ? [fold("validation")] : []), fold("test")];
      }
    };
  }
);

function readDate(from: string): number {
  try {
    return parseDate(from);
  } catch {
    throw new Error(`invalid by-symbol from: ${from}; write a date such as 2020-01-31`);
  }
}
