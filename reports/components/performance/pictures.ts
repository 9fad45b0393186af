import type {LoadedRun} from "../loaded-run.js";
import {distributionPlot} from "../distribution.js";
import {drawdownPicture} from "../drawdown.js";
import {equityPicture} from "../equity.js";
import {exposurePicture} from "../exposure.js";
import {fillsPlot, tradedSeries, tradedSymbols} from "../fills-chart.js";
import type {LinePicture} from "../line-chart.js";
import {linePlot} from "../line-chart.js";
import {holdingsOf, holdingsPlot} from "./holdings.js";
import {monthRows, monthsPlot} from "./months-plot.js";
import {riskReturnPlot, riskReturns} from "./risk-return.js";
import {rollingPictures, rollingWindows} from "./rolling.js";
import {spreadOf} from "./spread.js";
import {stressPeriods, stressSpans} from "./stress-periods.js";
import {tradesOf} from "./trades-of.js";

/** One line of a picture's legend. */
export interface Key {
  readonly name: string;
  readonly colour: string;
  readonly mark: "line" | "dashed" | "area" | "dot";
}

/** A drawing that a picture consists of; several stand below one another. */
export interface Panel {
  /** Written above it, where there are several. */
  readonly title?: string;
  readonly height: number;
  readonly legend: readonly Key[];
  /** A plot of that width and height, as an SVG element. */
  draw(width: number): Element;
}

/** A picture of a run that stands by itself: in a file, on a slide. */
export interface Picture {
  /** `equity`, which makes the file's name. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly panels: readonly Panel[];
}

/** The pictures of a run's backtest; none where nothing was traded. */
export function pictures({page, panel, result}: LoadedRun): readonly Picture[] {
  if (!result) return [];
  const periods = stressPeriods(result, panel, page.run.synthetic);
  const spread = spreadOf(result);
  const windows = rollingWindows(result);
  const points = riskReturns(result, panel);
  const symbol = tradedSymbols(result).at(0);
  const list: Picture[] = [
    {
      name: "equity",
      title: "Equity",
      about: "Growth of 100, after all costs",
      panels: [lines(equityPicture(result, stressSpans(periods)), 360)]
    },
    {
      name: "drawdown",
      title: "Drawdown",
      about: "Below the highest equity so far; the five deepest falls shaded and numbered",
      panels: [lines(drawdownPicture(result), 260)]
    },
    {
      name: "monthly",
      title: "Monthly returns",
      about: "Percent, after costs",
      panels: [plain(34 + 30 * monthRows(result), (width, height) => monthsPlot(result, width, height))]
    },
    {
      name: "rolling",
      title: "Rolling figures",
      about: `Over windows of ${windows[Math.min(1, windows.length - 1)] ?? 0} bars`,
      panels: windows.length === 0 ? [] : rollingPanels(result, windows[Math.min(1, windows.length - 1)])
    },
    {
      name: "exposure",
      title: "Exposure",
      about: "Value held against equity, at each close",
      panels: [lines(exposurePicture(result), 220)]
    }
  ];
  if (spread)
    list.push({
      name: "distribution",
      title: "Return distribution",
      about: "From bar to bar; VaR: one bar in twenty lost this or more; CVaR: the mean of those",
      panels: [plain(300, (width, height) => distributionPlot(spread, width, height))]
    });
  if (points.some(({kind}) => kind === "strategy"))
    list.push({
      name: "risk-return",
      title: "Risk and return",
      about: "A year's growth over a year's volatility",
      panels: [plain(380, (width, height) => riskReturnPlot(points, width, height, false))]
    });
  if (symbol !== undefined) {
    const traded = tradedSeries(result, panel, tradesOf(result, panel), symbol);
    list.push({
      name: "trades",
      title: `Trades in ${result.symbols[symbol]}`,
      about: "Entries and exits on the price, and a line from each entry to its exit",
      panels: [plain(320, (width, height) => fillsPlot(traded, width, height, false))]
    });
  }
  if (panel.symbols.length > 1) {
    const held = holdingsOf(result, panel);
    if (held.symbols.length > 0)
      list.push({
        name: "holdings",
        title: "Top holdings",
        about: "The darker, the larger the share of equity; red where short",
        panels: [plain(42 + 24 * held.symbols.length, (width, height) => holdingsPlot(held, width, height, false))]
      });
  }
  return list.filter(({panels}) => panels.length > 0);
}

function rollingPanels(result: NonNullable<LoadedRun["result"]>, window: number): readonly Panel[] {
  return rollingPictures(result, window)
    .filter(({series}) => series.some(({values}) => Array.from(values).some(Number.isFinite)))
    .map((picture) => ({...lines(picture, 150), title: picture.title}));
}

function plain(height: number, draw: (width: number, height: number) => Element): Panel {
  return {height, legend: [], draw: (width) => draw(width, height)};
}

function lines(picture: LinePicture, height: number): Panel {
  const {series, bands = []} = picture;
  const keys = series.map(({name, colour, dashed}): Key => ({name, colour, mark: dashed ? "dashed" : "line"}));
  return {
    height,
    legend: [...keys.reverse(), ...bands.map(({name, colour}): Key => ({name, colour, mark: "area"}))],
    draw: (width) => linePlot({...picture, width, height}, false)
  };
}
