import {fileURLToPath} from "node:url";
import {draw} from "./data/problem.js";
import {recipes} from "./data/recipes.js";
import {golden, seedsOf} from "./golden.js";
import {learnersOf, scoreOf} from "./learners.js";
import type {Paired} from "./paired.js";
import {paired} from "./paired.js";
import type {Scores} from "./scores.js";

/** One comparison: a figure of a problem, a plugin against the library of its algorithm. */
export interface Compared extends Paired {
  readonly problem: string;
  readonly figure: string;
  readonly plugin: string;
  readonly library: string;
  /** How many. */
  readonly seeds: number;
}

/**
 * Compares plugins and libraries on the problems and with the plugins named, over all seeds that a library was run for, or
 * the first so many.
 */
export async function* compare(
  names: readonly string[] = Object.keys(recipes),
  plugins?: readonly string[],
  most = Infinity
): AsyncGenerator<Compared> {
  for (const name of names) {
    for (const learner of learnersOf(draw(name, {...recipes[name], train: 20, test: 20}, 0))) {
      const {plugin, library} = learner;
      if (plugins && !plugins.includes(plugin)) continue;
      const seeds = seedsOf(name, library).slice(0, most);
      const ours: Scores[] = [];
      for (const seed of seeds) ours.push(await scoreOf(learner, draw(name, recipes[name], seed), seed));
      const theirs = seeds.map((seed) => golden.problems[name][seed].scores[library]);
      for (const figure of Object.keys(ours[0] ?? {})) {
        const of = (each: Scores) => each[figure];
        const seen = {problem: name, figure, plugin, library, seeds: seeds.length};
        yield {...seen, ...paired(ours.map(of), theirs.map(of))};
      }
    }
  }
}

/** A line of the table of docs/boosting.md. */
export function lineOf({problem, figure, library, seeds, ours, theirs, difference, error, t}: Compared): string {
  const number = (value: number) => value.toFixed(4).replace("-", "−");
  const cells = [problem, figure, library, seeds, number(ours), number(theirs), number(difference), number(error)];
  return `| ${[...cells, t.toFixed(1).replace("-", "−")].join(" | ")} |`;
}

/** Prints the whole table: npx tsx tests/quality/table.ts [problems] [plugins], each with commas, all where left out. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [names, plugins] = process.argv.slice(2).map((text) => (text === "all" ? undefined : text.split(",")));
  const heads = ["problem", "figure", "library", "seeds", "ours", "theirs", "difference", "standard error", "t"];
  process.stdout.write(`| ${heads.join(" | ")} |\n|${"-|".repeat(heads.length)}\n`);
  for await (const each of compare(names, plugins)) process.stdout.write(`${lineOf(each)}\n`);
}
