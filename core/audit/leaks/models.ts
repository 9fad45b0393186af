import {deviation, mean, rank} from "../../base/stats.js";
import {random} from "../../base/random.js";
import type {Dataset, Fitted} from "../../plugin.js";
import {defineModel} from "../../plugin.js";
import type {Planted} from "./leak.js";

type Table = Pick<Dataset, "x" | "shape">;

/** One feature of the latest row of each sample. */
function column({x, shape: [count, window, features]}: Table, j: number): Float64Array {
  return Float64Array.from({length: count}, (_, i) => x[((i + 1) * window - 1) * features + j]);
}

const columns = (data: Table): Float64Array[] => Array.from({length: data.shape[2]}, (_, j) => column(data, j));

interface Line {
  readonly level: number;
  readonly slopes: readonly number[];
  readonly centres: readonly number[];
}

/** Each feature's own slope from a regression on it alone, divided by their number. */
function learn(x: readonly Float64Array[], y: Float64Array): Line {
  const level = mean(y);
  const centres = x.map((values) => mean(values));
  const slopes = x.map((values, j) => {
    const products = values.map((value, i) => (value - centres[j]) * (y[i] - level));
    return mean(products) / (deviation(values) ** 2 || 1);
  });
  return {level, slopes, centres};
}

const apply = ({level, slopes, centres}: Line, x: readonly Float64Array[]): Float64Array =>
  Float64Array.from(x[0], (_, i) => x.reduce((sum, values, j) => sum + slopes[j] * (values[i] - centres[j]), level));

const write = (state: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(state));
const read = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Each feature less its mean, over its deviation, both of the samples given. */
const scaledByThemselves = (x: readonly Float64Array[]): Float64Array[] =>
  x.map((values) => {
    const [level, spread] = [mean(values), deviation(values) || 1];
    return values.map((value) => (value - level) / spread);
  });

/** Models that learn from what they are tested on, or keep it. */
export const models: readonly Planted[] = [
  {
    name: "scaled-test",
    title: "The test scaled by itself",
    says: "fit_transform() is called on the test too: its samples are standardised by their own mean, which no single one knows.",
    rule: "test-batch",
    maker: defineModel("scaled-test", {}, () => {
      const fitted = (line: Line): Fitted => ({
        predict: (data) => (data.shape[0] === 0 ? new Float64Array() : apply(line, scaledByThemselves(columns(data)))),
        save: () => write(line)
      });
      return {
        window: 1,
        fit: (train) => Promise.resolve(fitted(learn(scaledByThemselves(columns(train)), train.y))),
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "ranked-together",
    title: "Predictions ranked over the whole test",
    says: "Scores are turned into ranks of all that are predicted together, so today's place depends on next year's scores.",
    rule: "test-batch",
    maker: defineModel("ranked-together", {}, () => {
      const fitted = (line: Line): Fitted => ({
        predict: (data) => {
          const scores = apply(line, columns(data));
          return rank(scores).map((place) => place / scores.length);
        },
        save: () => write(line)
      });
      return {
        window: 1,
        fit: (train) => Promise.resolve(fitted(learn(columns(train), train.y))),
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "samples-kept",
    title: "Samples of earlier folds kept in a cache",
    says: "A nearest-neighbour index is filled by every fit and never emptied, until it holds the samples that are tested.",
    rule: "remembered-fit",
    maker: defineModel("samples-kept", {}, () => {
      const seen = new Map<string, number>();
      const key = (x: readonly Float64Array[], i: number) => x.map((values) => values[i]).join();
      const fitted = (line: Line): Fitted => ({
        predict(data) {
          const x = columns(data);
          return apply(line, x).map((value, i) => seen.get(key(x, i)) ?? value);
        },
        save: () => write(line)
      });
      return {
        window: 1,
        fit(train) {
          const x = columns(train);
          train.y.forEach((value, i) => seen.set(key(x, i), value));
          return Promise.resolve(fitted(learn(x, train.y)));
        },
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "scaler-shared",
    title: "One scaler for all folds",
    says: "Models of all folds hold the same scaler object; each fit overwrites it, and earlier models predict with its later state.",
    rule: "remembered-fit",
    maker: defineModel("scaler-shared", {}, () => {
      const scaler = {level: 0};
      const fitted = (line: Line): Fitted => ({
        predict: (data) => apply(line, columns(data)).map((value) => value - line.level + scaler.level),
        save: () => write(line)
      });
      return {
        window: 1,
        fit(train) {
          const line = learn(columns(train), train.y);
          scaler.level = line.level;
          return Promise.resolve(fitted(line));
        },
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "warm-start",
    title: "Training that goes on where the last fold stopped",
    says: "The weights of the fold before are kept to begin with; by then they have seen the samples of other folds.",
    rule: "remembered-fit",
    maker: defineModel("warm-start", {rate: 0.5}, ({rate}) => {
      let before: Line | undefined;
      const fitted = (line: Line): Fitted => ({predict: (data) => apply(line, columns(data)), save: () => write(line)});
      return {
        window: 1,
        fit(train) {
          const line = learn(columns(train), train.y);
          const blended = (a: number, b: number) => a + rate * (b - a);
          before = before
            ? {
                level: blended(before.level, line.level),
                slopes: line.slopes.map((slope, j) => blended(before!.slopes[j] ?? slope, slope)),
                centres: line.centres
              }
            : line;
          return Promise.resolve(fitted(before));
        },
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "own-generator",
    title: "Random numbers from a generator of its own",
    says: "Weights begin at random, and not with the numbers that the run gives: no figure can be made again.",
    rule: "hidden-state",
    maker: defineModel("own-generator", {}, () => {
      const r = random(1);
      const fitted = (line: Line): Fitted => ({predict: (data) => apply(line, columns(data)), save: () => write(line)});
      return {
        window: 1,
        fit(train) {
          const line = learn(columns(train), train.y);
          return Promise.resolve(
            fitted({...line, slopes: line.slopes.map((slope) => slope * (1 + 0.01 * r.normal()))})
          );
        },
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "scaler-not-saved",
    title: "Saved without its scaler",
    says: "The weights are written and the means of the training features are not: what is loaded predicts another thing.",
    rule: "hidden-state",
    maker: defineModel("scaler-not-saved", {}, () => {
      const fitted = (line: Line): Fitted => ({
        predict: (data) => apply(line, columns(data)),
        save: () => write({level: line.level, slopes: line.slopes})
      });
      return {
        window: 1,
        fit: (train) => Promise.resolve(fitted(learn(columns(train), train.y))),
        load(state) {
          const {level, slopes} = read(state) as Line;
          return Promise.resolve(fitted({level, slopes, centres: slopes.map(() => 0)}));
        }
      };
    })
  },
  {
    name: "scaled-in-place",
    title: "Training samples scaled in place",
    says: "To save memory the given table is overwritten; its rows are shared with other folds, which scale them once more.",
    rule: "hidden-state",
    maker: defineModel("scaled-in-place", {}, () => {
      const fitted = (line: Line): Fitted => ({predict: (data) => apply(line, columns(data)), save: () => write(line)});
      return {
        window: 1,
        fit(train) {
          for (let i = 0; i < train.x.length; ++i) train.x[i] *= 0.5;
          return Promise.resolve(fitted(learn(columns(train), train.y)));
        },
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  },
  {
    name: "labels-beside",
    title: "Labels read while predicting",
    says: "The table to predict still has its column of labels, and a careless selection of columns takes it for a feature.",
    rule: "noise-foretold",
    maker: defineModel("labels-beside", {}, () => {
      const fitted = (line: Line): Fitted => ({
        predict(data) {
          const {y} = data as Partial<Dataset>;
          return apply(line, columns(data)).map((value, i) => value + 0.3 * (y?.[i] ?? 0));
        },
        save: () => write(line)
      });
      return {
        window: 1,
        fit: (train) => Promise.resolve(fitted(learn(columns(train), train.y))),
        load: (state) => Promise.resolve(fitted(read(state) as Line))
      };
    })
  }
];
