import type {Maker, Params} from "../plugin.js";

/** Options by other names than those here. */
export type Aliases = Readonly<Record<string, string>>;

/**
 * The same plugin, whose error says which option to use where another name of it was given.
 *
 * @param texts options that are texts, and take a number for the text that it is written as
 */
export function defineWithAliases<const P extends Params>(
  maker: Maker<"model", P>,
  aliases: Aliases,
  texts: readonly string[] = []
): Maker<"model", P> {
  type Given = Parameters<Maker<"model", P>>[0];
  const refusing = (options: Given = {}): ReturnType<Maker<"model", P>> => {
    const alias = Object.keys(options).find((key) => Object.hasOwn(aliases, key));
    if (alias !== undefined)
      throw new Error(`unknown ${maker.plugin} option: ${alias}; its name here is ${aliases[alias]}`);
    const written = Object.entries(options).map(([key, value]) => [
      key,
      texts.includes(key) && typeof value === "number" ? String(value) : value
    ]);
    return maker(Object.fromEntries(written) as Given);
  };
  return Object.assign(refusing, {kind: maker.kind, plugin: maker.plugin, defaults: maker.defaults});
}
