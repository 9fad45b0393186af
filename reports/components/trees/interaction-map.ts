import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {percent, significant} from "../format.js";
import {empty, fitting, largest, roomFor, tip} from "./frame.js";

/** The mean |SHAP interaction value| of pairs of features. */
export interface PairSizes {
  readonly names: readonly string[];
  /** Features × features, symmetric; on the diagonal what each does by itself. */
  readonly sizes: ArrayLike<number>;
  readonly unit: string;
}

/** The mean |value| of each pair over samples × features × features. */
export function pairSizes(values: ArrayLike<number>, features: number): Float64Array {
  const out = new Float64Array(features * features);
  if (out.length === 0 || values.length === 0) return out;
  const samples = values.length / out.length;
  for (let i = 0; i < values.length; ++i) out[i % out.length] += Math.abs(values[i]) / samples;
  return out;
}

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly value: number;
  readonly alone: boolean;
}

/** How much pairs of features do together, as a map; what a feature does alone stands on the diagonal. */
export function interactionMap({names, sizes, unit}: PairSizes, most = 12): HTMLElement {
  const k = names.length;
  const totals = Float64Array.from({length: k}, (_, i) =>
    Array.from({length: k}, (__, j) => sizes[i * k + j]).reduce((sum, each) => sum + each, 0)
  );
  const order = largest(totals, most);
  if (order.length < 2) return empty("There are no two features that the model heeds.");
  const cells = order.flatMap((i) =>
    order.map((j): Cell => ({a: names[i], b: names[j], value: sizes[i * k + j] * (i === j ? 1 : 2), alone: i === j}))
  );
  const pairs = Math.max(...cells.filter(({alone}) => !alone).map(({value}) => value), 1e-300);
  const all = order.map((j) => names[j]);
  const height = 84 + 30 * order.length;
  return figure(height, (width) => {
    const room = roomFor(all, width);
    const step = (width - room - 44) / order.length;
    return Plot.plot({
      width,
      height,
      ariaLabel: "How much pairs of features do together",
      marginLeft: room,
      marginRight: 44,
      marginTop: 78,
      marginBottom: 4,
      x: {type: "band", domain: all, padding: 0},
      y: {type: "band", domain: all, padding: 0},
      marks: [
        Plot.cell(cells, {
          x: "a",
          y: "b",
          inset: 1,
          rx: 3,
          fill: ({value, alone}: Cell) =>
            alone
              ? "var(--hairline)"
              : `color-mix(in srgb, var(--strategy) ${Math.round((100 * value) / pairs)}%, var(--paper))`,
          title: ({a, b, value, alone}: Cell) =>
            alone
              ? `${a} by itself\n${significant(value)} ${unit}`
              : `${a} with ${b}\n${significant(value)} ${unit}, ${percent(value / pairs, 0)} of the strongest pair`,
          tip
        }),
        ...(step >= 44
          ? [
              Plot.text(cells, {
                x: "a",
                y: "b",
                text: ({value}: Cell) => significant(value),
                fontSize: 10,
                fill: ({value, alone}: Cell) =>
                  !alone && value > 0.6 * pairs ? "var(--theme-background)" : "var(--theme-foreground-muted)"
              })
            ]
          : []),
        Plot.axisX({
          anchor: "top",
          tickSize: 0,
          label: null,
          tickRotate: -45,
          tickFormat: (name: string) => fitting(name, 80)
        }),
        Plot.axisY({tickSize: 0, label: null, tickFormat: (name: string) => fitting(name, room)})
      ]
    });
  }).node;
}
