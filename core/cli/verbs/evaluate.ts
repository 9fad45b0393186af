import type {CoefficientFigures, Evaluated, HorizonFigures} from "../../lab/evaluation.js";
import {count, day, figure, styled} from "../format.js";
import {describeMany} from "../many-signals.js";
import {list, text, whole} from "../options.js";
import type {Heading} from "../table.js";
import {pairs, table} from "../table.js";
import {defineVerb, misused} from "../verb.js";

/** Says what a signal knew of the returns that followed it. */
export const evaluate = defineVerb({
  usage: "evaluate <run>",
  summary: "What a signal knew of the returns that followed: ranks, quantiles, turnover, and the cost at which it dies",
  examples: [
    ["tapebook evaluate 04-trading-signals", "The signal of its newest run"],
    ["tapebook evaluate 3f2a --horizons 1,5,21 --quantiles 10", "Of the run whose id starts with 3f2a"],
    ["tapebook evaluate 05-evaluate-signals-universe --feature rsi", "A feature, as if it were a signal"],
    ["tapebook evaluate 03-boosting-baseline --features", "Every feature, and what the number of tests leaves of them"],
    ["tapebook evaluate signal.csv --dataset csv/1d", "A signal of your own, of date,symbol,signal"]
  ],
  declare: (yargs) =>
    yargs
      .positional("run", {
        type: "string",
        demandOption: true,
        describe: "A run's id or its start, an experiment's name, or a CSV or Parquet file"
      })
      .option("feature", text("A feature of the experiment in place of its signal", "feature"))
      .option("features", {
        type: "boolean",
        default: false,
        describe: "Test every feature of the experiment, and correct for their number"
      })
      .option("correction", {
        type: "string",
        choices: ["bonferroni", "holm", "benjamini-hochberg", "benjamini-yekutieli", "storey"] as const,
        requiresArg: true,
        describe: "How many tests are corrected for; benjamini-hochberg where left out"
      })
      .option("level", text("The largest corrected p-value that is a discovery; 0.05 where left out", "level"))
      .option("dataset", text("The prices that a file's signal is held against", "dataset"))
      .option("horizons", list("Rows that returns span; 1,5,10,21 where left out", "horizons"))
      .option("quantiles", whole("How many groups names are sorted into; 5 where left out", "quantiles"))
      .option("delay", list("Rows from the signal to the first price; 1 where left out", "delay"))
      .option("groups", text("A field, a feature or a file of symbol,group that says each name's group", "groups")),
  async act(given, {home, task}) {
    const {run, feature, features, correction, level, dataset, horizons, quantiles, delay, groups} = given;
    const options = {
      ...(horizons && {horizons: horizons.map((each) => number("horizons", each))}),
      ...(quantiles !== undefined && {quantiles}),
      ...(delay && {delay: number("delay", delay[0], 0)})
    };
    if (quantiles !== undefined && (quantiles < 2 || quantiles > 255))
      throw misused(`invalid quantiles: ${quantiles}; expected 2 to 255`);
    const about = defined({feature, dataset, groups});
    const effects = task(`evaluate ${run}`);
    if (features) {
      const one = [...Object.keys(about), ...(quantiles === undefined ? [] : ["quantiles"])];
      if (one.length > 0) throw misused(`invalid ${one[0]}: --features tests all of them, by their ranks alone`);
      const lab = await import("../../lab/many-signals.js");
      const request = {of: run, correction: correction ?? "benjamini-hochberg", level: share(level), options} as const;
      const found = await lab.evaluateFeatures(request, home, effects).catch(blamed);
      return {json: found, text: describeMany(found)};
    }
    if (correction !== undefined || level !== undefined)
      throw misused(`missing features: --${correction === undefined ? "level" : "correction"} is for --features`);
    const lab = await import("../../lab/evaluation.js");
    const found = await lab.evaluate({of: run, options, ...about}, home, effects).catch(blamed);
    return {json: found, text: describe(found)};
  }
});

/** Throws an error on, as misuse where it is about what was named on the command line. */
function blamed(error: unknown): never {
  const about = "run|experiment|feature|features|group|groups|dataset|signal|horizons|columns|times|file";
  if (error instanceof Error && new RegExp(`^(unknown|invalid|missing) (${about}): `).test(error.message))
    throw misused(error.message);
  throw error;
}

function share(given = "0.05"): number {
  const value = Number(given);
  if (/^\d*\.\d+$/.test(given) && value > 0 && value < 1) return value;
  throw misused(`invalid level: ${given}; expected a share between 0 and 1, as 0.05`);
}

function number(what: string, given: string, least = 1): number {
  const value = Number(given);
  if (/^\d{1,5}$/.test(given) && value >= least) return value;
  throw misused(`invalid ${what}: ${given}; expected whole numbers from ${least}, as 1,5,21`);
}

function defined<T extends Record<string, string | undefined>>(given: T): Partial<Record<keyof T, string>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<
    Record<keyof T, string>
  >;
}

const right = (name: string): Heading => ({name, align: "right"});

function describe({title, run, dataset, synthetic, figures, decay, groupNames, trials, notes}: Evaluated): string {
  const {names, rows, cells, from, to, across, delay, quantiles, horizons} = figures;
  const span = from === null || to === null ? "no row has a signal" : `${day(from)} to ${day(to)}`;
  const head = pairs([
    ["  of", `${run === null ? "" : `${run}, `}${dataset}${synthetic ? styled("yellow", ", synthetic prices") : ""}`],
    [
      "  cells",
      `${count(cells)} with a signal, ${count(names)} ${names === 1 ? "name" : "names"} × ${count(rows)} rows, ${span}`
    ],
    ["  returns", `from ${delay === 0 ? "the signal's own close" : `${delay} row${delay === 1 ? "" : "s"} later`}`]
  ]);
  const parts = [
    `${styled("bold", title)}\n${head}`,
    main(horizons, across),
    byQuantile(horizons, quantiles, across),
    ...(horizons.some(({groups}) => groups.length > 0) ? [byGroup(horizons, groupNames)] : []),
    fading(decay),
    because(horizons),
    ...(trials === null ? [] : [`Looking at it is a trial: ${count(trials)} of its like are counted.`]),
    ...notes.map((note) => `Note: ${note}.`)
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const none = "–";
const fixed = (value: number | null, digits: number) => (value === null ? none : value.toFixed(digits));

function main(horizons: readonly HorizonFigures[], across: boolean): string {
  const headings = [
    right("horizon"),
    right("IC"),
    right("ICIR"),
    right("plain t"),
    right("t"),
    right("p"),
    right("IC > 0"),
    right("spread"),
    right("its t"),
    right("monotonic"),
    right("p"),
    right("turnover"),
    right("autocorrelation"),
    right("dies at")
  ];
  const lines = horizons.map((each) => {
    const {horizon, ic, throughTime, spread, monotonicity, turnover, autocorrelation, costs} = each;
    const ends = [turnover[0], turnover.at(-1) ?? null];
    const traded = ends[0] === null || ends[1] === null ? null : (ends[0] + ends[1]) / 2;
    return [
      count(horizon),
      fixed(across ? ic.mean : (throughTime?.ic ?? null), 4),
      fixed(ic.ratio, 3),
      fixed(ic.t, 2),
      fixed(across ? ic.robustT : (throughTime?.t ?? null), 2),
      fixed(ic.robustP, 4),
      figure(ic.positive, "percent"),
      figure(spread.mean, "percent"),
      fixed(spread.t, 2),
      fixed(monotonicity.order, 2),
      fixed(monotonicity.p, 3),
      figure(traded, "percent"),
      fixed(autocorrelation, 3),
      costs.breakEven === null ? none : `${costs.breakEven.toFixed(1)} bp`
    ];
  });
  return table(headings, lines);
}

function byQuantile(horizons: readonly HorizonFigures[], quantiles: number, across: boolean): string {
  const headings = [
    right("horizon"),
    ...Array.from({length: quantiles}, (_, q) =>
      right(q === 0 ? "lowest" : q === quantiles - 1 ? "highest" : `${q + 1}`)
    )
  ];
  const lines = horizons.map(({horizon, quantiles: of}) => [
    count(horizon),
    ...of.map(({mean, low, high}) =>
      mean === null || low === null || high === null
        ? figure(mean, "percent")
        : `${figure(mean, "percent")} ± ${((100 * (high - low)) / 2).toFixed(2)}`
    )
  ]);
  return `Mean return by quantile${across ? ", beyond the mean of all" : ""}, ± half a 95 % interval\n${table(headings, lines)}`;
}

function byGroup(horizons: readonly HorizonFigures[], names: readonly string[]): string {
  const headings = [{name: "IC within group"}, ...horizons.map(({horizon}) => right(`${horizon}`))];
  const written = ({mean, robustT}: CoefficientFigures) =>
    mean === null ? none : `${mean.toFixed(4)} (${fixed(robustT, 1)})`;
  const lines = horizons[0].groups.map(({group}, g) => [
    names[group] ?? String(group),
    ...horizons.map(({groups}) => written(groups[g].ic))
  ]);
  const beyond = ["beyond the group's mean", ...horizons.map(({neutral}) => (neutral ? written(neutral) : none))];
  return `${table(headings, [...lines, beyond])}\n${styled("dim", "In brackets the t that allows for overlap.")}`;
}

function fading(decay: Evaluated["decay"]): string {
  const known = decay.filter(({ic}) => ic !== null);
  if (known.length === 0) return "";
  const headings = [{name: "rows ahead"}, ...known.map(({horizon}) => right(`${horizon}`))];
  return table(headings, [["IC", ...known.map(({ic}) => fixed(ic, 3))]]);
}

/** Why figures of the main table are not determined, each reason once. */
function because(horizons: readonly HorizonFigures[]): string {
  const shown = /^(ic\.|spread\.|monotonicity\.|turnover\.|autocorrelation|costs\.breakEven)/;
  const reasons = horizons.flatMap(({reasons}) =>
    Object.entries(reasons)
      .filter(([path]) => shown.test(path))
      .map(([, why]) => why)
  );
  return [...new Set(reasons)].map((why) => `${none} ${why}`).join("\n");
}
