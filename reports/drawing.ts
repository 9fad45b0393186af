import type {RunPage} from "../core/site/payload.js";
import {month} from "./components/format.js";
import {loadRun} from "./components/loaded-run.js";
import {pictures} from "./components/performance/pictures.js";
import {sheet} from "./components/performance/sheet.js";
import {reportTables} from "./components/performance/tables.js";

/** A picture of a run as the text of an SVG file, its colours still the page's roles such as `var(--strategy)`. */
export interface Drawing {
  readonly name: string;
  readonly svg: string;
}

/** Draws the pictures of a run's backtest; none where nothing was traded. */
export function drawings(page: RunPage, numbers: ArrayBuffer): readonly Drawing[] {
  const run = loadRun(page, numbers);
  const {id, experiment, lineage, title, synthetic} = page.run;
  const {times} = run.panel;
  const made = synthetic ? ", synthetic" : "";
  const foot = `${experiment} · run ${id} · ${lineage.data[0].dataset}${made} · ${month(times[0])} – ${month(times[times.length - 1])}`;
  return pictures(run).map((picture) => ({name: picture.name, svg: sheet(picture, {title, foot})}));
}

/** The tables of a run's report as plain values. */
export function tables(page: RunPage, numbers: ArrayBuffer) {
  return reportTables(loadRun(page, numbers));
}
