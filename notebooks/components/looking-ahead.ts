import type {Panel} from "../../core/base/panel.js";
import {head} from "../../core/base/panel.js";
import type {Feature} from "../../core/plugin.js";

/** How a column changes when the future is cut off. */
export interface Cut {
  /** Rows that both columns have. */
  readonly rows: number;
  /** How many of them differ in any bit. */
  readonly different: number;
}

/**
 * Computes a feature from the first `rows` rows alone, and compares it with the one computed from all of history, `whole`
 * where that is at hand.
 */
export function cutFuture(panel: Panel, feature: Feature, rows: number, whole = feature.compute(panel)): Cut {
  const cut = feature.compute(head(panel, rows));
  let different = 0;
  for (let i = 0; i < cut.length; ++i) if (!Object.is(cut[i], whole[i])) ++different;
  return {rows, different};
}
