import {html} from "npm:htl";
import type {Margin} from "../../../core/backtest/account/margin.js";
import type {PlanSpec} from "../../../core/pipeline/plan.js";
import type {Spec} from "../../../core/plugin.js";
import {count, percent, trimmed, words} from "../format.js";
import {fillNames, triggerNames} from "../knobs.js";
import {ruleName} from "./rejections.js";

/** A plugin and those of its options that are numbers, texts or switches, in a line. */
export function pluginLine({name, params}: Spec): string {
  const options = Object.entries(params).flatMap(([option, value]) => {
    if (typeof value === "number") return [`${words(option).toLowerCase()} ${trimmed(value, 6)}`];
    if (typeof value === "boolean") return value ? [words(option).toLowerCase()] : [];
    return typeof value === "string" && value !== "" ? [`${words(option).toLowerCase()} ${value}`] : [];
  });
  return [words(name), ...options].join(", ");
}

function marginLine({initial, maintenance, settlement = 0}: Margin): string {
  const settled = settlement > 0 ? `, sales settle after ${settlement} sessions` : "";
  return `${percent(initial, 0)} of what is held to buy, ${percent(maintenance, 0)} to keep it${settled}`;
}

/** The terms on which a backtest was traded: a name and a line each. */
export function termsOf(backtest: NonNullable<PlanSpec["backtest"]>): readonly (readonly [string, string])[] {
  const {strategy, overlays, slippage, commission, financing = [], fill, triggers = "pessimistic"} = backtest;
  const {delay, cash, shares, controls, margin, dividends = "cash", delistingReturn = 0} = backtest;
  const limits = Object.entries(controls ?? {}).map(([name, value]) => {
    if (value === true) return ruleName(name);
    return `${ruleName(name)} ${typeof value === "number" ? trimmed(value) : String(value)}`;
  });
  return [
    [strategy.kind === "algorithm" ? "Algorithm" : "Strategy", pluginLine(strategy)],
    ...overlays.map((overlay): [string, string] => ["Risk rule", pluginLine(overlay)]),
    ["Market orders", `fill at the ${fillNames[fill]}${delay > 0 ? `, ${count(delay)} bars late` : ""}`],
    [
      "Stops and limits",
      triggers === "close" ? "set off by closes only" : `${triggerNames[triggers]}, where one bar reaches both`
    ],
    ["Slippage", pluginLine(slippage)],
    ["Commission", pluginLine(commission)],
    ...financing.map((each): [string, string] => ["Financing", pluginLine(each)]),
    ["Cash at the start", `${count(cash)}, ${shares} shares`],
    ["Credit", margin ? marginLine(margin) : "without a limit"],
    ...(limits.length > 0 ? [["Limits", limits.join(", ")] as const] : []),
    ["Dividends", dividends === "cash" ? "paid in cash, where the data have any" : "reinvested"],
    ...(delistingReturn === 0 ? [] : [["Delisting", percent(delistingReturn)] as const])
  ];
}

/** The terms as a list. */
export function termsList(backtest: NonNullable<PlanSpec["backtest"]>): HTMLElement {
  return html`<dl class="definitions">
    ${termsOf(backtest).map(
      ([name, line]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${line}</dd>
        </div>`
    )}
  </dl>`;
}
