import {fileURLToPath} from "node:url";
import {draw} from "./data/problem.js";
import {recipes} from "./data/recipes.js";
import {golden} from "./golden.js";
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
}

/** Compares plugins and libraries over the seeds given, on the problems and with the plugins named. */
export async function compare(
  seeds: readonly number[],
  names: readonly string[] = Object.keys(recipes),
  plugins?: readonly string[]
): Promise<readonly Compared[]> {
  const out: Compared[] = [];
  for (const name of names) {
    const problems = seeds.map((seed) => draw(name, recipes[name], seed));
    for (const learner of learnersOf(problems[0])) {
      const {plugin, library} = learner;
      if (plugins && !plugins.includes(plugin)) continue;
      const ours: Scores[] = [];
      for (const [k, problem] of problems.entries()) ours.push(await scoreOf(learner, problem, seeds[k]));
      const theirs = seeds.map((seed) => golden.problems[name][seed].scores[library]);
      for (const figure of Object.keys(ours[0])) {
        const of = (each: Scores) => each[figure];
        out.push({problem: name, figure, plugin, library, ...paired(ours.map(of), theirs.map(of))});
      }
    }
  }
  return out;
}

/** A line of the table of docs/boosting.md. */
export function lineOf({problem, figure, library, ours, theirs, difference, error, t}: Compared): string {
  const number = (value: number) => value.toFixed(4).replace("-", "−");
  const cells = [problem, figure, library, number(ours), number(theirs), number(difference), number(error)];
  return `| ${[...cells, t.toFixed(1).replace("-", "−")].join(" | ")} |`;
}

/** Prints the whole table: npx tsx tests/quality/table.ts [problems] [plugins], each with commas, all where left out. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [names, plugins] = process.argv.slice(2).map((text) => (text === "all" ? undefined : text.split(",")));
  process.stdout.write(
    "| problem | figure | library | ours | theirs | difference | standard error | t |\n|-|-|-|-|-|-|-|-|\n"
  );
  for (const name of names ?? Object.keys(recipes)) {
    const seeds = [...golden.problems[name].keys()];
    for (const each of await compare(seeds, [name], plugins)) process.stdout.write(`${lineOf(each)}\n`);
  }
}
