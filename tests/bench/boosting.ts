import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import type {Shape} from "./boosting/data.js";
import {writeRows} from "./boosting/data.js";
import type {BoostingResult, Settings} from "./boosting/results.js";
import {figuresOf, ours} from "./boosting/results.js";
import {against, machineFacts} from "./measure.js";
import {peer} from "./peers.js";

/** Rows to learn from, by how many threads, and how often all take turns. */
interface Round extends Shape {
  readonly threads: readonly number[];
  readonly repeat: number;
}

/** What is measured of each size: `usual` where none is named. */
const sizes: Readonly<Record<string, readonly Round[]>> = {
  usual: [
    {rows: 500_000, features: 60, testRows: 100_000, trees: 100, leaves: 63, threads: [1, 2], repeat: 3},
    {rows: 50_000, features: 60, testRows: 100_000, trees: 100, leaves: 63, threads: [1, 2], repeat: 5},
    {rows: 5000, features: 20, testRows: 100_000, trees: 100, leaves: 31, threads: [1, 2], repeat: 5}
  ],
  small: [
    {rows: 50_000, features: 60, testRows: 100_000, trees: 100, leaves: 63, threads: [1, 2], repeat: 5},
    {rows: 5000, features: 20, testRows: 100_000, trees: 100, leaves: 31, threads: [1, 2], repeat: 5}
  ],
  large: [{rows: 2_000_000, features: 158, testRows: 100_000, trees: 100, leaves: 63, threads: [2], repeat: 1}],
  quick: [{rows: 2000, features: 10, testRows: 500, trees: 5, leaves: 15, threads: [1, 2], repeat: 1}]
};

/** The names of the sizes. */
export const choices = Object.keys(sizes);

/** Who learns: the key under which its figures stand, and its settings; a script where it is a peer. */
interface Contender {
  readonly name: string;
  readonly growth: Settings["growth"];
  readonly script?: string;
  readonly layout?: Settings["layout"];
}

const contenders: readonly Contender[] = [
  {name: "", growth: "leaf-wise"},
  {name: "lightgbm row-wise", growth: "leaf-wise", script: "boosting_lightgbm", layout: "row"},
  {name: "lightgbm column-wise", growth: "leaf-wise", script: "boosting_lightgbm", layout: "col"},
  {name: "xgboost", growth: "leaf-wise", script: "boosting_xgboost"},
  {name: "", growth: "symmetric"},
  {name: "catboost", growth: "symmetric", script: "boosting_catboost"}
];

/**
 * How fast boosting is: 100 trees at a learning rate of 0.05 and 255 bins, and beside it LightGBM (by rows and by columns; the
 * one that trained faster counts), XGBoost's histograms grown by leaf and, against our symmetric trees, CatBoost's of depth 6
 * without sampling. Each learns in a process of its own, with the waiting of threads that it has by itself; all take turns,
 * and figures are medians: of the time that passed, and, which others at work on the machine lengthen less, of the time that
 * processors were at work for it (waiting for threads in a loop is work). Rates are higher where they are better. The scores on rows that none had seen show that all have
 * learned the same. `large` needs some 16 GB of memory.
 */
export async function bench({log, progress, signal}: Effects, size = "usual"): Promise<Benchmark> {
  const rounds = sizes[size];
  const figures: Record<string, number> = {};
  const peers: Record<string, number | string> = {};
  const total = rounds.reduce((sum, {threads, repeat}) => sum + threads.length * repeat * contenders.length, 0);
  let done = 0;
  progress(0, total);
  for (const round of rounds) {
    const folder = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
    try {
      const truth = await writeRows(folder, round);
      log(`${nameOf(round)}: who knows the law has an R² of ${truth.toFixed(4)} on the test rows`);
      const found = new Map<string, (BoostingResult | string)[]>();
      for (let k = 0; k < round.repeat; ++k) {
        for (const threads of round.threads) {
          for (const contender of contenders) {
            signal.throwIfAborted();
            const key = [threads, contender.growth, contender.name].join("/");
            const runs = found.get(key) ?? [];
            found.set(key, runs);
            if (typeof runs[0] !== "string") runs.push(await learn(folder, contender, threads, round, signal));
            progress(++done, total);
          }
        }
      }
      for (const threads of round.threads) collect(round, threads, found, figures, peers, log);
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  }
  const ratios = against(figures, peers);
  for (const key of Object.keys(ratios)) if (key.includes("Seconds") || / \(.*wise\)/.test(key)) delete ratios[key];
  return {name: "boosting", figures, peers, ratios, machine: machineFacts()};
}

async function learn(
  folder: string,
  {growth, script, layout}: Contender,
  threads: number,
  {trees, leaves}: Shape,
  signal: AbortSignal
): Promise<BoostingResult | string> {
  const settings: Settings = {growth, threads, trees, leaves, layout};
  if (!script) return ours(folder, settings, signal);
  return peer(script, [folder, JSON.stringify(settings)], signal) as Promise<BoostingResult | string>;
}

function nameOf({rows, features}: Shape): string {
  return `${rows} × ${features}`;
}

/** Adds a round's medians: ours to the figures, the others' to the peers, the faster LightGBM under its plain name too. */
function collect(
  round: Round,
  threads: number,
  found: ReadonlyMap<string, readonly (BoostingResult | string)[]>,
  figures: Record<string, number>,
  peers: Record<string, number | string>,
  log: Effects["log"]
): void {
  const medians = new Map<string, Record<string, number>>();
  for (const {growth, name} of contenders) {
    const place = `${nameOf(round)}, ${growth}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
    const runs = found.get([threads, growth, name].join("/")) ?? [];
    const measured = runs.filter((run) => typeof run !== "string");
    if (measured.length === 0) {
      peers[`${place}: treesPerSecond (${name})`] = runs[0] as string;
      continue;
    }
    const each = figuresOf(measured, round);
    medians.set(name, each);
    for (const [figure, value] of Object.entries(each)) {
      if (name) peers[`${place}: ${figure} (${name})`] = value;
      else figures[`${place}: ${figure}`] = value;
    }
    if (name !== "lightgbm column-wise") continue;
    const row = medians.get("lightgbm row-wise");
    const faster = row && row.trainingSeconds <= each.trainingSeconds ? row : each;
    log(`${place}: LightGBM is faster ${faster === row ? "row" : "column"}-wise`);
    for (const [figure, value] of Object.entries(faster)) peers[`${place}: ${figure} (lightgbm)`] = value;
  }
}
