import {describe, expect, it} from "vitest";
import {catboost} from "../../../plugins/models/catboost.js";
import {dataset, quiet, rootError} from "../../boosting/ordered/samples.js";
import golden from "./scores.json" with {type: "json"};
import {categories, half, numeric} from "./sets.js";

describe.each([
  ["numeric", numeric],
  ["categories", categories]
] as const)("on the set %s, as scores.py made it", (name, make) => {
  it("foretells as well as the real CatBoost with ordered boosting, or better", async () => {
    const better: number[] = [];
    for (const {seed, imprint, Ordered, Plain} of golden.sets[name].slice(0, 2)) {
      const {rows, y, categorical} = make(seed);
      expect(y.reduce((sum, each) => sum + each, 0)).toBeCloseTo(imprint, 6);
      const [train, test] = [dataset(rows.slice(0, half), y.slice(0, half)), dataset(rows.slice(half), y.slice(half))];
      const options = {iterations: 300, learning_rate: 0.05, cat_features: categorical};
      const fitted = await catboost(options).fit(train, quiet());
      const error = rootError(fitted.predict(test), test.y);
      better.push(Ordered - error);
      expect(error).toBeLessThan(1.05 * Plain);
    }
    expect(better.reduce((sum, each) => sum + each, 0) / better.length).toBeGreaterThan(0);
  }, 60_000);
});
