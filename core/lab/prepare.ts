import {mkdir, mkdtemp, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {SymbolParts} from "../base/by-symbol.js";
import {symbolSplitHash, symbolSplitText} from "../base/by-symbol.js";
import {digest} from "../base/digest.js";
import {field} from "../base/panel.js";
import type {FoldSummary} from "../learn/cross-predict.js";
import {summariseFold} from "../learn/cross-predict.js";
import {makeDataset, samplesOf} from "../learn/dataset.js";
import type {Fold} from "../plugin.js";
import {addFeatures} from "../pipeline/pipeline.js";
import {revivePlan} from "../pipeline/plan.js";
import {writeColumns} from "../store/disk/columns.js";
import type {Effects} from "./context.js";
import type {Experiment, ExperimentSpec} from "./experiment.js";
import {toSpec} from "./experiment.js";
import {findOrigins, loadMarket, versionsOf} from "./market.js";
import {lookupFor} from "./registry.js";
import {removeLeftovers} from "./run-folder.js";

/** What a column of a model's data looks like, over the cells that have a price. */
export interface ColumnCheck {
  readonly name: string;
  readonly role: "feature" | "label";
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  /** The share of cells without a value. */
  readonly missing: number;
  /** What makes it unfit to learn from; missing where nothing does. */
  readonly fault?: string;
}

/** A model's data: what it is made of, what it looks like, and its identity. */
export interface Prepared {
  readonly experiment: string;
  readonly columns: readonly ColumnCheck[];
  /** Rows with all features, and those of them that have a label too. */
  readonly samples: number;
  readonly labelled: number;
  /** The share of each class, of labels that have a few values only. */
  readonly classes?: readonly {readonly value: number; readonly share: number}[];
  /** The spans that each fold trains and tests on; none without a split. */
  readonly folds: readonly FoldSummary[];
  /** Each layer's identity: of the datasets as they are stored, of the prices as they were used, and of the matrix. */
  readonly layers: {
    readonly stored: Readonly<Record<string, string>>;
    readonly panel: string;
    readonly matrix: string;
    /** Of the symbols of each part, where the split draws them: the SHA-256 of `symbols.json`. */
    readonly parts?: string;
  };
  /** The symbols of each part, where the split draws them. */
  readonly parts?: SymbolParts;
  /** The files written. */
  readonly files: readonly string[];
}

/**
 * Prepares the data that an experiment's model learns from, and checks each column: its mean and deviation, what is
 * missing, and whether it is constant or not finite, which makes it unfit. Into a folder, where one is given, it writes
 * `matrix.parquet` (symbol's place, t, until, label and features, a row for each sample), `schema.json` and,
 * where the split draws symbols, `symbols.json` with those of each part: `schema.json` last, so that where it is there
 * the others are whole.
 */
export async function prepare(
  experiment: Experiment | ExperimentSpec,
  home: string,
  {log}: Pick<Effects, "log">,
  folder?: string
): Promise<Prepared> {
  const spec = toSpec(experiment as Experiment);
  const plan = revivePlan(spec, await lookupFor(spec));
  const names = Object.keys(plan.features);
  if (names.length === 0) throw new Error(`missing features: ${spec.name} has none to prepare`);
  const origins = await findOrigins(home, spec.data);
  const {panel: market} = await loadMarket(home, spec.data, origins, {log});
  const panel = addFeatures(market, plan);
  const close = field(panel, "close");
  const columns = names.map((name) => check(name, "feature", field(panel, name), close));
  const {label, split} = plan.learn ?? {};
  const unlabelled = {
    needs: [],
    lookback: 0,
    compute: () => ({y: close.map(() => NaN), until: close.map(() => Infinity)})
  };
  const dataset = makeDataset(panel, names, label ?? unlabelled, 1);
  const {x, y, t, until, cell} = dataset;
  if (label) columns.push(check("label", "label", label.compute(panel).y, close));
  const features = names.map((name, k) => [name, Float64Array.from(cell, (_, i) => x[i * names.length + k])] as const);
  const symbol = Float64Array.from(cell, (at) => at % panel.symbols.length);
  const matrix = {symbol, t, until, label: y, ...Object.fromEntries(features)};
  const {times, symbols} = market;
  const parts = split?.parts?.(symbols);
  const layers = {
    stored: versionsOf(spec.data, origins),
    panel: await digest({times, ...market.fields}),
    matrix: await digest(matrix),
    ...(parts && {parts: await symbolSplitHash(parts)})
  };
  const labelled = y.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const folds = split ? [...split.folds(samplesOf(dataset))] : [];
  const classes = label ? classesOf(y) : null;
  const prepared = {
    experiment: spec.name,
    columns,
    samples: cell.length,
    labelled,
    ...(classes && {classes}),
    folds: folds.map((fold) => summariseFold(dataset, fold)),
    layers,
    ...(parts && {parts})
  };
  if (folder === undefined) return {...prepared, files: []};
  const about = `${JSON.stringify({...prepared, symbols, spec}, null, 2)}\n`;
  const files = await writeTogether(folder, {
    "matrix.parquet": (file) => writeColumns(file, matrix),
    "folds.parquet": split && ((file) => writeColumns(file, foldTable(folds))),
    "symbols.json": parts && ((file) => writeFile(file, symbolSplitText(parts))),
    "schema.json": (file) => writeFile(file, about, {flush: true})
  });
  return {...prepared, files};
}

/**
 * Writes files beside their place and renames them into it, and removes those of an earlier time that are not written
 * now. The last one is gone while others change, so where it is there all are whole and of one time. Gives their paths.
 */
async function writeTogether(
  folder: string,
  writers: Readonly<Record<string, ((file: string) => Promise<void>) | undefined>>
): Promise<string[]> {
  await mkdir(folder, {recursive: true});
  await removeLeftovers(folder);
  const beside = await mkdtemp(join(folder, `.${process.pid}-`));
  const files: string[] = [];
  try {
    const names = Object.keys(writers);
    for (const name of names) await writers[name]?.(join(beside, name));
    await rm(join(folder, names[names.length - 1]), {force: true});
    for (const name of names) {
      if (writers[name]) files.push(join(folder, name));
      await (writers[name] ? rename(join(beside, name), join(folder, name)) : rm(join(folder, name), {force: true}));
    }
  } finally {
    await rm(beside, {recursive: true, force: true});
  }
  return files;
}

/** The share of each class among the known labels, where they are of a few values only; else null. */
function classesOf(y: Float64Array): {value: number; share: number}[] | null {
  const known = y.filter((value) => !Number.isNaN(value));
  const values = [...new Set(known)].sort((a, b) => a - b);
  if (values.length === 0 || values.length > mostClasses) return null;
  return values.map((value) => ({value, share: known.filter((each) => each === value).length / known.length}));
}

const mostClasses = 8;

/** A row for each sample of each fold's training (`test` 0) and test (1); `sample` counts the matrix's rows from 0. */
function foldTable(folds: readonly Fold[]): Record<"fold" | "test" | "sample", Float64Array> {
  const size = folds.reduce((sum, {train, test}) => sum + train.length + test.length, 0);
  const [fold, test, sample] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let row = 0;
  for (const [k, each] of folds.entries())
    for (const [part, index] of [each.train, each.test].entries())
      for (const i of index) {
        fold[row] = k;
        test[row] = part;
        sample[row++] = i;
      }
  return {fold, test, sample};
}

function check(name: string, role: ColumnCheck["role"], column: Float64Array, close: Float64Array): ColumnCheck {
  const priced = column.filter((_, cell) => !Number.isNaN(close[cell]));
  const known = priced.filter((value) => !Number.isNaN(value));
  const finite = known.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const fault =
    known.length === 0
      ? "no values"
      : finite.length < known.length
        ? `${known.length - finite.length} values are infinite`
        : least === most
          ? "constant"
          : undefined;
  const missing = 1 - known.length / priced.length;
  return {name, role, mean, deviation: Math.sqrt(variance), least, most, missing, ...(fault !== undefined && {fault})};
}
