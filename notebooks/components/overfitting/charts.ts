import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../../../reports/components/figure.js";
import {count, decimal, percent} from "../../../reports/components/format.js";
import {skilled} from "./noise.js";
import type {JudgedSearch} from "./search.js";
import {yearly} from "./search.js";

const margins = {marginLeft: 46, marginRight: 12, marginTop: 12, marginBottom: 40};

function key(name: string, colour: string, dashed = false): HTMLElement {
  const swatch = html`<i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>`;
  return html`<span class="key">${swatch}${name}</span>`;
}

const gridY = (ticks = 5) => Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks});

/** An account's levels, at the years to which they belong. */
function points(levels: Float32Array, years: number) {
  return Array.from(levels, (level, i) => ({year: (i * years) / (levels.length - 1), level}));
}

/** The best of the strategies in front of some of the others. */
export function growthChart({curves, best, question}: JudgedSearch): HTMLElement {
  const {years, skill, trials} = question;
  const behind = curves.others.flatMap((each, z) => points(each, years).map((point) => ({...point, z})));
  const front = points(curves.best, years);
  const other = curves.skilled && points(curves.skilled, years);
  const {node} = figure(320, (width) =>
    Plot.plot({
      width,
      height: 320,
      ...margins,
      ariaLabel: "Growth of 100 of the strategies",
      x: {label: null},
      y: {label: null, type: "log"},
      marks: [
        gridY(),
        Plot.axisY({tickSize: 0, ticks: 5, tickFormat: (value: number) => decimal(value, 0)}),
        Plot.axisX({tickSize: 0, ticks: Math.max(3, Math.floor(width / 90)), label: "years", labelArrow: "none"}),
        Plot.line(behind, {
          x: "year",
          y: "level",
          z: "z",
          stroke: "var(--benchmark)",
          strokeOpacity: 0.28,
          strokeWidth: 1
        }),
        ...(other ? [Plot.line(other, {x: "year", y: "level", stroke: "var(--up)", strokeWidth: 1.75})] : []),
        Plot.line(front, {x: "year", y: "level", stroke: "var(--strategy)", strokeWidth: 2.25})
      ]
    })
  );
  const shown = curves.others.length;
  const name = skill > 0 && best === skilled ? "The best, which is the one with skill" : "The best";
  return html`<div>
    <div class="legend">
      ${key(name, "var(--strategy)")} ${other ? key("The one with skill", "var(--up)") : null}
      ${shown > 0 ? key(shown < trials - 2 ? `${shown} of the others` : "The others", "var(--benchmark)") : null}
    </div>
    ${node}
  </div>`;
}

/** How the Sharpe ratios of a year are spread, with what luck would show and what the best shows. */
export function sharpeChart({sharpes, best, expected}: JudgedSearch): HTMLElement {
  const most = Math.max(...sharpes, expected, 0.5);
  const least = Math.min(...sharpes, -0.5);
  const bins = 36;
  const step = (most - least) / bins;
  const counts = Array.from({length: bins}, (_, i) => ({from: least + i * step, to: least + (i + 1) * step, count: 0}));
  for (const value of sharpes) ++counts[Math.min(bins - 1, Math.floor((value - least) / step))].count;
  const {node} = figure(220, (width) =>
    Plot.plot({
      width,
      height: 220,
      ...margins,
      ariaLabel: "How the Sharpe ratios of the strategies are spread",
      x: {label: null, type: "linear"},
      y: {label: null},
      marks: [
        gridY(4),
        Plot.axisY({tickSize: 0, ticks: 4}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(3, Math.floor(width / 90)),
          label: "Sharpe ratio of a year",
          labelArrow: "none"
        }),
        Plot.rectY(counts, {x1: "from", x2: "to", y: "count", fill: "var(--benchmark)", fillOpacity: 0.55, inset: 0.5}),
        Plot.ruleX([0], {stroke: "var(--rule)"}),
        Plot.ruleX([expected], {stroke: "var(--down)", strokeWidth: 1.75, strokeDasharray: "4,3"}),
        Plot.ruleX([sharpes[best]], {stroke: "var(--strategy)", strokeWidth: 2.25})
      ]
    })
  );
  return html`<div>
    <div class="legend">
      ${key(`The best, ${decimal(sharpes[best], 2)}`, "var(--strategy)")}
      ${key(`Expected of the best by luck, ${decimal(expected, 2)}`, "var(--down)", true)}
    </div>
    ${node}
  </div>`;
}

/** The best so far as the search goes on, and how sure each way of counting is of it. */
export function pathChart({path}: JudgedSearch): HTMLElement {
  if (path.length < 2) return html`<p class="empty">One trial is no search. Try more of them.</p>`;
  const last = path[path.length - 1].trials;
  const frame = (width: number, height: number) => ({
    width,
    height,
    ...margins,
    x: {type: "log" as const, label: null}
  });
  const axis = (width: number, label: string | null) =>
    Plot.axisX({
      tickSize: 0,
      ticks: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter(
        (tick, i) => tick <= last && (width > 460 || i % 3 === 0)
      ),
      tickFormat: (value: number) => count(value),
      label,
      labelArrow: "none"
    });
  const upper = figure(230, (width) =>
    Plot.plot({
      ...frame(width, 230),
      marginBottom: 24,
      ariaLabel: "The best Sharpe ratio so far as trials go on",
      y: {label: null, zero: true, nice: true},
      marks: [
        gridY(),
        Plot.axisY({tickSize: 0, ticks: 5}),
        axis(width, null),
        Plot.line(path, {x: "trials", y: "expected", stroke: "var(--down)", strokeWidth: 1.5, strokeDasharray: "4,3"}),
        Plot.line(path, {x: "trials", y: "best", stroke: "var(--strategy)", strokeWidth: 2, curve: "step-after"})
      ]
    })
  );
  const lower = figure(220, (width) =>
    Plot.plot({
      ...frame(width, 220),
      ariaLabel: "How sure the probabilistic and the deflated Sharpe ratio are as trials go on",
      y: {label: null, domain: [0, 1]},
      marks: [
        gridY(4),
        Plot.axisY({tickSize: 0, ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: (value: number) => percent(value, 0)}),
        axis(width, "trials so far"),
        Plot.ruleY([0.95], {stroke: "var(--rule)", strokeDasharray: "2,3"}),
        Plot.line(path, {x: "trials", y: "probabilistic", stroke: "var(--again)", strokeWidth: 1.75}),
        Plot.line(path, {x: "trials", y: "deflated", stroke: "var(--up)", strokeWidth: 2})
      ]
    })
  );
  return html`<div>
    <div class="legend">
      ${key("Sharpe ratio of the best so far", "var(--strategy)")}
      ${key("Expected of the best by luck", "var(--down)", true)}
    </div>
    ${upper.node}
    <div class="legend">
      ${key("Taken alone, as if nothing else had been tried", "var(--again)")} ${key("Deflated", "var(--up)")}
      ${key("95%", "var(--rule)", true)}
    </div>
    ${lower.node}
  </div>`;
}

/** What was chosen on one half of the days against what it did on the other, for every halving. */
export function halvingsChart({validated}: JudgedSearch): HTMLElement {
  if (!validated) return html`<p class="empty">There is nothing to choose between with one trial.</p>`;
  const {inSample, outOfSample, slope, intercept} = validated;
  const dots = Array.from(inSample, (x, i) => ({x: x * yearly, y: outOfSample[i] * yearly}));
  const [from, to] = [Math.min(...dots.map(({x}) => x)), Math.max(...dots.map(({x}) => x))];
  const line = [from, to].map((x) => ({x, y: intercept * yearly + slope * x}));
  const {node} = figure(300, (width) =>
    Plot.plot({
      width,
      height: 300,
      ...margins,
      ariaLabel: "The chosen strategy in sample and out of sample",
      x: {label: null, nice: true},
      y: {label: null, nice: true, zero: true},
      marks: [
        gridY(),
        Plot.axisY({tickSize: 0, ticks: 5}),
        Plot.axisX({
          tickSize: 0,
          ticks: Math.max(3, Math.floor(width / 90)),
          label: "Sharpe ratio where it was chosen",
          labelArrow: "none"
        }),
        Plot.ruleY([0], {stroke: "var(--rule)"}),
        Plot.dot(dots, {
          x: "x",
          y: "y",
          r: 2.6,
          fill: ({y}: {y: number}) => (y < 0 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.6
        }),
        ...(Number.isFinite(slope)
          ? [Plot.line(line, {x: "x", y: "y", stroke: "var(--strategy)", strokeWidth: 1.75})]
          : [])
      ]
    })
  );
  return html`<div>
    <div class="legend">
      ${key("Gained on the other half", "var(--up)")} ${key("Lost there", "var(--down)")}
      ${Number.isFinite(slope) ? key("Line through them", "var(--strategy)") : null}
    </div>
    ${node}
  </div>`;
}
