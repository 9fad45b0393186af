import type {Random} from "../../base/random.js";
import {whole} from "../../base/options.js";
import type {Context, Dataset, Features, Fitted, Model} from "../../plugin.js";
import {placesDrawn, resampled, timesDrawn} from "./bootstrap.js";
import type {Member} from "./members.js";
import {common, fitting, meanOf, meanProbabilities} from "./members.js";
import {pack, unpack} from "./packing.js";

/** What bagging is of. */
export interface BaggingRule {
  readonly of: Member;
  /** How often it is fitted. */
  readonly seeds: number;
  /** How many rows a block of the bootstrap has; 0 for none: all are fitted on the samples as they are. */
  readonly block: number;
}

/** A model fitted several times. */
export interface FittedBag extends Fitted {
  readonly members: readonly Fitted[];
  /** By how much the members differ on each sample: the standard deviation (divisor n − 1) of their predictions. */
  spread(data: Features): Float64Array;
}

/** One model fitted with several seeds, and on several bootstraps where there are blocks; it predicts the mean. */
export function baggedModel({of, seeds, block}: BaggingRule): Model & {
  fit(train: Dataset, context: Context): Promise<FittedBag>;
} {
  whole("bagged-seeds seeds", seeds, 2);
  whole("bagged-seeds block", block, 0);
  const name = of.name ?? "model";
  return {
    window: of.window,
    ...common([of]),
    async fit(train, context) {
      const fit = fitting(context, seeds);
      const members: Fitted[] = [];
      for (let seed = 0; seed < seeds; ++seed) {
        const samples = block > 0 ? drawn(train, block, context.random.fork(`rows ${seed}`)) : train;
        members.push(await fit(of, `${name} (seed ${seed + 1})`, samples, `seed ${seed}`));
      }
      return bag(members);
    },
    async load(state) {
      const {about, parts} = unpack<{name: string}>("bagged-seeds", state);
      if (about.name !== name)
        throw new Error(`invalid bagged-seeds state: it is of ${about.name}; load it with bagged-seeds of that`);
      return bag(await Promise.all(parts.map((part) => of.load(part))));
    }
  };

  function bag(members: readonly Fitted[]): FittedBag {
    return {
      members,
      ...meanProbabilities(members),
      predict: (data) => meanOf(members.map((member) => member.predict(data))),
      spread(data) {
        const predictions = members.map((member) => member.predict(data));
        const centre = meanOf(predictions);
        return centre.map((middle, s) => {
          const squares = predictions.reduce((sum, each) => sum + (each[s] - middle) * (each[s] - middle), 0);
          return Math.sqrt(squares / (members.length - 1));
        });
      },
      save() {
        const parts = members.map((member) => member.save());
        return pack("bagged-seeds", {name}, parts);
      }
    };
  }
}

function drawn(train: Dataset, block: number, random: Random): Dataset {
  return resampled(train, placesDrawn(timesDrawn(train.t, block, random)));
}
