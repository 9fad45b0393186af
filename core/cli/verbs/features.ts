import type {FeatureSet, KnownFeatures} from "../../lab/kept/feature-store.js";
import {count, day, rough, styled} from "../format.js";
import {date, list, settings} from "../options.js";
import {table} from "../table.js";
import type {Answer} from "../verb.js";
import {defineVerb, misused, named} from "../verb.js";

/** Keeps an experiment's features, or says what they were on a day, as kept and as they come out live. */
export const features = defineVerb({
  usage: "features <experiment>",
  summary: "Compute and keep an experiment's features, or show what they were on a day",
  examples: [
    ["tapebook features 01", "Keep the features; what is kept already is not computed again"],
    ["tapebook features 01 --on 2016-05-04", "What was known that day, as kept and as computed live"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A number, a name, or a module's path"})
      .option("on", date("Show what was known at the end of this day; fails where live values differ", "day"))
      .option("symbols", list("These symbols only", "symbols"))
      .option("set", settings("Change a value of the experiment: path=value; may be repeated")),
  async act({experiment, on, symbols, set}, {home, task}) {
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const store = await import("../../lab/kept/feature-store.js");
    const specs = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (symbols && on === undefined) throw misused("missing option: --on; --symbols chooses whose values are shown");
    const answers: Answer[] = [];
    for (const spec of specs) {
      const effects = task(`features ${spec.name}`);
      if (on === undefined) {
        const {set: kept, found} = await store.keepFeatures(spec, home, effects);
        answers.push({json: {...kept, found}, text: described(kept, found)});
        continue;
      }
      const known = await store.knownFeatures(spec, on, home, effects);
      const all = new Set(known.values.map(({symbol}) => symbol));
      const unknown = symbols?.find((symbol) => !all.has(symbol));
      if (unknown !== undefined)
        throw misused(`unknown symbol: ${unknown}; ${spec.name} has ${[...all].slice(0, 20).join(", ")}`);
      const values = known.values.filter(({symbol}) => !symbols || symbols.includes(symbol));
      answers.push(shown(spec.name, {...known, values}));
    }
    return {
      json: answers.length === 1 ? answers[0].json : answers.map(({json}) => json),
      text: answers.map(({text}) => text).join("\n\n"),
      failed: answers.some(({failed}) => failed === true)
    };
  }
});

function described({id, experiment, timeframe, symbols, rows, from, to, features}: FeatureSet, found: number): string {
  const right = "right" as const;
  const headings = [{name: "feature"}, {name: "plugin"}, {name: "lookback", align: right}, {name: "kept as"}];
  const list = features.map(({name, plugin, lookback, key}) => [name, plugin, count(lookback), key.slice(0, 12)]);
  const made = features.length - found;
  const how =
    made === 0 ? "all found" : found === 0 ? "all computed" : `${count(found)} found, ${count(made)} computed`;
  const head = `${styled("bold", experiment)}  ${id}  ${timeframe}, ${count(symbols.length)} symbols, ${count(rows)} rows, ${from} to ${to}; ${how}`;
  return `${head}\n\n${table(headings, list)}`;
}

function shown(experiment: string, {t, values}: KnownFeatures): Answer {
  const right = "right" as const;
  const headings = [
    {name: "symbol"},
    {name: "feature"},
    {name: "kept", align: right},
    {name: "live", align: right},
    {name: ""}
  ];
  const written = (value: number) => (Number.isNaN(value) ? "–" : rough(value));
  const rows = values.map(({symbol, feature, kept, live, same}) => [
    symbol,
    feature,
    written(kept),
    written(live),
    same ? styled("green", "same") : styled("red", "differs")
  ]);
  const failed = values.some(({same}) => !same);
  const number = (value: number) => (Number.isNaN(value) ? null : value);
  const json = {
    experiment,
    on: day(t),
    values: values.map((each) => ({...each, kept: number(each.kept), live: number(each.live)}))
  };
  return {json, text: `${styled("bold", experiment)}  at the close of ${day(t)}\n\n${table(headings, rows)}`, failed};
}
