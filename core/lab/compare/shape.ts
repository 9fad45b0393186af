import {z} from "zod";

const text = z.string();
const figure = z.number().nullable();
const chance = z.number().min(0).max(1);

/** A difference, the first less the second: an interval that holds the true one, and how often luck alone would give as much. */
const difference = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  p: chance,
  /** The same chance, corrected for all pairs (Holm). */
  corrected: chance
});

/** One of those compared, in the order of the ranking. */
const comparedRun = z.object({
  rank: z.number(),
  /** The run's id; of a benchmark `benchmark`. */
  id: text,
  /** What it is called in words: the experiment, with as much as tells it from the others. */
  name: text,
  experiment: text.nullable(),
  title: text,
  /** What learned: the model's name; null where nothing did. */
  model: text.nullable(),
  synthetic: z.boolean(),
  /** The version of each dataset, by name. */
  data: z.record(text, text),
  metrics: z.record(text, figure),
  units: z.record(text, z.enum(["percent", "ratio", "count"])),
  /** The share of right classes or, where there are none, of right signs. */
  accuracy: figure,
  /** How long the whole run took, the training with it; null of a benchmark. */
  seconds: figure,
  /** All attempts at its experiment when it was made. */
  trials: figure,
  /** How sure its Sharpe ratio is above 0, and above what the best of all trials would show by luck. */
  probabilisticSharpe: figure,
  deflatedSharpe: figure,
  lint: z.object({serious: z.number(), warning: z.number(), note: z.number()}).nullable(),
  audit: z.enum(["clean", "suspicious", "broken", "unaudited"]).nullable(),
  /** The first and the last bar of its account, epoch milliseconds UTC, and how many there are. */
  span: z.object({from: figure, to: figure, rows: z.number()}).nullable()
});

const pair = z.object({
  a: text,
  b: text,
  /** How many returns both have, and between which rows. */
  returns: z.number(),
  from: figure,
  to: figure,
  difference: z
    .object({
      /** Of the Sharpe ratios, a year. */
      sharpe: difference,
      /** The same by a formula: the difference over its error. */
      sharpeByTheory: z.object({t: z.number(), p: chance, corrected: chance, lag: z.number()}),
      /** Of the mean returns, a year. */
      mean: difference,
      /** The mean length of the blocks of rows that were drawn. */
      block: z.number()
    })
    .nullable(),
  reason: text.optional()
});

const forecastPair = z.object({
  a: text,
  b: text,
  /** How many cells both foretold and have the same label. */
  cells: z.number(),
  /** Below 0 where the first errs less. */
  squaredError: z
    .object({value: z.number(), t: z.number(), p: chance, corrected: chance, horizon: z.number(), rows: z.number()})
    .nullable(),
  coefficient: z
    .object({value: z.number(), t: z.number(), p: chance, corrected: chance, lag: z.number(), rows: z.number()})
    .nullable(),
  /** Why one of them is null, by its name. */
  reasons: z.record(text, text)
});

/** What `tapebook compare --json` prints. */
export const comparison = z.object({
  /** The figure that the runs are ranked by, and whether the lowest comes first. */
  by: text,
  lowest: z.boolean(),
  runs: z.array(comparedRun),
  /** Figures over the rows that all have, and how the returns on them go together. */
  common: z.object({
    rows: z.number(),
    from: figure,
    to: figure,
    figures: z.array(
      z.object({id: text, sharpe: figure, annualReturn: figure, volatility: figure, maxDrawdown: figure})
    ),
    correlation: z.array(z.array(figure))
  }),
  pairs: z.array(pair),
  forecasts: z.array(forecastPair),
  /** Those among whom the best is, with so much confidence: whose chance is above 1 less that. */
  set: z.object({confidence: z.number(), chances: z.array(z.object({id: text, p: chance}))}).nullable(),
  setReason: text.optional(),
  recommendation: z.object({
    verdict: z.enum(["nothing", "alone", "undecided", "partly", "best"]),
    run: text.nullable(),
    leader: text.nullable(),
    beaten: z.array(text),
    equals: z.array(text),
    text,
    reasons: z.array(text)
  }),
  /** What makes the comparison less than it seems. */
  warnings: z.array(text),
  /** How often the rows were drawn anew. */
  draws: z.number()
});

export type Comparison = z.infer<typeof comparison>;
export type ComparedRun = z.infer<typeof comparedRun>;
