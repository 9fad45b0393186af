import yargs from "yargs";
import type {Verb} from "./verb.js";
import {misused} from "./verb.js";

/** A command line, understood: the verb, what it is given, and whether to answer in JSON. */
export interface Command {
  readonly verb: Verb;
  readonly given: object;
  readonly json: boolean;
}

/** The parser's sentences in the house's words. */
const sentences = {
  "Not enough non-option arguments: got %s, need at least %s": plural("missing argument"),
  "Missing argument value: %s": plural("missing value of --%s"),
  "Missing required argument: %s": plural("missing option: --%s"),
  "Unknown argument: %s": plural("unknown argument or option: %s"),
  "Unknown command: %s": plural("unknown verb: %s"),
  "Not enough arguments following: %s": "missing value of --%s",
  "Invalid values:": "invalid value",
  "Argument: %s, Given: %s, Choices: %s": "%s is %s; choices are %s",
  "Did you mean %s?": "did you mean %s?"
};

function plural(one: string) {
  return {one, other: one};
}

/**
 * Reads a command line; answers with null where help, the version or a completion was asked for and has been printed.
 * Throws a misuse where it says something that cannot be understood.
 */
export async function parse(
  words: readonly string[],
  verbs: readonly Verb[],
  version: string
): Promise<Command | null> {
  let command: Command | null = null;
  const parser = yargs()
    .scriptName("tapebook")
    .locale("en")
    .updateStrings(sentences as unknown as Record<string, string>)
    .parserConfiguration({"greedy-arrays": false, "boolean-negation": false, "dot-notation": false})
    .usage("$0 <verb>\n\nA research workbench for machine-learned trading whose numbers can be re-run by the reader.")
    .option("json", {type: "boolean", describe: "Print one JSON document on standard output, and nothing else there"})
    .version(version)
    .help()
    .alias({help: "h", version: "v"})
    .completion("completion", "Print a script that completes verbs and options in bash or zsh")
    .recommendCommands()
    .strict()
    .demandCommand(1, "missing verb")
    .epilogue("Exit codes: 0 done, 1 failed, 2 used wrongly, 3 done in part, 130 interrupted.")
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw misused(explain(message ?? error?.message ?? "invalid command", words, verbs));
    });
  for (const verb of verbs) {
    parser.command(
      verb.usage,
      verb.summary,
      (inner) => verb.declare(inner).example(verb.examples.map(([line, does]) => [line, does])),
      (given) => {
        command = {verb, given, json: given.json === true};
      }
    );
  }
  await parser.parseAsync([...words]);
  return command;
}

function explain(message: string, words: readonly string[], verbs: readonly Verb[]): string {
  const text = message.trim().replace(/^invalid value\s+/, "invalid value: ");
  const word = words.find((each) => !each.startsWith("-"));
  const list = verbs.map(nameOf).join(", ");
  if (word === undefined) return `${text}; verbs are ${list}`;
  const verb = verbs.find((each) => nameOf(each) === word);
  if (!verb) return `unknown verb: ${word}; ${text.startsWith("did you") ? `${text} ` : ""}verbs are ${list}`;
  const missing = text.startsWith("missing argument") ? `missing argument: ${verb.usage.slice(word.length + 1)}` : text;
  return `${missing}; see tapebook ${word} --help`;
}

function nameOf({usage}: Verb): string {
  return usage.split(" ")[0];
}
