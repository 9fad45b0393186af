import {oneOf, whole} from "../../../core/base/options.js";
import type {Column} from "../../../core/base/panel.js";
import {featureOrField} from "../../../core/factors/inner.js";
import {crossBucket, crossDemean, crossRank, crossZScore} from "../../../core/indicators/operators/cross-section.js";
import type {Plugin} from "../../../core/plugin.js";
import {defineFeature} from "../../../core/plugin.js";

const figures = ["bucket", "rank", "zscore", "demean"] as const;

/**
 * Where a symbol stands among the others of its row by a feature: `standing({of: returns({window: 21}), group: "sector"})`;
 * by the field `field` where none is given. `figure` says how: `bucket`, which of `count` parts of equal size it is in, from
 * 0 for the lowest (pandas' qcut); `rank`, 0 to 1, ties by average and 0.5 for one alone; `zscore`, the distance from the
 * mean in deviations (divisor n − 1); or `demean`, the distance itself.
 *
 * The others are all symbols, or those of its own group: of the same number in the field `group`, or in the feature `by`.
 * A symbol without a value or a group has none, and does not count.
 */
export const standing = defineFeature(
  "standing",
  {
    of: null as Plugin<"feature"> | null,
    field: "close",
    figure: "bucket",
    count: 10,
    group: "",
    by: null as Plugin<"feature"> | null
  },
  ({of, field, figure, count, group, by}) => {
    const chosen = oneOf("standing figure", figure, figures);
    whole("standing count", count, 2);
    if (by && group !== "") throw new Error(`invalid standing group: ${group} beside by; choose one`);
    const inner = featureOrField("standing of", of, field);
    const grouping = by || group !== "" ? featureOrField("standing by", by, group) : null;
    const tolerance = Math.max(inner.tolerance ?? 0, grouping?.tolerance ?? 0);

    function among(values: Column, symbols: number): Column {
      switch (chosen) {
        case "bucket":
          return crossBucket(values, symbols, count);
        case "rank":
          return crossRank(values, symbols);
        case "zscore":
          return crossZScore(values, symbols);
        case "demean":
          return crossDemean(values, symbols);
      }
    }

    return {
      needs: [...new Set([...inner.needs, ...(grouping?.needs ?? [])])],
      lookback: Math.max(inner.lookback, grouping?.lookback ?? 0),
      ...(tolerance > 0 && {tolerance}),
      compute(panel) {
        const n = panel.symbols.length;
        const x = inner.compute(panel);
        return grouping ? withinGroups(x, grouping.compute(panel), n, among) : among(x, n);
      }
    };
  }
);

/** Applies a figure of a row's values to those of each group by themselves. */
function withinGroups(
  x: Column,
  groups: Column,
  symbols: number,
  among: (values: Column, symbols: number) => Column
): Column {
  const out = new Float64Array(x.length).fill(NaN);
  const members = new Map<number, number[]>();
  for (let start = 0; start < x.length; start += symbols) {
    members.clear();
    for (let cell = start; cell < start + symbols; ++cell) {
      if (Number.isNaN(x[cell]) || Number.isNaN(groups[cell])) continue;
      const known = members.get(groups[cell]);
      if (known) known.push(cell);
      else members.set(groups[cell], [cell]);
    }
    for (const cells of members.values()) {
      const own = Float64Array.from(cells, (cell) => x[cell]);
      const values = among(own, cells.length);
      for (const [i, cell] of cells.entries()) out[cell] = values[i];
    }
  }
  return out;
}
