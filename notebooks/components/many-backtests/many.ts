import type {Market} from "../../../core/backtest/backtest.js";
import type {Panel} from "../../../core/base/panel.js";
import type {Figures} from "../../../core/evaluate/signal-metrics.js";
import type {BacktestSpec} from "../backtest/settings.js";

/** One backtest of many. */
export interface Run {
  /** What it is found by; each is there once. */
  readonly key: string;
  readonly backtest: BacktestSpec;
  /** Whether its equity is wanted besides its figures. */
  readonly equity?: boolean;
}

/** Backtests over one market, from row `start` on. */
export interface ManyQuestion {
  readonly panel: Panel;
  readonly market: Market;
  readonly start: number;
  readonly runs: readonly Run[];
}

/** What one of them came to. */
export interface RunAnswer {
  readonly key: string;
  /** What it was refused with; it then has no figures. */
  readonly error?: string;
  readonly figures: Figures;
  readonly equity?: Float64Array;
  readonly fills: number;
  /** Commission and slippage, in the account's currency. */
  readonly paid: number;
  /** Σ |quantity × price| of all fills. */
  readonly traded: number;
  readonly milliseconds: number;
}

/** What is known of many backtests while they run: the answers so far, by key. */
export interface ManyProgress {
  readonly done: boolean;
  readonly total: number;
  readonly answers: ReadonlyMap<string, RunAnswer>;
  readonly error?: string;
}

/** The fields of a panel that backtests read, so that a page sends no others. */
export function tradedFields({times, symbols, fields}: Panel): Panel {
  const names = ["open", "high", "low", "close", "volume", "vwap", "signal"].filter((name) => name in fields);
  return {times, symbols, fields: Object.fromEntries(names.map((name) => [name, fields[name]]))};
}

/**
 * Runs backtests in a Worker, in their order, and yields what there is so far a few times a second; the last is `done`.
 * What is no longer wanted ends with the iteration.
 */
export async function* runMany(question: ManyQuestion): AsyncGenerator<ManyProgress> {
  const worker = new Worker(import.meta.resolve("./worker.js"), {type: "module"});
  const answers = new Map<string, RunAnswer>();
  const total = question.runs.length;
  let error: string | undefined;
  let fresh = true;
  let wake = () => {};
  worker.onmessage = ({data}: MessageEvent<readonly RunAnswer[]>) => {
    for (const answer of data) answers.set(answer.key, answer);
    fresh = true;
    wake();
  };
  worker.onerror = (event) => {
    error = event.message || "the engine could not be started";
    fresh = true;
    wake();
  };
  worker.postMessage(question);
  try {
    for (;;) {
      if (!fresh)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      fresh = false;
      const done = answers.size === total || error !== undefined;
      yield {done, total, answers: new Map(answers), ...(error !== undefined && {error})};
      if (done) return;
    }
  } finally {
    worker.terminate();
  }
}
