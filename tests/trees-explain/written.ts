import type {Tree, TreeEnsemble} from "../../core/base/trees.js";

type Numbers = readonly (number | null)[];

interface WrittenTree {
  readonly sets?: readonly (readonly number[])[];
  readonly [name: string]: readonly unknown[] | undefined;
}

/** A model of another package, and how it is explained there. */
export interface Explained {
  readonly model: {readonly outputs: number; readonly bias: readonly number[]; readonly average?: boolean};
  readonly columns?: number;
  /** Whether its figures are good for single precision only. */
  readonly single?: boolean;
  /** Whether it explains the samples with their gaps filled by 0. */
  readonly filled?: boolean;
  readonly values: Numbers;
  readonly base: Numbers;
  readonly raw: Numbers;
  readonly interactions?: Numbers;
  readonly interventional?: Numbers;
  readonly expected?: Numbers;
  readonly gain?: Numbers;
  readonly split?: Numbers;
}

export interface Golden {
  readonly x: Numbers;
  readonly background: Numbers;
  readonly features: number;
  readonly cases: Readonly<Record<string, Explained & {readonly model: {readonly trees: readonly WrittenTree[]}}>>;
  readonly dependence: {
    readonly grid: readonly number[];
    readonly second: readonly number[];
    readonly recursion: Numbers;
    readonly pairs: Numbers;
    readonly brute: {readonly average: Numbers; readonly individual: Numbers};
    readonly brutePairs: Numbers;
  };
}

/** A case's model. */
export function modelIn(golden: Golden, name: string): TreeEnsemble {
  const {model, columns = golden.features} = golden.cases[name];
  const floats = ["threshold", "value", "gain", "nodeCount", "leafCount", "nodeWeight", "leafWeight"];
  const trees = model.trees.map((written) => {
    const whole = (key: string) => Int32Array.from(written[key] as readonly number[]);
    return {
      feature: whole("feature"),
      left: whole("left"),
      right: whole("right"),
      decision: Uint8Array.from(written.decision as readonly number[]),
      ...Object.fromEntries(
        floats.filter((key) => written[key]).map((key) => [key, Float64Array.from(written[key] as readonly number[])])
      ),
      ...(written.sets && {sets: written.sets.map((set) => Uint32Array.from(set))})
    } as unknown as Tree;
  });
  return {
    features: Array.from({length: columns}, (_, j) => `f${j}`),
    outputs: model.outputs,
    bias: Float64Array.from(model.bias),
    ...(model.average && {average: true}),
    transform: {kind: "identity"},
    trees
  };
}

/** The samples of a case, or its background: the first columns, with or without gaps. */
export function samplesIn(golden: Golden, name: string, which: "x" | "background" = "x") {
  const {columns = golden.features, filled} = golden.cases[name];
  const all = golden[which];
  const n = all.length / golden.features;
  const x = new Float32Array(n * columns);
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < columns; ++j) x[i * columns + j] = all[i * golden.features + j] ?? (filled ? 0 : NaN);
  return {x, shape: [n, columns] as const};
}
