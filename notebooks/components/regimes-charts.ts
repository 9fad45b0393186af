import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {regimes, spellsOf} from "./regimes.js";

/** The regimes' colours, in their order, of those that the site has in light and in dark; sideways is the quiet one. */
export const regimeColours = [
  "var(--up)",
  "var(--down)",
  "var(--strategy)",
  "var(--again)",
  "var(--synthetic)",
  "var(--hairline-strong)"
] as const;

/** A square in a regime's colour. */
export function regimeMark(regime: number): HTMLElement {
  const style = {background: regimeColours[regime], borderRadius: "2px", height: "0.75em", width: "0.75em"};
  return html`<span style=${{...style, display: "inline-block", marginRight: "0.5em"}}></span>`;
}

function regimeLegend(): HTMLElement {
  const keys = regimes.map((name, regime) => html`<span class="key">${regimeMark(regime)}${name}</span>`);
  return html`<div class="legend">${keys}</div>`;
}

/** Spells as rectangles in time, each until the row after its last one. */
function rectangles(times: Float64Array, state: Float64Array) {
  return spellsOf(state).map(({regime, from, to}) => ({
    x1: times[from],
    x2: times[Math.min(to + 1, times.length - 1)],
    fill: regimeColours[regime]
  }));
}

function frame(width: number, height: number) {
  return {
    width,
    height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 8,
    marginBottom: 30,
    x: {type: "utc" as const, label: null}
  };
}

const timeAxis = (width: number) => Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))});

/** The price, on a logarithmic scale, before the colours of its regimes. */
export function priceByRegime(times: Float64Array, close: Float64Array, state: Float64Array, width: number) {
  const [least, most] = [Math.min(...close), Math.max(...close)];
  const plot = Plot.plot({
    ...frame(width, 300),
    ariaLabel: "The price, and the regime of each day",
    y: {type: "log", label: null, domain: [least, most]},
    marks: [
      Plot.rect(rectangles(times, state), {x1: "x1", x2: "x2", y1: least, y2: most, fill: "fill", fillOpacity: 0.42}),
      Plot.axisY(roundNumbers(least, most), {
        tickSize: 0,
        tickFormat: (value: number) => value.toLocaleString("en-US")
      }),
      timeAxis(width),
      Plot.lineY(close, {x: times, y: close, stroke: "var(--theme-foreground)", strokeWidth: 1.25})
    ]
  });
  return html`<div class="figure">${regimeLegend()}${plot}</div>`;
}

/** Four to ten round numbers between two: a scale of powers of ten shows too few of a short way. */
function roundNumbers(least: number, most: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10((most - least) / 4));
  const step = [5, 2, 1].map((size) => size * power).find((size) => (most - least) / size >= 4) ?? power;
  const first = Math.ceil(least / step);
  return Array.from({length: Math.floor(most / step) - first + 1}, (_, k) => (first + k) * step);
}

/** The chances of the regimes, one upon the other; drawn at no more than 1,000 of the rows. */
export function chancesChart(times: Float64Array, chances: readonly Float64Array[], width: number) {
  const step = Math.ceil(times.length / 1000);
  const drawn = Array.from(times.keys()).filter((i) => i % step === 0 && !Number.isNaN(chances[0][i]));
  const below = new Float64Array(drawn.length);
  const areas = chances.map((chance, regime) => {
    const y1 = Array.from(below);
    drawn.forEach((row, k) => (below[k] += chance[row]));
    return Plot.areaY(drawn, {
      x: drawn.map((row) => times[row]),
      y1,
      y2: Array.from(below),
      fill: regimeColours[regime],
      fillOpacity: 0.75
    });
  });
  const plot = Plot.plot({
    ...frame(width, 220),
    ariaLabel: "The chances of the six regimes",
    y: {label: null, domain: [0, 1]},
    marks: [...areas, Plot.axisY({tickSize: 0, ticks: 4, tickFormat: "%"}), timeAxis(width)]
  });
  return html`<div class="figure">${regimeLegend()}${plot}</div>`;
}

/** The regimes of timeframes as bands, one above the other. */
export function regimeBands(
  times: Float64Array,
  bands: readonly {readonly name: string; readonly state: Float64Array}[],
  width: number
) {
  const plot = Plot.plot({
    ...frame(width, 36 + 34 * bands.length),
    ariaLabel: "The regimes by timeframe",
    marginTop: 0,
    marginBottom: 36,
    x: {type: "utc", label: null, domain: [times[0], times[times.length - 1]]},
    y: {type: "band", label: null, domain: bands.map(({name}) => name), padding: 0.12},
    marks: [
      ...bands.map(({name, state}) =>
        Plot.barX(rectangles(times, state), {x1: "x1", x2: "x2", y: () => name, fill: "fill", fillOpacity: 0.85})
      ),
      Plot.axisY({tickSize: 0}),
      timeAxis(width)
    ]
  });
  return html`<div class="figure">${regimeLegend()}${plot}</div>`;
}
