import {html} from "npm:htl";
import * as Plot from "npm:@observablehq/plot";
import type {Panel} from "../../../core/base/panel.js";
import {series} from "../../../core/base/panel.js";
import {deviation} from "../../../core/base/stats.js";
import {compounded} from "../../../core/evaluate/returns.js";
import type {Result} from "../../../core/plugin.js";
import {figure} from "../figure.js";
import {percent, signedPercent} from "../format.js";

/** One thing that money could have been in over the same bars. */
export interface RiskReturn {
  readonly name: string;
  readonly kind: "strategy" | "benchmark" | "symbol";
  /** Deviation of its returns and compound growth, both a year. */
  readonly volatility: number;
  readonly growth: number;
}

/** Risk and return of the account, its benchmark and each symbol held throughout, over the backtest's bars. */
export function riskReturns({times, symbols, equity, benchmark, periods}: Result, panel: Panel): readonly RiskReturn[] {
  const start = panel.times.length - times.length;
  const point = (name: string, kind: RiskReturn["kind"], levels: Float64Array): RiskReturn => {
    const known = levels.filter((level) => level > 0 && Number.isFinite(level));
    const returns = known.subarray(1).map((level, i) => level / known[i] - 1);
    const volatility = deviation(returns) * Math.sqrt(periods);
    return {name, kind, volatility, growth: compounded(returns, periods)};
  };
  const all = [
    ...symbols.map((symbol, s) => point(symbol, "symbol", series(panel, "close", s).subarray(start))),
    ...(benchmark ? [point("Benchmark", "benchmark", benchmark)] : []),
    point("Strategy", "strategy", equity)
  ];
  return all.filter(({volatility, growth}) => Number.isFinite(volatility) && Number.isFinite(growth));
}

const colours = {strategy: "var(--strategy)", benchmark: "var(--theme-foreground)", symbol: "var(--benchmark)"};

const share = (value: number) => percent(value, 0);

/** A point for each, growth over volatility. */
export function riskReturnPlot(points: readonly RiskReturn[], width: number, height: number, pointed = true) {
  const named = points.length <= 12 ? points : points.filter(({kind}) => kind !== "symbol");
  const edge = Math.max(...points.map(({volatility}) => volatility), 0.01) * 1.08;
  return Plot.plot({
    width,
    height,
    marginLeft: 50,
    marginRight: 44,
    marginTop: 24,
    marginBottom: 40,
    ariaLabel: "Growth a year over volatility",
    x: {domain: [0, edge]},
    y: {nice: true},
    marks: [
      Plot.gridY({stroke: "var(--hairline)", strokeOpacity: 1, ticks: 6}),
      Plot.axisY({ticks: 6, tickSize: 0, label: "Growth, a year", labelArrow: "none", tickFormat: share}),
      Plot.axisX({
        ticks: Math.max(3, Math.floor(width / 110)),
        tickSize: 0,
        label: "Volatility, a year",
        labelArrow: "none",
        labelAnchor: "center",
        tickFormat: share
      }),
      Plot.ruleY([0], {stroke: "var(--rule)"}),
      Plot.dot(points, {
        x: "volatility",
        y: "growth",
        fill: ({kind}: RiskReturn) => colours[kind],
        fillOpacity: ({kind}: RiskReturn) => (kind === "symbol" ? 0.55 : 1),
        r: ({kind}: RiskReturn) => (kind === "symbol" ? 3 : 5.5),
        ...(pointed && {
          title: ({name, volatility, growth}: RiskReturn) =>
            `${name}\n${signedPercent(growth)} a year\n${percent(volatility)} volatility`
        })
      }),
      ...(["strategy", "benchmark", "symbol"] as const).map((kind) =>
        Plot.text(
          named.filter((point) => point.kind === kind),
          {
            x: "volatility",
            y: "growth",
            text: "name",
            textAnchor: kind === "symbol" ? "start" : "middle",
            dx: kind === "symbol" ? 9 : 0,
            dy: {strategy: -13, benchmark: 14, symbol: 0}[kind],
            fill: kind === "symbol" ? "var(--theme-foreground-muted)" : "var(--theme-foreground)"
          }
        )
      )
    ],
    r: {type: "identity"},
    opacity: {type: "identity"}
  });
}

/** Where the account stands among what it could have held. */
export function riskReturn(result: Result, panel: Panel): HTMLElement {
  const points = riskReturns(result, panel);
  if (!points.some(({kind}) => kind === "strategy"))
    return html`<p class="empty">Equity did not move enough to say how risky it was.</p>`;
  return figure(320, (width) => riskReturnPlot(points, width, 320)).node;
}
