import {drawdowns} from "../../../core/evaluate/drawdown.js";
import type {Result} from "../../../core/plugin.js";
import {rebased} from "../../../reports/components/equity.js";
import {figure} from "../../../reports/components/figure.js";
import {decimal, percent} from "../../../reports/components/format.js";
import {lineChart} from "../../../reports/components/line-chart.js";
import type {Series} from "../../../reports/components/line-chart.js";

/** What an account is compared with: a level on each of its bars. */
export interface Rival {
  readonly name: string;
  readonly levels: Float64Array;
  readonly colour: string;
  readonly dashed?: boolean;
}

/** Growth of 100, of the account and of its rivals. */
export function growthChart({times, equity}: Result, rivals: readonly Rival[], log: boolean): HTMLElement {
  const series: Series[] = [
    ...rivals.map(({levels, ...rival}) => ({...rival, values: rebased(levels)})),
    {name: "Strategy", values: rebased(equity), colour: "var(--strategy)"}
  ];
  const possible = log && equity.every((value) => value > 0);
  return figure(334, (width) =>
    lineChart({
      times,
      series,
      width,
      height: 300,
      baseline: 100,
      log: possible,
      format: (value) => decimal(value, 0)
    })
  ).node;
}

/** How far the account, and what it is compared with, stood below the highest value so far. */
export function fallsChart({times, equity}: Result, rivals: readonly Rival[]): HTMLElement {
  const series: Series[] = [
    ...rivals.map(({levels, ...rival}) => ({...rival, values: drawdowns(levels)})),
    {name: "Drawdown", values: drawdowns(equity), colour: "var(--down)", filled: true}
  ];
  return figure(174, (width) =>
    lineChart({times, series, width, height: 140, baseline: 0, format: (value) => percent(value, 0)})
  ).node;
}

/** What was held against equity: long and short together and, where they differ, long less short. */
export function exposureChart({times, gross, net}: Result): HTMLElement {
  const one = gross.every((value, i) => Math.abs(value - net[i]) < 1e-12);
  const all = {name: one ? "Invested" : "Gross, or leverage", values: gross, colour: "var(--strategy)", filled: true};
  const series = one ? [all] : [{name: "Net", values: net, colour: "var(--again)"}, all];
  return figure(164, (width) =>
    lineChart({times, series, width, height: 130, baseline: 0, format: (value) => percent(value, 0)})
  ).node;
}
