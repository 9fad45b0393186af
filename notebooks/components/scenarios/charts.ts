import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {ScenarioMark} from "../../../core/plugin.js";
import {percent} from "../../../reports/components/format.js";
import type {Path, StressAnswer} from "./question.js";

function frame(width: number, height: number) {
  return {
    width: Math.max(width, 200),
    height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 12,
    marginBottom: 28,
    x: {type: "utc" as const, label: null}
  };
}

const timeAxis = (width: number) => Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 90))});
const grid = () => Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks: 6});

function swatch(colour: string, dashed = false): HTMLElement {
  return html`<i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>`;
}

/** Where nine of ten accounts were, and half of them, beside the account without the scenario and the ruin's level. */
export function fanChart({times, bands, calm}: StressAnswer, ruin: number, width: number): HTMLElement {
  const instants = Array.from(times);
  const [, low, lower, middle, upper, high] = bands.map((band) => Array.from(band));
  const area = (from: number[], to: number[], fillOpacity: number) =>
    Plot.areaY(instants, {x: instants, y1: from, y2: to, fill: "var(--strategy)", fillOpacity});
  const plot = Plot.plot({
    ...frame(width, 320),
    ariaLabel: "The spread of the accounts through time",
    y: {label: null, nice: true, zero: true},
    marks: [
      grid(),
      Plot.axisY({tickFormat: (value: number) => `${Math.round(100 * value)}`, tickSize: 0, ticks: 6}),
      timeAxis(width),
      Plot.ruleY([ruin], {stroke: "var(--down)", strokeDasharray: "4,3"}),
      area(low, high, 0.14),
      area(lower, upper, 0.22),
      Plot.lineY(calm, {x: instants, y: Array.from(calm), stroke: "var(--again)", strokeDasharray: "3,3"}),
      Plot.lineY(middle, {x: instants, y: middle, stroke: "var(--strategy)", strokeWidth: 1.75})
    ]
  });
  return html`<div class="figure">
    <div class="legend">
      <span class="key"
        >${swatch("var(--strategy)")}Middle of all runs; half of them, and nine of ten, in the bands</span
      >
      <span class="key">${swatch("var(--again)", true)}Without the scenario</span>
      <span class="key">${swatch("var(--down)", true)}Ruin</span>
    </div>
    ${plot}
  </div>`;
}

const markColours: Readonly<Record<string, string>> = {
  fall: "var(--down)",
  halt: "var(--again)",
  recovery: "var(--up)"
};

/** One run: the market and the account, with the rows that the scenario changed shaded and named. */
export function pathChart(answer: StressAnswer, path: Path, start: number, width: number): HTMLElement {
  const instants = Array.from(answer.times);
  const account = Array.from(path.equity, (value) => value / path.equity[0]);
  const price = Array.from(path.price);
  const all = [...account, ...price].filter(Number.isFinite);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const spans = path.marks.map((mark) => spanOf(mark, start, instants)).filter((span) => span !== null);
  const plot = Plot.plot({
    ...frame(width, 260),
    ariaLabel: `The market and the account of seed ${path.seed}`,
    y: {label: null, domain: [Math.min(least, 0.9), Math.max(most, 1.1)], nice: true},
    marks: [
      ...(spans.length <= 40
        ? [
            Plot.rect(spans, {
              x1: "x1",
              x2: "x2",
              y1: Math.min(least, 0.9),
              y2: Math.max(most, 1.1),
              fill: "fill",
              fillOpacity: 0.16
            })
          ]
        : []),
      grid(),
      Plot.axisY({tickFormat: (value: number) => `${Math.round(100 * value)}`, tickSize: 0, ticks: 6}),
      timeAxis(width),
      Plot.ruleY([1], {stroke: "var(--rule)"}),
      Plot.lineY(price, {x: instants, y: price, stroke: "var(--benchmark)", strokeWidth: 1.25}),
      Plot.lineY(account, {x: instants, y: account, stroke: "var(--strategy)", strokeWidth: 1.75})
    ]
  });
  const kinds = [...new Set(path.marks.map(({what}) => what))];
  return html`<div class="figure">
    <div class="legend">
      <span class="key">${swatch("var(--strategy)")}Account</span>
      <span class="key">${swatch("var(--benchmark)")}Market</span>
      ${kinds.map((what) => html`<span class="key">${block(markColours[what] ?? "var(--synthetic)")}${what}</span>`)}
    </div>
    ${plot}
  </div>`;
}

function block(background: string): HTMLElement {
  const style = {background, opacity: "0.45", borderRadius: "2px", height: "0.75em", width: "0.75em"};
  return html`<span style=${{...style, display: "inline-block", marginRight: "0.5em"}}></span>`;
}

function spanOf({from, to, what}: ScenarioMark, start: number, instants: readonly number[]) {
  const last = instants.length - 1;
  if (to < start) return null;
  return {
    x1: instants[Math.max(0, from - start)],
    x2: instants[Math.min(last, to - start + 1)],
    fill: markColours[what] ?? "var(--synthetic)"
  };
}

/** The share of the hurt accounts that still wait for what they had before, by bars since their trough. */
export function waitingChart({report}: StressAnswer, width: number): HTMLElement {
  const {hurt, waiting, censored} = report.recoveries;
  if (hurt === 0) return html`<p class="empty">No account fell below what it was worth before the shock.</p>`;
  const points = [{bars: 0, share: 1}, ...Array.from(waiting.time, (bars, i) => ({bars, share: waiting.share[i]}))];
  const plot = Plot.plot({
    ...frame(width, 220),
    marginBottom: 36,
    ariaLabel: "How long accounts waited to be whole again",
    x: {
      type: "linear",
      label: "bars since the trough",
      labelArrow: "none",
      domain: [0, Math.max(20, points.at(-1)!.bars)]
    },
    y: {label: null, domain: [0, 1]},
    marks: [
      grid(),
      Plot.axisY({tickFormat: (value: number) => percent(value, 0), tickSize: 0, ticks: 5}),
      Plot.axisX({
        tickSize: 0,
        ticks: Math.max(3, Math.floor(width / 90)),
        label: "bars since the trough",
        labelArrow: "none"
      }),
      Plot.ruleY([0.5], {stroke: "var(--rule)", strokeDasharray: "3,3"}),
      Plot.lineY(points, {x: "bars", y: "share", curve: "step-after", stroke: "var(--strategy)", strokeWidth: 1.75})
    ]
  });
  const rest =
    censored > 0 ? `${censored} of them had not recovered when the data ended; they count as waiting until then.` : "";
  return html`<div class="figure">
    ${plot}
    <p class="fine">${hurt} accounts were hurt. ${rest}</p>
  </div>`;
}

/** What the accounts ended with. */
export function endsChart({ends, calm}: StressAnswer, ruin: number, width: number): HTMLElement {
  const [least, most] = [Math.min(ruin, ends[0]), ends[ends.length - 1]];
  const step = Math.max(0.005, (most - least) / 40);
  const bins = Array.from({length: 41}, (_, i) => ({from: least + i * step, to: least + (i + 1) * step, count: 0}));
  for (const end of ends) ++bins[Math.min(40, Math.floor((end - least) / step))].count;
  const plot = Plot.plot({
    ...frame(width, 220),
    ariaLabel: "What the accounts ended with",
    x: {type: "linear", label: null, tickFormat: (value: number) => `${Math.round(100 * value)}`},
    y: {label: null},
    marks: [
      Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 4}),
      Plot.axisY({ticks: 4, tickSize: 0}),
      Plot.rectY(bins, {
        x1: "from",
        x2: "to",
        y: "count",
        fill: "var(--strategy)",
        fillOpacity: 0.7,
        inset: 0.5
      }),
      Plot.ruleX([calm[calm.length - 1]], {stroke: "var(--again)", strokeWidth: 1.75, strokeDasharray: "3,3"}),
      Plot.ruleX([ruin], {stroke: "var(--down)", strokeDasharray: "4,3"})
    ]
  });
  return html`<div class="figure">${plot}</div>`;
}
