import {readFile} from "node:fs/promises";
import {basename, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {auditPlugin} from "../../audit/plugin.js";
import type {PluginVerdict} from "../../audit/verdict.js";
import {judge} from "../../audit/verdict.js";
import {pause} from "../../base/pause.js";
import type {Kind, Maker, Plugin} from "../../plugin.js";
import {folders} from "../../plugin.js";
import type {Effects} from "../context.js";
import {kinds, loadMaker, pluginFiles} from "../registry.js";
import {auditSource} from "./sources.js";

/** A plugin's verdict, and the file that it is in. */
export interface AuditedPlugin extends PluginVerdict {
  readonly file: string;
}

/** A plugin that is to be audited. */
export interface Audited {
  readonly kind: Kind;
  readonly name: string;
  readonly file: string;
  readonly load: () => Promise<Maker>;
}

/**
 * The plugins that a text means: all of the project where there is none, a kind's (`feature` or `features`), or one
 * (`feature/rsi`). Throws, listing the kinds or names there are, where it means none.
 */
export async function findPlugins(text?: string): Promise<Audited[]> {
  const [first, ...rest] = text === undefined ? [] : text.split("/");
  const name = rest.length > 0 ? rest.join("/") : undefined;
  const kind = kinds.find((each) => each === first || folders[each] === first);
  if (text !== undefined && !kind) throw new Error(`unknown kind: ${first}; kinds are ${kinds.join(", ")}`);
  const found: Audited[] = [];
  for (const each of kind ? [kind] : kinds) {
    const files = await pluginFiles(each);
    if (name !== undefined && !files.has(name)) await loadMaker(each, name);
    for (const [own, file] of files)
      if (name === undefined || own === name)
        found.push({kind: each, name: own, file, load: async () => (await loadMaker(each, own)) as unknown as Maker});
  }
  return found;
}

/** The plugins that a module exports, wherever it lies. Throws where it exports none. */
export async function pluginsIn(path: string): Promise<Audited[]> {
  const file = resolve(path);
  await readFile(file).catch(() => {
    throw new Error(`unknown file: ${path}; there is no such file`);
  });
  const exported = Object.values((await import(pathToFileURL(file).href)) as Record<string, unknown>);
  const makers = exported.filter((value): value is Maker => typeof value === "function" && "plugin" in value);
  if (makers.length === 0)
    throw new Error(`invalid plugin: ${basename(path)} exports no plugin and no experiment; define one with define…()`);
  return makers.map((maker) => ({
    kind: maker.kind,
    name: maker.plugin,
    file: path,
    load: () => Promise.resolve(maker)
  }));
}

/** Audits plugins with their default options, one after another. */
export async function auditPlugins(list: readonly Audited[], effects: Effects): Promise<AuditedPlugin[]> {
  const verdicts: AuditedPlugin[] = [];
  for (const [done, {kind, name, file, load}] of list.entries()) {
    effects.signal.throwIfAborted();
    effects.progress(done, list.length, "plugins");
    await pause();
    verdicts.push({...(await verdictOf(kind, name, load, effects)), file});
  }
  if (list.length > 0) effects.progress(list.length, list.length, "plugins");
  return verdicts;
}

async function verdictOf(kind: Kind, name: string, load: Audited["load"], effects: Effects): Promise<PluginVerdict> {
  let maker: Maker;
  let plugin: Plugin;
  try {
    maker = await load();
    plugin = maker();
  } catch (error) {
    const message = `it cannot be made: ${error instanceof Error ? error.message : String(error)}`;
    return {kind, name, params: {}, ...judge({checked: ["broken-form"], findings: [{rule: "broken-form", message}]})};
  }
  const {params} = plugin;
  if (plugin.kind === "source") {
    const audit = auditSource(maker as unknown as Maker<"source">, plugin, effects);
    return {kind, name, params, ...judge(await audit)};
  }
  if (plugin.kind === "feed") return {kind, name, params, ...judge({checked: [], findings: [], skipped: [unheard]})};
  return auditPlugin(plugin);
}

const unheard = "a feed is heard while it is live; its bars are compared with those that are stored";
