import {backtest} from "../../../core/backtest/backtest.js";
import {figuresOf} from "../trading.js";
import type {ManyQuestion, Run, RunAnswer} from "./many.js";
import {timeInMarket} from "../backtest/risk.js";
import {reviveTrading} from "../backtest/settings.js";

/** Backtests one after another, off the page's own thread. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ManyQuestion>) => void) | null;
  postMessage(answers: readonly RunAnswer[]): void;
};

const between = 200;

scope.onmessage = ({data}) => {
  let waiting: RunAnswer[] = [];
  let sent = performance.now();
  for (const run of data.runs) {
    waiting.push(answerOf(data, run));
    if (performance.now() - sent < between) continue;
    scope.postMessage(waiting);
    waiting = [];
    sent = performance.now();
  }
  scope.postMessage(waiting);
};

function answerOf({panel, market, start}: ManyQuestion, {key, backtest: spec, equity}: Run): RunAnswer {
  const began = performance.now();
  const nothing = {key, figures: {}, fills: 0, paid: 0, traded: 0};
  try {
    const result = backtest(panel, reviveTrading(spec), market, start);
    const {fills, gross} = result;
    return {
      key,
      figures: {
        ...figuresOf(result),
        "time-in-market": {value: timeInMarket(result), unit: "percent"},
        "gross-exposure": {value: gross.reduce((sum, value) => sum + value, 0) / gross.length, unit: "percent"}
      },
      ...(equity === true && {equity: result.equity}),
      fills: fills.length,
      paid: fills.reduce((sum, {commission, slippage}) => sum + commission + slippage, 0),
      traded: fills.reduce((sum, {quantity, price}) => sum + Math.abs(quantity * price), 0),
      milliseconds: performance.now() - began
    };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return {...nothing, error: text, milliseconds: performance.now() - began};
  }
}
