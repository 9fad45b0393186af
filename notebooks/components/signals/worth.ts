import {html} from "npm:htl";
import type {Panel} from "../../../core/base/panel.js";
import type {RunPage} from "../../../core/site/payload.js";
import {decimal, signedPercent} from "../../../reports/components/format.js";
import type {BacktestSpec} from "../backtest/settings.js";
import type {ManyProgress, Run} from "../many-backtests/many.js";
import type {Point} from "../many-backtests/sensitivity.js";
import {crossing} from "../many-backtests/sensitivity.js";

/** What a run's backtest pays for trading, in basis points of the value traded; null where that is not all it pays. */
export function costOf({backtest}: RunPage["run"]["spec"]): number | null {
  if (!backtest) return null;
  const {slippage, commission} = backtest;
  if (slippage.name !== "basis-points" || commission.name !== "per-dollar") return null;
  return Number(slippage.params.points) + Number(commission.params.rate) * 1e4;
}

/** Costs that a signal is tried at, in basis points of the value traded. */
export const tried = [0, 1, 2, 3, 5, 7.5, 10, 15, 20, 30] as const;

/** The recorded backtest, and the same at each cost that is tried. */
export function worthRuns(spec: BacktestSpec): readonly Run[] {
  const limit = spec.slippage.params.limit;
  const priced = (points: number): BacktestSpec => ({
    ...spec,
    slippage: {kind: "slippage", name: "basis-points", params: {points, ...(typeof limit === "number" && {limit})}},
    commission: {kind: "commission", name: "per-dollar", params: {rate: 0}}
  });
  return [
    {key: "recorded", backtest: spec, equity: true},
    ...tried.map((points) => ({key: `cost ${points}`, backtest: priced(points), equity: points === 0}))
  ];
}

/** A figure by what trading costs, of the backtests that are there. */
export function byCost({answers}: ManyProgress, figure: string): readonly Point[] {
  return tried.flatMap((points) => {
    const value = answers.get(`cost ${points}`)?.figures[figure]?.value;
    return value === undefined || !Number.isFinite(value) ? [] : [{x: points, y: value}];
  });
}

/** What is left after costs, in a sentence. */
export function worthVerdict(progress: ManyProgress, paid: number | null, of: Pick<Panel, "symbols">): HTMLElement {
  const free = progress.answers.get("cost 0")?.figures;
  const own = progress.answers.get("recorded")?.figures;
  if (!free || !own) return html`<p class="empty">Being traded in your browser.</p>`;
  const [gross, net] = [free["annual-return"].value, own["annual-return"].value];
  const dies = crossing(byCost(progress, "annual-return"), 0);
  const costs = paid === null ? "the costs of the experiment" : `${decimal(paid, 1)} basis points a trade`;
  const end = !(gross > 0)
    ? "There is nothing for costs to take: the signal does not pay even where trading is free."
    : dies === null
      ? `It would still pay at ${tried.at(-1)} basis points.`
      : net > 0
        ? `It would be gone at ${decimal(dies, 1)} basis points.`
        : `Nothing is left from ${decimal(dies, 1)} basis points on.`;
  return html`<p class="verdict-line">
    Over ${of.symbols.length} names the book makes <b>${signedPercent(gross)}</b> a year where trading is free, and
    <b>${signedPercent(net)}</b> at ${costs}. ${end}
  </p>`;
}
