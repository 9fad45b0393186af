import type {Panel} from "../../../core/base/panel.js";
import {head, rows} from "../../../core/base/panel.js";
import type {Plugin} from "../../../core/plugin.js";
import {leaks} from "../../../core/audit/leaks/leaks.js";
import type {Rule} from "../../../core/audit/rules.js";
import {significant, trimmed} from "../../../reports/components/format.js";
import {lineChart} from "../../../reports/components/line-chart.js";

/** A leak that is a feature of prices alone. */
export interface FeatureLeak {
  readonly name: string;
  readonly title: string;
  readonly says: string;
  readonly source?: string;
  readonly rule: Rule;
  readonly plugin: Plugin<"feature">;
}

/** What a feature says of the last rows before a cut. */
export interface Exposed {
  readonly times: Float64Array;
  /** Computed from all of history. */
  readonly given: Float64Array;
  /** Each row's value computed from the rows until it, as it would be live. */
  readonly known: Float64Array;
  /** How many of the rows before the cut differ in any bit. */
  readonly different: number;
  readonly rows: number;
}

/** Rows shown before a cut. */
const shown = 60;

/** The leaks among features that one symbol's prices show: those with values that change when these are cut off. */
export function shownLeaks(panel: Panel): readonly FeatureLeak[] {
  const middle = Math.floor(panel.times.length * 0.6);
  return leaks.flatMap(({plugin, ...leak}) => {
    if (plugin.kind !== "feature" || (leak.rule !== "look-ahead" && leak.rule !== "whole-sample")) return [];
    if (plugin.needs.some((name) => !Object.hasOwn(panel.fields, name))) return [];
    const [whole, part] = [plugin.compute(panel), plugin.compute(head(panel, middle))];
    return part.some((value, i) => Number.isFinite(value) && !Object.is(value, whole[i])) ? [{...leak, plugin}] : [];
  });
}

/** Computes a leak's column of all rows, of the first ones alone, and row by row. */
export function expose({plugin}: FeatureLeak, panel: Panel, cut: number): Exposed {
  const whole = plugin.compute(panel).subarray(0, cut);
  const part = plugin.compute(head(panel, cut));
  let different = 0;
  for (let i = 0; i < cut; ++i) if (!Object.is(whole[i], part[i])) ++different;
  const start = Math.max(0, cut - shown);
  const {times} = rows(panel, start, cut);
  const known = times.map((_, i) => plugin.compute(head(panel, start + i + 1))[start + i]);
  return {times, given: whole.subarray(start), known, different, rows: cut};
}

/** Both columns through the last rows before the cut: where they part, the feature has seen what came after. */
export function leakChart({times, given, known}: Exposed, width: number): HTMLElement {
  return lineChart({
    times,
    width,
    height: 220,
    format: significant,
    axis: (value) => trimmed(value),
    series: [
      {name: "What could be known", values: known, colour: "var(--strategy)", dashed: true},
      {name: "What the backtest was given", values: given, colour: "var(--down)"}
    ]
  });
}
