import type {Kind, Params} from "../../plugin.js";
import {folders} from "../../plugin.js";
import {styled} from "../format.js";
import {pairs} from "../table.js";
import {defineVerb} from "../verb.js";

interface Described {
  readonly kind: Kind;
  readonly name: string;
  readonly file: string;
  /** The options and their defaults. */
  readonly options: Params;
  readonly summary: string;
  /** Why it cannot be used. */
  readonly error?: string;
}

/** Lists the plugins of every kind, as their files are found; or writes the catalog that pages import. */
export const plugins = defineVerb({
  usage: "plugins",
  summary: "List the plugins, with their options and defaults",
  declare: (yargs) =>
    yargs.option("catalog", {type: "boolean", describe: "Write plugins/catalog.ts, which pages import, and no list"}),
  async act({catalog = false}) {
    if (catalog) {
      const {writeCatalog} = await import("../../site/catalog.js");
      const changed = await writeCatalog();
      const file = "plugins/catalog.ts";
      return {json: {file, changed}, text: changed ? `wrote ${file}` : `${file} is as it should be`};
    }
    const {kinds, pluginNames} = await import("../../lab/registry.js");
    const names = await Promise.all(kinds.map(async (kind) => [kind, await pluginNames(kind)] as const));
    const list = await Promise.all(names.flatMap(([kind, own]) => own.map((name) => describe(kind, name))));
    const sections = names.map(([kind, own]) => {
      const body = own.length === 0 ? "  none yet" : pairs(list.filter((one) => one.kind === kind).flatMap(lines));
      return `${styled("bold", folders[kind])}\n${body}`;
    });
    return {json: list, text: sections.join("\n\n"), failed: list.some(({error}) => error !== undefined)};
  }
});

async function describe(kind: Kind, name: string): Promise<Described> {
  const {loadMaker, pluginFile} = await import("../../lab/registry.js");
  const {root} = await import("../../lab/home.js");
  const {readFile} = await import("node:fs/promises");
  const file = await pluginFile(kind, name);
  const summary = firstSentence(await readFile(`${root}/${file}`, "utf8"));
  try {
    const {defaults} = await loadMaker(kind, name);
    return {kind, name, file, options: defaults, summary};
  } catch (error) {
    return {kind, name, file, options: {}, summary, error: error instanceof Error ? error.message : String(error)};
  }
}

/** The first sentence of the doc comment of the one maker that a plugin's file exports; empty where it has none. */
export function firstSentence(source: string): string {
  const comment = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export const \w+ = define/.exec(source)?.[1] ?? "";
  const text = comment.replaceAll(/\s*\n\s*\*? ?/g, " ").trim();
  return /^(?:\([^)]*\)|[^(])*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

function lines({name, options, summary, error}: Described): (readonly [string, string])[] {
  const given = Object.entries(options).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const first = [`  ${name}`, error === undefined ? summary : styled("red", error)] as const;
  return given.length === 0 ? [first] : [first, ["", styled("dim", given.join("  "))]];
}
