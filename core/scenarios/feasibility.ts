import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {Result} from "../plugin.js";

/** Whether what was wanted could be traded, and what that cost. Fills that the broker forced are left out. */
export interface Feasibility {
  /** Orders that were filled, wholly or in part, and those that found no fill. */
  readonly filled: number;
  readonly unfilled: number;
  /** filled / (filled + unfilled); `NaN` without orders. */
  readonly fillShare: number;
  /** A fill's units over the volume of its bar: the mean over fills, and the largest; `NaN` without fills. */
  readonly participation: number;
  readonly largestParticipation: number;
  /** Fills in bars that had no volume or less than was filled: no market could have given them. */
  readonly infeasible: number;
  /** Σ |price × quantity|. */
  readonly traded: number;
  /** Σ slippage and Σ commission, in the account's currency. */
  readonly slippage: number;
  readonly commission: number;
  /** (slippage + commission) / traded; `NaN` where nothing was traded. */
  readonly cost: number;
}

/** The feasibility of a backtest over this panel. Throws where a fill's bar is not in the panel. */
export function feasibility(result: Result, panel: Panel): Feasibility {
  const volumes = field(panel, "volume");
  const rows = new Map(Array.from(panel.times, (t, row) => [t, row]));
  const fills = result.fills.filter(({forced}) => forced === undefined);
  let [sum, largest, infeasible, traded, slippage, commission] = [0, 0, 0, 0, 0, 0];
  for (const fill of fills) {
    const row = rows.get(fill.t);
    if (row === undefined)
      throw new Error(`unknown row: ${new Date(fill.t).toISOString()} of a fill; give the panel that was traded`);
    const volume = volumes[row * panel.symbols.length + fill.symbol];
    const part = volume > 0 ? Math.abs(fill.quantity) / volume : Infinity;
    sum += part;
    largest = Math.max(largest, part);
    if (part > 1) ++infeasible;
    traded += Math.abs(fill.price * fill.quantity);
    slippage += fill.slippage;
    commission += fill.commission;
  }
  const {unfilled} = result;
  return {
    filled: fills.length,
    unfilled,
    fillShare: fills.length / (fills.length + unfilled),
    participation: sum / fills.length,
    largestParticipation: fills.length > 0 ? largest : NaN,
    infeasible,
    traded,
    slippage,
    commission,
    cost: (slippage + commission) / traded
  };
}

/** The feasibility of many runs taken together: counts and sums added, shares of the sums, the largest of the largest. */
export function totalFeasibility(runs: readonly Feasibility[]): Feasibility {
  const sum = (of: (run: Feasibility) => number) => runs.reduce((total, run) => total + of(run), 0);
  const [filled, unfilled] = [sum((run) => run.filled), sum((run) => run.unfilled)];
  const [traded, slippage, commission] = [
    sum((run) => run.traded),
    sum((run) => run.slippage),
    sum((run) => run.commission)
  ];
  const parts = sum((run) => (run.filled > 0 ? run.participation * run.filled : 0));
  const largest = runs.filter((run) => run.filled > 0).map((run) => run.largestParticipation);
  return {
    filled,
    unfilled,
    fillShare: filled / (filled + unfilled),
    participation: parts / filled,
    largestParticipation: largest.length > 0 ? Math.max(...largest) : NaN,
    infeasible: sum((run) => run.infeasible),
    traded,
    slippage,
    commission,
    cost: (slippage + commission) / traded
  };
}
