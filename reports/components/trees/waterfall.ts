import * as Plot from "npm:@observablehq/plot";
import {figure} from "../figure.js";
import {significant} from "../format.js";
import type {Explained} from "./explained.js";
import {sampleCount} from "./explained.js";
import {empty, fitting, roomFor, tip} from "./frame.js";

/** A step from the base to a prediction. */
export interface Step {
  readonly name: string;
  /** The feature's value; `NaN` of what is missing, and of the steps that are not one feature's. */
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly kind: "end" | "feature" | "rest";
}

/** The way from the base to one prediction: the features that moved it most, and the rest as one. */
export function waterfallSteps(explained: Explained, sample: number, most = 9): Step[] {
  const {names, x, values, base} = explained;
  const k = names.length;
  const own = Float64Array.from({length: k}, (_, j) => values[sample * k + j]);
  const order = Array.from(own.keys()).sort((a, b) => Math.abs(own[b]) - Math.abs(own[a]) || a - b);
  const shown = order.length <= most + 1 ? order : order.slice(0, most);
  const rest = order.slice(shown.length);
  let level = base;
  const steps: Step[] = [{name: "base", x: NaN, from: base, to: base, kind: "end"}];
  if (rest.length > 0) {
    const sum = rest.reduce((all, j) => all + own[j], 0);
    steps.push({name: `${rest.length} others`, x: NaN, from: level, to: level + sum, kind: "rest"});
    level += sum;
  }
  for (const j of shown.toReversed()) {
    steps.push({name: names[j], x: x[sample * k + j], from: level, to: level + own[j], kind: "feature"});
    level += own[j];
  }
  steps.push({name: "prediction", x: NaN, from: level, to: level, kind: "end"});
  return steps.toReversed();
}

/** How one prediction came about: from the base below, step by step, to what was predicted above. */
export function waterfall(explained: Explained, sample: number, most = 9): HTMLElement {
  if (!(sample >= 0 && sample < sampleCount(explained))) return empty("There is no such sample.");
  const {unit} = explained;
  const steps = waterfallSteps(explained, sample, most);
  const label = ({name, x, kind}: Step) =>
    kind === "feature" ? `${name} = ${Number.isNaN(x) ? "missing" : significant(x)}` : name;
  const height = 40 + 26 * steps.length;
  return figure(height, (width) => {
    const room = roomFor(steps.map(label), width);
    const moved = ({from, to}: Step) => `${to > from ? "+" : ""}${significant(to - from)}`;
    return Plot.plot({
      width,
      height,
      ariaLabel: "The way to one prediction",
      marginLeft: room,
      marginRight: 58,
      marginTop: 4,
      marginBottom: 36,
      x: {label: null, nice: true},
      y: {type: "band", domain: steps.map((_, i) => i), padding: 0.3},
      marks: [
        Plot.gridX({stroke: "var(--hairline)", strokeOpacity: 1, ticks: Math.max(2, Math.floor(width / 130))}),
        Plot.axisX({
          tickSize: 0,
          label: unit,
          labelArrow: "none",
          labelAnchor: "center",
          ticks: Math.max(2, Math.floor(width / 130))
        }),
        Plot.axisY({tickSize: 0, tickFormat: (i: number) => fitting(label(steps[i]), room)}),
        Plot.link(steps.slice(1), {
          x1: "to",
          x2: "to",
          y1: (_: Step, i: number) => i + 1,
          y2: (_: Step, i: number) => i,
          stroke: "var(--rule)",
          strokeDasharray: "2,2"
        }),
        Plot.barX(steps, {
          y: (_: Step, i: number) => i,
          x1: "from",
          x2: "to",
          fill: ({from, to}: Step) => (to < from ? "var(--down)" : "var(--up)"),
          fillOpacity: ({kind}: Step) => (kind === "rest" ? 0.5 : 0.9),
          rx: 2,
          title: (step: Step) =>
            step.kind === "end" ? `${step.name}: ${significant(step.to)}` : `${label(step)}\n${moved(step)}`,
          tip
        }),
        Plot.tickX(
          steps.filter(({kind}) => kind === "end"),
          {x: "to", y: (step: Step) => steps.indexOf(step), stroke: "var(--theme-foreground)", strokeWidth: 2}
        ),
        Plot.text(steps, {
          x: ({from, to}: Step) => Math.max(from, to),
          y: (_: Step, i: number) => i,
          text: (step: Step) => (step.kind === "end" ? significant(step.to) : moved(step)),
          textAnchor: "start",
          dx: 5,
          fill: ({kind}: Step) => (kind === "end" ? "var(--theme-foreground)" : "var(--theme-foreground-muted)"),
          fontWeight: 500
        })
      ]
    });
  }).node;
}
