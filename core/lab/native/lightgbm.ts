import type {Context} from "../../base/context.js";
import type {Dataset} from "../../base/learning.js";
import {pause} from "../../base/pause.js";
import type {TreeTrainer, Watcher} from "../../base/tree-trainer.js";
import type {TreeEnsemble} from "../../base/trees.js";
import {fromLightgbm} from "../../trees/lightgbm/read.js";
import type {Handle, Library} from "./library.js";
import {loadLibrary, variable} from "./library.js";
import type {NativeParameters} from "./parameters.js";
import {nativeParameters} from "./parameters.js";

/** LightGBM's codes of types. */
const types = {float32: 0, int32: 2} as const;

/**
 * What trains with libraries of the user's own: `lightgbm`, whose library lies where the environment's
 * `TAPEBOOK_LIGHTGBM` says and is called through koffi. It is loaded when it is first asked for.
 *
 * Parameters go to LightGBM as they are, by its names. With `machines` (host:port,host:port), `num_machines`,
 * `local_listen_port` and `tree_learner` (`data` or `voting`) it trains with others on other machines: each runs the same
 * experiment on its own part of the samples, with its own port, and all get the same model. Everything else waits until
 * the machines have found each other.
 */
export function foreignTrainers(
  environment: Readonly<Record<string, string | undefined>>
): Required<Context>["foreign"] {
  return async () => {
    const library = await loadLibrary(environment[variable]);
    return {
      version: "LightGBM's own library",
      train: (data, parameters, context, groups) => train(library, data, parameters, context, groups)
    } satisfies TreeTrainer;
  };
}

async function train(
  library: Library,
  data: Dataset,
  given: Readonly<Record<string, unknown>>,
  context: Watcher,
  groups?: readonly number[]
): Promise<TreeEnsemble> {
  const parameters = nativeParameters(given);
  const {network} = parameters;
  library.listen(linesTo(context));
  let dataset: Handle = null;
  let booster: Handle = null;
  try {
    if (network) check(library, library.networkInit(network.machines, network.port, network.minutes, network.count));
    dataset = makeNativeDataset(library, data, parameters.text, groups);
    const made: Handle[] = [null];
    check(library, library.boosterCreate(dataset, parameters.text, made));
    booster = made[0];
    await boost(library, booster, parameters, context);
    return {...fromLightgbm(modelText(library, booster)), ...(data.names && {features: data.names})};
  } finally {
    if (booster !== null) library.boosterFree(booster);
    if (dataset !== null) library.datasetFree(dataset);
    if (network) library.networkFree();
    library.listen(() => {});
  }
}

/** Logs what LightGBM says in pieces line by line, but for what it fails with, which is thrown. */
function linesTo(context: Watcher): (words: string) => void {
  let line = "";
  return (words) => {
    line += words;
    if (!line.endsWith("\n")) return;
    if (!line.includes("[Fatal]") && line.trim() !== "") context.log(line.trim());
    line = "";
  };
}

/** Throws LightGBM's own words where one of its functions failed. */
function check(library: Library, code: number): void {
  if (code !== 0) throw new Error(`failed LightGBM: ${library.lastError()}`);
}

function makeNativeDataset(
  library: Library,
  data: Dataset,
  parameters: string,
  groups: readonly number[] | undefined
): Handle {
  const [n, window, k] = data.shape;
  const columns = window * k;
  const made: Handle[] = [null];
  check(library, library.datasetFromMatrix(data.x, types.float32, n, columns, 1, parameters, null, made));
  const [dataset] = made;
  const set = (name: string, values: Float32Array | Int32Array, type: number) => {
    check(library, library.setField(dataset, name, values, values.length, type));
  };
  try {
    const names = Array.from({length: columns}, (_, j) => `f${j}`);
    check(library, library.setFeatureNames(dataset, names, columns));
    set("label", Float32Array.from(data.y), types.float32);
    if (data.weight) set("weight", Float32Array.from(data.weight), types.float32);
    if (groups) set("group", Int32Array.from(groups), types.int32);
  } catch (error) {
    library.datasetFree(dataset);
    throw error;
  }
  return dataset;
}

/** Boosts round after round, until LightGBM finds no more to split or the user cancels. */
async function boost(library: Library, booster: Handle, {rounds}: NativeParameters, context: Watcher): Promise<void> {
  const finished = [0];
  for (let round = 0; round < rounds && finished[0] === 0; ++round) {
    await pause();
    context.signal.throwIfAborted();
    check(library, library.updateOneIteration(booster, finished));
    context.progress(round + 1, rounds);
  }
  context.signal.throwIfAborted();
}

function modelText(library: Library, booster: Handle): string {
  let bytes = new Uint8Array(1 << 20);
  for (;;) {
    const length: (number | bigint)[] = [0];
    check(library, library.saveToString(booster, 0, -1, 0, bytes.length, length, bytes));
    const needed = Number(length[0]);
    if (needed <= bytes.length) return new TextDecoder().decode(bytes.subarray(0, needed - 1));
    bytes = new Uint8Array(needed);
  }
}
