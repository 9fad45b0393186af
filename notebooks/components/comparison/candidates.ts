import type {Candidate, Pair, ReturnsComparison} from "../../../core/evaluate/comparison/compare.js";
import {compareReturns} from "../../../core/evaluate/comparison/compare.js";
import {contrastsOf, testOf} from "../../../core/evaluate/comparison/contrasts.js";
import type {ForecastContrast} from "../../../core/evaluate/comparison/forecast-pairs.js";
import {correctForecasts} from "../../../core/evaluate/comparison/forecast-pairs.js";
import type {ComparedPage, PageRun} from "../../../core/evaluate/comparison/page.js";
import type {Recommendation} from "../../../core/evaluate/comparison/recommend.js";
import {recommend} from "../../../core/evaluate/comparison/recommend.js";

const dayLength = 86_400_000;

/** One of those that may be compared: what is known of it, its account, and its colour. */
export interface Shown extends Candidate {
  readonly run: PageRun;
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly colour: string;
  readonly dashed: boolean;
}

/** All that a page is given, ready to be chosen from; colours stay with their runs. */
export function shownOf({runs, grids}: ComparedPage): readonly Shown[] {
  let place = 0;
  return runs.map((run) => {
    const benchmark = run.experiment === null;
    const i = benchmark ? 0 : place++;
    return {
      run,
      id: run.id,
      periods: run.periods,
      times: Float64Array.from(grids[run.grid], (day) => day * dayLength),
      equity: numbersOf(run.equity),
      colour: benchmark ? "var(--benchmark)" : `var(--series-${1 + (i % 8)})`,
      dashed: benchmark || i >= 8
    };
  });
}

function numbersOf(text: string): Float64Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Float64Array(bytes.buffer);
}

/** Those to begin with: of the market in which most runs trade, up to six, the newest. */
export function usualChoice(list: readonly Shown[]): readonly Shown[] {
  const own = list.filter(({run}) => run.experiment !== null);
  const markets = [...new Set(own.map(({run}) => run.dataset))];
  const inMarket = (name: string) => own.filter(({run}) => run.dataset === name);
  const most = markets.toSorted((a, b) => inMarket(b).length - inMarket(a).length)[0];
  return most === undefined ? [] : inMarket(most).slice(-6);
}

/** What a page knows once it has compared. */
export interface Found {
  readonly returns: ReturnsComparison;
  readonly forecasts: readonly ForecastContrast[];
  readonly advice: Recommendation;
  readonly milliseconds: number;
}

/** How far a comparison is; `found` once it is done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly found: Found | null;
}

/** How often a comparison was asked for; the last one alone is finished. */
let asked = 0;
const stale = new Error("another choice was made");

/** Compares in small steps, so that the page stays at hand; ends early where the reader chooses otherwise meanwhile. */
export async function* comparing(
  chosen: readonly Shown[],
  forecasts: ComparedPage["forecasts"]
): AsyncGenerator<Progress> {
  const list = ranked(chosen, "sharpe");
  const total = (list.length * (list.length - 1)) / 2;
  yield {done: 0, total, found: null};
  await pause();
  const own = ++asked;
  const start = performance.now();
  const returns = await compareReturns(list, {
    async between() {
      await pause();
      if (own !== asked) throw stale;
    }
  }).catch((error: unknown) => {
    if (error === stale) return null;
    throw error;
  });
  if (!returns) return;
  const ids = new Set(list.map(({id}) => id));
  const together = correctForecasts(forecasts.filter(({a, b}) => ids.has(a) && ids.has(b)));
  yield {
    done: total,
    total,
    found: {
      returns,
      forecasts: together,
      advice: adviceOf(list, returns.pairs, together),
      milliseconds: performance.now() - start
    }
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function adviceOf(list: readonly Shown[], pairs: readonly Pair[], forecasts: readonly ForecastContrast[]) {
  const test = testOf("sharpe");
  const choices = ranked(list, "sharpe").map(({run}) => {
    const {id, name, metrics, audit, lint, trials, deflatedSharpe, synthetic} = run;
    const serious = lint?.serious ?? null;
    return {id, name, value: metrics.sharpe ?? null, audit, serious, trials, deflated: deflatedSharpe, synthetic};
  });
  return recommend(choices, contrastsOf(test, pairs, forecasts), test);
}

/** The highest first; what has no such figure last. */
export function ranked(list: readonly Shown[], by: string): readonly Shown[] {
  const value = ({run}: Shown) => run.metrics[by] ?? -Infinity;
  return list.toSorted((a, b) => (value(a) === value(b) ? 0 : value(b) - value(a)));
}

/** All days of any of them, and each one's growth of 100 from its own first day; `NaN` where it has no such day. */
export function growthOf(list: readonly Shown[]) {
  const times = Float64Array.from(new Set(list.flatMap(({times}) => Array.from(times)))).sort();
  const growth = list.map(({times: own, equity}) => {
    const at = new Map(Array.from(own, (t, i) => [t, equity[i]]));
    return times.map((t) => (100 * (at.get(t) ?? NaN)) / equity[0]);
  });
  return {times, growth};
}
