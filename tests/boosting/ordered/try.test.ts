import {it} from "vitest";
import {quick} from "./quick.js";
import {makeGrower as fast} from "../../../core/boosting/make-grower.js";
import {fittedTrees} from "../../../core/boosting/fitted.js";
import {trainingData} from "../../../core/boosting/features.js";
import {settingsOf} from "../../../core/boosting/ordered/settings.js";
import {trainOrdered} from "../../../core/boosting/ordered/train-ordered.js";
import {catboost} from "../../../plugins/models/catboost.js";
import {categories, half, numeric} from "../../golden/catboost-scores/sets.js";
import golden from "../../golden/catboost-scores/scores.json";
import {dataset, quiet, rootError} from "./samples.js";

it("scores", async () => {
  const variants = JSON.parse(process.env.V ?? "[{}]");
  for (const [name, make] of [["categories", categories]] as const) {
    const lines: string[] = [];
    for (const g of (golden.sets as any)[name].slice(0, 3)) {
      const {rows, y, categorical} = make(g.seed);
      const train = dataset(rows.slice(0, half), y.slice(0, half));
      const test = dataset(rows.slice(half), y.slice(half));
      let sum = 0;
      for (const each of y) sum += each;
      if (Math.abs(sum - g.imprint) > 1e-6) throw new Error("imprint");
      let line = `${name} ${g.seed} real Plain ${g.Plain.toFixed(4)} Ordered ${g.Ordered.toFixed(4)} Time ${g.OrderedInTime.toFixed(4)} | ours`;
      for (const v of variants) {
        const t0 = performance.now();
        const fitted = fittedTrees((await trainOrdered(trainingData(train), settingsOf({...(catboost.defaults as any), iterations: 300, learning_rate: 0.05, cat_features: categorical, ...v}), process.env.FAST ? fast : (quick as any), quiet())).ensemble);
        line += ` ${rootError(fitted.predict(test), test.y).toFixed(4)} (${((performance.now() - t0) / 1000).toFixed(1)}s)`;
      }
      lines.push(line);
    }
    console.log(variants.map((v: any) => JSON.stringify(v)).join(" ") + "\n" + lines.join("\n"));
  }
}, 300000);
