import type {Calibration, KeptError} from "../../learn/error/kept.js";
import {count, day, figure, styled} from "../format.js";
import {list, settings, text, whole} from "../options.js";
import {pairs, table} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";

/** Looks into where a model's error comes from. */
export const error = defineVerb({
  usage: "error <experiment>",
  summary: "Where a model's error comes from: bias and variance, learning curve, intervals, probabilities",
  examples: [
    ["tapebook error 17-ensemble", "Of its model, by five fits each and the usual five sizes"],
    ["tapebook error 17-ensemble --of forest --rounds 10 --block 21", "Of a rival, with its out-of-bag scores"],
    ["tapebook error 03-boosting-baseline --sizes 0.25,0.5,1 --set learn.model=ridge", "Of another model"]
  ],
  declare: (yargs) =>
    yargs
      .positional("experiment", {type: "string", demandOption: true, describe: "A name, or a module's path"})
      .option("of", text("Which learns: model, baseline or a rival's name; model where left out", "model"))
      .option("rounds", whole("How many fits each decomposition takes; 5 where left out", "number of rounds"))
      .option("block", whole("The rows of a block of the bootstrap; 10 where left out", "block"))
      .option("sizes", list("Shares of the training rows for the learning curve: 0.1,0.25,0.5,0.75,1", "sizes"))
      .option("score", text("r2, squared-error, ic or accuracy; r2 where left out, of classes accuracy", "score"))
      .option("set", settings("Change a value of the experiment: path=value; may be repeated")),
  async act({experiment, of = "model", rounds = 5, block = 10, sizes, score, set}, {home, task}) {
    const lab = await import("../../lab/error.js");
    const {scores} = await import("../../learn/error/scores.js");
    const {changedExperiments, findExperiments} = await import("../../lab/experiments.js");
    const {lookupFor} = await import("../../lab/registry.js");
    const {revivePlan} = await import("../../pipeline/plan.js");
    const [spec, ...others] = await named(async () => changedExperiments(await findExperiments(experiment), set));
    if (others.length > 0) throw misused(`invalid experiment: ${experiment} means several; name one`);
    if (rounds < 2) throw misused(`invalid number of rounds: ${rounds}; a variance needs 2 or more`);
    const shares = sizes && sharesOf(sizes);
    const by = scores.find((each) => each === score);
    if (score !== undefined && !by) throw misused(`unknown score: ${score}; scores are ${scores.join(", ")}`);
    const plan = revivePlan(spec, await lookupFor(spec));
    await named(() => lab.contenderOf(lab.checkErrors({...plan, name: spec.name}), of));
    const asked = {of, rounds, block, ...(shares && {sizes: shares}), ...(by && {score: by})};
    const {report, found} = await lab.lookIntoError(spec, asked, home, task(`${spec.name}: ${of}`));
    return {json: {...report, found}, text: describe(report, found)};
  }
});

function sharesOf(sizes: readonly string[]): readonly number[] {
  const shares = sizes.map(Number);
  const odd = shares.findIndex((share) => !(share >= 1e-6 && share <= 1));
  if (odd >= 0)
    throw misused(`invalid sizes: ${sizes[odd]}; expected shares of the training rows, above 0 and up to 1`);
  return [...new Set(shares)].sort((a, b) => a - b);
}

function describe(report: KeptError, found: boolean): string {
  const {experiment, id, of, model, label, samples, tested, trials} = report;
  const who = of === "model" ? model : `${of} (${model})`;
  return [
    `${styled("bold", experiment)}  ${id}${found ? "  found, nothing changed since" : ""}`,
    pairs([
      ["  model", who],
      ["  label", label],
      [
        "  last fold",
        `${count(samples.train ?? 0)} samples trained on, ${count(samples.test ?? 0)} tested, ${tested.map(day).join(" to ")}`
      ]
    ]),
    "",
    decomposed(report),
    "",
    curve(report),
    "",
    intervals(report),
    ...(report.calibration.length > 0 ? ["", calibrated(report.calibration)] : []),
    "",
    `It looked at test data: ${count(trials)} trials of this experiment are counted.`
  ].join("\n");
}

const right = (name: string) => ({name, align: "right"}) as const;

function decomposed({decomposition, rounds, block, truthKnown}: KeptError): string {
  const {seeds, bootstrap, wrong} = decomposition;
  const unit = scaleOf([seeds, bootstrap].flatMap(({loss}) => (loss === null ? [] : [loss])));
  const rows = [
    ["other seeds", seeds],
    [`blocks of ${count(block ?? 0)} rows drawn anew`, bootstrap]
  ] as const;
  const lines = rows.map(([name, {loss, bias, variance}]) => [
    name,
    ...[loss, bias, variance].map((value) => scaled(value, unit)),
    figure(loss !== null && variance !== null && loss > 0 ? variance / loss : null, "percent")
  ]);
  const headings = [
    {name: `squared error over ${count(rounds ?? 0)} fits${unit === 0 ? "" : `, × 10^${unit}`}`},
    right("error"),
    right(truthKnown ? "bias²" : "bias² and noise"),
    right("variance"),
    right("variance of it")
  ];
  if (!wrong) return table(headings, lines);
  const share = (value: number | null) => figure(value, "percent");
  const classes = [
    ["blocks drawn anew", share(wrong.loss), share(wrong.bias), share(wrong.variance), share(wrong.net)]
  ];
  return [
    table(headings, lines),
    "",
    table([{name: "wrong classes"}, right("wrong"), right("bias"), right("variance"), right("net of it")], classes)
  ].join("\n");
}

const scoreNames: Readonly<Record<string, string>> = {
  r2: "R²",
  "squared-error": "squared error",
  ic: "IC",
  accuracy: "right classes"
};

function curve({learningCurve, score, outOfBag, folds}: KeptError): string {
  const name = scoreNames[score] ?? score;
  const squared = score === "squared-error";
  const unit = squared ? scaleOf(learningCurve.flatMap(({test}) => (test.mean === null ? [] : [test.mean]))) : 0;
  const value = (each: number | null) =>
    each === null ? "–" : squared ? scaled(each, unit) : score === "ic" ? each.toFixed(3) : figure(each, "percent");
  const headings = [
    right("share of rows"),
    right("samples"),
    right(`${name} in training${unit === 0 ? "" : `, × 10^${unit}`}`),
    right("in test"),
    right("± over folds"),
    ...(outOfBag ? [right("out of bag"), right("its IC")] : [])
  ];
  const rows = learningCurve.map(({at, samples, train, test}, i) => [
    figure(at, "percent"),
    count(samples ?? 0),
    value(train.mean),
    value(test.mean),
    value(test.deviation),
    ...(outOfBag ? [figure(outOfBag[i].score, "percent"), figure(outOfBag[i].ic, "ratio")] : [])
  ]);
  return [table(headings, rows), styled("dim", `Means over ${count(folds)} folds.`)].join("\n");
}

function intervals({intervals: {level, covered, width}}: KeptError): string {
  const wanted = figure(level, "percent");
  const wide = width === null ? "without an end: there are too few samples" : `${width.toPrecision(3)} wide`;
  return `Intervals that should hold ${wanted} of the last fold's labels hold ${figure(covered, "percent")}, ${wide}.`;
}

function calibrated(calibration: readonly Calibration[]): string {
  const headings = [
    {name: "probabilities"},
    right("Brier score"),
    right("shares alone"),
    {name: "class"},
    right("came"),
    right("mean gap")
  ];
  const rows = calibration.flatMap(({name, brier, climate, classes}) =>
    classes.map(({value, share, reliability}, c) => [
      ...(c === 0 ? [name, brier.toFixed(4), climate.toFixed(4)] : ["", "", ""]),
      String(value),
      figure(share, "percent"),
      figure(reliability.error, "percent")
    ])
  );
  return table(headings, rows);
}

/** The power of ten that brings the largest to 1 … 1000; 0 where it needs none. */
function scaleOf(values: readonly number[]): number {
  const most = Math.max(0, ...values);
  return most > 0 && (most < 0.1 || most >= 1e5) ? 3 * Math.floor(Math.log10(most) / 3) : 0;
}

function scaled(value: number | null, power: number): string {
  return value === null ? "–" : (value / 10 ** power).toPrecision(4);
}
