import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {significant, trimmed} from "../format.js";
import {empty, spread, tint, tip} from "./frame.js";

/** What a model makes of one feature. */
export interface Effect {
  readonly name: string;
  readonly unit: string;
  readonly grid: ArrayLike<number>;
  /** The mean prediction at each value of the grid. */
  readonly mean: ArrayLike<number>;
  /** Samples × grid, where there are lines of single samples. */
  readonly individual?: ArrayLike<number>;
  /** Accumulated local effects, on a grid of their own. */
  readonly accumulated?: {readonly edges: ArrayLike<number>; readonly values: ArrayLike<number>};
  /** The feature's values in the samples: where there are few, the curve is a guess. */
  readonly seen?: ArrayLike<number>;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly line: number;
}

/**
 * The mean prediction by a feature's value, before the lines of single samples, each less its own mean where centred.
 */
export function effectChart(
  {name, unit, grid, mean, individual, accumulated, seen}: Effect,
  centre = false
): HTMLElement {
  const points = grid.length;
  if (points === 0) return empty(`${name} has no value to look at.`);
  const values = Array.from(grid);
  const level = centre ? meanOf(mean) : 0;
  const curve = values.map((x, i): Point => ({x, y: mean[i] - level, line: -1}));
  const lines = individual
    ? spread(individual.length / points, 80).flatMap((sample) => {
        const own = Float64Array.from({length: points}, (_, i) => individual[sample * points + i]);
        const shift = centre ? meanOf(own) : 0;
        return values.map((x, i): Point => ({x, y: own[i] - shift, line: sample}));
      })
    : [];
  const local = accumulated
    ? Array.from(accumulated.edges, (x, i): Point => ({
        x,
        y: accumulated.values[i] + (centre ? 0 : meanOf(mean)),
        line: -2
      })).filter(({x}) => x >= values[0] && x <= values[points - 1])
    : [];
  const ticks = seen ? spread(seen.length, 300).map((i) => seen[i]) : [];
  const inside = ticks.filter((x) => x >= values[0] && x <= values[points - 1]);
  const height = 250;
  const chart = figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: `The mean prediction by ${name}`,
      marginLeft: 56,
      marginRight: 10,
      marginTop: 10,
      marginBottom: 36,
      x: {label: null, domain: points > 1 ? [values[0], values[points - 1]] : undefined},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(2, Math.floor(width / 100)),
          tickFormat: (value: number) => trimmed(value),
          label: name,
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.line(lines, {
          x: "x",
          y: "y",
          z: "line",
          stroke: "var(--theme-foreground)",
          strokeOpacity: 0.13,
          strokeWidth: 1
        }),
        Plot.line(local, {x: "x", y: "y", stroke: "var(--again)", strokeWidth: 1.75, strokeDasharray: "4,3"}),
        Plot.line(curve, {x: "x", y: "y", stroke: "var(--strategy)", strokeWidth: 2.5}),
        Plot.dot(curve, {
          x: "x",
          y: "y",
          r: points > 12 ? 1.5 : 3,
          fill: "var(--strategy)",
          title: ({x, y}: Point) => `${name} = ${significant(x)}\n${significant(y)} ${unit}`,
          tip
        }),
        Plot.tickX(inside, {
          x: (value: number) => value,
          stroke: "var(--theme-foreground)",
          strokeOpacity: 0.2,
          insetTop: height - 36 - 10 - 7
        })
      ]
    })
  );
  const key = (text: string, style: string, colour: string) =>
    html`<span class="key"><i class=${style} style=${{color: colour}}></i>${text}</span>`;
  return html`<div>
    <div class="legend">
      ${key("Mean of the samples", "swatch", "var(--strategy)")}
      ${local.length > 0 ? key("Accumulated local effect", "swatch dashed", "var(--again)") : null}
      ${lines.length > 0 ? key("Single samples", "swatch", "var(--hairline-strong)") : null}
      <span class="when">${unit}</span>
    </div>
    ${chart.node}
  </div>`;
}

/** What a model makes of two features together. */
export interface PairEffect {
  readonly names: readonly [string, string];
  readonly unit: string;
  readonly grids: readonly [ArrayLike<number>, ArrayLike<number>];
  /** The mean prediction, first grid × second. */
  readonly mean: ArrayLike<number>;
}

/** The mean prediction by the values of two features, as a map: green above its mean, red below. */
export function pairEffectMap({names, unit, grids: [first, second], mean}: PairEffect): HTMLElement {
  if (first.length === 0 || second.length === 0) return empty("One of the features has no value to look at.");
  const level = meanOf(mean);
  const cells = Array.from(mean, (value, i) => ({
    x: Math.floor(i / second.length),
    y: i % second.length,
    value: value - level
  }));
  const most = Math.max(...cells.map(({value}) => Math.abs(value)), 1e-300);
  const height = Math.min(380, 90 + 22 * second.length);
  const chart = figure(height, (width) => {
    const every = Math.max(1, Math.ceil(first.length / Math.max(2, Math.floor(width / 70))));
    return Plot.plot({
      width,
      height,
      ariaLabel: `The mean prediction by ${names[0]} and ${names[1]}`,
      marginLeft: 60,
      marginRight: 6,
      marginTop: 24,
      marginBottom: 38,
      x: {type: "band", domain: Array.from({length: first.length}, (_, i) => i), padding: 0},
      y: {type: "band", domain: Array.from({length: second.length}, (_, i) => i).reverse(), padding: 0},
      marks: [
        Plot.cell(cells, {
          x: "x",
          y: "y",
          fill: ({value}: Cell) => tint(value / most),
          inset: 0.5,
          title: ({x, y, value}: Cell) =>
            `${names[0]} = ${significant(first[x])}\n${names[1]} = ${significant(second[y])}\n` +
            `${significant(value + level)} ${unit}`,
          tip
        }),
        Plot.axisX({
          tickSize: 0,
          ticks: Array.from({length: first.length}, (_, i) => i).filter((i) => i % every === 0),
          tickFormat: (i: number) => trimmed(first[i], 2),
          label: names[0],
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.axisY({
          tickSize: 0,
          tickFormat: (i: number) => trimmed(second[i], 2),
          label: names[1],
          labelArrow: "none",
          labelAnchor: "top"
        })
      ]
    });
  });
  return html`<div>
    ${chart.node}
    <p class="fine">
      Green is above the mean of ${significant(level)} ${unit}, red below; at most ${significant(most)} from it.
    </p>
  </div>`;
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; ++i) sum += values[i];
  return sum / values.length;
}
