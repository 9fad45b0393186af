import * as Plot from "npm:@observablehq/plot";
import type {RunPage} from "../../core/site/payload.js";
import {figure} from "./figure.js";
import {count, day} from "./format.js";

type Folds = RunPage["run"]["folds"];

/** What each fold trained on and was tested on, a line a fold. */
export function foldsChart(folds: Folds): HTMLElement {
  const spans = folds.flatMap(({train, test}, i) => [
    {fold: i, part: "train", ...train},
    {fold: i, part: "test", ...test}
  ]);
  const height = Math.max(120, Math.min(420, 46 + folds.length * 9));
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      marginLeft: 12,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 28,
      x: {type: "utc", label: null},
      y: {axis: null, domain: folds.map((_, i) => i), padding: 0.25},
      color: {domain: ["train", "test"], range: ["var(--benchmark)", "var(--strategy)"], legend: true},
      marks: [
        Plot.gridX({stroke: "var(--hairline)", strokeOpacity: 1}),
        Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
        Plot.barX(spans, {
          y: "fold",
          x1: "from",
          x2: "to",
          fill: "part",
          fillOpacity: ({part}: {part: string}) => (part === "train" ? 0.35 : 1),
          title: ({fold, part, from, to, samples}: (typeof spans)[number]) =>
            `Fold ${fold + 1}, ${part}: ${count(samples)} samples\n${day(from)} – ${day(to)}`,
          tip: {fill: "var(--theme-background)"}
        })
      ]
    })
  ).node;
}
