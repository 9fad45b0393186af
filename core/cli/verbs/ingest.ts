import {timeframes} from "../../base/timeframe.js";
import type {Ingested} from "../../store/ingest.js";
import {count, day, duration} from "../format.js";
import {date, list, parseValue, settings, text} from "../options.js";
import {defineVerb, misused, named} from "../verb.js";

/** Takes a source's bars into the store. */
export const ingest = defineVerb({
  usage: "ingest <source>",
  summary: "Take a source's bars into the store",
  examples: [
    ["tapebook ingest samples", "The daily prices that come with the packages"],
    ["tapebook ingest csv --path prices/ --quarantine", "A folder of CSV files, the bad rows put aside"]
  ],
  declare: (yargs) =>
    yargs
      .positional("source", {type: "string", demandOption: true, describe: "A source, as tapebook plugins lists them"})
      .option("symbols", list("These symbols only: A,B", "symbols"))
      .option("from", date("The first day: 2015-01-01", "from"))
      .option("to", date("The day after the last", "to"))
      .option("timeframe", {choices: timeframes, default: "1d" as const, describe: "The length of a bar"})
      .option("path", text("The source's option path: a file or a folder", "path"))
      .option("set", settings("Another option of the source: option=value; may be repeated"))
      .option("quarantine", {type: "boolean", describe: "Keep the good rows and put the bad ones aside, with reasons"}),
  async act(
    {source, symbols, from = -Infinity, to = Infinity, timeframe, path, set, quarantine = false},
    {home, task}
  ) {
    if (from >= to) throw misused(`invalid dates: from ${day(from)} to ${day(to)} holds no day`);
    const registry = await import("../../lab/registry.js");
    const given = Object.fromEntries(set.map(([key, value]) => [key, parseValue(value)]));
    const params = path === undefined ? given : {...given, path};
    const plugin = await named(() => registry.makePlugin("source", source, params));
    const store = await import("../../store/ingest.js");
    const query = {from, to, timeframe, ...(symbols && {symbols})};
    const done = await store.ingest(home, plugin, query, task(`ingest ${source}`), {quarantine});
    return {json: {...done, from: day(done.from), to: day(done.to)}, text: describe(done)};
  }
});

/** An ingest in two or three lines. */
export function describe({dataset, version, read, added, quarantined, quarantine, ...rest}: Ingested): string {
  const {symbols, from, to, seconds} = rest;
  const what = `${count(read)} bars of ${count(symbols)} symbols, ${day(from)} to ${day(to)}`;
  const put = quarantine === undefined ? "" : `\n  ${count(quarantined)} rows are no bars and lie in ${quarantine}`;
  const news = added === 0 ? "nothing new" : `${count(added)} new`;
  return `${dataset}: ${what}; ${news}, in ${duration(seconds)}${put}\n  version ${version.slice(0, 12)}`;
}
