import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../components/figure.js";
import {significant} from "../components/format.js";
import type {Finding} from "./payload.js";

/** The bars around a finding: the close as a line, low to high as bars, what was found in red. */
export function pricePlot({symbol, t, to, date, detail, origin, around, kind}: Finding, title: string): HTMLElement {
  const head = html`<div class="finding-head">
    <b>${symbol ?? "the whole dataset"}</b> <span>${date ?? "no date"}</span> <span class="tag">${title}</span>
    <div class="said">${detail}${origin === undefined ? null : html`<span class="origin">${origin}</span>`}</div>
  </div>`;
  if (around === undefined || t === null || around.t.length === 0)
    return html`<div class="finding">
      ${head}
      <p class="fine">There are no bars to draw around it.</p>
    </div>`;
  const last = to ?? t;
  const bars = around.t.map((each, i) => ({
    t: new Date(each),
    low: around.low[i],
    high: around.high[i],
    close: around.close[i],
    found: each >= t && each <= last
  }));
  const present = bars.some(({found}) => found);
  // Where the store has no bar, the line is interrupted.
  const broken = present ? [] : [{t: new Date(t), close: NaN}];
  const line = [...bars, ...broken].sort((a, b) => a.t.getTime() - b.t.getTime());
  const lowest = Math.min(...around.low);
  const highest = Math.max(...around.high);
  const colour = (bar: {found: boolean}) => (bar.found ? "var(--down)" : "var(--benchmark)");
  const drawing = figure(218, (width) =>
    Plot.plot({
      width,
      height: 218,
      ariaLabel: `Prices of ${symbol ?? ""} around ${date ?? ""}`,
      marginLeft: 52,
      marginRight: 10,
      marginTop: 12,
      marginBottom: 34,
      x: {type: "utc", label: null},
      y: {type: highest / lowest > 8 ? "log" : "linear", label: null, nice: true},
      marks: [
        Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks: 5}),
        Plot.axisY({tickFormat: (value: number) => significant(value), tickSize: 0, ticks: 5}),
        Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 110))}),
        ...(present ? [] : [Plot.ruleX([new Date(t)], {stroke: "var(--down)", strokeDasharray: "3,3"})]),
        Plot.ruleX(bars, {x: "t", y1: "low", y2: "high", stroke: colour, strokeWidth: 2.5, strokeOpacity: 0.55}),
        Plot.lineY(line, {x: "t", y: "close", stroke: "var(--strategy)", strokeWidth: 1.5}),
        Plot.dot(
          bars.filter(({found}) => found),
          {x: "t", y: "close", r: 3.5, fill: "var(--down)", stroke: "var(--theme-background)"}
        ),
        Plot.tip(
          bars,
          Plot.pointerX({
            x: "t",
            y: "close",
            fill: "var(--theme-background)",
            title: ({t: each, low, high, close}: (typeof bars)[number]) =>
              `${each
                .toISOString()
                .slice(0, around.t[1] - around.t[0] < 72e6 ? 16 : 10)
                .replace("T", " ")}\nclose ${close}\nlow ${low}, high ${high}`
          })
        )
      ]
    })
  ).node;
  const absent = present
    ? null
    : html`<p class="fine">
        The dashed line is where ${kind === "gap" ? "the session is missing" : "the row was refused"}; the store has no
        bar there.
      </p>`;
  return html`<div class="finding">${head} ${drawing} ${absent}</div>`;
}
