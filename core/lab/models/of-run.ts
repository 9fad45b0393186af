import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import type {TreeEnsemble} from "../../base/trees.js";
import type {Scaling} from "../../learn/scaling.js";
import type {RunRecord} from "../record.js";
import {revive} from "../registry.js";
import {runFolder} from "../run-folder.js";

const numbers = z.array(z.number()).transform((values) => Float64Array.from(values));

const scalings = z.discriminatedUnion("method", [
  z.object({method: z.literal("standard"), mean: numbers, deviation: numbers}),
  z.object({method: z.literal("robust"), median: numbers, range: numbers}),
  z.object({method: z.literal("rank"), quantiles: z.array(numbers)}),
  z.object({method: z.literal("none")})
]) satisfies z.ZodType<Scaling>;

/** The trees of a run's last model, which answer about features that were scaled so. */
export interface RunTrees {
  readonly trees: TreeEnsemble;
  readonly scaling: Scaling;
}

/** The last fold's model of a run. Throws where the run learned none, or one that is no trees. */
export async function treesOfRun(home: string, {id, spec}: RunRecord): Promise<RunTrees> {
  const model = spec.learn?.model;
  if (!model) throw new Error(`missing model: run ${id} learned none; choose one of an experiment that learns`);
  const folder = join(runFolder(home, id), "model");
  const state = await readFile(join(folder, "state.bin"));
  const scaling = scalings.parse(JSON.parse(await readFile(join(folder, "scaling.json"), "utf8")));
  const {trees} = await (await revive(model)).load(state);
  if (!trees)
    throw new Error(`invalid model: that of run ${id}, ${model.name}, is no trees; choose a run that learned trees`);
  return {trees, scaling};
}
