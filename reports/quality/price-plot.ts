import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import {figure} from "../components/figure.js";
import {significant} from "../components/format.js";
import type {Finding} from "./payload.js";
import {typeset, whenOf} from "./typeset.js";

const day = 86_400_000;

/**
 * The bars around a finding: the close as a line, low to high as bars, what was found in red. Bars of a day or longer lie
 * where their time is; shorter ones follow one another, since nights would take most of the width.
 */
export function pricePlot({symbol, t, to, date, detail, origin, around, kind}: Finding, title: string): HTMLElement {
  const head = html`<div class="finding-head">
    <b>${symbol ?? "the whole dataset"}</b> <span>${date === null ? "no date" : whenOf(date)}</span>
    <span class="tag">${title}</span>
    <div class="said">
      ${typeset(detail)}${origin === undefined ? null : html`<span class="origin">${origin}</span>`}
    </div>
  </div>`;
  if (around === undefined || t === null || around.t.length === 0)
    return html`<div class="finding">
      ${head}
      <p class="fine">There are no bars to draw around it.</p>
    </div>`;
  const last = to ?? t;
  const within = around.t.some((each) => each % day !== 0);
  const bars = around.t.map((each, i) => ({
    x: within ? i : each,
    t: new Date(each),
    low: around.low[i],
    high: around.high[i],
    close: around.close[i],
    found: each >= t && each <= last
  }));
  const present = bars.some(({found}) => found);
  // Where the store has no bar, the line is interrupted.
  const hole = within ? around.t.filter((each) => each < t).length - 0.5 : t;
  const line = [...bars, ...(present ? [] : [{x: hole, close: NaN}])].sort((p, q) => p.x - q.x);
  const opens = bars.filter(({t: each}, i) => i > 0 && dateOf(each) !== dateOf(bars[i - 1].t));
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
      x: {type: within ? "linear" : "utc", label: null},
      y: {type: highest / lowest > 8 ? "log" : "linear", label: null, nice: true},
      marks: [
        Plot.gridY({strokeOpacity: 1, stroke: "var(--hairline)", ticks: 5}),
        Plot.axisY({tickFormat: (value: number) => significant(value), tickSize: 0, ticks: 5}),
        within
          ? Plot.axisX(
              opens.filter((_, i) => i % Math.ceil((opens.length * 80) / (width - 62)) === 0).map(({x}) => x),
              {tickSize: 0, tickFormat: (x: number) => dateOf(bars[x].t)}
            )
          : Plot.axisX({tickSize: 0, ticks: Math.max(2, Math.floor(width / 110))}),
        ...(present ? [] : [Plot.ruleX([hole], {stroke: "var(--down)", strokeDasharray: "3,3"})]),
        Plot.ruleX(bars, {x: "x", y1: "low", y2: "high", stroke: colour, strokeWidth: 2.5, strokeOpacity: 0.55}),
        Plot.lineY(line, {x: "x", y: "close", stroke: "var(--strategy)", strokeWidth: 1.5}),
        Plot.dot(
          bars.filter(({found}) => found),
          {x: "x", y: "close", r: 3.5, fill: "var(--down)", stroke: "var(--theme-background)"}
        ),
        Plot.tip(
          bars,
          Plot.pointerX({
            x: "x",
            y: "close",
            fill: "var(--theme-background)",
            title: ({t: each, low, high, close}: (typeof bars)[number]) =>
              `${whenOf(each.toISOString().slice(0, within ? undefined : 10))}\nclose ${close}\nlow ${low}, high ${high}`
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

function dateOf(t: Date): string {
  return t.toISOString().slice(0, 10);
}
