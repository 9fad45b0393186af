import type {Evidence} from "../../lab/record.js";
import type {Ran} from "../../lab/run.js";
import {count, duration, figure, styled} from "../format.js";
import {lintLines, lintSummary} from "../linted.js";
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
    const {evidenceNow} = await import("../../lab/evidence/evidence.js");
    const done: (Ran & {readonly evidenceNow: Evidence | null})[] = [];
    for (const spec of found) {
      const effects = task(spec.name);
      effects.signal.throwIfAborted();
      const ran = await lab.run(spec, home, effects);
      done.push({...ran, evidenceNow: await evidenceNow(home, ran.record)});
    }
    const json = done.map(({record, found, evidenceNow}) => ({...record, found, ...(evidenceNow && {evidenceNow})}));
    const failed = done.some(({record}) => record.audit?.judgement === "broken");
    const text = done.map(({evidenceNow, ...ran}) => describe(ran, evidenceNow)).join("\n\n");
    return {json: json.length === 1 ? json[0] : json, text, failed};
  }
});

function describe({record, found}: Ran, evidenceNow: Evidence | null): string {
  const {id, experiment, seconds, metrics, units} = record;
  const how = found ? "found, nothing changed since" : `done in ${duration(seconds)}`;
  const figures = Object.entries(metrics).map(
    ([name, value]) => [`  ${name}`, figure(value, units[name] ?? "ratio")] as const
  );
  const parts = [
    pairs(figures),
    ...weighed(record, evidenceNow),
    ...compared(record),
    ...audited(record),
    ...linted(record)
  ];
  return [`${styled("bold", experiment)}  ${id}  ${how}`, ...parts].join("\n");
}

/** The Sharpe ratio of a year with its interval, and what the trials so far leave of it. */
function weighed({evidence: recorded, shape}: Ran["record"], now: Evidence | null): string[] {
  const evidence = now ?? recorded;
  if (!recorded || !evidence) return [];
  const {trials, sharpe, intervals} = evidence;
  if (sharpe.perBar === null) return [];
  const yearly = (value: number) => (value * Math.sqrt(shape.periods)).toFixed(2);
  const {low = null, high = null} = intervals.sharpe ?? {};
  const between = low === null || high === null ? "" : `, 95 % between ${low.toFixed(2)} and ${high.toFixed(2)}`;
  const colour = sharpe.deflated !== null && sharpe.deflated > 0.95 ? "green" : "yellow";
  const luck = sharpe.expectedMaximum ? ` (luck alone would show ${yearly(sharpe.expectedMaximum)})` : "";
  const then = now ? `, ${count(recorded.trials.counted)} of them when it was made` : "";
  const tried = trials.counted === 1 ? "as the first trial" : `after ${count(trials.counted)} trials${then}`;
  const deflated = styled(colour, figure(sharpe.deflated, "percent"));
  return [`  evidence  sharpe ${yearly(sharpe.perBar)}${between}; deflated ${deflated} ${tried}${luck}`];
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

/** What the linter says of a run's backtest: a line where it found nothing, else its findings but the notes. */
function linted({id, lint}: Ran["record"]): string[] {
  if (!lint) return [];
  const found = lintLines(lint.filter(({severity}) => severity !== "note")).map((line) => `    ${line}`);
  const see = lint.length > 0 ? [`    see: npx tapebook lint ${id}`] : [];
  return [`  lint  ${lintSummary(lint)}`, ...found, ...see];
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
