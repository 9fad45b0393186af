import type {Argv} from "yargs";
import type {Effects} from "../lab/context.js";

/** What a verb has to say: a JSON value, and the same for a reader. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
  /** Whether what was asked for did not come out; the exit code is 1 then. */
  readonly failed?: boolean;
  /** Whether only a part of what was asked for came out; the exit code is 3 then. */
  readonly partial?: boolean;
  /** Settles when the verb ends, for one that goes on after its answer. */
  readonly until?: Promise<void>;
}

/** What a verb is given of the world. */
export interface Shell {
  /** The folder of all state. */
  readonly home: string;
  /** The clock, the user's wish to stop, and log and progress of one task, shown under its label. */
  task(label: string): Effects;
}

/** One verb of the command line. Its module is loaded for the help, so it imports what it runs only when it runs. */
export interface Verb {
  /** As yargs reads it: the name, then the arguments: `show <run>`. */
  readonly usage: string;
  readonly summary: string;
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  declare(yargs: Argv): Argv;
  act(given: object, shell: Shell): Promise<Answer>;
}

/** Defines a verb whose options are typed by their declaration. */
export function defineVerb<O extends object>(verb: {
  usage: string;
  summary: string;
  examples?: readonly (readonly [command: string, does: string])[];
  declare(yargs: Argv): Argv<O>;
  act(given: O, shell: Shell): Promise<Answer>;
}): Verb {
  return {
    examples: [],
    ...verb,
    declare: (yargs) => verb.declare(yargs) as Argv,
    act: (given, shell) => verb.act(given as O, shell)
  };
}

const misuse = Symbol("misuse");

/** An error of the one who typed the command: the exit code is 2. */
export function misused(message: string): Error {
  return Object.assign(new Error(message), {[misuse]: true});
}

/** Whether an error is the typist's. */
export function isMisuse(error: unknown): boolean {
  return typeof error === "object" && error !== null && misuse in error;
}

/** Looks up something that was named on the command line: where that throws, the command was used wrongly. */
export async function named<T>(find: () => T | Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
}
