import {readFile} from "node:fs/promises";
import {basename} from "node:path";
import {formatDate} from "../../base/timeframe.js";
import type {TreeEnsemble} from "../../base/trees.js";
import type {RunTrees} from "../../lab/models/of-run.js";
import type {ModelRecord} from "../../lab/models/store.js";
import type {RunRecord} from "../../lab/record.js";
import {bytes as size, count, instant, rough, styled} from "../format.js";
import {date, text} from "../options.js";
import {pairs, table} from "../table.js";
import type {Answer, Shell} from "../verb.js";
import {defineVerb, misused, named} from "../verb.js";

/** The formats of core/lab/models/formats.ts, which is not imported for the help. */
const formats = ["lightgbm", "xgboost", "catboost", "onnx"] as const;

/** How many features' importance is shown to a reader; JSON has all. */
const shown = 20;

/** Lists, shows, imports and exports models of trees: those that were taken in, and the last of a run. */
export const model = defineVerb({
  usage: "model [action] [model]",
  summary: "List, show, import or export models of trees",
  examples: [
    ["tapebook model", "The models that were taken in"],
    ["tapebook model show 3f2a", "The last model of the run whose id starts with 3f2a: what it uses"],
    ["tapebook model export 3f2a --format lightgbm --out model.txt", "Write it for LightGBM"],
    ["tapebook model import model.txt --name theirs --known-until 2019-12-31", "Take one in from elsewhere"]
  ],
  declare: (yargs) =>
    yargs
      .positional("action", {choices: ["list", "show", "export", "import"] as const, default: "list" as const})
      .positional("model", {type: "string", describe: "A run's id or its start, or a model's name; import: the file"})
      .option("format", {choices: formats, requiresArg: true, describe: "export: whose format"})
      .option(
        "out",
        text("export: the file; <model>.txt, .json or .onnx where left out, .ubj for XGBoost's UBJSON", "out")
      )
      .option("name", text("import: the name it gets: small letters, digits and dashes", "name"))
      .option("known-until", date("import: the last day that its training may have seen: 2019-12-31", "known-until")),
  async act({action, model: which, format, out, name, "known-until": knownUntil}, shell) {
    if (action === "list") {
      if (which !== undefined) throw misused(`unknown argument: ${which}; write tapebook model show ${which}`);
      return listAll(shell);
    }
    if (which === undefined)
      throw misused(`missing model: write tapebook model ${action} ${action === "import" ? "model.txt" : "3f2a"}`);
    if (action === "show") return show(which, shell);
    if (action === "import") return take(which, name, knownUntil, shell);
    if (format === undefined)
      throw misused(`missing format: name one with --format; formats are ${formats.join(", ")}`);
    return write(which, format, out, shell);
  }
});

async function listAll({home}: Shell): Promise<Answer> {
  const {listModels, readModel} = await import("../../lab/models/store.js");
  const json = await Promise.all(
    (await listModels(home)).map(async (record) => {
      const {trees} = await readModel(home, record.name);
      return {...record, features: trees.features.length, trees: trees.trees.length};
    })
  );
  if (json.length === 0)
    return {json, text: "no models yet; take one in with: tapebook model import model.txt --name theirs"};
  const rows = json.map((each) => [
    each.name,
    each.format,
    count(each.trees),
    count(each.features),
    each.knownUntil ?? styled("yellow", "nobody said"),
    instant(each.imported),
    each.sha256.slice(0, 12)
  ]);
  const headings = [
    {name: "model"},
    {name: "format"},
    {name: "trees", align: "right"},
    {name: "features", align: "right"},
    {name: "known until"},
    {name: "imported (UTC)"},
    {name: "SHA-256"}
  ] as const;
  return {json, text: table(headings, rows)};
}

/** Trees that were asked for, and where they are from. */
interface Found extends RunTrees {
  readonly run?: RunRecord;
  readonly imported?: ModelRecord;
}

/** A model that was taken in, by its name, else a run's last. */
async function find(which: string, home: string): Promise<Found> {
  const {listModels, readModel} = await import("../../lab/models/store.js");
  const names = (await listModels(home)).map(({name}) => name);
  if (names.includes(which)) {
    const {record, trees} = await readModel(home, which);
    return {trees, scaling: {method: "none"}, imported: record};
  }
  const {readRun} = await import("../../lab/runs.js");
  const {treesOfRun} = await import("../../lab/models/of-run.js");
  const run = await named(async () => {
    try {
      return await readRun(home, which);
    } catch (error) {
      const models = names.length > 0 ? `; models are ${names.join(", ")}` : "";
      throw new Error(`${(error as Error).message}${models}`);
    }
  });
  return {...(await treesOfRun(home, run)), run};
}

async function show(which: string, {home}: Shell): Promise<Answer> {
  const {trees, scaling, run, imported} = await find(which, home);
  const {treeImportance} = await import("../../trees/explain/importance.js");
  const {split, gain} = treeImportance(trees);
  const leaves = trees.trees.reduce((sum, {value}) => sum + value.length, 0);
  const importance = trees.features
    .map((feature, j) => ({feature, gain: gain === null ? null : gain[j], splits: split[j]}))
    .sort((a, b) => (b.gain ?? 0) - (a.gain ?? 0) || b.splits - a.splits);
  const {objective = null, transform, outputs, classes = null, categorical = [], encodings = []} = trees;
  const json = {
    ...(run && {run: run.id, experiment: run.experiment, model: run.spec.learn!.model!.name, scaling: scaling.method}),
    ...imported,
    objective,
    transform: transform.kind,
    outputs,
    classes,
    trees: trees.trees.length,
    leaves,
    features: trees.features,
    categorical: categorical.map((j) => trees.features[j]),
    encodings: encodings.map(({name}) => name),
    importance
  };
  const facts: (readonly [string, string])[] = [
    ...(run ? ([["run", run.id], ["experiment", run.experiment], ["model", json.model!]] as const) : []), // prettier-ignore
    ...(imported ? factsOf(imported) : []),
    ["objective", objective ?? "not said"],
    ["predicts", predicts(trees)],
    ["trees", `${count(json.trees)} of ${count(leaves)} leaves together`],
    ["features", `${count(trees.features.length)}${scaling.method === "none" ? "" : `, scaled: ${scaling.method}`}`],
    ...(categorical.length > 0 ? ([["categories", json.categorical.join(", ")]] as const) : [])
  ];
  const total = gain?.reduce((sum, value) => sum + value, 0) ?? 0;
  const rows = importance
    .slice(0, shown)
    .filter(({splits}) => splits > 0)
    .map((each) => [
      each.feature,
      each.gain === null ? "–" : rough(each.gain),
      each.gain === null || !(total > 0) ? "–" : `${((100 * each.gain) / total).toFixed(1)} %`,
      count(each.splits)
    ]);
  const headings = [
    {name: "feature"},
    {name: "gain", align: "right"},
    {name: "share", align: "right"},
    {name: "splits", align: "right"}
  ] as const;
  return {json, text: `${pairs(facts)}\n\n${table(headings, rows)}`};
}

function factsOf({name, format, file, imported, knownUntil, sha256}: ModelRecord): (readonly [string, string])[] {
  return [
    ["model", name],
    ["file", `${file}, ${format}, imported ${instant(imported)} UTC`],
    ["known until", knownUntil ?? styled("yellow", "nobody said: pretrained asks for it")],
    ["SHA-256", sha256]
  ];
}

function predicts({transform, outputs, classes}: TreeEnsemble): string {
  if (transform.kind === "sigmoid" && outputs === 1) return `the probability of ${classes?.[1] ?? 1}`;
  if (classes && outputs > 1) return `the probability of each of ${classes.join(", ")}`;
  return transform.kind === "exp" ? "e to the power of a sum of leaves" : "a sum of leaves";
}

async function write(which: string, format: (typeof formats)[number], out: string | undefined, {home}: Shell) {
  const {default: writeFileAtomic} = await import("write-file-atomic");
  const {endings, writeTrees} = await import("../../lab/models/formats.js");
  const {unscaleTrees} = await import("../../trees/unscale.js");
  const {trees, scaling, run, imported} = await find(which, home);
  const id = run?.id ?? imported!.name;
  const file = out ?? `${id}${endings[format]}`;
  const bytes = writeTrees(unscaleTrees(trees, scaling), format, file);
  await writeFileAtomic(file, Buffer.from(bytes)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw misused(`missing folder: that of ${file}; make it first`);
    throw error;
  });
  const unscaled = scaling.method !== "none";
  const json = {
    model: id,
    format,
    file,
    bytes: bytes.length,
    features: trees.features,
    scaling: scaling.method,
    unscaled
  };
  const note = unscaled
    ? `\nIts run scaled the features (${scaling.method}); the thresholds in the file are of features as they are, so give it those.`
    : "";
  return {json, text: `${file}: ${count(trees.trees.length)} trees, ${size(bytes.length)}${note}`};
}

async function take(path: string, name: string | undefined, knownUntil: number | undefined, {home, task}: Shell) {
  if (name === undefined) throw misused("missing name: give the model one with --name");
  const {importModel} = await import("../../lab/models/store.js");
  const bytes = await readFile(path).catch(() => {
    throw misused(`missing file: ${path}; name a file that exists`);
  });
  const now = task(`model ${name}`).now();
  if (knownUntil !== undefined && knownUntil > now)
    throw misused(
      `invalid known-until: ${formatDate(knownUntil)} is to come; give the last day that its training may have seen`
    );
  const {record, trees, added} = await importModel(home, bytes, {name, file: basename(path), now, knownUntil});
  const json = {...record, added, trees: trees.trees.length, features: trees.features};
  const facts = pairs([
    ...factsOf(record),
    ["objective", trees.objective ?? "not said"],
    ["trees", count(trees.trees.length)],
    ["features", trees.features.join(", ")]
  ]);
  return {json, text: `${name}: ${added ? "imported" : "nothing new"}\n${facts}`};
}
