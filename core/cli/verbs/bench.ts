import {access} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Effects} from "../../lab/context.js";
import {root} from "../../lab/home.js";
import {rough, styled} from "../format.js";
import {pairs} from "../table.js";
import {defineVerb, misused} from "../verb.js";

/** What a benchmark measured: figures of this project, the same of its peers, and the one divided by the other. */
export interface Benchmark {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
  /** Text where a peer could not be measured: why. */
  readonly peers: Readonly<Record<string, number | string>>;
  readonly ratios: Readonly<Record<string, number>>;
  readonly machine: Readonly<Record<string, string | number>>;
}

const names = ["pipeline", "backtest", "evaluate", "ingest", "store", "features", "boosting", "report"];

/** A module under tests/bench. Where it can measure more or less, it exports the names of its sizes. */
interface Module {
  bench(effects: Effects, size?: string): Promise<Benchmark>;
  readonly choices?: readonly string[];
}

/** Runs a benchmark, a module under tests/bench that exports `bench`. */
export const bench = defineVerb({
  usage: "bench <name>",
  summary: "Measure the speed of this machine, and that of what does the same",
  examples: [
    ["tapebook bench pipeline", "Rows ingested, features and bars a second"],
    ["tapebook bench boosting --size small", "Trees a second, of 50,000 rows and fewer"]
  ],
  declare: (yargs) =>
    yargs
      .positional("name", {type: "string", demandOption: true, describe: `One of ${names.join(", ")}`})
      .option("size", {
        type: "string",
        describe: "How much to measure, where a benchmark has sizes",
        requiresArg: true
      }),
  async act({name, size}, {task}) {
    if (!names.includes(name)) throw misused(`unknown benchmark: ${name}; benchmarks are ${names.join(", ")}`);
    const file = join(root, "tests", "bench", `${name}.ts`);
    await access(file);
    const module = (await import(pathToFileURL(file).href)) as Module;
    if (size !== undefined && !module.choices?.includes(size))
      throw misused(
        `unknown size: ${size}; ${module.choices ? `sizes are ${module.choices.join(", ")}` : "there are none"}`
      );
    const result = await module.bench(task(`bench ${name}`), size);
    return {json: result, text: describe(result)};
  }
});

function describe({name, figures, peers, ratios, machine}: Benchmark): string {
  const section = (heading: string, values: Readonly<Record<string, number | string>>) => {
    const entries = Object.entries(values).map(
      ([key, value]) => [`  ${words(key)}`, typeof value === "number" ? rough(value) : value] as const
    );
    return `${styled("bold", heading)}\n${entries.length > 0 ? pairs(entries) : "  none"}`;
  };
  return [
    section(`${name}: this project`, figures),
    section("the same by others", peers),
    section("this project / the other", ratios),
    section("machine", machine)
  ].join("\n\n");
}

/** `rowsPerSecond` as `rows per second`. */
function words(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
