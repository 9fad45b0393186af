import {timeframes} from "../../base/timeframe.js";
import type {Params, Plugin} from "../../plugin.js";
import type {Ingested} from "../../store/intake/ingest.js";
import {count, day, duration} from "../format.js";
import {date, list, parseValue, settings, text, whole} from "../options.js";
import {defineVerb, misused, named} from "../verb.js";

/** Takes bars and actions into the store, from the first source of a chain that has them. */
export const ingest = defineVerb({
  usage: "ingest [source]",
  summary: "Take bars into the store; exit code 3 where some are missing",
  examples: [
    ["tapebook ingest samples", "The daily prices that come with the packages"],
    ["tapebook ingest csv --path prices/", "A folder of CSV files; bad rows are put aside and listed"],
    ["tapebook ingest yahoo,csv --symbols AAPL,MSFT --set csv.path=prices/", "The files where the vendor fails"],
    ["tapebook ingest yahoo --universe sp500 --lookback 365", "A list of symbols, the last year"],
    ["tapebook ingest ccxt --symbols BTC/USDT --timeframe 1m --from 2024-01-01", "An exchange's minutes"]
  ],
  declare: (yargs) =>
    yargs
      .positional("source", {
        type: "string",
        describe: "A source, as tapebook plugins lists them, or several: the next is asked for what one fails to give"
      })
      .option("symbols", list("These symbols only: A,B", "symbols"))
      .option("universe", text("The symbols that were ever in this universe between the dates", "universe"))
      .option("from", date("The first day: 2015-01-01", "from"))
      .option("to", date("The day after the last", "to"))
      .option("lookback", whole("The first day is so many days before the last", "lookback"))
      .option("timeframe", {choices: timeframes, default: "1d" as const, describe: "The length of a bar"})
      .option("dataset", text("The dataset's name, before the slash; the first source's unless given", "dataset"))
      .option("path", text("The sources' option path: a file or a folder", "path"))
      .option("set", settings("Another option of the sources: option=value, or source.option=value"))
      .option("wait", whole("Wait so many seconds for another writer of the dataset; 60 unless given", "wait"))
      .option("again", {type: "boolean", describe: "Fetch again what was fetched before"})
      .option("strict", {
        type: "boolean",
        describe: "Refuse all, or a symbol that is asked for by itself, where one row is bad"
      }),
  async act(given, {home, task}) {
    const {source, symbols, universe, timeframe, lookback, dataset, path, set, wait = 60} = given;
    const {again = false, strict = false} = given;
    if (source === undefined) throw misused("missing source: name one, as tapebook plugins lists them");
    if (symbols && universe !== undefined) throw misused("invalid symbols: give --symbols or --universe, not both");
    const effects = task(`ingest ${source}`);
    const to = given.to ?? Infinity;
    const from =
      given.from ?? (lookback === undefined ? -Infinity : Math.min(to, effects.now()) - lookback * 86_400_000);
    if (given.from !== undefined && lookback !== undefined)
      throw misused("invalid dates: give --from or --lookback, not both");
    if (from >= to) throw misused(`invalid dates: from ${day(from)} to ${day(to)} holds no day`);
    if (dataset !== undefined && !/^[a-z0-9][a-z0-9-]*$/.test(dataset))
      throw misused(`invalid dataset: ${dataset}; expected lower-case letters, digits and hyphens, as my-prices`);
    const sources = await named(() => makeSources(source.split(","), path, set));
    const store = await import("../../store/intake/ingest.js");
    const asked = symbols ?? (universe === undefined ? undefined : await membersOf(home, universe, from, to));
    const query = {from, to, timeframe, ...(asked && {symbols: asked})};
    const done = await store.ingest(home, sources, query, effects, {
      name: dataset,
      again,
      strict,
      patience: wait * 1000
    });
    const partial = done.failures.length > 0 || done.quarantined > 0;
    return {json: {...done, from: dated(done.from), to: dated(done.to)}, text: describe(done), partial};
  }
});

/** An ingest in a few lines. */
export function describe(done: Ingested): string {
  const {dataset, version, read, added, actions, observations, quarantined, quarantine, symbols, skipped} = done;
  const {failures, sources, from, to, seconds} = done;
  const rate = symbols > 1 ? ` (${count(symbols / Math.max(seconds, 0.001))} symbols/s)` : "";
  const took = `in ${duration(seconds)}${rate}`;
  const news = added === 0 ? "nothing new" : `${count(added)} new`;
  const of = `${many(read, "bar")} of ${many(symbols, "symbol")}, ${day(from)} to ${day(to)}`;
  const head = read > 0 ? `${of}; ${news}` : observations > 0 ? `${many(observations, "value")} new` : "nothing new";
  const lines = [`${dataset}: ${head}, ${took}`];
  if (actions > 0)
    lines.push(`${many(actions, "split, dividend or other action", "splits, dividends or other actions")} new`);
  if (observations > 0 && read > 0) lines.push(`${many(observations, "value")} of other series new`);
  const givers = Object.entries(sources).map(([name, n]) => `${name} ${count(n)}`);
  if (givers.length > 1) lines.push(`from ${givers.join(", ")}`);
  if (skipped > 0) lines.push(`${many(skipped, "symbol")} there already; nothing was fetched of them`);
  if (quarantine !== undefined)
    lines.push(`${many(quarantined, "row")} could not be used; what was wrong with each is in ${quarantine}`);
  if (failures.length > 0) lines.push(`${many(failures.length, "symbol")} missing; the same command asks again`);
  lines.push(...failures.slice(0, 10).map(({symbol, reason}) => `  ${symbol}: ${reason}`));
  if (failures.length > 10) lines.push(`  and ${count(failures.length - 10)} more; --json lists them all`);
  return [...lines, `version ${version.slice(0, 12)}`].join("\n  ");
}

/** A count with its noun. */
function many(value: number, one: string, more = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : more}`;
}

/** Makes the sources of a chain; an option goes to the source that it names, else to each that has it. */
async function makeSources(
  names: readonly string[],
  path: string | undefined,
  set: readonly (readonly [key: string, value: string])[]
): Promise<Plugin<"source">[]> {
  const registry = await import("../../lab/registry.js");
  const makers = await Promise.all(names.map((name) => registry.loadMaker("source", name.trim())));
  const params = new Map<string, Record<string, Params[string]>>(makers.map(({plugin}) => [plugin, {}]));
  for (const [key, value] of path === undefined ? set : [["path", path] as const, ...set]) {
    const [head, ...rest] = key.split(".");
    const to = rest.length > 0 ? makers.filter(({plugin}) => plugin === head) : makers;
    const option = rest.length > 0 ? rest.join(".") : key;
    const takers = to.length === 1 ? to : to.filter(({defaults}) => Object.hasOwn(defaults, option));
    if (takers.length === 0) throw new Error(`unknown option: ${key}; none of ${names.join(", ")} has it`);
    for (const {plugin, defaults} of takers)
      params.get(plugin)![option] = typeof defaults[option] === "string" ? value : parseValue(value);
  }
  return Promise.all(makers.map(({plugin}) => registry.makePlugin("source", plugin, params.get(plugin))));
}

async function membersOf(home: string, name: string, from: number, to: number): Promise<string[]> {
  const {membersIn, readUniverse} = await import("../../store/universe.js");
  return membersIn(await readUniverse(home, name), from, to);
}

function dated(t: number): string | null {
  return Number.isFinite(t) ? day(t) : null;
}
