import {isBar} from "../../core/base/market-data.js";
import {context, effects} from "../../core/lab/context.js";
import type {Bar, Item, Query} from "../../core/plugin.js";
import {synthetic} from "../../plugins/sources/synthetic.js";

export type Options = Parameters<typeof synthetic>[0];

/** A daily query without bounds. */
export const everything: Query = {from: -Infinity, to: Infinity, timeframe: "1d"};

/** What the made-up market of some options yields for a query, everything unless it says otherwise. */
export async function take(options: Options, query: Partial<Query> = {}): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of synthetic(options).bars({...everything, ...query}, context(effects(), 0))) items.push(item);
  return items;
}

/** The bars among them. */
export async function bars(options: Options, query: Partial<Query> = {}): Promise<Bar[]> {
  return (await take(options, query)).filter(isBar);
}

/** The items of each symbol. */
export function bySymbol<T extends {readonly symbol: string}>(items: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const list = found.get(item.symbol);
    if (list) list.push(item);
    else found.set(item.symbol, [item]);
  }
  return found;
}
