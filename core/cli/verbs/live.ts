import {calendar} from "../../base/calendar.js";
import {timeframes} from "../../base/timeframe.js";
import type {Timeframe} from "../../base/timeframe.js";
import type {Effects} from "../../lab/context.js";
import type {Followed} from "../../live/tape.js";
import {count, day} from "../format.js";
import {date, list, parseValue, settings, text} from "../options.js";
import {defineVerb, misused, named} from "../verb.js";

/** Follows a feed and prints its bars as they close, until it ends, there are enough, or it is interrupted. */
export const live = defineVerb({
  usage: "live <feed>",
  summary: "Print a feed's bars as they close, until interrupted",
  examples: [
    ["tapebook live ccxt --symbols BTC/USDT", "Bars of a minute, built from Binance's trades"],
    ["tapebook live ccxt --set exchange=kraken --symbols BTC/USD --record", "Kraken's, taken into the store as well"],
    ["tapebook live replay --dataset samples/1d --symbols AAPL --speed 86400", "Stored bars again, a day each second"]
  ],
  declare: (yargs) =>
    yargs
      .positional("feed", {type: "string", demandOption: true, describe: "A feed, as tapebook plugins lists them"})
      .option("symbols", list("The symbols to follow: A,B", "symbols"))
      .option("timeframe", {choices: timeframes, describe: "The length of a bar; 1m, or the dataset's"})
      .option("from", date("Begin with the bars from that day on; with the present one where left out", "from"))
      .option("to", date("The day before which to end", "to"))
      .option("dataset", text("What a replay plays: source/timeframe", "dataset"))
      .option("speed", {type: "number", requiresArg: true, describe: "The feed's option speed"})
      .option("set", settings("Another option of the feed: option=value; may be repeated"))
      .option("bars", {type: "number", requiresArg: true, describe: "End after so many bars"})
      .option("record", {type: "boolean", describe: "Take the bars into the store as well"}),
  async act(given, {home, task}) {
    const {feed: name, symbols, dataset, speed, set, to = Infinity, bars: most = Infinity, record = false} = given;
    const json = "json" in given && given.json === true;
    if (!(most === Infinity || (Number.isSafeInteger(most) && most > 0)))
      throw misused(`invalid bars: ${most}; expected a whole number from 1`);
    if (json && most === Infinity)
      throw misused("missing bars: --json prints one document, so say when to end: --bars 100");
    const timeframe = given.timeframe ?? (dataset?.split("/")[1] as Timeframe | undefined) ?? "1m";
    const registry = await import("../../lab/registry.js");
    const params = Object.fromEntries(set.map(([key, value]) => [key, parseValue(value)]));
    const feed = await named(() =>
      registry.makePlugin("feed", name, speed === undefined ? params : {...params, speed})
    );
    if (record && feed.complete)
      throw misused(`invalid record: ${name} plays what is in the store already; leave --record out`);
    const effects = task(`live ${name}`);
    const [{follow}, {liveContext}, {recorder}] = await Promise.all([
      import("../../live/follow.js"),
      import("../../live/context.js"),
      import("../../live/record.js")
    ]);
    const {ending, stop} = endingBefore(effects.signal);
    const context = liveContext({...effects, signal: ending}, home, effects.now(), dataset);
    const present = () => calendar(feed.calendar ?? "XNYS").firstOpen(timeframe, effects.now());
    const from = given.from ?? (dataset === undefined ? present() : -Infinity);
    // What was followed until an interrupt is stored nevertheless.
    const kept = record ? recorder(home, feed, timeframe, {...effects, signal: new AbortController().signal}) : null;
    const printed: object[] = [];
    let total = 0;
    try {
      for await (const each of follow(feed, {from, to, timeframe, ...(symbols && {symbols})}, context)) {
        await kept?.add(each.bar);
        if (json) printed.push({...each.bar, how: each.how, ...(each.corrects && {corrects: true})});
        else process.stdout.write(`${line(each, timeframe)}\n`);
        if (++total >= most) break;
      }
    } catch (error) {
      if (!effects.signal.aborted) throw error;
    } finally {
      stop();
      await kept?.flush();
    }
    const into = `${feed.dataset ?? feed.name}/${timeframe}`;
    const stored = kept ? `, ${count(kept.added)} of them new to ${into}` : "";
    return {
      json: {feed: name, timeframe, bars: printed, ...(kept && {dataset: into, added: kept.added})},
      text: `${count(total)} bars${stored}`
    };
  }
});

/** A signal that aborts with another one or when the work is over, which ends all that still waits. */
function endingBefore(signal: Effects["signal"]) {
  const over = new AbortController();
  return {ending: AbortSignal.any([signal, over.signal]), stop: () => over.abort(new Error("ended"))};
}

function line({bar, how, corrects}: Followed, timeframe: Timeframe): string {
  const {t, symbol, open, high, low, close, volume} = bar;
  const daily = ["1d", "1w", "1mo"].includes(timeframe);
  const time = daily ? day(t) : `${day(t)} ${new Date(t).toISOString().slice(11, 16)}`;
  const figures = [open, high, low, close, volume].map((value) => String(Number(value.toPrecision(12))));
  return [time, symbol, ...figures, corrects ? "corrected" : how].join("  ");
}
