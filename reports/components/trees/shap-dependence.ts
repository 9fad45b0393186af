import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {significant, trimmed} from "../format.js";
import type {Explained} from "./explained.js";
import {columnOf, sampleCount, strongestInteraction} from "./explained.js";
import {blend, blendLegend, empty, shares, spread, tip} from "./frame.js";

interface Dot {
  readonly x: number;
  readonly value: number;
  readonly share: number;
  readonly other: number;
}

/**
 * What a feature added, by its own value, a dot a sample; the colour is the value of the feature that changes this
 * most, or of another that is given. Samples of one value that lie apart are told apart by other features.
 */
export function shapDependence(explained: Explained, feature: number, other?: number): HTMLElement {
  const {names, unit} = explained;
  if (sampleCount(explained) === 0 || feature < 0 || feature >= names.length)
    return empty("No prediction is explained by this feature.");
  const k = names.length;
  const beside = other ?? strongestInteraction(explained, feature);
  const x = columnOf(explained.x, k, feature);
  const values = columnOf(explained.values, k, feature);
  const colour = beside < 0 ? null : columnOf(explained.x, k, beside);
  const high = colour ? shares(colour) : null;
  const all = spread(values.length, 1500).map((i) => ({
    x: x[i],
    value: values[i],
    share: high ? high[i] : 0,
    other: colour ? colour[i] : NaN
  }));
  const dots = all.filter(({x: own}) => !Number.isNaN(own));
  const missing = all.filter(({x: own}) => Number.isNaN(own));
  if (dots.length === 0) return empty(`${names[feature]} is missing from every sample.`);
  const mean = missing.reduce((sum, {value}) => sum + value, 0) / missing.length;
  const height = 260;
  const chart = figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: `Shapley values by ${names[feature]}`,
      marginLeft: 56,
      marginRight: 10,
      marginTop: 10,
      marginBottom: 34,
      x: {label: null},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(2, Math.floor(width / 100)),
          tickFormat: (value: number) => trimmed(value),
          label: names[feature],
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.dot(dots, {
          x: "x",
          y: "value",
          r: 2.2,
          fill: ({share}: Dot) => (beside < 0 ? "var(--strategy)" : blend(share)),
          fillOpacity: 0.75,
          title: ({x: own, value, other: its}: Dot) =>
            `${names[feature]} = ${significant(own)}\n` +
            (beside < 0 ? "" : `${names[beside]} = ${significant(its)}\n`) +
            `${significant(value)} ${unit}`,
          tip
        })
      ]
    })
  );
  return html`<div>
    ${beside < 0 ? null : blendLegend(names[beside])}${chart.node}
    ${
      missing.length === 0
        ? null
        : html`<p class="fine">
            Where it is missing, in ${missing.length} of ${all.length} samples, ${significant(mean)} ${unit} on average.
          </p>`
    }
  </div>`;
}
