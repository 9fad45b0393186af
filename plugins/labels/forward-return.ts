import * as elementary from "../../core/base/elementary.js";
import type {Column} from "../../core/base/panel.js";
import {field} from "../../core/base/panel.js";
import {whole} from "../../core/base/options.js";
import {defineLabel} from "../../core/plugin.js";

/**
 * The return that a decision of row t can still earn: close_{t+delay+horizon} / close_{t+delay} − 1, known when row t +
 * delay + horizon is, and with `log` the logarithm of that ratio of closes. With `delay` 1 it begins at the close of
 * the next bar, the first at which an order decided on t is filled. `NaN` where either close is missing. Where
 * `excess`, the mean over the row's symbols is taken off: what a name did beyond the others. `group` names a field that
 * says which group (a sector) each name is in on row t; the mean over the name's own group is taken off then, which is
 * 0 for the only name of a group, and a name of no group has no label.
 */
export const forwardReturn = defineLabel(
  "forward-return",
  {horizon: 5, delay: 1, excess: false, log: false, group: ""},
  ({horizon, delay, excess, log, group}) => {
    whole("forward-return horizon", horizon);
    whole("forward-return delay", delay, 0);
    if (excess && group !== "")
      throw new Error(`invalid forward-return group: ${group} beside excess; choose one, both take off a mean`);
    return {
      needs: group === "" ? ["close"] : ["close", group],
      compute(panel) {
        const close = field(panel, "close");
        const groups = group === "" ? undefined : field(panel, group);
        const n = panel.symbols.length;
        const rows = panel.times.length;
        const y = new Float64Array(rows * n).fill(NaN);
        const until = new Float64Array(rows * n).fill(Infinity);
        for (let i = 0; i + delay + horizon < rows; ++i) {
          const start = (i + delay) * n;
          const end = (i + delay + horizon) * n;
          until.fill(panel.times[i + delay + horizon], i * n, (i + 1) * n);
          for (let s = 0; s < n; ++s) {
            const ratio = close[end + s] / close[start + s];
            y[i * n + s] = log ? elementary.log(ratio) : ratio - 1;
          }
          const row = y.subarray(i * n, (i + 1) * n);
          if (excess) takeOffMeans(row, new Float64Array(n));
          if (groups) takeOffMeans(row, groups.subarray(i * n, (i + 1) * n));
        }
        return {y, until};
      }
    };
  }
);

/** Takes off each value the mean of its group's; what is in no group becomes `NaN`. */
function takeOffMeans(row: Column, groups: Column): void {
  const sums = new Map<number, {sum: number; count: number}>();
  for (let s = 0; s < row.length; ++s) {
    if (Number.isNaN(row[s])) continue;
    const all = sums.get(groups[s]) ?? {sum: 0, count: 0};
    sums.set(groups[s], {sum: all.sum + row[s], count: all.count + 1});
  }
  for (let s = 0; s < row.length; ++s) {
    const all = sums.get(groups[s]);
    if (Number.isNaN(groups[s])) row[s] = NaN;
    else if (all) row[s] -= all.sum / all.count;
  }
}
