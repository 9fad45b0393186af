import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Calibration, KeptError} from "../../../core/learn/error/kept.js";
import {count, decimal, none, percent} from "../../../reports/components/format.js";

const gridY = (ticks = 5) => Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks});

function swatch(colour: string, dashed = false): HTMLElement {
  return html`<i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>`;
}

function block(background: string): HTMLElement {
  const style = {background, borderRadius: "2px", height: "0.75em", width: "0.75em"};
  return html`<span style=${{...style, display: "inline-block", marginRight: "0.5em"}}></span>`;
}

const parts = [
  {key: "bias", title: "Bias and noise", colour: "var(--benchmark)"},
  {key: "variance", title: "Variance", colour: "var(--again)"}
] as const;

/**
 * Where the squared error comes from, on other seeds and on other samples: a bar each, as parts of the larger error; of
 * the variance alone where that is too small to be seen beside the rest.
 */
export function partsChart({decomposition, rounds, block: rows, truthKnown}: KeptError, width: number): HTMLElement {
  const bars = [
    {name: "Other seeds", ...decomposition.seeds},
    {name: "Other samples", ...decomposition.bootstrap}
  ];
  const most = Math.max(...bars.map(({loss}) => loss ?? 0));
  const largest = Math.max(...bars.map(({variance}) => (variance ?? 0) / most));
  const alone = largest < 0.05;
  const shown = alone ? parts.slice(1) : parts;
  const data = bars.flatMap((bar) =>
    shown.map(({key, title, colour}) => ({name: bar.name, title, colour, share: (bar[key] ?? 0) / most}))
  );
  const plot = Plot.plot({
    width: Math.max(width, 240),
    height: 128,
    marginLeft: 104,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 30,
    ariaLabel: "Bias and variance over seeds and over samples",
    x: {label: null, domain: [0, alone ? Math.max(largest, 1e-6) : 1], nice: alone},
    y: {label: null, domain: bars.map(({name}) => name)},
    marks: [
      Plot.gridX({strokeOpacity: 1, stroke: "var(--hairline)", ticks: 5}),
      Plot.axisX({tickSize: 0, label: null, ticks: width < 480 ? 3 : 5, tickFormat: (value: number) => percent(value)}),
      Plot.axisY({tickSize: 0, label: null}),
      Plot.barX(data, {y: "name", x: "share", fill: "colour", insetTop: 5, insetBottom: 5}),
      Plot.ruleX([0], {stroke: "var(--rule)"})
    ]
  });
  const share = ({loss, variance}: {loss: number | null; variance: number | null}) =>
    loss === null || variance === null || loss === 0 ? none : percent(variance / loss, 2);
  return html`<div class="figure" data-chart="parts">
    <div class="legend">
      ${shown.map(
        ({key, title, colour}) =>
          html`<span class="key">${block(colour)}${key === "bias" && truthKnown ? "Bias" : title}</span>`
      )}
      <span class="key"
        >${alone ? "as part of the squared error; the rest is bias and noise" : "as parts of the squared error"}</span
      >
    </div>
    ${plot}
    <p class="fine">
      ${count(rounds ?? 0)} fits each. Variance is <b data-part="seeds">${share(decomposition.seeds)}</b> of the squared
      error where the seed alone differs, and <b data-part="bootstrap">${share(decomposition.bootstrap)}</b> where the
      training days are drawn anew in blocks of ${count(rows ?? 0)}.
    </p>
  </div>`;
}

const scoreNames: Readonly<Record<string, string>> = {
  r2: "R²",
  "squared-error": "Squared error",
  ic: "Rank correlation",
  accuracy: "Right classes"
};

/** The score in training and test by the number of samples, each a mean over folds with a band of one deviation. */
export function curveChart({learningCurve, score, folds, outOfBag}: KeptError, width: number): HTMLElement {
  const text = (value: number) =>
    score === "squared-error" ? value.toExponential(1) : score === "ic" ? decimal(value, 2) : percent(value, 1);
  const known = (key: "train" | "test") =>
    learningCurve.flatMap((point) => {
      const {mean, deviation} = point[key];
      return mean === null || point.samples === null ? [] : [{samples: point.samples, mean, deviation: deviation ?? 0}];
    });
  const bag = (outOfBag ?? []).flatMap(({samples, score}) => (score === null ? [] : [{samples, mean: score}]));
  const line = (data: readonly {samples: number; mean: number}[], colour: string, dash?: string) => [
    Plot.lineY(data, {
      x: "samples",
      y: "mean",
      stroke: colour,
      strokeWidth: 1.75,
      ...(dash !== undefined && {strokeDasharray: dash})
    }),
    Plot.dot(data, {
      x: "samples",
      y: "mean",
      fill: colour,
      r: 3,
      title: (each: {samples: number; mean: number}) => `${count(each.samples)} samples: ${text(each.mean)}`
    })
  ];
  const band = (data: readonly {samples: number; mean: number; deviation: number}[], colour: string) =>
    Plot.areaY(data, {
      x: "samples",
      y1: (each: {mean: number; deviation: number}) => each.mean - each.deviation,
      y2: (each: {mean: number; deviation: number}) => each.mean + each.deviation,
      fill: colour,
      fillOpacity: 0.14
    });
  const [train, test] = [known("train"), known("test")];
  const plot = Plot.plot({
    width: Math.max(width, 240),
    height: 260,
    marginLeft: 52,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 38,
    ariaLabel: `${scoreNames[score] ?? score} by training samples`,
    x: {
      label: "samples trained on",
      labelArrow: "none",
      labelAnchor: "right",
      nice: true,
      zero: true,
      ticks: Math.max(3, Math.floor(width / 110))
    },
    y: {label: null, nice: true},
    marks: [
      gridY(),
      Plot.axisY({tickSize: 0, ticks: 5, tickFormat: text}),
      Plot.ruleY([0], {stroke: "var(--rule)"}),
      band(train, "var(--again)"),
      band(test, "var(--strategy)"),
      ...line(train, "var(--again)"),
      ...line(test, "var(--strategy)"),
      ...line(bag, "var(--synthetic)", "4,3")
    ]
  });
  return html`<div class="figure" data-chart="curve">
    <div class="legend">
      <span class="key"><b>${scoreNames[score] ?? score}</b></span>
      <span class="key">${swatch("var(--again)")}On what it learned from</span>
      <span class="key">${swatch("var(--strategy)")}On what came later</span>
      ${bag.length > 0 ? html`<span class="key">${swatch("var(--synthetic)", true)}Out of bag</span>` : null}
    </div>
    ${plot}
    <p class="fine">Means over ${count(folds)} folds; the bands are one standard deviation to either side.</p>
  </div>`;
}

const classColours: Readonly<Record<string, string>> = {"-1": "var(--down)", "0": "var(--benchmark)", "1": "var(--up)"};
const classNames: Readonly<Record<string, string>> = {"-1": "Sell", "0": "Hold", "1": "Buy"};

/** How often what was given a probability came true; on the diagonal it would be just as often. */
export function reliabilityChart({classes, name}: Calibration, width: number): HTMLElement {
  const colour = (value: number) => classColours[String(value)] ?? "var(--strategy)";
  const title = (value: number) => classNames[String(value)] ?? String(value);
  const most = Math.min(
    1,
    0.05 + Math.max(...classes.flatMap(({reliability: {predicted, observed}}) => [...predicted, ...observed]))
  );
  const size = Math.min(Math.max(width, 240), 460);
  const points = classes.flatMap(({value, reliability: {predicted, observed, count: many}}) =>
    predicted.map((p, i) => ({p, share: observed[i], many: many[i], colour: colour(value), name: title(value)}))
  );
  const plot = Plot.plot({
    width: size,
    height: Math.round(size * 0.72),
    marginLeft: 46,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 38,
    ariaLabel: `How often what ${name} foretold came true`,
    x: {
      domain: [0, most],
      label: "probability given",
      labelArrow: "none",
      tickFormat: (v: number) => percent(v, 0),
      ticks: 5
    },
    y: {domain: [0, most], label: null},
    marks: [
      gridY(),
      Plot.axisY({tickSize: 0, ticks: 5, tickFormat: (v: number) => percent(v, 0)}),
      Plot.line(
        [
          [0, 0],
          [most, most]
        ],
        {stroke: "var(--rule)", strokeDasharray: "4,3"}
      ),
      Plot.line(points, {x: "p", y: "share", z: "name", stroke: "colour", strokeWidth: 1.75}),
      Plot.dot(points, {
        x: "p",
        y: "share",
        fill: "colour",
        r: 3,
        title: (each: (typeof points)[number]) =>
          `${each.name}: ${percent(each.p, 1)} given, ${percent(each.share, 1)} came, of ${count(each.many)}`
      })
    ]
  });
  return html`<div class="figure" data-chart="reliability">
    <div class="legend">
      ${classes.map(({value}) => html`<span class="key">${swatch(colour(value))}${title(value)}</span>`)}
      <span class="key">${swatch("var(--rule)", true)}Just as often as foretold</span>
    </div>
    ${plot}
  </div>`;
}

/** Brier's score beside that of saying the shares of the past, and how far the probabilities are off on the mean. */
export function calibrationFacts({brier, climate, classes}: Calibration): HTMLElement {
  const gap = classes.reduce((sum, {reliability}) => sum + reliability.error, 0) / classes.length;
  const facts = [
    ["Brier score", decimal(brier, 4), "0 is perfect, 2 the worst"],
    [
      "Saying the past's shares",
      decimal(climate, 4),
      brier < climate
        ? `the model's score is ${percent(1 - brier / climate, 2)} lower`
        : "the model's score is no lower"
    ],
    ["Mean gap", percent(gap, 1), "between probability and share, over bins and classes"]
  ];
  return factsRow(facts);
}

/** How many labels the intervals hold, beside how many they should. */
export function intervalFacts({intervals: {level, covered, width}, samples}: KeptError): HTMLElement {
  return factsRow([
    ["Should lie within", percent(level ?? NaN, 0), "of the labels to come"],
    ["Lay within", percent(covered ?? NaN, 1), `of ${count(samples.test ?? 0)} that came`],
    ["Width", width === null ? none : percent(width, 1), "of return, from end to end"]
  ]);
}

function factsRow(facts: readonly (readonly string[])[]): HTMLElement {
  return html`<dl class="facts-row">
    ${facts.map(
      ([name, value, note]) =>
        html`<div data-fact=${name}>
          <dt>${name}</dt>
          <dd>${value}</dd>
          <p class="fine">${note}</p>
        </div>`
    )}
  </dl>`;
}
