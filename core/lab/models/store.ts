import {createHash} from "node:crypto";
import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import type {Context} from "../../base/context.js";
import {formatDate, parseDate} from "../../base/timeframe.js";
import type {ImportedTrees} from "../../base/tree-trainer.js";
import type {TreeEnsemble} from "../../base/trees.js";
import {removeLeftovers} from "../run-folder.js";
import {formatOf, readFormats, readTrees} from "./formats.js";

const shape = z.strictObject({
  name: z.string(),
  format: z.enum(readFormats),
  /** SHA-256 of the file that it was. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the file was called. */
  file: z.string(),
  /** ISO 8601. */
  imported: z.string(),
  /** The last day that its training may have seen; null where nobody said. */
  knownUntil: z.string().nullable()
});

/** What is known of a model that was taken in. */
export type ModelRecord = z.infer<typeof shape>;

/** What an import is told beside the file's bytes. */
export interface Importing {
  readonly name: string;
  readonly file: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The last day that its training may have seen, epoch milliseconds UTC. */
  readonly knownUntil?: number;
}

/** Where models that were taken in lie. */
export function modelsFolder(home: string): string {
  return join(home, "models");
}

/**
 * Takes a model in: it is read once, to see that it can be, and its file stored as it is, beside first and renamed, so that
 * it is whole or absent:
 *
 *     file ──► trees? ──► models/<name>/source, model.json
 *
 * What has the name already stands where it is the same. Throws where another has it, and where the file is no model.
 */
export async function importModel(
  home: string,
  bytes: Uint8Array,
  {name, file, now, knownUntil}: Importing
): Promise<{record: ModelRecord; trees: TreeEnsemble; added: boolean}> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
    throw new Error(`invalid name: ${name}; write small letters, digits and dashes, such as lightgbm-2020`);
  const format = formatOf(bytes);
  const trees = readTrees(bytes, format);
  const record: ModelRecord = {
    name,
    format,
    sha256: hashOf(bytes),
    file,
    imported: new Date(now).toISOString(),
    knownUntil: knownUntil === undefined ? null : formatDate(knownUntil)
  };
  const models = modelsFolder(home);
  await mkdir(models, {recursive: true});
  await removeLeftovers(models);
  const folder = await mkdtemp(join(models, `.${process.pid}-`));
  try {
    await writeFile(join(folder, "source"), bytes, {flush: true});
    await writeFile(join(folder, "model.json"), `${JSON.stringify(record, null, 2)}\n`, {flush: true});
    await rename(folder, join(models, name));
    return {record, trees, added: true};
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "EPERM") throw error;
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
  const other = await recordOf(home, name);
  if (other.sha256 === record.sha256 && other.knownUntil === record.knownUntil)
    return {record: other, trees, added: false};
  throw new Error(
    `invalid name: ${name} is another model, ${other.file} of ${other.imported.slice(0, 10)}, known until ` +
      `${other.knownUntil ?? "nobody says when"}; choose another name, or remove the folder models/${name}`
  );
}

/** The models that were taken in, by name. */
export async function listModels(home: string): Promise<ModelRecord[]> {
  const names = await readdir(modelsFolder(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => !name.startsWith("."))
      .sort()
      .map((name) => recordOf(home, name))
  );
}

/** A model that was taken in. Throws, listing those there are, where there is none, and where its file was changed since. */
export async function readModel(home: string, name: string): Promise<{record: ModelRecord; trees: TreeEnsemble}> {
  const all = await listModels(home);
  const record = all.find((each) => each.name === name);
  if (!record) {
    const names = all.map((each) => each.name).join(", ");
    throw new Error(`unknown model: ${name}; ${all.length > 0 ? `models are ${names}` : "none was taken in yet"}`);
  }
  const bytes = await readFile(join(modelsFolder(home), name, "source"));
  if (hashOf(bytes) !== record.sha256)
    throw new Error(
      `invalid model: ${name} was changed since it was taken in; remove models/${name} and import it again`
    );
  return {record, trees: readTrees(bytes, record.format)};
}

/** What gives plugins the models that were taken in. */
export function importedModels(home: string): Required<Context>["imported"] {
  return async (name): Promise<ImportedTrees> => {
    const {record, trees} = await readModel(home, name);
    const knownUntil = record.knownUntil === null ? null : parseDate(record.knownUntil);
    return {trees, sha256: record.sha256, knownUntil};
  };
}

async function recordOf(home: string, name: string): Promise<ModelRecord> {
  const text = await readFile(join(modelsFolder(home), name, "model.json"), "utf8").catch(() => "");
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(
      `invalid model: models/${name}/model.json cannot be read; remove models/${name} and import it again`,
      {
        cause
      }
    );
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
