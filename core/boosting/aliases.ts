import type {Maker, Params} from "../plugin.js";

/** The same plugin, whose error says which option to use where another name of it was given. */
export function defineWithAliases<const P extends Params>(
  maker: Maker<"model", P>,
  aliases: Readonly<Record<string, string>>
): Maker<"model", P> {
  const refusing: (...given: Parameters<Maker<"model", P>>) => ReturnType<Maker<"model", P>> = (options) => {
    const alias = Object.keys(options ?? {}).find((key) => Object.hasOwn(aliases, key));
    if (alias !== undefined)
      throw new Error(`unknown ${maker.plugin} option: ${alias}; its name here is ${aliases[alias]}`);
    return maker(options);
  };
  return Object.assign(refusing, {kind: maker.kind, plugin: maker.plugin, defaults: maker.defaults});
}
