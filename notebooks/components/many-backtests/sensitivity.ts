import {fillRules} from "../../../core/backtest/rules.js";
import type {Run, RunAnswer} from "./many.js";
import {specFor} from "../backtest/settings.js";
import type {Settings} from "../backtest/settings.js";
import type {Offer} from "../backtest/strategies.js";

/** What is asked of a strategy: how it fares as costs, lateness and capital change. */
export interface Sensitivity {
  readonly offer: Offer;
  readonly settings: Settings;
  /** Slippage, commission and both together, in basis points of the value traded. */
  readonly slippages: readonly number[];
  readonly commissions: readonly number[];
  readonly totals: readonly number[];
  readonly delays: readonly number[];
  readonly capitals: readonly number[];
}

/** The key of each run of a sensitivity. */
export const keys = {
  costs: (slippage: number, commission: number) => `costs ${slippage} ${commission}`,
  timing: (fill: string, delay: number) => `timing ${fill} ${delay}`,
  total: (points: number) => `total ${points}`,
  capital: (cash: number) => `capital ${cash}`,
  free: (cash: number) => `free ${cash}`
} as const;

/** The runs that answer it, what is looked at first first. An algorithm knows no delay and no fill at the same close. */
export function sensitivityRuns(asked: Sensitivity): readonly Run[] {
  const {offer, settings, slippages, commissions, totals, delays, capitals} = asked;
  const itself = offer.kind === "algorithm";
  const run = (key: string, given: Settings): Run => ({key, backtest: specFor(offer, undefined, given)});
  const priced = (points: number, rate: number): Settings => ({
    ...settings,
    slippage: "basis-points",
    commission: "per-dollar",
    costs: {...settings.costs, "basis-points": points, "per-dollar": rate / 1e4}
  });
  return [
    ...totals.map((points) => run(keys.total(points), priced(points, 0))),
    ...slippages.flatMap((points) => commissions.map((rate) => run(keys.costs(points, rate), priced(points, rate)))),
    ...fillRules
      .filter((fill) => !(itself && fill === "same-close"))
      .flatMap((fill) =>
        (itself ? [0] : delays).map((delay) => run(keys.timing(fill, delay), {...settings, fill, delay}))
      ),
    ...capitals.flatMap((cash) => {
      const given: Settings = {...settings, cash, volume: 0.1, shares: "fractional"};
      return [
        withHalfSpread(
          run(keys.capital(cash), {...given, slippage: "square-root-impact"}),
          settings.costs["basis-points"]
        ),
        run(keys.free(cash), {...given, slippage: "basis-points"})
      ];
    })
  ];
}

/** Square-root impact beside half a spread in basis points, so that impact is all that it differs by from a fixed slippage. */
function withHalfSpread({key, backtest}: Run, points: number): Run {
  const {slippage} = backtest;
  return {key, backtest: {...backtest, slippage: {...slippage, params: {...slippage.params, points}}}};
}

/** Points of a curve. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where a curve first falls to a level, by straight lines between its points, in order of x; null where it begins below
 * it or never comes down to it.
 */
export function crossing(curve: readonly Point[], level: number): number | null {
  if (curve.length === 0 || !(curve[0].y > level)) return null;
  for (let i = 1; i < curve.length; ++i) {
    const [before, after] = [curve[i - 1], curve[i]];
    if (after.y > level) continue;
    return before.x + ((before.y - level) / (before.y - after.y)) * (after.x - before.x);
  }
  return null;
}

/** The share of what a strategy would have earned without costs that costs have taken; null where there was nothing. */
export function eaten(free: RunAnswer | undefined, paid: RunAnswer | undefined): number | null {
  const [gross, net] = [free?.figures["total-return"], paid?.figures["total-return"]].map(
    (figure) => figure?.value ?? NaN
  );
  return gross > 0 && Number.isFinite(net) ? (gross - net) / gross : null;
}
