import type {Prepared} from "../../lab/prepare.js";
import {count, day, figure, rough, styled} from "../format.js";
import {settings, text} from "../options.js";
import {table} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";

/** Makes the data that a model learns from, and checks it. */
export const prepare = defineVerb({
  usage: "prepare <experiment>",
  summary: "Make and check the data a model learns from; fails where a column is unfit",
  examples: [
    ["tapebook prepare 02", "Each column's mean, deviation and missing values"],
    ["tapebook prepare 03 --path matrix/", "The matrix and its folds as Parquet, and a schema"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A number, a name, or a module's path"})
      .option("path", text("A folder to write matrix.parquet, folds.parquet and schema.json to", "path"))
      .option("set", settings("Change a value of the experiment: path=value; may be repeated")),
  async act({experiment, path, set}, {home, task}) {
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const lab = await import("../../lab/prepare.js");
    const found = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (path !== undefined && found.length > 1)
      throw misused(`invalid path: ${experiment} means ${found.length} experiments; name one to write its data`);
    const all: Prepared[] = [];
    for (const spec of found) all.push(await lab.prepare(spec, home, task(`prepare ${spec.name}`), path));
    const failed = all.some(({columns}) => columns.some(({fault}) => fault !== undefined));
    return {json: all.length === 1 ? all[0] : all, text: all.map(describe).join("\n\n"), failed};
  }
});

function describe({experiment, columns, samples, labelled, classes, folds, layers, files}: Prepared): string {
  const right = "right" as const;
  const headings = [
    {name: "column"},
    {name: "mean", align: right},
    {name: "deviation", align: right},
    {name: "least", align: right},
    {name: "most", align: right},
    {name: "missing", align: right},
    {name: ""}
  ];
  const rows = columns.map(({name, mean, deviation, least, most, missing, fault}) => [
    name,
    ...[mean, deviation, least, most].map((value) => (Number.isFinite(value) ? rough(value) : "–")),
    figure(missing, "percent"),
    fault === undefined ? styled("green", "fit") : styled("red", fault)
  ]);
  const head = `${styled("bold", experiment)}: ${count(samples)} samples, ${count(labelled)} with a label`;
  const facts: string[] = [];
  if (classes) {
    const shares = classes.map(({value, share}) => `${value}: ${figure(share, "percent")}`);
    facts.push(`  classes ${shares.join(", ")}`);
  }
  if (folds.length > 0) {
    const [first, last] = [folds[0], folds[folds.length - 1]];
    facts.push(`  ${count(folds.length)} folds, tested ${day(first.test.from)} to ${day(last.test.to)}`);
  }
  const written = files.length > 0 ? `\n  in ${files.join(", ")}` : "";
  return `${head}\n\n${table(headings, rows)}\n\n${facts.map((fact) => `${fact}\n`).join("")}  matrix ${layers.matrix.slice(0, 12)}, panel ${layers.panel.slice(0, 12)}${written}`;
}
