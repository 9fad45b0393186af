import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {day} from "./format.js";

/** One line of a chart. */
export interface Series {
  readonly name: string;
  /** One value an instant; `NaN` leaves a gap. */
  readonly values: ArrayLike<number>;
  readonly colour: string;
  readonly dashed?: boolean;
  /** Whether the space down to the baseline is tinted. */
  readonly filled?: boolean;
}

export interface LineChart {
  readonly times: ArrayLike<number>;
  readonly series: readonly Series[];
  readonly width: number;
  readonly height: number;
  /** How a value is written in the legend, and on the axis where `axis` does not say it. */
  readonly format: (value: number) => string;
  readonly axis?: (value: number) => string;
  readonly log?: boolean;
  /** The value of a horizontal rule, and of the foot of filled lines. */
  readonly baseline?: number;
}

/**
 * Lines through time, the last on top and first in the legend, which reads out the values at the pointer or else the last
 * ones.
 */
export function lineChart({
  times,
  series,
  width,
  height,
  format,
  axis = format,
  log = false,
  baseline
}: LineChart): HTMLElement {
  const instants = Array.from(times);
  const columns = series.map(({values}) => Array.from(values));
  const line = (each: Series, i: number) =>
    Plot.lineY(instants, {
      x: instants,
      y: columns[i],
      stroke: each.colour,
      strokeWidth: each.dashed ? 1.25 : 1.75,
      ...(each.dashed && {strokeDasharray: "3,3"})
    });
  const area = (each: Series, i: number) =>
    each.filled
      ? [Plot.areaY(instants, {x: instants, y1: baseline ?? 0, y2: columns[i], fill: each.colour, fillOpacity: 0.12})]
      : [];
  const plot = Plot.plot({
    width,
    height,
    ariaLabel: series.map(({name}) => name).join(", "),
    marginLeft: 46,
    marginRight: 8,
    marginTop: 10,
    marginBottom: 28,
    x: {type: "utc", label: null},
    y: {type: log ? "log" : "linear", label: null, nice: false},
    marks: [
      Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks: log ? 5 : 6}),
      Plot.axisY({tickFormat: axis, tickSize: 0, ticks: log ? 5 : 6}),
      Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
      ...(baseline === undefined ? [] : [Plot.ruleY([baseline], {stroke: "var(--rule)"})]),
      ...series.flatMap(area),
      ...series.map(line),
      Plot.ruleX(instants, Plot.pointerX({x: instants, stroke: "var(--rule)", maxRadius: Infinity})),
      ...series.map((each, i) =>
        Plot.dot(instants, Plot.pointerX({x: instants, y: columns[i], fill: each.colour, r: 3, maxRadius: Infinity}))
      )
    ]
  });
  const readings = series.map(({name, colour, dashed}) => {
    const value = html`<b></b>`;
    const swatch = html`<i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>`;
    return {value, node: html`<span class="key">${swatch}${name} ${value}</span>`};
  });
  const when = html`<span class="when"></span>`;
  const read = (t: number | null) => {
    const i = t === null ? -1 : instants.indexOf(t);
    when.textContent = i < 0 ? "" : day(instants[i]);
    readings.forEach(({value}, k) => {
      const {values} = series[k];
      const at = i < 0 ? lastKnown(values) : values[i];
      value.textContent = Number.isFinite(at) ? format(at) : "";
    });
  };
  plot.addEventListener("input", () => read(plot.value as number | null));
  read(null);
  return html`<div class="line-chart figure">
    <div class="legend">${readings.map(({node}) => node).reverse()}${when}</div>
    ${plot}
  </div>`;
}

function lastKnown(values: ArrayLike<number>): number {
  for (let i = values.length - 1; i >= 0; --i) if (Number.isFinite(values[i])) return values[i];
  return NaN;
}
