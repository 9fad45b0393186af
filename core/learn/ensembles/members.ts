import {pause} from "../../base/pause.js";
import type {Context, Dataset, Features, Fitted, Model} from "../../plugin.js";
import {leastSquares} from "./least-squares.js";
import {probabilitiesOf} from "./voting.js";

/** A model of an ensemble; a plugin has a name. */
export type Member = Model & {readonly name?: string};

/** What stands for members where none are given: regressions that differ in their penalty. */
export function usualMembers(): readonly Member[] {
  return [1, 100, 10_000].map((penalty) => ({...leastSquares(penalty), name: `regression with penalty ${penalty}`}));
}

export function nameOf(member: Member, place: number): string {
  return `${member.name ?? "model"} (member ${place + 1})`;
}

/** The history that all of them need. Throws where they differ. */
export function commonWindow(members: readonly Member[]): number {
  const [{window}] = members;
  const other = members.findIndex((member) => member.window !== window);
  if (other < 0) return window;
  throw new Error(
    `invalid members: ${nameOf(members[other], other)} has a window of ${members[other].window}, ${nameOf(members[0], 0)} one of ${window}; give members with one window`
  );
}

/** What is true of a model made of others: that which is true of all of them, or what one of them must have. */
export function common(members: readonly Member[]): Pick<Model, "weighted" | "missing" | "begun"> {
  return {
    ...(members.some(({ready, begun}) => ready === true || begun === true) && {begun: true}),
    ...(members.every(({weighted}) => weighted === true) && {weighted: true}),
    ...(members.every(({missing}) => missing === true) && {missing: true})
  };
}

/** Fits models one after another, each with a random stream of its own, tells how many of `total` are done, and stops. */
export function fitting(context: Context, total: number) {
  let done = 0;
  return async (member: Model, name: string, data: Dataset, stream: string): Promise<Fitted> => {
    await pause();
    context.signal.throwIfAborted();
    const fitted = await member.fit(data, {
      ...context,
      random: context.random.fork(stream),
      log: (message) => context.log(`${name}: ${message}`),
      progress: () => {}
    });
    context.progress(++done, total);
    return fitted;
  };
}

/** The classes that any of them knows, ascending; undefined where one learned no classes. */
export function commonClasses(fitted: readonly Fitted[]): readonly number[] | undefined {
  if (!fitted.every(({classes, probabilities}) => classes && probabilities)) return undefined;
  return [...new Set(fitted.flatMap(({classes}) => classes!))].sort((a, b) => a - b);
}

/** The mean of what each predicts, by weight. */
export function meanOf(values: readonly Float64Array[], weights?: ArrayLike<number>): Float64Array {
  const out = new Float64Array(values[0].length);
  for (const [m, each] of values.entries()) {
    const weight = weights ? weights[m] : 1 / values.length;
    if (weight !== 0) for (let i = 0; i < out.length; ++i) out[i] += weight * each[i];
  }
  return out;
}

/** The mean probabilities of the classes that any of them knows, where all have some. */
export function meanProbabilities(
  fitted: readonly Fitted[],
  weights?: ArrayLike<number>
): Pick<Fitted, "classes" | "probabilities"> {
  const classes = commonClasses(fitted);
  if (!classes) return {};
  const probabilities = (data: Features) =>
    meanOf(
      fitted.map((each) => probabilitiesOf(each, data, classes)),
      weights
    );
  return {classes, probabilities};
}
