import {random} from "../../core/base/random.js";
import {isBar} from "../../core/base/market-data.js";
import type {Action, Bar, Context, Fault, Plugin, Query} from "../../core/plugin.js";

/** A context of a seed that remembers what was logged. */
export function contextOf(signal = new AbortController().signal, seed = 1): Context & {readonly logged: string[]} {
  const logged: string[] = [];
  return {random: random(seed), log: (message) => void logged.push(message), progress: () => {}, signal, logged};
}

/** All that a source yields, sorted by what it is. */
export async function collected(source: Plugin<"source">, query: Query, context: Context = contextOf()) {
  const bars: Bar[] = [];
  const actions: Action[] = [];
  const faults: Fault[] = [];
  for await (const item of source.bars(query, context)) {
    if ("fault" in item) faults.push(item);
    else if ("action" in item) actions.push(item);
    else if (isBar(item)) bars.push(item);
    else throw new Error("no item of a source of bars");
  }
  return {bars, actions, faults};
}
