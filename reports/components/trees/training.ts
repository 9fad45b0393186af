import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {count, significant} from "../format.js";
import {empty, tip} from "./frame.js";

/** How good a model was on a set of samples after each round of training. */
export interface TrainingCurve {
  readonly name: string;
  /** One a round; `NaN` where it was not measured. */
  readonly values: ArrayLike<number>;
}

export interface Training {
  /** What is measured, with its unit. */
  readonly metric: string;
  readonly curves: readonly TrainingCurve[];
  /** The round, from 0, after which it stopped or should have; −1 for none. */
  readonly best: number;
  /** Whether less is better. */
  readonly loss: boolean;
}

const colours = ["var(--benchmark)", "var(--strategy)", "var(--again)", "var(--synthetic)"];

interface Point {
  readonly round: number;
  readonly value: number;
  readonly name: string;
}

/**
 * The metric by round of each set: where training and validation part, the model learns what is true of its samples
 * alone.
 */
export function trainingChart({metric, curves, best, loss}: Training): HTMLElement {
  const points = curves.flatMap(({name, values}) =>
    Array.from(values, (value, round): Point => ({round: round + 1, value, name}))
  );
  if (!points.some(({value}) => Number.isFinite(value))) return empty("Nothing was measured while it trained.");
  const colour = (name: string) => colours[curves.findIndex((each) => each.name === name) % colours.length];
  const height = 240;
  const rounds = Math.max(...curves.map(({values}) => values.length));
  const chart = figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: `${metric} by round`,
      marginLeft: 58,
      marginRight: 12,
      marginTop: 18,
      marginBottom: 34,
      x: {domain: [1, Math.max(2, rounds)]},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(2, Math.floor(width / 100)),
          label: "trees",
          labelArrow: "none",
          labelAnchor: "center"
        }),
        ...(best >= 0
          ? [
              Plot.ruleX([best + 1], {stroke: "var(--theme-foreground)", strokeDasharray: "3,3"}),
              Plot.text([best + 1], {
                x: (x: number) => x,
                frameAnchor: "top",
                dy: -12,
                text: (x: number) => `best: ${count(x)}`,
                textAnchor: best + 1 > rounds / 2 ? "end" : "start",
                fill: "var(--theme-foreground-muted)"
              })
            ]
          : []),
        Plot.line(points, {
          x: "round",
          y: "value",
          z: "name",
          stroke: ({name}: Point) => colour(name),
          strokeWidth: 1.75
        }),
        Plot.dot(
          points,
          Plot.pointer({
            x: "round",
            y: "value",
            r: 3,
            fill: ({name}: Point) => colour(name),
            title: ({round, value, name}: Point) => `${name}, after ${count(round)} trees\n${significant(value)}`,
            tip
          })
        )
      ]
    })
  );
  return html`<div>
    <div class="legend">
      ${curves.map(({name, values}) => {
        const at = best >= 0 && best < values.length ? best : values.length - 1;
        return html`<span class="key"
          ><i class="swatch" style=${{color: colour(name)}}></i>${name} <b>${significant(values[at])}</b></span
        >`;
      })}
      <span class="when">${metric}, ${loss ? "less" : "more"} is better</span>
    </div>
    ${chart.node}
  </div>`;
}

/** A figure of one fold. */
export interface FoldFigure {
  readonly name: string;
  readonly value: number;
  readonly error?: number;
}

/** A figure by fold, such as the IC, with two standard errors to either side and the mean of all. */
export function foldBars(folds: readonly FoldFigure[], unit: string): HTMLElement {
  const known = folds.filter(({value}) => Number.isFinite(value));
  if (known.length === 0) return empty("No fold has a figure.");
  const mean = known.reduce((sum, {value}) => sum + value, 0) / known.length;
  const height = 220;
  const positive = known.filter(({value}) => value > 0).length;
  const chart = figure(height, (width) => {
    const every = Math.ceil(known.length / Math.max(1, Math.floor((width - 60) / 70)));
    return Plot.plot({
      width,
      height,
      ariaLabel: `${unit} by fold`,
      marginLeft: 56,
      marginRight: 8,
      marginTop: 12,
      marginBottom: 28,
      x: {type: "band", domain: known.map(({name}) => name), padding: 0.25},
      y: {label: null, nice: true},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null}),
        Plot.axisX({tickSize: 0, label: null, ticks: known.map(({name}) => name).filter((_, i) => i % every === 0)}),
        Plot.barY(known, {
          x: "name",
          y: "value",
          fill: ({value}: FoldFigure) => (value < 0 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.85,
          rx: 2,
          title: ({name, value, error}: FoldFigure) =>
            `${name}\n${significant(value)}${error === undefined ? "" : ` ± ${significant(error)}`} ${unit}`,
          tip
        }),
        Plot.ruleX(
          known.filter(({error}) => error !== undefined && Number.isFinite(error)),
          {
            x: "name",
            y1: ({value, error}: FoldFigure) => value - 2 * error!,
            y2: ({value, error}: FoldFigure) => value + 2 * error!,
            stroke: "var(--theme-foreground)",
            strokeWidth: 1.25
          }
        ),
        Plot.ruleY([mean], {stroke: "var(--strategy)", strokeDasharray: "4,3"}),
        Plot.ruleY([0], {stroke: "var(--rule)"})
      ]
    });
  });
  return html`<div>
    <div class="legend">
      <span class="key"
        ><i class="swatch dashed" style=${{color: "var(--strategy)"}}></i>Mean of the folds
        <b>${significant(mean)}</b></span
      >
      <span>Above 0 in <b>${positive} of ${known.length}</b></span
      ><span class="when">${unit}</span>
    </div>
    ${chart.node}
  </div>`;
}
