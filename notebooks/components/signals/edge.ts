import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Column} from "../../../core/base/panel.js";
import {figure} from "../../../reports/components/figure.js";
import {count, decimal, percent} from "../../../reports/components/format.js";
import {tip} from "../../../reports/components/trees/frame.js";

/** What following a signal's sign brings a trade before costs, where only the strongest signals are followed. */
export interface Edge {
  /** The share of signals that is followed. */
  readonly share: number;
  readonly trades: number;
  /** The mean gain of a trade, basis points. */
  readonly gain: number;
  /** Its standard error, a block of cells being one observation. */
  readonly error: number;
}

/** Shares of the signals that are followed, the strongest first. */
export const followed = [1, 0.5, 0.25, 0.1, 0.05, 0.02] as const;

/**
 * The mean of sign(signal) × outcome over the cells whose |signal − middle| is among the largest, in basis points; `block`
 * cells after one another, such as those of a session, count as one observation. Where the threshold lies is known only in
 * hindsight.
 */
export function edges(signal: Column, outcome: Column, block: number): readonly Edge[] {
  const cells = Array.from(signal.keys()).filter((i) => Number.isFinite(signal[i]) && Number.isFinite(outcome[i]));
  const order = [...cells].sort((a, b) => Math.abs(signal[b]) - Math.abs(signal[a]) || a - b);
  return followed.map((share) => {
    const kept = order.slice(0, Math.max(1, Math.round(share * order.length)));
    const gains = kept.map((i) => Math.sign(signal[i]) * outcome[i] * 1e4);
    const mean = gains.reduce((sum, each) => sum + each, 0) / gains.length;
    const blocks = new Map<number, number>();
    kept.forEach((i, k) => {
      const key = Math.floor(i / block);
      blocks.set(key, (blocks.get(key) ?? 0) + gains[k] - mean);
    });
    const squares = [...blocks.values()].reduce((sum, each) => sum + each * each, 0);
    return {share, trades: kept.length, gain: mean, error: Math.sqrt(squares) / gains.length};
  });
}

/** The mean gain of a trade by how choosy one is, with two errors to either side, beside what a round trip costs. */
export function edgeChart(list: readonly Edge[], cost: number): HTMLElement {
  const height = 240;
  const name = ({share}: Edge) => percent(share, 0);
  return figure(height, (width) =>
    Plot.plot({
      width,
      height,
      ariaLabel: "Mean gain of a trade by the share of signals that is followed",
      marginLeft: 56,
      marginRight: 10,
      marginTop: 14,
      marginBottom: 38,
      x: {type: "band", domain: list.map(name), label: null, padding: 0.35},
      y: {label: null, nice: true, domain: domainOf(list, cost)},
      marks: [
        Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 5}),
        Plot.axisY({tickSize: 0, ticks: 5, label: null}),
        Plot.axisX({
          tickSize: 0,
          label: "share of the signals that is followed, the strongest first",
          labelArrow: "none",
          labelAnchor: "center"
        }),
        Plot.barY(list, {
          x: name,
          y: "gain",
          fill: ({gain}: Edge) => (gain < 0 ? "var(--down)" : "var(--up)"),
          fillOpacity: 0.85,
          rx: 2,
          title: (each: Edge) =>
            `${name(each)} of the signals, ${count(each.trades)} trades\n${decimal(each.gain, 2)} ± ${decimal(each.error, 2)} basis points`,
          tip
        }),
        Plot.ruleX(list, {
          x: name,
          y1: ({gain, error}: Edge) => gain - 2 * error,
          y2: ({gain, error}: Edge) => gain + 2 * error,
          stroke: "var(--theme-foreground)",
          strokeWidth: 1.25
        }),
        Plot.ruleY([cost], {stroke: "var(--again)", strokeDasharray: "4,3"}),
        Plot.ruleY([0], {stroke: "var(--rule)"})
      ]
    })
  ).node;
}

function domainOf(list: readonly Edge[], cost: number): [number, number] {
  const ends = list.flatMap(({gain, error}) => [gain - 2 * error, gain + 2 * error]);
  return [Math.min(0, ...ends), Math.max(cost * 1.1, ...ends)];
}

/** What a trade may cost for the signal to be worth anything. */
export function edgeVerdict(list: readonly Edge[], cost: number): HTMLElement {
  const best = list.reduce((most, each) => (each.gain > most.gain ? each : most));
  const [all] = list;
  const sure = list.some(({gain, error}) => gain - 2 * error > 0);
  const enough = list.some(({gain, error}) => gain - 2 * error > cost);
  return html`<p class="verdict-line">
    Following every signal brings <b>${decimal(all.gain, 2)} ± ${decimal(all.error, 2)}</b> basis points a round trip
    before costs, so each of its two trades may cost <b>${decimal(Math.max(0, all.gain / 2), 2)}</b>. The best choice in
    hindsight, the strongest ${percent(best.share, 0)}, brings ${decimal(best.gain, 2)} ± ${decimal(best.error, 2)}.
    ${
      enough
        ? `That is above the ${decimal(cost, 1)} that a round trip costs.`
        : sure
          ? `It is above zero, and below the ${decimal(cost, 1)} that a round trip costs: nothing is left.`
          : `None is two errors above zero, and a round trip costs ${decimal(cost, 1)}: this signal is worth nothing.`
    }
  </p>`;
}
