import type {SearchReport, Superior} from "../../lab/evidence/search.js";
import {count, figure, styled} from "../format.js";
import {table} from "../table.js";
import {defineVerb, misused} from "../verb.js";

/** Says how often something was tried, and what that leaves of the best of it. */
export const trials = defineVerb({
  usage: "trials [experiment]",
  summary: "Count what was tried, and say what that leaves of the best",
  examples: [
    ["tapebook trials", "Every experiment that was tried"],
    ["tapebook trials 06-backtest", "One of them, in words: the deflated Sharpe ratio, overfitting, superiority"]
  ],
  declare: (yargs) =>
    yargs.positional("experiment", {type: "string", describe: "An experiment's name, or how it begins"}),
  async act({experiment}, {home}) {
    const {reportSearch, triedExperiments} = await import("../../lab/evidence/search.js");
    const tried = await triedExperiments(home);
    if (tried.length === 0) {
      if (experiment !== undefined) throw misused(`unknown experiment: ${experiment}; nothing was tried yet`);
      return {json: [], text: "nothing was tried yet; make a run with: tapebook run 06"};
    }
    const asked = experiment === undefined ? tried : matching(tried, experiment);
    const reports: SearchReport[] = [];
    for (const name of asked) reports.push(await reportSearch(home, name));
    const alone = experiment !== undefined && reports.length === 1;
    return {json: alone ? reports[0] : reports, text: alone ? inWords(reports[0]) : inRows(reports)};
  }
});

function matching(tried: readonly string[], text: string): readonly string[] {
  if (tried.includes(text)) return [text];
  const found = tried.filter((name) => name.startsWith(text));
  if (found.length === 0) throw misused(`unknown experiment: ${text}; tried were ${tried.join(", ")}`);
  return found;
}

function inRows(reports: readonly SearchReport[]): string {
  const right = (name: string) => ({name, align: "right" as const});
  const rows = reports.map(({experiment, attempts, kept, effective, best, overfitting, superiority}) => [
    experiment,
    count(attempts.counted),
    count(kept),
    effective.toFixed(1),
    figure(best?.sharpe ?? null, "ratio"),
    figure(best?.expectedMaximum ?? null, "ratio"),
    figure(best?.deflated ?? null, "percent"),
    figure(overfitting?.probability ?? null, "percent"),
    superiority.nothing?.consistent.toFixed(3) ?? figure(null, "ratio")
  ]);
  const headings = ["trials", "kept", "effective", "best sharpe", "by luck", "deflated", "overfit", "p"];
  return [
    table([{name: "experiment"}, ...headings.map(right)], rows),
    "",
    "By luck: the yearly Sharpe ratio that the best of so many without skill is expected to show. Deflated: how sure it is",
    "that the best has more. Overfit: how often the best of one half of the bars is below the middle on the other. p: the",
    "chance that the best of them looks so good against doing nothing without being better. tapebook trials <experiment> says more."
  ].join("\n");
}

function inWords(report: SearchReport): string {
  const {experiment, attempts, distinct, kept, rows, effective, clusters, rank, reasons} = report;
  const {done, failed, cancelled, open} = attempts.ends;
  const ends = [
    [done, "done"],
    [failed, "failed"],
    [cancelled, "cancelled"],
    [open, "killed or under way"]
  ] as const;
  const listed = ends.filter(([number]) => number > 0).map(([number, word]) => `${count(number)} ${word}`);
  const variants =
    attempts.variants > 0 ? `; ${count(attempts.variants)} of them are variants of sweeps and the like` : "";
  const unkept = distinct - kept;
  const each = unkept === 1 ? "the other" : `each of the ${count(unkept)} others`;
  const others = unkept > 0 ? `${each} counts as one of its own` : "";
  const compared =
    kept === 0
      ? ["The returns of none are kept, so each counts as a trial of its own."]
      : kept === 1
        ? [`The returns of one are kept, over ${count(rows)} bars${others === "" ? "" : `; ${others}`}.`]
        : [
            `The returns of ${count(kept)} are kept over the same ${count(rows)} bars. They form ${clusters === 1 ? "1 cluster" : `${number(clusters!)} clusters`}, and the effective`,
            `rank of their correlations is ${number(rank!)}; the higher of the two counts${others === "" ? "" : `, and ${others}`}.`
          ];
  return [
    `${styled("bold", experiment)}  ${plural(attempts.counted, "trial")}: ${listed.join(", ")}${variants}`,
    "",
    `${differing(attempts.counted, distinct)} ${compared[0]}`,
    ...compared.slice(1),
    `So they amount to ${styled("bold", number(effective))} independent ${number(effective) === "1" ? "one" : "ones"}.`,
    "",
    ...bestInWords(report),
    "",
    ...overfittingInWords(report),
    "",
    ...superiorInWords("doing nothing", report.superiority.nothing, reasons["superiority.nothing"]),
    ...superiorInWords("the benchmark", report.superiority.benchmark, reasons["superiority.benchmark"])
  ].join("\n");
}

function differing(counted: number, distinct: number): string {
  if (counted === 1) return "It is the only one.";
  return distinct === 1 ? "They are one and the same." : `${count(distinct)} of them differ.`;
}

function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? "" : "s"}`;
}

function number(value: number): string {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? count(whole) : value.toFixed(1);
}

function bestInWords({best, reasons}: SearchReport): string[] {
  if (!best) return [`best: ${reasons.best}`];
  const {run, sharpe, expectedMaximum, deflated, probabilistic, bars} = best;
  const passes = deflated > 0.95;
  return [
    `The best is ${run}, with a Sharpe ratio of ${styled("bold", sharpe.toFixed(2))} a year over ${count(bars)} bars. Without any skill, the best of so many is`,
    `expected to show ${expectedMaximum.toFixed(2)}. That its true Sharpe ratio is above that is ${styled(passes ? "green" : "yellow", percent(deflated))} sure (deflated); that it is`,
    `above 0, as if it had been the only trial, ${percent(probabilistic)} (probabilistic). ${passes ? "That is more than luck explains." : "Below 95 % is no evidence of skill."}`
  ];
}

function overfittingInWords({overfitting, reasons}: SearchReport): string[] {
  if (!overfitting) return [`probability of overfitting: ${reasons.overfitting}`];
  const {probability, lossProbability, trials, halvings, dominance} = overfitting;
  const blindly = dominance.first || dominance.second ? "Choosing the best did beat" : "Choosing the best did not beat";
  return [
    `Chosen as the best of ${count(trials)} on one half of the bars, a trial came out at or below the middle on the other in ${styled("bold", percent(probability))}`,
    `of ${count(halvings)} halvings (probability of overfitting), and lost money there in ${percent(lossProbability)}. ${blindly} choosing blindly.`
  ];
}

function superiorInWords(what: string, superior: Superior | null, reason: string | undefined): string[] {
  if (!superior) return [`Against ${what}: ${reason}.`];
  const {consistent, lower, upper, better, trials} = superior;
  return [
    `Against ${what}: p = ${styled("bold", consistent.toFixed(3))} (Hansen's test; between ${lower.toFixed(3)} and White's ${upper.toFixed(3)}) that the best of ${count(trials)} looks so good without`,
    `being better; ${better === 0 ? "none of them is better" : `${count(better)} of them ${better === 1 ? "is" : "are"} better`} at 5 % for all together (Romano and Wolf).`
  ];
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "–";
}
