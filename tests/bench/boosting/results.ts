import {execFile} from "node:child_process";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {promisify} from "node:util";
import {root} from "../../../core/lab/home.js";
import {median} from "../measure.js";
import type {PeerResult} from "../peers.js";

/** What one process measured of itself. Seconds, megabytes, and the scores on rows that it did not learn from. */
export interface BoostingResult extends PeerResult {
  readonly binning: number;
  readonly training: number;
  /** The seconds that processors were at work for training. */
  readonly processorSeconds: number;
  /** Of predicting all the rows that it learned from. */
  readonly prediction: number;
  readonly r2: number;
  readonly ic: number;
  /** The most memory that the process had until it had learned, and by how much learning raised that. */
  readonly peakMegabytes: number;
  readonly growthMegabytes: number;
}

/** What a process is told. */
export interface Settings {
  /** `symmetric` trees are CatBoost's, of depth 6; `leaf-wise` ones LightGBM's. */
  readonly growth: "leaf-wise" | "symmetric";
  readonly threads: number;
  readonly trees: number;
  readonly leaves: number;
  /** How LightGBM is to build histograms. */
  readonly layout?: "row" | "col";
}

/** Runs our learner in a process of its own, as a peer is. */
export async function ours(folder: string, settings: Settings, signal: AbortSignal): Promise<BoostingResult> {
  const loader = pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href;
  const file = fileURLToPath(new URL("ours.ts", import.meta.url));
  const given = ["--import", loader, file, folder, JSON.stringify(settings)];
  const {stdout} = await promisify(execFile)(process.execPath, given, {signal, timeout: 900_000, encoding: "utf8"});
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as BoostingResult;
}

/** The medians of some runs, each figure by its name. */
export function figuresOf(
  runs: readonly BoostingResult[],
  {rows, trees}: {readonly rows: number; readonly trees: number}
): Record<string, number> {
  const of = (figure: (run: BoostingResult) => number) => median(runs.map(figure));
  return {
    binningSeconds: of(({binning}) => binning),
    trainingSeconds: of(({training}) => training),
    predictionSeconds: of(({prediction}) => prediction),
    treesPerSecond: trees / of(({training}) => training),
    treesPerProcessorSecond: trees / of(({processorSeconds}) => processorSeconds),
    treesPerSecondWithBinning: trees / of(({binning, training}) => binning + training),
    rowsPredictedPerSecond: rows / of(({prediction}) => prediction),
    testR2: of(({r2}) => r2),
    testIc: of(({ic}) => ic),
    peakMegabytes: of(({peakMegabytes}) => peakMegabytes),
    growthMegabytes: of(({growthMegabytes}) => growthMegabytes)
  };
}
