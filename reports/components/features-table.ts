import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Spec} from "../../core/plugin.js";
import type {FeatureSummaries, FeatureSummary} from "./feature-summary.js";
import {figure} from "./figure.js";
import {decimal, percent, significant} from "./format.js";

/** Each feature: the plugin it comes from, how often it is known, and how its values are spread. */
export function featuresTable(
  {features}: FeatureSummaries,
  specs: Readonly<Record<string, Spec<"feature">>>
): HTMLElement {
  const rows = features.map(
    (feature) =>
      html`<tr>
        <th>${feature.name}</th>
        <td class="plugin"><code>${plugin(specs[feature.name])}</code></td>
        <td class="number">${percent(feature.coverage)}</td>
        <td class="number">${significant(feature.mean)}</td>
        <td class="number">${significant(feature.deviation)}</td>
        <td class="number">${significant(feature.low)}</td>
        <td>${bars(feature)}</td>
        <td class="number left">${significant(feature.high)}</td>
      </tr>`
  );
  return html`<div class="scroll">
    <table class="plain features">
      <thead>
        <tr>
          <th>Feature</th>
          <th>Plugin</th>
          <th class="number">Coverage</th>
          <th class="number">Mean</th>
          <th class="number">Deviation</th>
          <th class="number">1%</th>
          <th>Spread</th>
          <th class="number left">99%</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** A plugin as it would be written: `rsi({window: 14})`. */
export function plugin({name, params}: Spec): string {
  const options = Object.entries(params).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${name}(${options.length > 0 ? `{${options.join(", ")}}` : ""})`;
}

function bars({bars}: FeatureSummary): Node {
  const most = Math.max(...bars, 1);
  const drawn = bars.map((count, i) => `M${i * 4},24v${(-22 * count) / most}`).join("");
  return html`<svg class="spread" width="96" height="24" viewBox="-2 0 96 24" aria-hidden="true">
    <path d=${drawn} stroke="var(--strategy)" stroke-width="3" />
  </svg>`;
}

/** How much features repeat one another: blue together, red against, pale not at all. */
export function correlationMap({features, correlations}: FeatureSummaries): HTMLElement {
  const names = features.map(({name}) => name);
  const longest = Math.max(...names.map(({length}) => length));
  const margin = Math.min(110, 12 + longest * 6.6);
  return figure(160, (width) => {
    const size = Math.min(34, (width - margin - 4) / names.length);
    return Plot.plot({
      width: margin + size * names.length + 4,
      height: margin + size * names.length,
      marginLeft: margin,
      marginTop: margin,
      marginRight: 4,
      marginBottom: 0,
      x: {domain: names, label: null, axis: "top", tickRotate: -90, tickSize: 0},
      y: {domain: names, label: null, tickSize: 0},
      color: {type: "linear", domain: [-1, 0, 1], range: ["var(--down)", "var(--paper)", "var(--strategy)"]},
      marks: [
        Plot.cell(correlations, {
          x: "a",
          y: "b",
          fill: ({value}: {value: number}) => tint(value),
          inset: 0.5,
          rx: 2,
          title: ({a, b, value}: {a: string; b: string; value: number}) => `${a} and ${b}: ${decimal(value, 2)}`,
          tip: {fill: "var(--theme-background)"}
        }),
        ...(size >= 24
          ? [
              Plot.text(correlations, {
                x: "a",
                y: "b",
                text: ({value}: {value: number}) => decimal(value, 1).replace("0.", "."),
                fontSize: 10,
                fill: ({value}: {value: number}) =>
                  Math.abs(value) > 0.6 ? "var(--theme-background)" : "var(--theme-foreground-muted)"
              })
            ]
          : [])
      ]
    });
  }).node;
}

function tint(value: number): string {
  const share = Number.isFinite(value) ? Math.round(100 * Math.abs(value)) : 0;
  return `color-mix(in srgb, var(${value < 0 ? "--down" : "--strategy"}) ${share}%, var(--paper))`;
}
