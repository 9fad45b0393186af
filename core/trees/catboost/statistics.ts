import type {Encoding} from "../../base/trees.js";
import {misplaced} from "../formats/place.js";
import type {Place} from "../formats/place.js";
import type {Categories} from "./categories.js";
import type {Ctr, Layout, Test} from "./splits.js";
import {wordsOf} from "./splits.js";
import type {Table} from "./tables.js";
import {hashesAlone, readTable} from "./tables.js";

/** The statistics' columns, made as trees need them. */
export interface Statistics {
  readonly encodings: readonly Encoding[];
  /** The column of a statistic where its tests, in its order, have these answers. */
  column(ctr: Ctr, answers: readonly boolean[]): number;
}

/** How a statistic is computed from the counts of a combination, and from none: n and d of (n + prior) / (d + prior). */
type Counting = (counts: readonly number[], ctr: Ctr, table: Table) => readonly [above: number, below: number];

const countings: Readonly<Record<string, Counting>> = {
  Borders: (counts, {targetBorder}) => [sum(counts.slice(targetBorder + 1)), sum(counts)],
  Buckets: (counts, {targetBorder}) => [counts[targetBorder], sum(counts)],
  BinarizedTargetMeanValue: ([total, count]) => [total, count],
  FloatTargetMeanValue: ([total, count]) => [total, count],
  Counter: ([count], _, {denominator}) => [count, denominator],
  FeatureFreq: ([count], _, {denominator}) => [count, denominator]
};

/** Throws, naming the statistic, where it is of a type that is not known or its table cannot be read. */
export function statisticsOf(model: Place, layout: Layout, categories: Categories): Statistics {
  const {features, splits} = layout;
  const ctrs = new Set(splits.flatMap((split) => (split.kind === "ctr" ? [split.ctr] : [])));
  const seen = hashesAlone(model, Array.from(ctrs));
  const tables = new Map<string, Table>();
  const places = new Map<string, number>();
  const encodings: Encoding[] = [];
  return {
    encodings,
    column(ctr, answers) {
      const key = `${ctr.place.path} ${answers.join(" ")}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const table = tables.get(ctr.table) ?? readTable(model, ctr, categories, seen);
      tables.set(ctr.table, table);
      const place = features.length + encodings.length;
      encodings.push(encodingOf(ctr, table, answers, features));
      places.set(key, place);
      return place;
    }
  };
}

/** The tests of a statistic, in its order. */
export function testsOf(ctr: Ctr): Test[] {
  return ctr.elements.flatMap((element) => (element.kind === "value" ? [] : [element]));
}

function encodingOf(ctr: Ctr, table: Table, answers: readonly boolean[], features: readonly string[]): Encoding {
  if (!Object.hasOwn(countings, ctr.type))
    throw misplaced(
      ctr.place,
      `is ${ctr.name}, whose type is unknown; those read are ${Object.keys(countings).join(", ")}`
    );
  const count = countings[ctr.type];
  const bits = answers.reduce((all, yes) => 2 * all + (yes ? 1 : 0), 0);
  const value = ([above, below]: readonly [number, number]): number => {
    const part = Math.fround(Math.fround(above + ctr.prior[0]) / Math.fround(below + ctr.prior[1]));
    return Math.fround(Math.fround(part + ctr.shift) * ctr.scale);
  };
  const entries = table.entries.filter((entry) => entry.answers === bits);
  const words = testsOf(ctr).map((test, i) => wordsOf(test, features, answers[i]));
  const counter = ctr.type === "Counter" || ctr.type === "FeatureFreq";
  return {
    name: words.length === 0 ? ctr.name : `${ctr.name} where ${words.join(" and ")}`,
    features: ctr.elements.flatMap((element) => (element.kind === "value" ? [element.feature] : [])),
    values: new Map(entries.map(({key, counts}) => [key, value(count(counts, ctr, table))])),
    otherwise: value([0, counter ? table.denominator : 0])
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
