import {defineRule} from "../rule.js";
import {percent} from "../text.js";

/** A profit that is made against the signal. */
export const wrongWay = defineRule("wrong-way", {
  severities: ["warning"],
  measures:
    "whether there is a profit though the information coefficient out of sample of the signal that the strategy reads is at most `ic`",
  meaning: "What it trades on points nowhere or the other way: the profit has another cause, such as a rising market.",
  advice: "Compare with holding the same names all the time, and with a signal of random numbers.",
  thresholds: {ic: 0},
  look({figures, profitable, plan: {learn, backtest}}, {ic}) {
    const {strategy} = backtest;
    const reads = strategy.needs.includes("signal");
    const coefficient = figures?.ic;
    if (!learn?.model || !reads || typeof coefficient !== "number" || !profitable || coefficient > ic) return null;
    const r2 = figures?.r2;
    const beside = typeof r2 === "number" ? `, and its R² against the baseline ${percent(r2)}` : "";
    return `the information coefficient of the signal is ${coefficient.toFixed(3)}${beside}, and trading on it earned money`;
  }
});
