import {calendar} from "../base/calendar.js";
import type {Timeframe} from "../base/timeframe.js";
import type {Bar, Plugin} from "../plugin.js";
import {defineSource} from "../plugin.js";
import type {Effects} from "../store/intake/ingest.js";
import {ingest} from "../store/intake/ingest.js";

/** Takes bars into the store in batches. */
export interface Recorder {
  /** Takes a bar, and stores what waits where that is much or old. */
  add(bar: Bar): Promise<void>;
  /** Stores what waits. */
  flush(): Promise<void>;
  /** How many bars were new to the store. */
  readonly added: number;
}

/** How many bars wait at most, and how long, in milliseconds, until the next one has them stored. */
const [most, longest] = [500, 60_000];

/** Records what a feed gives in its dataset. A bar that comes again, otherwise, is a correction. */
export function recorder(home: string, feed: Plugin<"feed">, timeframe: Timeframe, effects: Effects): Recorder {
  let waiting: Bar[] = [];
  let since = effects.now();
  let added = 0;
  async function flush(): Promise<void> {
    const bars = waiting;
    waiting = [];
    since = effects.now();
    if (bars.length > 0) added += (await store(home, feed, timeframe, bars, effects)).added;
  }
  return {
    async add(bar) {
      waiting.push(bar);
      if (waiting.length >= most || effects.now() - since >= longest) await flush();
    },
    flush,
    get added() {
      return added;
    }
  };
}

function store(home: string, feed: Plugin<"feed">, timeframe: Timeframe, given: readonly Bar[], effects: Effects) {
  const {closeOf} = calendar(feed.calendar ?? "XNYS");
  // Of a bar that was corrected within the batch, the correction; each symbol's in time order.
  const latest = new Map(given.map((bar) => [`${bar.symbol} ${bar.t}`, bar]));
  const bars = [...latest.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : a.t - b.t));
  const source = defineSource(feed.name, {}, () => ({
    ...(feed.calendar && {calendar: feed.calendar}),
    ...(feed.dataset !== undefined && {dataset: feed.dataset}),
    async *bars() {
      await Promise.resolve();
      yield* bars;
    }
  }))();
  const query = {
    symbols: [...new Set(bars.map(({symbol}) => symbol))],
    from: Math.min(...bars.map(({t}) => t)),
    to: Math.max(...bars.map(({t}) => closeOf(timeframe, t))),
    timeframe
  };
  return ingest(home, source, query, effects);
}
