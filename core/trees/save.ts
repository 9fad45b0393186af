import type {Encoding, Transform, Tree, TreeEnsemble} from "../base/trees.js";
import type {ByteReader, ByteWriter} from "./bytes.js";
import {checksum, readBytes, writeBytes} from "./bytes.js";
import {checkTrees} from "./check.js";

/** What saved trees begin with. */
const mark = Uint8Array.of(0x54, 0x52, 0x45, 0x45, 0x53, 0x0d, 0x0a, 0x1a);
const version = 1;
const thing = "saved trees";

/** A tree's lists that training knew, in the order in which they are saved. */
const known = ["gain", "nodeCount", "leafCount", "nodeWeight", "leafWeight", "nodeValue"] as const;
const kinds: readonly Transform["kind"][] = ["identity", "sigmoid", "softmax", "exp"];

/**
 * Trees as bytes: a mark, the version, what they are together, tree after tree, and a checksum of all that. Lists of
 * numbers are in the shortest of a few forms that keeps them, so that `loadTrees` gives the same to the last bit.
 */
export function saveTrees(ensemble: TreeEnsemble): Uint8Array {
  checkTrees(ensemble);
  const {features, categorical, encodings, outputs, bias, scale, average, transform, classes, objective} = ensemble;
  const writer = writeBytes();
  writer.raw(mark);
  writer.whole(version);
  writer.whole(features.length);
  for (const name of features) writer.text(name);
  optional(writer, categorical, (places) => writer.integers(places));
  optional(writer, encodings, (list) => writeEncodings(writer, list));
  writer.whole(outputs);
  writer.numbers(bias);
  optional(writer, scale, (value) => writer.numbers([value]));
  optional(writer, average, (value) => writer.whole(value ? 1 : 0));
  writer.whole(kinds.indexOf(transform.kind));
  if (transform.kind === "sigmoid") writer.numbers([transform.slope]);
  optional(writer, classes, (labels) => writer.numbers(labels));
  optional(writer, objective, (words) => writer.text(words));
  writer.whole(ensemble.trees.length);
  for (const tree of ensemble.trees) writeTree(writer, tree);
  const body = writer.end();
  const bytes = new Uint8Array(body.length + 4);
  bytes.set(body);
  new DataView(bytes.buffer).setUint32(body.length, checksum(body), true);
  return bytes;
}

/**
 * Reads what `saveTrees` wrote. Throws, saying at which byte, where the bytes are something else, were cut off or changed,
 * or are of a version that is not known.
 */
export function loadTrees(bytes: Uint8Array): TreeEnsemble {
  if (!areTrees(bytes))
    throw new Error(`invalid ${thing}: they begin with other bytes; expected what was saved as trees`);
  const reader = readBytes(bytes, thing, mark.length);
  const found = reader.whole("the version");
  if (found !== version)
    throw new Error(`invalid ${thing}: version ${found} at byte ${mark.length}; this program reads ${version}`);
  const ensemble = readEnsemble(reader);
  const end = reader.at;
  if (reader.left !== 4)
    throw new Error(
      reader.left < 4
        ? `invalid ${thing}: ended at byte ${bytes.length}, within the checksum; they were cut off`
        : `invalid ${thing}: ${reader.left - 4} bytes follow at byte ${end + 4}; expected the end`
    );
  const sum = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0, true);
  if (sum !== checksum(bytes, end))
    throw new Error(`invalid ${thing}: the checksum at byte ${end} is another; they were changed since`);
  checkTrees(ensemble);
  return ensemble;
}

/** Whether bytes begin as saved trees do. */
export function areTrees(bytes: Uint8Array): boolean {
  return bytes.length >= mark.length && mark.every((byte, i) => bytes[i] === byte);
}

function readEnsemble(reader: ByteReader): TreeEnsemble {
  const features = Array.from({length: count(reader, "the number of features")}, () => reader.text("a feature's name"));
  const categorical = maybe(reader, () => Array.from(reader.integers("the features that are categories")));
  const encodings = maybe(reader, () => readEncodings(reader));
  const outputs = reader.whole("the number of outputs");
  const bias = reader.numbers("the biases");
  const scale = maybe(reader, () => reader.numbers("the scale")[0]);
  const average = maybe(reader, () => reader.whole("whether they average") === 1);
  const transform = readTransform(reader);
  const classes = maybe(reader, () => Array.from(reader.numbers("the classes")));
  const objective = maybe(reader, () => reader.text("the objective"));
  const trees = Array.from({length: count(reader, "the number of trees")}, (_, i) => readTree(reader, i));
  return {
    features,
    ...(categorical && {categorical}),
    ...(encodings && {encodings}),
    outputs,
    bias,
    ...(scale !== undefined && {scale}),
    ...(average !== undefined && {average}),
    transform,
    ...(classes && {classes}),
    trees,
    ...(objective !== undefined && {objective})
  };
}

function readTransform(reader: ByteReader): Transform {
  const at = reader.at;
  const kind = kinds[reader.whole("the transform")];
  if (kind === undefined) throw new Error(`invalid ${thing}: byte ${at} is no transform that is known`);
  return kind === "sigmoid" ? {kind, slope: reader.numbers("the slope")[0]} : {kind};
}

function writeEncodings(writer: ByteWriter, encodings: readonly Encoding[]): void {
  writer.whole(encodings.length);
  for (const {name, features, borders, values, otherwise} of encodings) {
    writer.text(name);
    writer.integers(features);
    optional(writer, borders, (lists) => {
      for (const list of lists) optional(writer, list ?? undefined, (numbers) => writer.numbers(numbers));
    });
    writer.text(Array.from(values.keys()).join("\n"));
    writer.numbers(Array.from(values.values()));
    writer.numbers([otherwise]);
  }
}

function readEncodings(reader: ByteReader): Encoding[] {
  return Array.from({length: count(reader, "the number of encodings")}, () => {
    const name = reader.text("an encoding's name");
    const features = Array.from(reader.integers("an encoding's features"));
    const borders = maybe(reader, () =>
      features.map(() => maybe(reader, () => Array.from(reader.numbers("an encoding's borders"))) ?? null)
    );
    const keys = reader.text("an encoding's combinations");
    const numbers = reader.numbers("an encoding's numbers");
    const values = new Map(numbers.length > 0 ? keys.split("\n").map((key, i) => [key, numbers[i]]) : []);
    const [otherwise] = reader.numbers("an encoding's number of others");
    if (values.size !== numbers.length || otherwise === undefined)
      throw new Error(`invalid ${thing}: byte ${reader.at}, ${name} has ${numbers.length} numbers of ${values.size}`);
    return {name, features, ...(borders && {borders}), values, otherwise};
  });
}

function writeTree(writer: ByteWriter, tree: Tree): void {
  writer.integers(tree.feature);
  writer.numbers(tree.threshold);
  writer.integers(tree.left);
  writer.integers(tree.right);
  writer.numbers(tree.decision);
  writer.numbers(tree.value);
  optional(writer, tree.sets, (sets) => {
    writer.whole(sets.length);
    for (const set of sets) writer.words(set);
  });
  for (const name of known) optional(writer, tree[name], (values) => writer.numbers(values));
}

function readTree(reader: ByteReader, i: number): Tree {
  const of = (what: string) => `tree ${i}'s ${what}`;
  const feature = reader.integers(of("columns"));
  const threshold = reader.numbers(of("thresholds"));
  const left = reader.integers(of("left sides"));
  const right = reader.integers(of("right sides"));
  const decision = Uint8Array.from(reader.numbers(of("decisions")));
  const value = reader.numbers(of("leaves"));
  const sets = maybe(reader, () =>
    Array.from({length: count(reader, of("number of sets"))}, () => reader.words(of("sets of categories")))
  );
  const lists = known.map((name) => [name, maybe(reader, () => reader.numbers(of(name)))] as const);
  return {
    feature,
    threshold,
    left,
    right,
    decision,
    ...(sets && {sets}),
    value,
    ...Object.fromEntries(lists.filter(([, values]) => values))
  };
}

/** A number of things of which each takes a byte or more. */
function count(reader: ByteReader, what: string): number {
  const at = reader.at;
  const value = reader.whole(what);
  if (value > reader.left)
    throw new Error(`invalid ${thing}: byte ${at} says that ${what} is ${value}; they were cut off`);
  return value;
}

function optional<T>(writer: ByteWriter, value: T | undefined, write: (value: T) => void): void {
  writer.whole(value === undefined ? 0 : 1);
  if (value !== undefined) write(value);
}

function maybe<T>(reader: ByteReader, read: () => T): T | undefined {
  return reader.whole("whether something follows") === 1 ? read() : undefined;
}
