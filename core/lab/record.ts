import {z} from "zod";
import type {ClassSummary} from "../evaluate/classification/summary.js";
import type {ExperimentSpec} from "./experiment.js";

const unit = z.enum(["percent", "ratio", "count"]);
const judgement = z.enum(["clean", "suspicious", "broken", "unaudited"]);

/** What an audit of a run found: the rules it put to the test, those that were broken, and the verdict on each plugin. */
export const auditRecordShape = z.object({
  judgement,
  /** Whether it also learned from labels that say nothing and traded on what was known a bar before: `tapebook audit <experiment>`. */
  deep: z.boolean(),
  checked: z.array(z.string()),
  findings: z.array(
    z.object({
      rule: z.string(),
      message: z.string(),
      suspicion: z.literal(true).optional(),
      causes: z.array(z.string()).optional()
    })
  ),
  /** What could not be put to the test, and why. */
  skipped: z.array(z.string()),
  plugins: z.array(z.object({kind: z.string(), name: z.string(), judgement}))
});

export type AuditRecord = z.infer<typeof auditRecordShape>;

/** What is odd about a backtest, what that means, and what to do about it. */
const lintFinding = z.object({
  /** The rule's name, such as `one-trade`. */
  rule: z.string(),
  severity: z.enum(["serious", "warning", "note"]),
  /** What was found, with its figures. */
  message: z.string(),
  /** What it means for the number on the page. */
  meaning: z.string(),
  advice: z.string()
});

const figure = z.number().nullable();

/** How much of a backtest's Sharpe ratio is left when the search that found it is counted. */
const evidenceShape = z.object({
  trials: z.object({
    /** All attempts of the ledger when this run started, this one included. */
    counted: z.number(),
    /** Those that differ: the same run made again is no other trial. */
    distinct: z.number(),
    /** Those whose returns are kept over this run's rows, and so can be compared. */
    kept: z.number(),
    /** How many independent ones they amount to: of those kept the higher of the two below, and every other as one. */
    effective: z.number(),
    /** How many clusters of returns that go together the kept ones are, and their correlation matrix's effective rank. */
    clusters: figure,
    rank: figure,
    /** The deviation of their Sharpe ratios of a bar. */
    sharpeDeviation: figure
  }),
  /** Sharpe ratios are those of a bar; lengths are counted in bars. */
  sharpe: z.object({
    /** How many returns there are. */
    bars: z.number(),
    perBar: figure,
    probabilistic: figure,
    /** What the best of that many trials without skill is expected to show. */
    expectedMaximum: figure,
    deflated: figure,
    minimumTrackRecord: figure
  }),
  /** How the intervals were made: how often the returns were drawn anew, and the mean length of a block of bars. */
  bootstrap: z.object({draws: z.number(), block: figure}),
  /** Intervals of the headline figures by a stationary bootstrap of the returns; of `ic` of the days' coefficients. */
  intervals: z.record(z.string(), z.object({low: figure, high: figure, confidence: z.number()})),
  /** Why a figure is null, by its path such as `sharpe.deflated`. */
  reasons: z.record(z.string(), z.string())
});

export type LintFinding = z.infer<typeof lintFinding>;
export type Evidence = z.infer<typeof evidenceShape>;

/** Predictions of a probability in a range, what was given them on average, and the share that came true. */
const calibrationBins = z.array(
  z.object({from: z.number(), to: z.number(), predicted: z.number(), observed: z.number(), count: z.number()})
);

/** What a classifier's predictions came to. */
const classesShape: z.ZodType<ClassSummary> = z.object({
  /** The classes, ascending. */
  values: z.array(z.number()),
  /** How often each class, a row each, was taken for each, a column each. */
  counts: z.array(z.array(z.number())),
  /** What probabilities were worth, of the class that was chosen and of each class; absent where there were none. */
  calibration: z.object({chosen: calibrationBins, each: z.array(calibrationBins)}).optional()
});

/** What `run.json` holds. Times and durations are its only fields that differ when the same run is made again. */
export const runRecord = z.object({
  id: z.string(),
  /** The experiment's name. */
  experiment: z.string(),
  title: z.string(),
  question: z.string(),
  status: z.literal("done"),
  /** Whether the prices are made up. */
  synthetic: z.boolean(),
  /** When it was started, ISO 8601. */
  started: z.string(),
  seconds: z.number(),
  spec: z.custom<ExperimentSpec>((value) => typeof value === "object" && value !== null),
  lineage: z.object({
    data: z.array(z.object({dataset: z.string(), version: z.string(), synthetic: z.boolean()})),
    universe: z.object({name: z.string(), version: z.string()}).optional(),
    /** SHA-256 of the prices as they were used. */
    panel: z.string(),
    code: z.string(),
    files: z.record(z.string(), z.string()),
    lockfile: z.string(),
    seed: z.number(),
    /** What did the arithmetic. */
    backend: z.string(),
    node: z.string(),
    tapebook: z.string()
  }),
  /** SHA-256 of each stage's arrays. */
  hashes: z.object({
    panel: z.string(),
    features: z.string().optional(),
    samples: z.string().optional(),
    symbols: z.string().optional(),
    signal: z.string().optional(),
    paths: z.string().optional(),
    contest: z.string().optional(),
    explanation: z.string().optional(),
    backtest: z.string().optional(),
    result: z.string()
  }),
  /** Null where a figure is not determined. */
  metrics: z.record(z.string(), z.number().nullable()),
  /** Of each figure in `metrics`, and of those that contenders alone have. */
  units: z.record(z.string(), unit),
  /** Why a figure is null, by its name. */
  reasons: z.record(z.string(), z.string()).optional(),
  /** The panel's symbols, in its order. */
  symbols: z.array(z.string()),
  /** The fields that the market gave: prices, and what was joined to them. */
  fields: z.array(z.string()),
  /** The panel's rows, the one on which the backtest starts, and how many rows make a year. */
  shape: z.object({rows: z.number(), start: z.number(), periods: z.number()}),
  /** Spans that each fold trained and tested on. */
  folds: z.array(
    z.object({
      train: z.object({from: z.number(), to: z.number(), samples: z.number()}),
      test: z.object({from: z.number(), to: z.number(), samples: z.number()})
    })
  ),
  /** What the model took for what, out of sample, where it tells classes apart. */
  classes: classesShape.optional(),
  /** The model, the baseline and the rivals of an experiment beside one another; null where a figure is not determined. */
  contest: z
    .array(
      z.object({
        name: z.string(),
        model: z.string(),
        horizon: z.number(),
        shuffled: z.boolean(),
        metrics: z.record(z.string(), z.number().nullable()),
        /** What it took for what, where it tells classes apart. */
        classes: classesShape.optional(),
        /** The information coefficient of each fold's test span. */
        folds: z.array(z.object({from: z.number(), to: z.number(), ic: z.number().nullable()}))
      })
    )
    .optional(),
  /** How often the experiment had been tried, in any form, when this run started; this run counts. */
  trials: z.number(),
  /** What was odd about the backtest; absent where nothing was traded. */
  lint: z.array(lintFinding).optional(),
  /** What the search that led here leaves of the Sharpe ratio; it goes by the ledger, as `trials` does. */
  evidence: evidenceShape.optional(),
  /** The audit of this run; runs of before audits were recorded have none. */
  audit: auditRecordShape.optional()
});

export type RunRecord = z.infer<typeof runRecord>;
