import {backtest} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import {field} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import {quantile} from "../../../core/base/stats.js";
import {lookupIn, revive, revivePlan} from "../../../core/pipeline/plan.js";
import type {StressRun} from "../../../core/scenarios/stress.js";
import {stress} from "../../../core/scenarios/stress.js";
import {catalog} from "../../../plugins/catalog.js";
import type {Path, StressAnswer, StressQuestion} from "./question.js";

/** The stress test, off the page's own thread. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<StressQuestion>) => void) | null;
  postMessage(message: {done?: number; total?: number; answer?: StressAnswer; error?: string}): void;
};

scope.onmessage = ({data}) => {
  answer(data).then(
    (value) => scope.postMessage({answer: value}),
    (error: unknown) => scope.postMessage({error: error instanceof Error ? error.message : String(error)})
  );
};

async function answer({panel, market, backtest: spec, scenario: given, seeds, ruin, start}: StressQuestion) {
  const began = performance.now();
  const lookup = lookupIn(catalog);
  const scenario = revive(given, lookup);
  const trading = revivePlan({features: {}, metrics: [], seed: 0, backtest: spec}, lookup).backtest!;
  const {signal} = new AbortController();
  const progress = (done: number, total: number) => scope.postMessage({done, total});
  const numbers = Array.from({length: seeds}, (_, i) => i + 1);
  const options = {market, ruin, start};
  const {runs, ...report} = await stress(panel, trading, scenario, numbers, options, {signal, progress});
  const calm = backtest(panel, trading, market, start);
  const ordered = [...runs].sort((a, b) => endOf(a) - endOf(b));
  const path = (run: StressRun): Path => {
    const changed = scenario.apply(panel, random(run.seed)).panel;
    const {fills} = backtest(changed, trading, market, start);
    return {...run, price: level(changed, start), fills: fills.length};
  };
  return {
    report,
    times: calm.times,
    bands: bandsOf(runs),
    calm: relative(calm.equity),
    calmPrice: level(panel, start),
    calmFeasibility: report.calm,
    paths: {worst: path(ordered[0]), middle: path(ordered[ordered.length >> 1]), best: path(ordered.at(-1)!)},
    ends: Float64Array.from(ordered, endOf),
    milliseconds: performance.now() - began
  };
}

function endOf({equity}: StressRun): number {
  return equity[equity.length - 1] / equity[0];
}

function relative(equity: Float64Array): Float64Array {
  return equity.map((value) => value / equity[0]);
}

function bandsOf(runs: readonly StressRun[]): Float64Array[] {
  const levels = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
  const rows = runs[0].equity.length;
  const bands = levels.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; ++row) {
    const values = runs.map(({equity}) => equity[row] / equity[0]);
    for (const [k, p] of levels.entries()) bands[k][row] = quantile(values, p);
  }
  return bands;
}

/** The mean of all symbols' closes, each relative to its first. */
function level(panel: Panel, start: number): Float64Array {
  const n = panel.symbols.length;
  const close = field(panel, "close");
  const first = new Float64Array(n).fill(NaN);
  const last = new Float64Array(n).fill(NaN);
  const out = new Float64Array(panel.times.length - start);
  for (let row = start; row < panel.times.length; ++row) {
    let [sum, count] = [0, 0];
    for (let s = 0; s < n; ++s) {
      const value = close[row * n + s];
      if (value > 0) last[s] = value;
      if (Number.isNaN(first[s])) first[s] = last[s];
      if (last[s] > 0) [sum, count] = [sum + last[s] / first[s], count + 1];
    }
    out[row - start] = count > 0 ? sum / count : NaN;
  }
  return out;
}
