import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Column, Panel} from "../../core/base/panel.js";
import {sharingSeries} from "../../core/base/series.js";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import {alpha158} from "../../core/factors/alpha158.js";
import type {Effects} from "../../core/lab/context.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import {formulas} from "../../plugins/features/formulas/formula.js";
import {featurePanel} from "./features-panel.js";
import {indicators} from "./indicators.js";
import {against, machineFacts, median} from "./measure.js";
import type {PeerResult} from "./peers.js";
import {peer, withPanelFiles} from "./peers.js";

/** How large a panel is computed over, how many of its symbols the slow peer is given, and how often all is repeated. */
export interface Size {
  readonly rows: number;
  readonly symbols: number;
  readonly few: number;
  readonly repeat: number;
}

/**
 * How fast features are: the 44 indicators, every output of each, over 505 symbols on 1,259 days, and the 158 factors of
 * Alpha158. Beside them TA-Lib, called from Python for each symbol, and pandas, which is given a fifth of the symbols, as it
 * takes each by itself. All take turns, and the figures are medians: of the time that passed, and, which others at work on the
 * machine lengthen less, of the time that processors were at work for it. What the peers answer must be the same.
 * How long memory alone would take is the floor: each field read and each column written once, as fast as one is copied.
 */
export function bench(effects: Effects): Promise<Benchmark> {
  return benchFeatures({rows: 1259, symbols: 505, few: 101, repeat: 5}, effects);
}

export async function benchFeatures({rows, symbols, few, repeat}: Size, effects: Effects): Promise<Benchmark> {
  const {log, progress, signal} = effects;
  const panel = featurePanel(rows, symbols);
  const factors = formulas(alpha158());
  const cells = rows * symbols;
  const columns = indicators.flatMap(({outputs}) => outputs);
  const megabytes = (count: number) => (count * cells * 8) / 1e6;
  const taken = {
    indicators: [] as number[],
    factors: [] as number[],
    copy: [] as number[],
    indicatorProcessor: [] as number[],
    factorProcessor: [] as number[]
  };
  const talib: (PeerResult | string)[] = [];
  const pandas: (PeerResult | string)[] = [];
  let done = 0;
  const step = () => {
    signal.throwIfAborted();
    progress(++done, 1 + 2 * repeat);
  };
  progress(0, 1 + 2 * repeat);

  const first = addFeatures(panel, {features: factors});
  const factorPeak = process.resourceUsage().maxRSS / 1e3;
  const factorSums = sums(Object.keys(factors), (name) => [first.fields[name]], rows, symbols, 70, few);
  computeAll(panel);
  step();
  const measure = async (folder: string) => {
    const functions = indicators.map(({talib, inputs, options}) => [talib, inputs, options]);
    await writeFile(join(folder, "functions.json"), JSON.stringify(functions));
    for (let k = 0; k < repeat; ++k) {
      taken.copy.push(timed(() => new Float64Array(panel.fields.close)));
      const ran = process.cpuUsage();
      taken.indicators.push(timed(() => computeAll(panel)));
      taken.indicatorProcessor.push(processorSince(ran));
      talib.push(await peer("talib_features", [folder, "3"], signal));
      step();
      const started = process.cpuUsage();
      taken.factors.push(timed(() => addFeatures(panel, {features: factors})));
      taken.factorProcessor.push(processorSince(started));
      pandas.push(await peer("pandas_alpha158", [folder, String(few)], signal));
      step();
    }
  };
  await withPanelFiles(panel, measure);

  const outputs = new Map(indicators.map((each) => [each.talib, each.outputs]));
  const same = indicators.filter(({differs}) => differs === undefined).map((each) => each.talib);
  const compute = (name: string) => outputs.get(name)!.map((feature) => feature.compute(panel));
  if (typeof talib[0] !== "string") agree(talib[0], sums(same, compute, rows, symbols, 300, symbols));
  if (typeof pandas[0] !== "string") agree(pandas[0], factorSums);
  for (const found of [talib[0], pandas[0]]) if (typeof found !== "string") log(`beside version ${found.version}`);

  const indicatorSeconds = median(taken.indicators);
  const factorSeconds = median(taken.factors);
  const bytesPerSecond = (2 * megabytes(1) * 1e6) / median(taken.copy);
  const floor = (moved: number) => (moved * cells * 8) / bytesPerSecond;
  const formulaCount = Object.keys(factors).length;
  const figures = {
    indicatorSeconds,
    indicatorColumns: columns.length,
    indicatorCellsPerSecond: (indicators.length * cells) / indicatorSeconds,
    indicatorPanelCellsPerSecond: (indicators.length * cells) / indicatorSeconds,
    indicatorPanelCellsPerProcessorSecond: (indicators.length * cells) / median(taken.indicatorProcessor),
    indicatorMemorySeconds: floor(columns.length + columns.reduce((sum, {needs}) => sum + needs.length, 0)),
    factorSeconds,
    factorCellsPerSecond: (formulaCount * cells) / factorSeconds,
    factorCellsPerProcessorSecond: (formulaCount * cells) / median(taken.factorProcessor),
    factorMemorySeconds: floor(formulaCount + 5),
    copiedGigabytesPerSecond: bytesPerSecond / 1e9,
    factorAnswerMegabytes: megabytes(formulaCount + 5),
    factorPeakMegabytes: factorPeak
  };
  const factorCells = formulaCount * rows * Math.min(few, symbols);
  const rate = (found: readonly (PeerResult | string)[], work: number, of: (each: PeerResult) => number) => {
    const measured = found.filter((each) => typeof each !== "string");
    return measured.length > 0 ? work / median(measured.map(of)) : (found[0] as string);
  };
  const peers = {
    "indicatorCellsPerSecond (talib)": rate(talib, indicators.length * cells, ({seconds}) => seconds),
    "indicatorPanelCellsPerSecond (talib)": rate(talib, indicators.length * cells, (each) => each.panelSeconds!),
    "indicatorPanelCellsPerProcessorSecond (talib)": rate(
      talib,
      indicators.length * cells,
      (each) => each.processorSeconds!
    ),
    "factorCellsPerSecond (pandas)": rate(pandas, factorCells, ({seconds}) => seconds),
    "factorCellsPerProcessorSecond (pandas)": rate(pandas, factorCells, (each) => each.processorSeconds!)
  };
  return {name: "features", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
}

/** All outputs of all indicators, one after the other, each let go before the next. */
function computeAll(panel: Panel): void {
  sharingSeries(() => {
    for (const {outputs} of indicators) for (const feature of outputs) feature.compute(panel);
  });
}

/** The seconds that all of the process's threads were at work since. */
function processorSince(before: NodeJS.CpuUsage): number {
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function timed(task: () => unknown): number {
  const start = performance.now();
  task();
  return (performance.now() - start) / 1000;
}

/** Of each output of some names how many numbers the first `few` symbols have from a row on, and what they sum to. */
function sums(
  names: readonly string[],
  outputs: (name: string) => readonly Column[],
  rows: number,
  symbols: number,
  from: number,
  few: number
): Map<string, readonly [count: number, sum: number]> {
  const found = new Map<string, readonly [count: number, sum: number]>();
  for (const name of names) {
    for (const [k, column] of outputs(name).entries()) {
      let [count, sum] = [0, 0];
      for (let i = from; i < rows; ++i) {
        for (let s = 0; s < Math.min(few, symbols); ++s) {
          const value = column[i * symbols + s];
          if (!Number.isFinite(value)) continue;
          ++count;
          sum += value;
        }
      }
      found.set(`${name}.${k}`, [count, sum]);
    }
  }
  return found;
}

/** Throws where a peer has not the same values. */
function agree({checks = {}}: PeerResult, ours: ReadonlyMap<string, readonly [count: number, sum: number]>): void {
  for (const [name, [count, sum]] of ours) {
    const theirs = checks[name] ?? checks[name.replace(/\.0$/, "")];
    if (!theirs || theirs[0] !== count || Math.abs(theirs[1] - sum) > 1e-6 * Math.max(Math.abs(sum), 1e-3 * count))
      throw new Error(`invalid ${name}: ${count} values of sum ${sum}; the peer has ${String(theirs)}`);
  }
}
