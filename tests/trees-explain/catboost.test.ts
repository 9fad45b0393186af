import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {expect, it} from "vitest";
import {root} from "../../core/lab/home.js";
import {fromCatboost} from "../../core/trees/catboost/read.js";
import {shapValues} from "../../core/trees/explain/shapley.js";

it("shares the predictions of CatBoost's trees among features as CatBoost does", async () => {
  const file = join(root, "tests/golden/shap/catboost.json");
  const {model, x, values} = JSON.parse(await readFile(file, "utf8")) as {
    model: object;
    x: number[];
    values: number[][];
  };
  const [n, k] = [values.length, 4];
  const {base, values: ours} = shapValues(fromCatboost(JSON.stringify(model)), Float32Array.from(x), [n, k]);
  for (const [i, row] of values.entries()) {
    expect(base[0]).toBeCloseTo(row[k], 12);
    for (let j = 0; j < k; ++j) expect(ours[i * k + j]).toBeCloseTo(row[j], 12);
  }
});
