import type {Benchmark} from "../../core/cli/verbs/bench.js";
import {random} from "../../core/base/random.js";
import type {HorizonRows, Prepared} from "../../core/evaluate/signals/analysis.js";
import {horizonRows, prepareSignal} from "../../core/evaluate/signals/analysis.js";
import type {SignalFigures} from "../../core/evaluate/signals/evaluation.js";
import {signalFiguresOf} from "../../core/evaluate/signals/evaluation.js";
import type {SignalData} from "../../core/evaluate/signals/signal-data.js";
import type {Effects} from "../../core/lab/context.js";
import {against, machineFacts, median} from "./measure.js";
import type {PeerResult} from "./peers.js";
import {peer, withPanelFiles} from "./peers.js";
import {madeUp} from "./prices.js";

/** How large the panel is, and how often ours and the peer's turn come. */
interface Size {
  readonly rows: number;
  readonly symbols: number;
  readonly repeat: number;
  readonly peerRepeat: number;
}

const sizes: Readonly<Record<string, Size>> = {
  usual: {rows: 1259, symbols: 505, repeat: 24, peerRepeat: 3},
  large: {rows: 5036, symbols: 2000, repeat: 3, peerRepeat: 0},
  quick: {rows: 130, symbols: 20, repeat: 2, peerRepeat: 1}
};

/** The names of the sizes. */
export const choices = Object.keys(sizes);

const horizons = [1, 5, 10, 21];

/**
 * How fast a signal is evaluated: of 505 symbols on 1,259 days, over four horizons, the forward returns and quantiles of every
 * cell, the information coefficient of every day with its summary, returns by quantile, day by day and in all, their spread,
 * the portfolio weighed by the signal with alpha and beta, the turnover of each quantile, and rank autocorrelation. Beside
 * it alphalens-reloaded makes the same in Python, its charts left out; both are given the panel in memory, and the sums of
 * all that they make must agree. In twenty of a thousand cells there is no signal.
 *
 * Both have their turns in between one another. Figures are medians: of the time that passed, and, which others at work on the machine lengthen less, of the time that
 * processors were at work. The floor is what reading and writing the panel's columns once takes, as fast as one is copied.
 */
export async function bench({log, progress, signal: stop}: Effects, size = "usual"): Promise<Benchmark> {
  const {rows, symbols, repeat, peerRepeat} = sizes[size];
  const panel = madeUp(rows, symbols, true);
  const stream = random(7);
  const holes = panel.fields.signal.map((value) => (stream.uniform() < 0.02 ? NaN : value));
  const data: SignalData = {times: panel.times, symbols: panel.symbols, signal: holes, price: panel.fields.close};
  const total = repeat + peerRepeat;
  progress(0, total);
  const taken: number[] = [];
  const worked: number[] = [];
  const parts: Record<keyof Whole["parts"], number[]> = {prepare: [], rows: [], figures: []};
  const copies: number[] = [];
  const before = process.memoryUsage().arrayBuffers;
  let whole = evaluate(data);
  const held = process.memoryUsage().arrayBuffers - before;
  let done = 0;
  /** Ours, so many times. */
  const ours = (times: number) => {
    for (let k = 0; k < times; ++k) {
      stop.throwIfAborted();
      const [start, ran] = [performance.now(), process.cpuUsage()];
      whole = evaluate(data);
      taken.push((performance.now() - start) / 1000);
      const {user, system} = process.cpuUsage(ran);
      worked.push((user + system) / 1e6);
      for (const name of Object.keys(parts) as (keyof Whole["parts"])[]) parts[name].push(whole.parts[name]);
      const copy = performance.now();
      new Float64Array(data.signal);
      copies.push((performance.now() - copy) / 1000);
      progress(++done, total);
    }
  };
  const found: (PeerResult | string)[] = [];
  const given = {...panel, fields: {close: data.price, signal: holes}};
  const turn = Math.ceil(repeat / (peerRepeat + 1));
  ours(turn);
  await withPanelFiles(given, async (folder) => {
    for (let k = 0; k < peerRepeat; ++k) {
      if (typeof found[0] !== "string")
        found.push(await peer("alphalens_evaluate", [folder, horizons.join(",")], stop));
      progress(++done, total);
      ours(Math.min(turn, repeat - taken.length));
    }
  });
  progress(total, total);
  const cells = rows * symbols;
  const seconds = median(taken);
  const columns = 2 + horizons.length;
  const figures = {
    evaluationsPerSecond: 1 / seconds,
    evaluationsPerProcessorSecond: 1 / median(worked),
    seconds,
    prepareSeconds: median(parts.prepare),
    rowSeconds: median(parts.rows),
    figureSeconds: median(parts.figures),
    cellsPerSecond: (cells * horizons.length) / seconds,
    heldMegabytes: held / 1e6,
    memorySeconds: columns * median(copies)
  };
  const measured = found.filter((each) => typeof each !== "string");
  for (const each of measured) agree(each, checksOf(whole));
  if (measured.length > 0) log(`beside alphalens-reloaded ${measured[0].version}; all sums agree`);
  const peers: Record<string, number | string> = {};
  const rate = (of: (each: PeerResult) => number) =>
    measured.length > 0 ? 1 / median(measured.map(of)) : typeof found[0] === "string" ? found[0] : "not asked";
  peers["evaluationsPerSecond (alphalens)"] = rate((each) => each.seconds);
  peers["evaluationsPerProcessorSecond (alphalens)"] = rate((each) => each.processorSeconds!);
  return {name: "evaluate", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
}

interface Whole {
  readonly prepared: Prepared;
  readonly rows: readonly HorizonRows[];
  readonly figures: SignalFigures;
  readonly parts: {readonly prepare: number; readonly rows: number; readonly figures: number};
}

/** As alphalens does it: no delay, and the same cells for all horizons. */
function evaluate(data: SignalData): Whole {
  const start = performance.now();
  const prepared = prepareSignal(data, {horizons, delay: 0, fewest: 2, complete: true});
  const ready = performance.now();
  const rows = horizons.map((_, i) => horizonRows(prepared, i));
  const held = performance.now();
  const figures = signalFiguresOf(prepared, rows, {draws: 0});
  const end = performance.now();
  const parts = {prepare: (ready - start) / 1000, rows: (held - ready) / 1000, figures: (end - held) / 1000};
  return {prepared, rows, figures, parts};
}

/** Of each thing made, how many numbers it has and what they sum to. */
export function checksOf({prepared, rows, figures}: Whole): Map<string, readonly [count: number, sum: number]> {
  const out = new Map<string, readonly [count: number, sum: number]>();
  const put = (name: string, values: ArrayLike<number>) => {
    let [count, sum] = [0, 0];
    for (let i = 0; i < values.length; ++i) {
      if (!Number.isFinite(values[i])) continue;
      ++count;
      sum += values[i];
    }
    out.set(name, [count, sum]);
  };
  put(
    "quantiles",
    prepared.codes.filter((code) => code > 0)
  );
  for (const [i, each] of rows.entries()) {
    const {horizon, coefficients, quantiles, spread, portfolio, turnover, autocorrelation} = each;
    const {ic, portfolio: line} = figures.horizons[i];
    put(`ic ${horizon}`, coefficients.rank);
    put(`ic summary ${horizon}`, [ic.mean, ic.deviation, ic.ratio, ic.t, ic.skewness, ic.kurtosis].map(Number));
    put(`quantile returns ${horizon}`, quantiles.means);
    put(
      `quantile means ${horizon}`,
      figures.horizons[i].quantiles.map(({mean}) => Number(mean))
    );
    put(
      `quantile errors ${horizon}`,
      figures.horizons[i].quantiles.map(({error}) => Number(error))
    );
    put(`spread ${horizon}`, spread);
    put(`portfolio ${horizon}`, portfolio);
    put(`alpha and beta ${horizon}`, [Number(line.yearlyAlpha), Number(line.beta)]);
    put(`turnover ${horizon}`, turnover);
    put(`autocorrelation ${horizon}`, autocorrelation);
  }
  return out;
}

/** Throws where a peer made something else. */
function agree({checks = {}}: PeerResult, ours: ReturnType<typeof checksOf>): void {
  for (const [name, [count, sum]] of ours) {
    const [theirCount, theirSum] = checks[name] ?? [0, NaN];
    if (count !== theirCount || !(Math.abs(sum - theirSum) <= 1e-9 * Math.max(1, Math.abs(sum))))
      throw new Error(`invalid ${name}: ${count} that sum to ${sum}; alphalens has ${theirCount}, ${theirSum}`);
  }
}
