import type {ModelData} from "../core/factors/model-data.js";
import {modelData, plausibleReturn} from "../core/factors/model-data.js";
import type {Experiment} from "../core/lab/experiment.js";
import type {Plugin} from "../core/plugin.js";
import {atr} from "../plugins/features/atr.js";
import {datePart} from "../plugins/features/calendar/date-part.js";
import {standing} from "../plugins/features/cross-section/standing.js";
import {syntheticSector} from "../plugins/features/cross-section/synthetic-sector.js";
import {trailingScore} from "../plugins/features/cross-section/trailing-score.js";
import {dayOfWeek} from "../plugins/features/day-of-week.js";
import {formula, formulas} from "../plugins/features/formulas/formula.js";
import {macd} from "../plugins/features/macd.js";
import {month} from "../plugins/features/month.js";
import {rsi} from "../plugins/features/rsi.js";
import {natr} from "../plugins/features/volatility/natr.js";
import {forwardReturn} from "../plugins/labels/forward-return.js";
import {walkForward} from "../plugins/splits/walk-forward.js";

const windows = [1, 5, 10, 21, 42, 63];

/**
 * The recipe for the data of a model of many stocks: the formulas of `modelData`, indicators, ranges and convergence scored
 * by their own past year, the standing within the sector, and the date.
 *
 * @param sector the field that has each stock's sector, `{group: "sector"}`, or the feature that tells it
 * @param more lags of daily returns, and sectors of that field that are to have a column each
 */
export function recipe(
  sector: {group: string} | {by: Plugin<"feature">},
  more: Pick<ModelData, "lags" | "sectors"> = {}
): Record<string, Plugin<"feature">> {
  const within = windows.map((window) => {
    const of = formula({formula: plausibleReturn(window)});
    return [`sectorPart${window}`, standing({of, count: 10, ...sector})] as const;
  });
  return {
    ...formulas(modelData({...more, windows, ...("group" in sector && {sector: sector.group})})),
    ...("by" in sector && {sectorNumber: sector.by}),
    rsi: rsi({window: 14}),
    natr: natr({window: 14}),
    atr: trailingScore({of: atr({window: 14}), window: 252}),
    macd: trailingScore({of: macd({output: "macd"}), window: 252}),
    ...Object.fromEntries(within),
    year: datePart({part: "year"}),
    month: month(),
    weekday: dayOfWeek()
  };
}

/** A hundred made-up stocks' samples, made by the recipe. */
export const modelDataUniverse: Experiment = {
  name: "02-model-data-universe",
  title: "Model data of a universe",
  question: "What does a model see of a hundred synthetic stocks, and does any column know what it should not?",
  data: {dataset: "synthetic/1d"},
  features: recipe({by: syntheticSector()}),
  learn: {label: forwardReturn({horizon: 5}), split: walkForward({train: 252, test: 21, step: 21})}
};
