import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {csvParse} from "d3-dsv";
import {describe, expect, it} from "vitest";
import {featureFindings} from "../../core/audit/features/feature.js";
import {auditPanel} from "../../core/audit/panels.js";
import type {Panel} from "../../core/base/panel.js";
import {correlation} from "../../core/base/stats.js";
import {formatDate, parseDate} from "../../core/base/timeframe.js";
import {paired} from "../../core/evaluate/information-coefficient.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {findOrigins, loadMarket} from "../../core/lab/market.js";
import {prepare} from "../../core/lab/prepare.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import type {Params} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {modelDataUniverse, recipe} from "../../experiments/02-model-data-universe.js";
import {atr} from "../../plugins/features/atr.js";
import {standing} from "../../plugins/features/cross-section/standing.js";
import {syntheticSector} from "../../plugins/features/cross-section/synthetic-sector.js";
import {trailingScore} from "../../plugins/features/cross-section/trailing-score.js";
import {returns} from "../../plugins/features/returns.js";
import {rsi} from "../../plugins/features/rsi.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {alternative} from "../../plugins/sources/alternative.js";
import {csv} from "../../plugins/sources/csv.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {realData, unlessMissing} from "../data.js";
import {effectsAt, everything, freshFolder} from "../store/homes.js";

const row = (values: readonly number[], sectors?: readonly number[]): Panel => ({
  times: Float64Array.of(0),
  symbols: values.map((_, s) => `S${s}`),
  fields: {x: Float64Array.from(values), ...(sectors && {sector: Float64Array.from(sectors)})}
});

describe("a symbol's standing", () => {
  const values = [3, 1, 2, 10, NaN, 30, 20, 5];
  const sectors = [1, 1, 1, 2, 2, 2, 2, NaN];
  const stand = (options: Params) => [...standing({field: "x", ...options} as never).compute(row(values, sectors))];

  it("is among all, or among those of its sector, where it has one", () => {
    expect(stand({figure: "rank"})).toEqual([2, 0, 1, 4, NaN, 6, 5, 3].map((rank) => rank / 6));
    expect(stand({figure: "rank", group: "sector"})).toEqual([1, 0, 0.5, 0, NaN, 1, 0.5, NaN]);
    expect(stand({figure: "bucket", count: 3, group: "sector"})).toEqual([2, 0, 1, 0, NaN, 2, 1, NaN]);
    expect(stand({figure: "demean", group: "sector"})).toEqual([1, -1, 0, -10, NaN, 10, 0, NaN]);
    expect(stand({figure: "zscore", group: "sector"})).toEqual([1, -1, 0, -1, NaN, 1, 0, NaN]);
  });

  it("is that of a feature among the groups of another, and is refused with two groupings", () => {
    const panel = auditPanel();
    const of = returns({window: 5});
    const told = standing({of, figure: "rank", by: syntheticSector({sectors: 2})});
    expect([told.lookback, [...told.needs]]).toEqual([5, ["close"]]);
    // S0 … S4: S1 and S3 are of sector 1, S2 and S4 of 2, and S0, the source's none, of 0.
    const values = told.compute(panel);
    const change = of.compute(panel);
    for (let i = 40 * 5; i < values.length; i += 5)
      if (!Number.isNaN(change[i + 1] + change[i + 3]))
        expect([values[i + 1], values[i + 3]]).toEqual(change[i + 1] > change[i + 3] ? [1, 0] : [0, 1]);
    expect(() => standing({group: "sector", by: syntheticSector()})).toThrow(
      "invalid standing group: sector beside by"
    );
    expect(() => standing({figure: "median"})).toThrow("unknown standing figure: median; standing figures are bucket");
    expect(() => standing({of: {} as never})).toThrow("invalid standing of: no plugin; give a feature");
  });

  it("and a score by the past look ahead nowhere, with what they are made of", () => {
    const features = [
      standing({of: rsi({window: 5}), by: syntheticSector({sectors: 2})}),
      trailingScore({of: atr({window: 5}), window: 60}),
      trailingScore({of: rsi({window: 5}), window: 60})
    ];
    for (const each of features) expect(featureFindings(each, auditPanel({rows: each.lookback + 120}))).toEqual([]);
  });
});

describe("a synthetic stock's sector", () => {
  it("is the one whose factor moves it", async () => {
    const home = await freshFolder();
    await ingest(home, synthetic({symbols: 12, rows: 500, sectors: 3, correlation: 0.4}), everything, effectsAt());
    const features = {sector: syntheticSector({sectors: 3}), change: returns({window: 1})};
    const {fields, symbols} = await panelOf(home, {...modelDataUniverse, data: {dataset: "synthetic/1d"}, features});
    const n = symbols.length;
    const of = (s: number) => fields.change.filter((_, cell) => cell % n === s && cell >= n);
    const pairs = symbols.flatMap((_, a) => Array.from({length: a}, (_, b) => [a, b] as const));
    const mean = (same: boolean) => {
      const some = pairs.filter(([a, b]) => (fields.sector[a] === fields.sector[b]) === same);
      const known = some.map(([a, b]) => correlation(...paired(of(a), of(b)))).filter((value) => !Number.isNaN(value));
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    };
    expect([...fields.sector.subarray(0, n)]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
    expect(mean(true)).toBeGreaterThan(mean(false) + 0.1);
  });
});

/** An experiment's panel with its features. */
async function panelOf(home: string, {data, features = {}}: Experiment): Promise<Panel> {
  const {panel} = await loadMarket(home, data, await findOrigins(home, data));
  return addFeatures(panel, {features});
}

function withSectors(dataset: string, series: string): Experiment {
  const data = {dataset, series: [{dataset: series}]};
  const learn = {label: forwardReturn({horizon: 5}), split: walkForward({train: 100, test: 21, step: 21})};
  return {...modelDataUniverse, data, learn, features: recipe({group: "sector"}, {sectors: [10, 40]})};
}

describe("sectors from a table of symbols and dates", () => {
  it("hold from their publication on, through the whole recipe, and its synthetic ones are those of the source", async () => {
    const home = await freshFolder();
    const source = synthetic({symbols: 20, rows: 460, sectors: 4});
    await ingest(home, source, everything, effectsAt());
    const names = Array.from({length: 20}, (_, i) => `S${String(i + 1).padStart(2, "0")}`);
    const lines = names.map((name, i) => `${name},2015-01-02,${10 * ((i % 4) + 1)}`);
    // S02 moves on 1 June, and S20 is not told of before.
    lines[19] = "S20,2015-06-01,40";
    const file = join(home, "sectors.csv");
    await writeFile(file, ["symbol,date,sector", ...lines, "S02,2015-06-01,45"].join("\n"));
    await ingest(home, alternative({path: file, lag: "0d"}), everything, effectsAt(), {name: "sectors"});
    const told = withSectors("synthetic/1d", "sectors/1d");
    const panel = await panelOf(home, told);
    const at = (field: string, symbol: string, date: string) =>
      panel.fields[field][panel.times.indexOf(parseDate(date)) * 20 + names.indexOf(symbol)];
    expect(at("sectorNumber", "S02", "2015-06-01")).toBe(20);
    expect(at("sectorNumber", "S02", "2015-06-02")).toBe(45);
    expect(at("sectorNumber", "S20", "2015-06-01")).toBeNaN();
    expect(at("sectorNumber", "S20", "2015-06-02")).toBe(40);
    expect(at("sector40", "S20", "2015-06-01")).toBeNaN();
    expect([at("sector40", "S20", "2015-06-02"), at("sector10", "S20", "2015-06-02")]).toEqual([1, 0]);
    expect(at("sectorPart1", "S20", "2015-06-01")).toBeNaN();
    expect(at("sectorPart1", "S02", "2015-06-02")).toBe(0);
    const made = {...told, data: {dataset: "synthetic/1d"}, features: recipe({by: syntheticSector({sectors: 4})})};
    const other = await panelOf(home, made);
    expect(other.fields.sectorPart5.subarray(0, 20 * 60)).not.toEqual(panel.fields.sectorPart5.subarray(0, 20 * 60));
    const early = (column: Float64Array) => column.subarray(0, 20 * 60).filter((_, cell) => cell % 4 === 0);
    expect(early(other.fields.sectorPart5)).toEqual(early(panel.fields.sectorPart5));
    const {columns, samples, labelled} = await prepare(told, home, effectsAt());
    expect(columns.map(({name}) => name)).toEqual([...Object.keys(told.features!), "label"]);
    expect(columns.filter(({fault}) => fault !== undefined)).toEqual([]);
    expect(samples).toBeGreaterThan(2000);
    expect(labelled).toBe(samples - 6 * 20);
  });
});

const codes: Readonly<Record<string, number>> = {
  Energy: 10,
  Materials: 15,
  Industrials: 20,
  "Consumer Discretionary": 25,
  "Consumer Staples": 30,
  "Health Care": 35,
  Financials: 40,
  "Information Technology": 45,
  "Communication Services": 50,
  Utilities: 55,
  "Real Estate": 60
};
const [prices, constituents] = [
  realData("us-sp500-daily-2013-2018", "all_stocks_5yr.csv.gz"),
  realData("universe-sectors", "constituents-latest.csv")
];

describe(`real sectors ${unlessMissing}`, () => {
  it.skipIf(prices.missing || constituents.missing)("make the recipe of the stocks that begin with A", async () => {
    const home = await freshFolder();
    const members = csvParse(await readFile(constituents.path, "utf8")).filter((each) => /^A/.test(each.Symbol));
    const lines = members.map((each) => `${each.Symbol},${each["Date added"]},${codes[each["GICS Sector"]]}`);
    const file = join(home, "sectors.csv");
    await writeFile(file, ["symbol,date,sector", ...lines].join("\n"));
    const wanted = members.map((each) => each.Symbol);
    await ingest(home, csv({path: prices.path}), {...everything, symbols: wanted}, effectsAt(), {name: "sp500"});
    await ingest(home, alternative({path: file, lag: "0d"}), everything, effectsAt(), {name: "sectors"});
    const told = withSectors("sp500/1d", "sectors/1d");
    const panel = await panelOf(home, told);
    const n = panel.symbols.length;
    expect(n).toBeGreaterThan(25);
    for (const [s, symbol] of panel.symbols.entries()) {
      const {"Date added": added, "GICS Sector": sector} = members.find((each) => each.Symbol === symbol)!;
      for (let i = 0; i < panel.times.length; i += 50) {
        const known = formatDate(panel.times[i]) > added;
        expect(panel.fields.sectorNumber[i * n + s], `${symbol} ${i}`).toBe(known ? codes[sector] : NaN);
      }
    }
    const {columns, labelled} = await prepare(told, home, effectsAt());
    expect(columns.filter(({fault}) => fault !== undefined)).toEqual([]);
    expect(labelled).toBeGreaterThan(10_000);
  });
});
