import {z} from "zod";

const text = z.string();
const figure = z.number().nullable();

/** Something that a run was made of, and is not now what it was then. */
const change = z.object({
  /** `record`: run.json itself was changed. `data`, `universe`: another version. `code`: a file. `packages`: the lockfile. */
  what: z.enum(["record", "data", "universe", "code", "packages", "option", "seed", "backend", "runtime", "version"]),
  /** The dataset, the file, the option's path. */
  name: text,
  recorded: text.nullable(),
  now: text.nullable()
});

/** One stage's hash. */
const stage = z.object({
  stage: text,
  recorded: text.nullable(),
  now: text.nullable(),
  same: z.boolean()
});

/** A figure that came out otherwise. */
const differingFigure = z.object({
  name: text,
  recorded: figure,
  now: figure,
  /** Now less then; null where one of them is not determined. */
  difference: figure,
  /** That over what was recorded; null where that is 0 or not determined. */
  relative: figure
});

/** A kept array beside the one made now. */
const array = z.object({
  name: z.enum(["equity", "signals", "fills"]),
  /** How many rows were kept, and how many there are now. */
  recorded: z.number(),
  now: z.number(),
  /** How many of the rows that both have are not the same. */
  different: z.number(),
  /** The first of them; null where there is none. */
  first: z
    .object({
      row: z.number(),
      /** Epoch milliseconds UTC. */
      t: figure,
      symbol: text.nullable(),
      column: text,
      recorded: figure,
      now: figure
    })
    .nullable()
});

/** What came of making a run again. */
export const reproduction = z.object({
  run: text,
  experiment: text,
  /** Whether all that came out is the same to the last bit, and the record is what it was when it was written. */
  identical: z.boolean(),
  /** What it was made of that is not the same now. What came out may be the same all the same. */
  changes: z.array(change),
  /** Where the experiment's file says otherwise today than what was run: settings of the run, or what was changed since. */
  settings: z.array(z.object({path: text, recorded: text.nullable(), now: text.nullable()})),
  /** The first value of the prices that differs, where the recorded ones are at hand. */
  value: z.object({field: text, symbol: text, t: z.number(), recorded: figure, now: figure}).nullable(),
  stages: z.array(stage),
  /** How many figures were compared, and those that differ. */
  figures: z.object({compared: z.number(), different: z.array(differingFigure)}),
  /** Other parts of the record that differ, by name. */
  parts: z.array(text),
  /** What the run's folder keeps; empty where only its record is at hand. */
  arrays: z.array(array),
  /** Parts of the record that may differ, and were not compared. */
  passedOver: z.array(text),
  /** Whether it entered the trial ledger: another result, of other code, data or options, was seen. */
  counted: z.boolean(),
  seconds: z.number()
});

export type Reproduction = z.infer<typeof reproduction>;
export type Change = z.infer<typeof change>;

/** A run that could not be made again, and why. */
export const failedReproduction = z.object({run: text, experiment: text, identical: z.literal(false), error: text});

export type FailedReproduction = z.infer<typeof failedReproduction>;
