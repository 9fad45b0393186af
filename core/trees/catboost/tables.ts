import type {Place} from "../formats/place.js";
import {elements, maybe, member, misplaced, whole} from "../formats/place.js";
import type {Categories} from "./categories.js";
import type {Ctr} from "./splits.js";

/** What training counted of one combination: its categories, its tests' answers as bits, and the numbers kept. */
export interface Entry {
  /** The categories joined by commas. */
  readonly key: string;
  readonly answers: number;
  readonly counts: readonly number[];
}

/** A table of counts by combination. */
export interface Table {
  readonly entries: readonly Entry[];
  /** What counts of a `Counter` are divided by. */
  readonly denominator: number;
}

/** The factor of CatBoost's hash of a combination: hash(a, b) = factor · a + factor² · b, modulo 2^64. */
const factor = 0x4906ba494954cb65n;
/** Marks a place that is empty. */
const empty = 0xffffffffffffffffn;
/** The most combinations that are tried for a table. */
const mostTries = 2e7;

type Elements = Ctr["elements"];
/** What one element may be: the part of the hash that it makes, and its category or answer. */
interface Choice {
  readonly part: bigint;
  readonly value: number;
}

/**
 * Reads the table of a statistic. It holds hashes of combinations, not the combinations: they are found by trying, so all
 * must be of known categories. Throws, naming the statistic, where some are not.
 */
export function readTable(
  model: Place,
  ctr: Ctr,
  categories: Categories,
  seen: ReadonlyMap<number, readonly number[]>
): Table {
  const place = member(model, "ctr_data", ctr.table);
  const {entries: raw, denominator} = readEntries(place);
  const features = ctr.elements.flatMap((element) => (element.kind === "value" ? [element.feature] : []));
  const only = ctr.elements.length === 1 && ctr.elements[0].kind === "value";
  if (only) return {denominator, entries: raw.map((each) => simple(each, features[0], ctr, categories))};
  for (let count = 0; ; count = count === 0 ? 256 : 4 * count) {
    const choices = choicesOf(ctr.elements, (feature) => {
      const known = (seen.get(feature) ?? []).map((hash) => ({category: categories.find(feature, hash) ?? -1, hash}));
      const more = known.length > 0 && count === 0 ? [] : categories.first(feature, Math.max(64, count));
      return [...new Map([...known, ...more].map((each) => [each.category, each])).values()];
    });
    if (choices === null) throw tooMany(ctr);
    const entries = resolve(ctr.elements, raw, choices);
    if (entries === null) throw tooMany(ctr);
    if (entries.length === raw.length) return {denominator, entries};
    const all = features.map((feature) => categories.first(feature, 4 * Math.max(64, count)).length);
    if (Math.max(...all) <= Math.max(64, count)) throw unknown(ctr, features, categories, raw.length - entries.length);
  }
}

/** The hashes of a feature's categories that statistics of it alone hold. */
export function hashesAlone(model: Place, ctrs: readonly Ctr[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const {elements: parts, table} of ctrs) {
    const [part] = parts;
    if (parts.length !== 1 || part.kind !== "value" || found.has(part.feature)) continue;
    const {entries} = readEntries(member(model, "ctr_data", table));
    found.set(
      part.feature,
      entries.flatMap(({hash}) => signed(alone(hash)) ?? [])
    );
  }
  return found;
}

interface Raw {
  readonly hash: bigint;
  readonly counts: readonly number[];
}

function readEntries(place: Place): {entries: Raw[]; denominator: number} {
  const stride = whole(member(place, "hash_stride"));
  const map = member(place, "hash_map");
  const items = elements(map).map(({value}) => value);
  if (stride < 2 || items.length % stride !== 0)
    throw misplaced(map, `has ${items.length} values; expected a multiple of hash_stride, ${stride}`);
  const entries: Raw[] = [];
  for (let at = 0; at < items.length; at += stride) {
    const [key, ...counts] = items.slice(at, at + stride);
    if (!/^\d{1,20}$/.test(String(key)) || typeof key === "number" || counts.some((each) => typeof each !== "number"))
      throw misplaced(map, `has no hash and counts at ${at}`);
    const hash = BigInt(String(key));
    if (hash !== empty) entries.push({hash, counts: counts as number[]});
  }
  return {entries, denominator: whole(maybe(place, "counter_denominator") ?? {...place, value: 0})};
}

function simple({hash, counts}: Raw, feature: number, ctr: Ctr, categories: Categories): Entry {
  const own = signed(alone(hash));
  const category = own === undefined ? undefined : categories.find(feature, own);
  if (category === undefined) throw unknown(ctr, [feature], categories, 1);
  return {key: String(category), answers: 0, counts};
}

/** What each element may be, in order; null where the combinations are too many to list. */
function choicesOf(
  parts: Elements,
  known: (feature: number) => readonly {readonly category: number; readonly hash: number}[]
): Choice[][] | null {
  let weight = factor;
  const weights = parts.map(() => (weight = cut(weight * factor))).reverse();
  const choices = parts.map((part, i) =>
    part.kind === "value"
      ? known(part.feature).map(({category, hash}) => ({part: cut(weights[i] * BigInt(hash)), value: category}))
      : [0, 1].map((value) => ({part: cut(weights[i] * BigInt(value)), value}))
  );
  return choices.reduce((product, {length}) => product * length, 1) <= mostTries * 2 ** 10 ? choices : null;
}

/**
 * The combinations with the hashes: all are listed, or all but the element with most choices, whose part is then what is
 * left of a hash; whichever takes fewer tries. Null where that is too many. Those not found are left out.
 */
function resolve(parts: Elements, raw: readonly Raw[], choices: readonly (readonly Choice[])[]): Entry[] | null {
  const sizes = choices.map(({length}) => length);
  const largest = sizes.indexOf(Math.max(...sizes));
  const rest = sizes.reduce((product, size, i) => (i === largest ? product : product * size), 1);
  if (Math.min(raw.length, sizes[largest]) * rest > mostTries) return null;
  const last = new Map(choices[largest].map(({part, value}) => [part, value]));
  const wanted = new Map(raw.map((each) => [each.hash, each]));
  const entries: Entry[] = [];
  const values = new Array<number>(parts.length).fill(0);
  const found = ({counts}: Raw) => {
    const answers = parts.reduce((bits, part, i) => (part.kind === "value" ? bits : 2 * bits + values[i]), 0);
    entries.push({key: values.filter((_, i) => parts[i].kind === "value").join(","), answers, counts});
  };
  const visit = (i: number, sum: bigint): void => {
    if (i === largest) return visit(i + 1, sum);
    if (i < parts.length) {
      for (const {part, value} of choices[i]) {
        values[i] = value;
        visit(i + 1, cut(sum + part));
      }
      return;
    }
    if (raw.length < sizes[largest])
      for (const each of raw) {
        const value = last.get(cut(each.hash - sum));
        if (value === undefined) continue;
        values[largest] = value;
        found(each);
      }
    else
      for (const {part, value} of choices[largest]) {
        const each = wanted.get(cut(sum + part));
        if (!each) continue;
        values[largest] = value;
        found(each);
      }
  };
  visit(0, 0n);
  return entries;
}

function unknown(ctr: Ctr, features: readonly number[], categories: Categories, count: number): Error {
  const where = features.map(categories.where).join(" and ");
  return new Error(
    `invalid CatBoost model: ${count} or more combinations of ${ctr.name} (${ctr.place.path}) are not of ${where}; ` +
      "train with categories that are integers, or give the names of categories by feature"
  );
}

function tooMany(ctr: Ctr): Error {
  return new Error(
    `invalid CatBoost model: ${ctr.name} (${ctr.place.path}) is of too many combinations to find which they are; ` +
      "train with a smaller max_ctr_complexity"
  );
}

const inverse = inverseOf(factor);

/** The category's hash in the hash of a feature alone. */
function alone(hash: bigint): bigint {
  return cut(cut(hash * inverse) * inverse);
}

/** A number of 64 bits that is one of 32 with its sign; undefined where it is not. */
function signed(x: bigint): number | undefined {
  const value = BigInt.asIntN(64, x);
  return BigInt.asIntN(32, value) === value ? Number(value) : undefined;
}

/** What an odd number is to be multiplied by to make 1, modulo 2^64 (Newton's iteration). */
function inverseOf(odd: bigint): bigint {
  let found = odd;
  for (let i = 0; i < 6; ++i) found = cut(found * (2n - odd * found));
  return found;
}

function cut(x: bigint): bigint {
  return BigInt.asUintN(64, x);
}
