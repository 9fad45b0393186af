import {PbfWriter} from "pbf";

/** The value of an operator's attribute, by its kind in ONNX. */
export type Attribute =
  | {readonly ints: readonly number[]}
  | {readonly floats: readonly number[]}
  | {readonly strings: readonly string[]}
  | {readonly int: number}
  | {readonly string: string};

/** A step of a graph: an operator that makes outputs of inputs. */
export interface Step {
  readonly operator: string;
  /** `ai.onnx.ml`, or empty for the operators of ONNX itself. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A tensor that goes in or comes out, of samples × width, or of samples alone where it has none. */
export interface Tensor {
  readonly name: string;
  readonly type: "float" | "int64";
  readonly width?: number;
}

/** A model of one graph. */
export interface Model {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The numbers of the types of elements and attributes. */
const elementTypes = {float: 1, int64: 7} as const;
const attributeTypes = {int: 2, string: 3, floats: 6, ints: 7, strings: 8} as const;

/** Version 8 of the form, ONNX's operators of version 13 and those of `ai.onnx.ml` of version 3. */
export function onnxBytes({name, steps, inputs, outputs, metadata}: Model): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, 8);
  writer.writeStringField(2, "tapebook");
  writer.writeMessage(7, (graph, at) => writeGraph(graph, at), {name, steps, inputs, outputs});
  for (const [domain, version] of [
    ["", 13],
    ["ai.onnx.ml", 3]
  ] as const) {
    writer.writeMessage(
      8,
      (own, at) => {
        at.writeStringField(1, own);
        at.writeVarintField(2, version);
      },
      domain
    );
  }
  for (const entry of Object.entries(metadata)) {
    writer.writeMessage(
      14,
      ([key, value], at) => {
        at.writeStringField(1, key);
        at.writeStringField(2, value);
      },
      entry
    );
  }
  return writer.finish();
}

function writeGraph({name, steps, inputs, outputs}: Omit<Model, "metadata">, writer: PbfWriter): void {
  for (const step of steps) writer.writeMessage(1, writeStep, step);
  writer.writeStringField(2, name);
  for (const tensor of inputs) writer.writeMessage(11, writeTensor, tensor);
  for (const tensor of outputs) writer.writeMessage(12, writeTensor, tensor);
}

function writeStep({operator, domain, inputs, outputs, attributes = {}}: Step, writer: PbfWriter): void {
  for (const input of inputs) writer.writeStringField(1, input);
  for (const output of outputs) writer.writeStringField(2, output);
  writer.writeStringField(3, operator);
  writer.writeStringField(4, operator);
  for (const attribute of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, attribute);
  if (domain !== "") writer.writeStringField(7, domain);
}

function writeAttribute([name, value]: [string, Attribute], writer: PbfWriter): void {
  const encoder = new TextEncoder();
  writer.writeStringField(1, name);
  if ("int" in value) writer.writeVarintField(3, value.int);
  if ("string" in value) writer.writeBytesField(4, encoder.encode(value.string));
  if ("floats" in value) writer.writePackedFloat(7, Array.from(value.floats));
  if ("ints" in value) writer.writePackedVarint(8, Array.from(value.ints));
  if ("strings" in value) for (const each of value.strings) writer.writeBytesField(9, encoder.encode(each));
  const kind = (Object.keys(attributeTypes) as (keyof typeof attributeTypes)[]).find((each) => each in value)!;
  writer.writeVarintField(20, attributeTypes[kind]);
}

function writeTensor({name, type, width}: Tensor, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(
    2,
    (element, outer) =>
      outer.writeMessage(
        1,
        (each, at) => {
          at.writeVarintField(1, each);
          at.writeMessage(2, writeShape, width);
        },
        element
      ),
    elementTypes[type]
  );
}

/** As many samples as there are, and the width. */
function writeShape(width: number | undefined, writer: PbfWriter): void {
  writer.writeMessage(1, (word, at) => at.writeStringField(2, word), "samples");
  if (width !== undefined) writer.writeMessage(1, (count, at) => at.writeVarintField(1, count), width);
}
