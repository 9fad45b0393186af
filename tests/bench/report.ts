import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import {effects} from "../../core/lab/context.js";
import {findExperiments} from "../../core/lab/experiments.js";
import {makePlugin} from "../../core/lab/registry.js";
import {run} from "../../core/lab/run.js";
import {buildSite} from "../../core/site/build.js";
import {serveSite} from "../../core/site/serve.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {executable, launch} from "../browser/chromium.js";
import {machineFacts, median} from "./measure.js";
import type {Opened} from "./opened-page.js";
import {openReport, paintOf} from "./opened-page.js";

const everything = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
const shown = {symbol: "06-backtest", universe: "06-backtest-universe"} as const;
const repeat: Readonly<Record<string, number>> = {usual: 9, quick: 1};

/** The names of the sizes. */
export const choices = Object.keys(repeat);

/**
 * How soon the page of a run can be used: of one symbol, and of a hundred synthetic symbols on a thousand days. Both are
 * run, the site is built and served as `tapebook serve` serves it, and Chromium, with nothing stored, opens each page, clicks
 * on it as soon as the equity chart is there, and waits until it has made its run again. The floor is what a page of the
 * site with nothing on it takes until it is painted. Figures are medians. Throws where there is no Chromium.
 */
export async function bench({log, progress, signal}: Effects, size = "usual"): Promise<Benchmark> {
  if (executable === null) throw new Error("missing Chromium: a page is opened in it; see tapebook doctor");
  const times = repeat[size];
  const total = 2 + 3 * times;
  let done = 0;
  progress(0, total);
  const step = () => {
    signal.throwIfAborted();
    progress(++done, total);
  };
  const home = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
  const quiet = effects({signal});
  const browser = await launch();
  try {
    for (const source of ["samples", "synthetic"])
      await ingest(home, await makePlugin("source", source), everything, quiet);
    const ids: Record<string, string> = {};
    for (const [name, experiment] of Object.entries(shown)) {
      const [found] = await findExperiments(experiment);
      ids[name] = (await run(found, home, quiet)).record.id;
    }
    step();
    const {folder} = await buildSite({home, ...quiet});
    const served = await serveSite({folder, port: 0});
    step();
    try {
      const opened: Record<string, Opened[]> = {symbol: [], universe: []};
      const empty: number[] = [];
      for (let k = 0; k < times; ++k) {
        empty.push(await paintOf(browser, `${served.url}no-such-page`));
        step();
        for (const [name, id] of Object.entries(ids)) {
          opened[name].push(await openReport(browser, `${served.url}reports/${id}`));
          step();
        }
      }
      const states = Object.values(opened).flatMap((list) => list.map(({state}) => state));
      if (states.some((state) => state !== "verified"))
        throw new Error(`invalid report: it came to ${states.join(", ")}`);
      log(`each page was opened ${times} times, and found the same as its record each time`);
      const figures = {...figuresOf("symbol", opened.symbol), ...figuresOf("universe", opened.universe)};
      const peers = {
        "symbolInteractiveSeconds (an empty page)": median(empty),
        "universeInteractiveSeconds (an empty page)": median(empty)
      };
      const ratios = Object.fromEntries(
        Object.entries(peers).map(([key, floor]) => [key, (figures[key.split(" (")[0]] as number) / floor])
      );
      return {name: "report", figures, peers, ratios, machine: {...machineFacts(), browser: browser.version()}};
    } finally {
      await served.close();
    }
  } finally {
    await browser.close();
    await rm(home, {recursive: true, force: true});
  }
}

function figuresOf(name: string, opened: readonly Opened[]): Record<string, number> {
  const middle = (of: (each: Opened) => number) => median(opened.map(of));
  return {
    [`${name}PaintSeconds`]: middle(({painted}) => painted),
    [`${name}DrawnSeconds`]: middle(({drawn}) => drawn),
    [`${name}InteractiveSeconds`]: middle(({interactive}) => interactive),
    [`${name}VerifiedSeconds`]: middle(({concluded}) => concluded),
    [`${name}LongestTaskSeconds`]: middle(({longestTask}) => longestTask),
    [`${name}KilobytesUntilInteractive`]: middle(({bytes}) => bytes) / 1000,
    [`${name}RequestsUntilInteractive`]: middle(({requests}) => requests),
    [`${name}KilobytesInAll`]: middle(({allBytes}) => allBytes) / 1000,
    [`${name}RequestsInAll`]: middle(({allRequests}) => allRequests)
  };
}
