import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Kind, Maker, Params, Plugin, Spec} from "../plugin.js";
import {folders} from "../plugin.js";
import type {Lookup} from "../pipeline/plan.js";
import {isSpec, revive as reviveWith, specsIn, unknownPlugin} from "../pipeline/plan.js";
import {root} from "./home.js";

/** Every kind of plugin. */
export const kinds = Object.keys(folders) as Kind[];

/** The listings that are being made: all who ask at the same time are given the same. */
const reading = new Map<Kind, Promise<ReadonlyMap<string, string>>>();

/**
 * The files of a kind's plugins, relative to the project, by name and in alphabetical order: all below its folder, which
 * may be divided by families. Throws where two have one name.
 */
export function pluginFiles(kind: Kind): Promise<ReadonlyMap<string, string>> {
  const files = reading.get(kind) ?? readPluginFiles(kind).finally(() => reading.delete(kind));
  reading.set(kind, files);
  return files;
}

async function readPluginFiles(kind: Kind): Promise<ReadonlyMap<string, string>> {
  const folder = `plugins/${folders[kind]}`;
  const all = await readdir(join(root, folder), {recursive: true}).catch(() => []);
  const files = all.map((file) => file.replaceAll("\\", "/")).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const named = files.map((file) => [file.replace(/^.*\//, "").slice(0, -3), `${folder}/${file}`] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [i, [name, file]] of named.entries())
    if (named[i - 1]?.[0] === name)
      throw new Error(`duplicate plugin: ${file} and ${named[i - 1][1]} have one name; rename one`);
  return new Map(named);
}

/** A plugin's file, relative to the project. Throws, listing the names there are, where there is none. */
export async function pluginFile(kind: Kind, name: string): Promise<string> {
  const files = await pluginFiles(kind);
  const file = files.get(name);
  if (file === undefined) throw unknownPlugin(kind, name, [...files.keys()]);
  return file;
}

/** The names of a kind's plugins, in alphabetical order. */
export async function pluginNames(kind: Kind): Promise<string[]> {
  return [...(await pluginFiles(kind)).keys()];
}

/** What makes a plugin: the one export of its file. Throws, listing the names there are, where there is no such file. */
export async function loadMaker<K extends Kind>(kind: K, name: string): Promise<Maker<K>> {
  const file = await pluginFile(kind, name);
  const exported = Object.values((await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>);
  const makers = exported.filter((value): value is Maker<K> => typeof value === "function" && "plugin" in value);
  if (makers.length !== 1) throw new Error(`invalid plugin: ${file} exports ${makers.length} makers; expected one`);
  const [maker] = makers;
  if (maker.kind !== kind || maker.plugin !== name)
    throw new Error(`invalid plugin: ${file} defines the ${maker.kind} ${maker.plugin}; expected the ${kind} ${name}`);
  return maker;
}

/** Looks up the plugins that a JSON value names, once all their files are imported, each once. */
export async function lookupFor(value: unknown): Promise<Lookup> {
  const makers = new Map<string, Maker>();
  for (const {kind, name} of specsIn(value)) {
    if (makers.has(`${kind}/${name}`)) continue;
    if (!kinds.includes(kind)) throw new Error(`unknown kind: ${kind}; kinds are ${kinds.join(", ")}`);
    makers.set(`${kind}/${name}`, (await loadMaker(kind, name)) as unknown as Maker);
  }
  return (kind, name) => {
    const maker = makers.get(`${kind}/${name}`);
    if (!maker) throw unknownPlugin(kind, name, [...makers.keys()]);
    return maker;
  };
}

/** Makes a plugin from its JSON. */
export async function revive<K extends Kind>(spec: Spec<K>): Promise<Plugin<K>> {
  if (!isSpec(spec)) throw new Error(`invalid plugin: ${JSON.stringify(spec)}; expected {kind, name, params}`);
  return reviveWith(spec, await lookupFor(spec));
}

/** Makes a plugin by name. */
export function makePlugin<K extends Kind>(kind: K, name: string, params: Params = {}): Promise<Plugin<K>> {
  return revive<K>({kind, name, params});
}
