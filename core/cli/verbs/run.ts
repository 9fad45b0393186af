import type {Ran} from "../../lab/run.js";
import {count, duration, figure, styled} from "../format.js";
import {settings} from "../options.js";
import type {Heading} from "../table.js";
import {pairs, table} from "../table.js";
import {defineVerb, named} from "../verb.js";

/** Runs the experiments that a number, a name or a file means; a run that is there already is found, not made again. */
export const run = defineVerb({
  usage: "run <experiment>",
  summary: "Run an experiment, or find the run if nothing changed since; fails where its audit does",
  examples: [
    ["tapebook run 06", "All experiments of that number"],
    ["tapebook run 06-backtest --set backtest.delay=1", "One of them, with one value changed"],
    ["tapebook run 06-backtest --set backtest.strategy=sma-cross", "Another plugin in a place"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A number, a name, or a module's path"})
      .option("set", settings("Change a value of the experiment: path=value; may be repeated")),
  async act({experiment, set}, {home, task}) {
    const lab = await import("../../lab/run.js");
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const found = await named(async () => {
      const list = await findExperiments(experiment);
      return set.length > 0 ? changedExperiments(list, set) : list;
    });
    const done: Ran[] = [];
    for (const spec of found) {
      const effects = task(spec.name);
      effects.signal.throwIfAborted();
      done.push(await lab.run(spec, home, effects));
    }
    const json = done.map(({record, found}) => ({...record, found}));
    const failed = done.some(({record}) => record.audit?.judgement === "broken");
    return {json: json.length === 1 ? json[0] : json, text: done.map(describe).join("\n\n"), failed};
  }
});

function describe({record, found}: Ran): string {
  const {id, experiment, seconds, metrics, units} = record;
  const how = found ? "found, nothing changed since" : `done in ${duration(seconds)}`;
  const figures = Object.entries(metrics).map(
    ([name, value]) => [`  ${name}`, figure(value, units[name] ?? "ratio")] as const
  );
  return [`${styled("bold", experiment)}  ${id}  ${how}`, pairs(figures), ...compared(record), ...audited(record)].join(
    "\n"
  );
}

/** What learned from the same samples, beside one another. */
function compared({contest}: Ran["record"]): string[] {
  if (!contest) return [];
  const names = ["ic", "ic-ratio", "ic-t", "r2", "sign-hits"].filter((name) =>
    contest.some(({metrics}) => name in metrics)
  );
  const headings: Heading[] = [
    {name: "  learned by"},
    {name: "model"},
    {name: "horizon", align: "right"},
    ...names.map((name): Heading => ({name, align: "right"})),
    {name: "folds with ic > 0", align: "right"}
  ];
  const rows = contest.map(({name, model, horizon, shuffled, metrics, folds}) => {
    const known = folds.filter(({ic}) => ic !== null);
    return [
      `  ${name}`,
      shuffled ? `${model}, labels shuffled` : model,
      count(horizon),
      ...names.map((each) =>
        figure(metrics[each] ?? null, each === "r2" || each === "sign-hits" ? "percent" : "ratio")
      ),
      `${count(known.filter(({ic}) => ic! > 0).length)} of ${count(known.length)}`
    ];
  });
  return [table(headings, rows)];
}

/** What the audit of a run says: a line where it is clean, else its findings. */
function audited({experiment, audit}: Ran["record"]): string[] {
  if (!audit) return [];
  const {judgement, checked, findings} = audit;
  const colour = ({clean: "green", suspicious: "yellow", broken: "red", unaudited: "dim"} as const)[judgement];
  const line = `  audit  ${styled(colour, judgement)}, ${checked.length} rules`;
  const found = findings.map(({rule, message}) => `    ${rule}: ${message}`);
  return [line, ...found, ...(found.length > 0 ? [`    see: npx tapebook audit ${experiment}`] : [])];
}
