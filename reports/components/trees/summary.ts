import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {significant} from "../format.js";
import type {Explained} from "./explained.js";
import {columnOf, meanSizes, sampleCount} from "./explained.js";
import {blend, blendLegend, empty, fitting, largest, roomFor, shares, spread, tip} from "./frame.js";

/** A sample's dot in a feature's swarm. */
interface Dot {
  readonly name: string;
  readonly value: number;
  /** How far from the swarm's line, in half its height: −1 … 1. */
  readonly lift: number;
  readonly share: number;
  readonly x: number;
}

/** The most samples that are drawn: as many tell the shape, and more only the time. */
const drawn = 300;

/**
 * What each feature added to each prediction, a dot a sample, by the feature's own value: where high and low values lie
 * on different sides, the feature works one way; where they are mixed, it depends on others.
 */
export function shapSummary(explained: Explained, most = 12): HTMLElement {
  const {names, unit} = explained;
  const order = sampleCount(explained) === 0 ? [] : largest(meanSizes(explained), most);
  if (order.length === 0) return empty("No prediction is explained, or none differs from another.");
  const rows = order.map((j) => names[j]);
  const height = 44 + 34 * order.length;
  const chart = figure(height, (width) => {
    const room = roomFor(rows, width);
    const dots = order.flatMap((j) => dotsOf(explained, j, Math.max(40, width - room)));
    return Plot.plot({
      width,
      height,
      ariaLabel: "Shapley values of each feature, a dot a sample",
      marginLeft: room,
      marginRight: 12,
      marginTop: 4,
      marginBottom: 36,
      x: {label: null, nice: true},
      y: {label: null, domain: [order.length - 0.5, -0.5], axis: null},
      marks: [
        Plot.ruleY(rows.keys(), {stroke: "var(--hairline)"}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(2, Math.floor(width / 110)),
          label: `added to the prediction, ${unit}`,
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.axisY(Array.from(rows.keys()), {tickSize: 0, tickFormat: (i: number) => fitting(rows[i], room)}),
        Plot.ruleX([0], {stroke: "var(--rule)"}),
        Plot.dot(dots, {
          x: "value",
          y: ({name, lift}: Dot) => rows.indexOf(name) + 0.42 * lift,
          r: 2.1,
          fill: ({share}: Dot) => blend(share),
          fillOpacity: 0.85,
          title: ({name, value, x}: Dot) =>
            `${name} ${Number.isNaN(x) ? "is missing" : `= ${significant(x)}`}\n${significant(value)} ${unit}`,
          tip
        })
      ]
    });
  });
  return html`<div>${blendLegend("The feature's own value")}${chart.node}</div>`;
}

function dotsOf(explained: Explained, feature: number, width: number): Dot[] {
  const k = explained.names.length;
  const values = columnOf(explained.values, k, feature);
  const x = columnOf(explained.x, k, feature);
  const high = shares(x);
  const places = spread(values.length, drawn);
  const lifts = swarm(
    places.map((i) => values[i]),
    Math.max(20, Math.floor(width / 5))
  );
  return places.map((i, d) => ({
    name: explained.names[feature],
    value: values[i],
    lift: lifts[d],
    share: high[i],
    x: x[i]
  }));
}

/**
 * How far from the line dots are put so that they lie side by side: those of one of so many equal steps alternate above
 * and below it, as far out as the fullest step needs.
 */
export function swarm(values: readonly number[], steps: number): number[] {
  if (values.length === 0) return [];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const stepOf = (value: number) =>
    high > low ? Math.min(steps - 1, Math.floor(((value - low) / (high - low)) * steps)) : 0;
  const counts = new Map<number, number>();
  const places = values.map((value) => {
    const step = stepOf(value);
    const place = counts.get(step) ?? 0;
    counts.set(step, place + 1);
    return place;
  });
  const fullest = Math.max(...counts.values());
  const reach = Math.max(6, fullest) / 2;
  return places.map((place) => ((place % 2 === 0 ? 1 : -1) * Math.ceil(place / 2)) / reach);
}
