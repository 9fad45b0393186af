import type {Context} from "../base/context.js";
import type {Crew} from "../base/crew.js";
import type {Dataset} from "../base/learning.js";
import {trainingData} from "./features.js";
import {train} from "./train.js";
import type {GrowerFactory, Trained, Training} from "./training.js";

/** A whole number for the seed of an option and the experiment's; another of either is another number. */
export function seedOf({random}: Pick<Context, "random">, own: number): number {
  return random.fork(`seed ${own}`).integer(2 ** 31);
}

/** The context's threads, at most so many; all of them where that is 0. */
export function threadsOf({crew}: Pick<Context, "crew">, most: number): Crew | undefined {
  if (!crew || most === 0 || most >= crew.size) return crew;
  return most === 1 ? undefined : {...crew, size: most};
}

/** Trains a plugin's model on a dataset, with what its options mean for columns of these names. */
export function trainModel(
  data: Dataset,
  context: Context,
  trainingOf: (names: readonly string[]) => Training,
  makeGrower: GrowerFactory,
  crew: Crew | undefined
): Promise<Trained> {
  const samples = trainingData(data);
  const {log, progress, signal} = context;
  const given = {
    log: (message: string) => log.call(context, message),
    progress: (done: number, total: number) => progress.call(context, done, total),
    signal,
    ...(crew && {crew})
  };
  return train(samples, trainingOf(samples.names!), given, makeGrower);
}
