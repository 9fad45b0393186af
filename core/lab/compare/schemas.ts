import {z} from "zod";
import {runRecord} from "../record.js";
import {failedReproduction, reproduction} from "../reproduce/shape.js";
import {comparison} from "./shape.js";

const published = {
  "run.schema.json": {shape: runRecord, title: "A run of tapebook, run.json"},
  "comparison.schema.json": {shape: comparison, title: "What tapebook compare --json prints"},
  "reproduction.schema.json": {
    shape: z.union([reproduction, z.array(z.union([reproduction, failedReproduction]))]),
    title: "What tapebook reproduce --json prints"
  }
} as const;

/** The JSON schemas that are published with the project, as texts by file name; draft 2020-12, made from the shapes in use. */
export function schemaTexts(): Readonly<Record<string, string>> {
  const entries = Object.entries(published).map(([file, {shape, title}]) => {
    const {$schema, ...rest} = z.toJSONSchema(shape, {unrepresentable: "any", io: "input"});
    return [file, `${JSON.stringify({$schema, title, ...rest}, null, 2)}\n`];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
