import type {Market} from "../backtest/backtest.js";
import type {Panel} from "../base/panel.js";
import type {FoldSummary} from "../learn/cross-predict.js";
import type {Plan} from "../pipeline/plan.js";
import type {Result} from "../plugin.js";

/** A backtest that is over, and all that it was made of. */
export interface Traded {
  /** What was traded: prices, and the fields that the strategy reads. */
  readonly panel: Panel;
  readonly beside: Market;
  readonly plan: Pick<Plan, "features" | "learn"> & {readonly backtest: NonNullable<Plan["backtest"]>};
  readonly result: Result;
  /** The panel's row on which the backtest starts. */
  readonly start: number;
  /** The run's figures by name, null where one is not determined; `ic`, `ic-t` and `predictions` are looked at. */
  readonly figures?: Readonly<Record<string, number | null>>;
  /** What each fold of the model trained and tested on. */
  readonly folds?: readonly FoldSummary[];
  /** How often the experiment has been tried; 1 where left out. */
  readonly trials?: number;
  /** The list that the names were taken from, and whether it is one of survivors. */
  readonly universe?: {readonly name: string; readonly biased: boolean};
  /** Whether the prices are made up. */
  readonly synthetic?: boolean;
}
