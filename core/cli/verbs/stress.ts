import type {Stressed} from "../../lab/stress.js";
import {count, figure, styled} from "../format.js";
import {settings, text, whole, parseValue} from "../options.js";
import {pairs} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";

/** Puts an experiment through a scenario many times over. */
export const stress = defineVerb({
  usage: "stress <experiment>",
  summary: "Put an experiment through a scenario, over a hundred seeds or more: who survives, how soon it recovers",
  examples: [
    ["tapebook stress 06-backtest --scenario flash-crash", "Over 100 seeds"],
    ["tapebook stress 06-backtest --scenario flash-crash --option size=0.3 --seeds 200 --ruin 0.7", "A deeper one"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A name, or a module's path"})
      .option("scenario", {...text("The scenario: tapebook plugins lists them", "scenario"), demandOption: true})
      .option("option", settings("An option of the scenario: name=value; may be repeated"))
      .option("set", settings("Change a value of the experiment: path=value; may be repeated"))
      .option("seeds", whole("How many runs; 100, the least, where left out", "number of seeds"))
      .option("seed", whole("The first run's seed; 1 where left out", "seed"))
      .option(
        "ruin",
        text("The share of its first equity below which an account is ruined; 0.5 where left out", "ruin")
      ),
  async act({experiment, scenario, option, set, seeds = 100, seed = 1, ruin = "0.5"}, {home, task}) {
    const lab = await import("../../lab/stress.js");
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const {makePlugin} = await import("../../lab/registry.js");
    const [spec, ...others] = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (others.length > 0) throw misused(`invalid experiment: ${experiment} means several; name one`);
    const share = Number(ruin);
    if (!(share > 0 && share < 1)) throw misused(`invalid ruin: ${ruin}; expected a share above 0 and below 1`);
    if (seeds < 100) throw misused(`invalid number of seeds: ${seeds}; expected 100 or more`);
    const params = Object.fromEntries(option.map(([name, value]) => [name, parseValue(value)]));
    await named(() => makePlugin("scenario", scenario ?? "", params));
    const question = {scenario: scenario ?? "", params, seeds, seed, ruin: share};
    const stressed = await lab.stress(spec, question, home, task(`${spec.name} through ${scenario}`));
    return {json: summary(stressed), text: describe(stressed, share)};
  }
});

function summary({experiment, scenario, report}: Stressed) {
  const {runs, distinct, survival, recoveries, feasibility, calm} = report;
  const {time, share} = recoveries.waiting;
  return {
    experiment,
    scenario: scenario.toJSON(),
    survival,
    recoveries: {...recoveries, waiting: {time: [...time], share: [...share]}},
    feasibility,
    calm,
    distinct,
    runs: runs.map(({seed, marks, equity, survived, recovery}) => ({
      seed,
      survived,
      recovery,
      marks,
      end: equity.at(-1)! / equity[0]
    }))
  };
}

function describe({experiment, scenario, report}: Stressed, ruin: number): string {
  const {survival, recoveries, feasibility, calm, distinct} = report;
  const percent = (value: number) => figure(value, "percent");
  const both = (name: "fillShare" | "participation" | "cost") =>
    `${percent(feasibility[name])} (without the scenario ${percent(calm[name])})`;
  const options = Object.entries(scenario.params).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const lines: [string, string][] = [
    ["  scenario", `${scenario.name}: ${options.join(", ")}`],
    [
      "  survived",
      `${count(survival.survived)} of ${count(survival.runs)} never fell below ${percent(ruin)} of the start`
    ],
    ["  survival rate", `${percent(survival.share)}, 95 % interval ${survival.exact.map(percent).join(" to ")}`],
    ["  hurt", `${count(recoveries.hurt)} runs; ${count(recoveries.censored)} had not recovered when they ended`],
    [
      "  median recovery",
      recoveries.median === null ? "not reached" : `${count(recoveries.median)} bars from the trough`
    ],
    ["  fills", both("fillShare")],
    ["  participation", both("participation")],
    ["  cost of value", both("cost")]
  ];
  const same =
    distinct < survival.runs
      ? [`  only ${count(distinct)} of the runs differ: the intervals say less than they seem to`]
      : [];
  return [styled("bold", experiment), pairs(lines), ...same].join("\n");
}
