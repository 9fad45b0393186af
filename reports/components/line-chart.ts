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

/** Where values are likely to lie, tinted. */
export interface Band {
  readonly times: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly colour: string;
  /** How the legend calls it. */
  readonly name: string;
}

/** A stretch of time that is tinted over the chart's whole height, with a word at its top where there is room. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly label?: string;
  /** What is said of it when it is pointed at. */
  readonly title: string;
}

/** What a chart of lines shows, whatever its size. */
export interface LinePicture {
  readonly times: ArrayLike<number>;
  readonly series: readonly Series[];
  readonly bands?: readonly Band[];
  readonly spans?: readonly Span[];
  /** Where the spans' words stand; at the top where left out. */
  readonly words?: "top" | "bottom";
  /** How a value is written in the legend, and on the axis where `axis` does not say it. */
  readonly format: (value: number) => string;
  readonly axis?: (value: number) => string;
  readonly log?: boolean;
  /** The value of a horizontal rule, and of the foot of filled lines. */
  readonly baseline?: number;
}

export interface LineChart extends LinePicture {
  readonly width: number;
  readonly height: number;
}

/** The plot of a line chart: bands and spans beneath, the last line on top. Follows the pointer where `pointed` is set. */
export function linePlot(
  {
    times,
    series,
    bands = [],
    spans = [],
    words = "top",
    width,
    height,
    format,
    axis = format,
    log = false,
    baseline
  }: LineChart,
  pointed = true
): HTMLElement | SVGElement {
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
  const [first, last] = [instants[0], instants[instants.length - 1]];
  const shown = spans.filter(({from, to}) => from <= last && to >= first);
  const worded = withRoom(shown, (last - first) / Math.max(1, width));
  const late = first + 0.8 * (last - first);
  return Plot.plot({
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
      Plot.rect(shown, {
        x1: ({from}: Span) => Math.max(from, first),
        x2: ({to}: Span) => Math.min(to, last),
        fill: "colour",
        fillOpacity: 0.11,
        title: "title"
      }),
      Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks: log ? 5 : 6}),
      Plot.axisY({tickFormat: axis, tickSize: 0, ticks: log ? 5 : 6}),
      Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))}),
      ...(baseline === undefined ? [] : [Plot.ruleY([baseline], {stroke: "var(--rule)"})]),
      ...bands.map(({times: at, low, high, colour}) =>
        Plot.areaY(at, {x: at, y1: low, y2: high, fill: colour, fillOpacity: 0.13})
      ),
      ...series.flatMap(area),
      ...series.map(line),
      ...(["start", "end"] as const).map((anchor) =>
        Plot.text(
          worded.filter(({from}) => anchor === (from < late ? "start" : "end")),
          {
            x: ({from, to}: Span) => (anchor === "start" ? Math.max(from, first) : Math.min(to, last)),
            frameAnchor: words,
            textAnchor: anchor,
            dx: anchor === "start" ? 3 : -3,
            dy: words === "top" ? 0 : -3,
            text: "label",
            fill: "var(--theme-foreground-muted)",
            stroke: "var(--theme-background)",
            strokeWidth: 2,
            fontSize: 10
          }
        )
      ),
      ...(pointed
        ? [
            Plot.ruleX(instants, Plot.pointerX({x: instants, stroke: "var(--rule)", maxRadius: Infinity})),
            ...series.map((each, i) =>
              Plot.dot(
                instants,
                Plot.pointerX({x: instants, y: columns[i], fill: each.colour, r: 3, maxRadius: Infinity})
              )
            )
          ]
        : [])
    ]
  });
}

/** The spans whose words do not run into the one before; `pixel` is how much time one is. */
function withRoom(spans: readonly Span[], pixel: number): readonly Span[] {
  let free = -Infinity;
  return spans.filter(({from, label}) => {
    if (label === undefined || from < free) return false;
    free = from + pixel * (6 * label.length + 8);
    return true;
  });
}

/**
 * Lines through time, the last on top and first in the legend, which reads out the values at the pointer or else the last
 * ones.
 */
export function lineChart(chart: LineChart): HTMLElement {
  const {times, series, bands = [], format} = chart;
  const instants = Array.from(times);
  const plot = linePlot(chart) as HTMLElement & {readonly value: unknown};
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
    <div class="legend">
      ${readings.map(({node}) => node).reverse()}
      ${bands.map(
        ({name, colour}) => html`<span class="key"><i class="swatch band" style=${{color: colour}}></i>${name}</span>`
      )}${when}
    </div>
    ${plot}
  </div>`;
}

function lastKnown(values: ArrayLike<number>): number {
  for (let i = values.length - 1; i >= 0; --i) if (Number.isFinite(values[i])) return values[i];
  return NaN;
}
