import {html} from "npm:htl";
import type {Column, Panel} from "../../../core/base/panel.js";
import {field} from "../../../core/base/panel.js";
import {correlation} from "../../../core/base/stats.js";
import {paired} from "../../../core/evaluate/information-coefficient.js";
import type {Plan} from "../../../core/pipeline/plan.js";
import {addFeatures} from "../../../core/pipeline/pipeline.js";
import {correlationMap} from "../../../reports/components/features-table.js";
import {summariseFeatures} from "../../../reports/components/feature-summary.js";
import {decimal} from "../../../reports/components/format.js";
import {whenSeen} from "./when-seen.js";

/** A feature of the plan, and how the chosen one correlates with it. */
export interface Repeat {
  readonly name: string;
  /** Pearson's correlation over the cells that have both; `NaN` where one does not vary. */
  readonly value: number;
}

/** The features of a plan beside a panel: what does not change with the chosen feature is computed once a panel. */
export function repeats({features}: Pick<Plan, "features">) {
  const names = Object.keys(features);
  const panels = new WeakMap<Panel, Panel>();
  const maps = new WeakMap<Panel, HTMLElement>();
  const beside = (panel: Panel): Panel => {
    const known = panels.get(panel) ?? addFeatures(panel, {features});
    panels.set(panel, known);
    return known;
  };
  return {
    /** How a column correlates with each of the features, the nearest first. */
    of(panel: Panel, column: Column): readonly Repeat[] {
      const all = names.map((name) => ({name, value: correlation(...paired(column, field(beside(panel), name)))}));
      const size = ({value}: Repeat) => (Number.isNaN(value) ? -1 : Math.abs(value));
      return all.sort((a, b) => size(b) - size(a));
    },
    /** How they correlate with one another: drawn once a panel. */
    map(panel: Panel): HTMLElement {
      const known = maps.get(panel) ?? whenSeen(600, () => correlationMap(summariseFeatures(beside(panel), names)));
      maps.set(panel, known);
      return known;
    }
  };
}

/** The correlations as a list of bars, from −1 to 1. */
export function repeatsList(all: readonly Repeat[]): HTMLElement {
  return html`<ol class="repeats">
    ${all.map(({name, value}) => {
      const share = Number.isNaN(value) ? 0 : 50 * Math.abs(value);
      const style = {left: `${value < 0 ? 50 - share : 50}%`, width: `${share}%`};
      return html`<li data-feature=${name}>
        <span>${name}</span><i data-sign=${value < 0 ? "down" : "up"}><b style=${style}></b></i>
        <span class="number">${decimal(value, 2)}</span>
      </li>`;
    })}
  </ol>`;
}
