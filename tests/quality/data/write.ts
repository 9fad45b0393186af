import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {draw, imprint} from "./problem.js";
import {recipes} from "./recipes.js";

/**
 * Writes the problems of seeds 0 … `seeds` − 1 into a folder, for the libraries that are compared with: of each
 * `<name>-<seed>.json` and, train samples first, `.x` (float32, row-major), `.y` and `.t` (float64).
 */
export async function writeProblems(folder: string, seeds: number, names = Object.keys(recipes)): Promise<void> {
  await mkdir(folder, {recursive: true});
  for (const name of names) {
    for (let seed = 0; seed < seeds; ++seed) {
      const problem = draw(name, recipes[name], seed);
      const {task, categorical, train, test} = problem;
      const place = join(folder, `${name}-${seed}`);
      for (const key of ["x", "y", "t"] as const) {
        const parts = [train[key], test[key]].map((each) => new Uint8Array(each.buffer));
        await writeFile(`${place}.${key}`, Buffer.concat(parts));
      }
      const samples = [train.shape[0], test.shape[0]];
      const about = {name, seed, task, categorical, samples, features: train.shape[2], imprint: imprint(problem)};
      await writeFile(`${place}.json`, JSON.stringify(about));
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeProblems(process.argv[2], Number(process.argv[3]));
