import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {CalibrationBin} from "../../../core/evaluate/classification/calibration.js";
import type {ClassSummary} from "../../../core/evaluate/classification/summary.js";
import {figure} from "../figure.js";
import {count, percent} from "../format.js";
import {segmented} from "../segmented.js";
import {tip} from "../trees/frame.js";

/** The expected calibration error of bins: Σ count / n · |came − said|. `NaN` of none. */
export function binsError(bins: readonly CalibrationBin[]): number {
  const n = bins.reduce((sum, bin) => sum + bin.count, 0);
  return n === 0 ? NaN : bins.reduce((sum, bin) => sum + (bin.count / n) * Math.abs(bin.observed - bin.predicted), 0);
}

/** How often what was given a probability came, and how many were given it; of the class that is chosen. */
export function reliability(calibration: NonNullable<ClassSummary["calibration"]>, names: readonly string[]) {
  const curves = [
    {title: "what was said", bins: calibration.chosen},
    ...names.map((title, c) => ({title, bins: calibration.each[c]}))
  ];
  const body = html`<div></div>`;
  const show = (place: string) => {
    const {title, bins} = curves[Number(place)];
    const about = place === "0" ? "the class that was said" : `“${title}”`;
    body.replaceChildren(
      figure(330, (width) => html`<div>${curve(bins, width)}${counts(bins, width)}</div>`).node,
      html`<p class="fine">
        The probability given to ${about} against how often that came, in tenths; below, how many predictions each dot
        stands for. Expected calibration error <b data-error=${place}>${percent(binsError(bins), 2)}</b>: by so much the
        two are apart on average.
      </p>`
    );
  };
  const choices = Object.fromEntries(curves.map(({title}, place) => [String(place), title]));
  show("0");
  return html`<div data-chart="reliability">${segmented("Probability of", choices, "0", show).node} ${body}</div>`;
}

const margins = {marginLeft: 46, marginRight: 20};
const share = (value: number) => percent(value, 0);

/** The end of both axes: the first fifth that is above all that is shown. */
function endOf(bins: readonly CalibrationBin[]): number {
  const most = Math.max(...bins.flatMap(({to, predicted, observed}) => [to, predicted, observed]));
  return Math.min(1, Math.ceil(5 * most + 1e-9) / 5);
}

function curve(bins: readonly CalibrationBin[], width: number): Element {
  const end = endOf(bins);
  const ends = [0, end].map((at) => ({at}));
  return Plot.plot({
    ...margins,
    width,
    height: 240,
    marginTop: 12,
    marginBottom: 26,
    ariaLabel: "How often what was given a probability came",
    x: {domain: [0, end], label: null},
    y: {domain: [0, end], label: null},
    marks: [
      Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
      Plot.axisY({tickSize: 0, ticks: 5, tickFormat: share}),
      Plot.axisX({tickSize: 0, ticks: 5, tickFormat: share, label: null}),
      Plot.line(ends, {x: "at", y: "at", stroke: "var(--rule)", strokeDasharray: "4,3"}),
      Plot.link(bins, {
        x1: "predicted",
        x2: "predicted",
        y1: "predicted",
        y2: "observed",
        stroke: "var(--again)",
        strokeOpacity: 0.55
      }),
      Plot.line(bins, {x: "predicted", y: "observed", stroke: "var(--strategy)", strokeWidth: 1.75}),
      Plot.dot(bins, {
        x: "predicted",
        y: "observed",
        fill: "var(--strategy)",
        r: 4,
        title: ({predicted, observed, count: many}: CalibrationBin) =>
          `${percent(predicted, 1)} said, ${percent(observed, 1)} came\n${count(many)} predictions`,
        tip
      })
    ]
  });
}

function counts(bins: readonly CalibrationBin[], width: number): Element {
  return Plot.plot({
    ...margins,
    width,
    height: 86,
    marginTop: 16,
    marginBottom: 22,
    ariaLabel: "How many predictions were given each probability",
    x: {domain: [0, endOf(bins)], label: null},
    y: {axis: null},
    marks: [
      Plot.axisX({tickSize: 0, ticks: 5, tickFormat: share, label: null}),
      Plot.rectY(bins, {x1: "from", x2: "to", y: "count", fill: "var(--benchmark)", fillOpacity: 0.7, inset: 1}),
      Plot.text(bins, {
        x: ({from, to}: CalibrationBin) => (from + to) / 2,
        y: "count",
        text: ({count: many}: CalibrationBin) => short(many),
        dy: -7,
        fontSize: 10,
        fill: "var(--theme-foreground-muted)"
      }),
      Plot.ruleY([0], {stroke: "var(--rule)"})
    ]
  });
}

/** A count in little room: thousands with one digit after the point. */
function short(many: number): string {
  return many < 10_000 ? count(many) : `${count(many / 1000)}k`;
}
