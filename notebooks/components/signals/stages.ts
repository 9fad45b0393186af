import * as Plot from "npm:@observablehq/plot";
import type {RunPage} from "../../../core/site/payload.js";
import {filled} from "../../../reports/components/explanation.js";
import {figure} from "../../../reports/components/figure.js";
import {decimal} from "../../../reports/components/format.js";
import {empty, tip} from "../../../reports/components/trees/frame.js";

type Trees = NonNullable<NonNullable<RunPage["explanation"]>["trees"]>;

interface Stage {
  readonly trees: number;
  readonly ic: number;
}

/** The mean IC of the folds' tests by the number of trees: where it no longer rises, more trees learn the noise. */
export function stagesChart({stages}: Trees): HTMLElement {
  const ic = filled(stages.ic);
  const points = stages.trees.map((trees, i): Stage => ({trees, ic: ic[i]})).filter((each) => !Number.isNaN(each.ic));
  if (points.length === 0) return empty("No fold has an IC.");
  const height = 230;
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Mean IC of the folds by number of trees",
      marginLeft: 56,
      marginRight: 10,
      marginTop: 12,
      marginBottom: 36,
      x: {label: null},
      y: {label: null, nice: true, zero: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(2, Math.floor(width / 90)),
          label: "trees of each fold's model",
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.line(points, {x: "trees", y: "ic", stroke: "var(--strategy)", strokeWidth: 2}),
        Plot.dot(points, {
          x: "trees",
          y: "ic",
          r: 2,
          fill: "var(--strategy)",
          title: ({trees, ic}: Stage) => `${trees} trees\nIC ${decimal(ic, 4)}`,
          tip
        })
      ]
    })
  ).node;
}
