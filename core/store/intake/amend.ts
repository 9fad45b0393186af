import type {Action, Bar, Fault} from "../../plugin.js";
import {Bars} from "./bars.js";
import type {CommitEffects, Committed} from "../disk/commit.js";
import {amender, commit} from "../disk/commit.js";
import {toColumns} from "./gather.js";
import {datasetManifest} from "../disk/manifest.js";
import type {Rows} from "../disk/write.js";

/** Changes to a dataset that no source made. */
export interface Amendments {
  /** Bars that replace others, or stand where there was none. */
  readonly bars: readonly Bar[];
  /** Bars that are taken away. */
  readonly withdrawn: readonly {readonly symbol: string; readonly t: number}[];
  readonly actions: readonly Action[];
  /** What was wrong, and what was done about it. */
  readonly faults: readonly Fault[];
}

/**
 * Changes a dataset by newer rows, so that `asOf` before shows it as it was. A later ingest of the same bars does not undo
 * it; one of other bars does.
 */
export async function amend(
  home: string,
  dataset: string,
  {bars, withdrawn, actions, faults}: Amendments,
  effects: CommitEffects
): Promise<Committed> {
  const {synthetic, calendar = "XNYS"} = await datasetManifest(home, dataset);
  const changed = new Bars();
  for (const bar of bars) changed.add(bar);
  const nothing = {open: NaN, high: NaN, low: NaN, close: NaN, volume: NaN};
  for (const each of withdrawn) changed.add({...each, ...nothing});
  const origin = {source: amender, params: {}};
  const rows: Rows[] = [
    {table: "bars", columns: changed.all(), origin},
    {table: "actions", columns: toColumns("actions", actions), origin},
    {table: "faults", columns: toColumns("faults", faults), origin}
  ];
  const filled = rows.filter(({columns}) => columns.t.length > 0);
  return commit(home, dataset, {synthetic, calendar}, filled, effects);
}
