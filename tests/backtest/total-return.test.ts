import {once} from "node:events";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {factorRows, factorsOf} from "../../core/backtest/account/factors.js";
import {isBar} from "../../core/base/market-data.js";
import {parseDate} from "../../core/base/timeframe.js";
import type {Data} from "../../core/lab/experiment.js";
import {loadFactors} from "../../core/lab/factor-file.js";
import {findOrigins, loadMarket} from "../../core/lab/market.js";
import type {Action, Bar, Item, Plugin} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {samples} from "../../plugins/sources/samples.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {yahoo} from "../../plugins/sources/yahoo.js";
import {realData, unlessMissing} from "../data.js";
import {collected} from "../servers/asking.js";
import {apart, reinvested} from "./holding.js";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, {recursive: true, force: true});
});

const everything = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
const effects = {log: () => {}, progress: () => {}, now: () => 1000, signal: new AbortController().signal};

/** A store that has taken what a source gives. */
async function stored(source: Plugin<"source">): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "tapebook-returns-"));
  folders.push(home);
  await ingest(home, source, everything, effects, {name: "made"});
  return home;
}

function itemsOf(items: readonly Item[]): Plugin<"source"> {
  return defineSource("made", {}, () => ({
    async *bars() {
      await Promise.resolve();
      yield* items;
    }
  }))();
}

const marketOf = async (home: string, more: Partial<Data> = {}) => {
  const data = {dataset: "made/1d", ...more};
  return loadMarket(home, data, await findOrigins(home, data));
};

const dividend = (symbol: string, date: string, value: number): Action => {
  return {action: "dividend", t: parseDate(date), symbol, value};
};

/** Apple's dividends as they were paid, by their ex-dates; the shares were split 7 for 1 on 2014-06-09. */
const paid: readonly (readonly [date: string, value: number])[] = [
  ["2013-08-08", 3.05],
  ["2013-11-06", 3.05],
  ["2014-02-06", 3.05],
  ["2014-05-08", 3.29],
  ["2014-08-07", 0.47],
  ["2014-11-06", 0.47],
  ["2015-02-05", 0.47],
  ["2015-05-07", 0.52],
  ["2015-08-06", 0.52],
  ["2015-11-05", 0.52],
  ["2016-02-04", 0.52],
  ["2016-05-05", 0.57],
  ["2016-08-04", 0.57],
  ["2016-11-03", 0.57],
  ["2017-02-09", 0.57],
  ["2017-05-11", 0.63],
  ["2017-08-10", 0.63],
  ["2017-11-10", 0.63],
  ["2018-02-09", 0.63],
  ["2018-05-11", 0.73]
];
const splitDay = parseDate("2014-06-09");
const events: readonly Action[] = [
  {action: "split", t: splitDay, symbol: "AAPL", value: 7},
  ...paid.map(([date, value]) => dividend("AAPL", date, value))
];

/** Apple's bars of five years as they were traded: the sample's, which are in units of after the split, put back. */
async function appleAsTraded(): Promise<Bar[]> {
  const {bars} = await collected(samples(), {...everything, symbols: ["AAPL"]});
  return bars.map((bar) => {
    if (bar.t >= splitDay) return bar;
    const {open, high, low, close, volume} = bar;
    return {...bar, open: 7 * open, high: 7 * high, low: 7 * low, close: 7 * close, volume: volume / 7};
  });
}

describe("the total return of Apple from 2013 to 2018, held from prices as they were traded", () => {
  it("is that of the vendor's adjusted close to a millionth, through a split and sixteen dividends", async () => {
    const home = await stored(itemsOf([...(await appleAsTraded()), ...events]));
    const {panel, beside} = await marketOf(home, {from: "2014-05-08"});
    const {fields} = await loadPanel(home, {dataset: "made/1d", from: parseDate("2014-05-08"), fields: ["adjusted"]});
    const {equity, fills} = reinvested(panel, beside.actions);
    expect(fills).toHaveLength(1 + 16);
    expect(panel.times).toHaveLength(1011);
    expect(apart(equity, fields.adjusted)).toBeLessThan(1e-6);
    const prices = panel.fields.close.map((close, i) => (panel.times[i] < splitDay ? close / 7 : close));
    expect(apart(equity, prices)).toBeGreaterThan(0.07);
  });

  it("is that of the project's own factors over all five years, whatever adjustment is asked for", async () => {
    const home = await stored(itemsOf([...(await appleAsTraded()), ...events]));
    const {panel, beside} = await marketOf(home);
    const {price} = factorsOf(panel, beside.actions!);
    const total = panel.fields.close.map((close, i) => close * price[i]);
    for (const adjust of ["none", "splits", "all"] as const) {
      const market = await marketOf(home, {adjust});
      expect(apart(reinvested(market.panel, market.beside.actions).equity, total), adjust).toBeLessThan(1e-12);
    }
    const all = await marketOf(home, {adjust: "all"});
    expect(all.panel.fields.close).toEqual(total);
  });

  it("differs from the vendor's before 2014-05-08 by what it did: four dividends in units of before the split", async () => {
    const bars = await appleAsTraded();
    const adjusted = bars.map((bar) => bar.adjusted!);
    const off = async (given: readonly Action[]) => {
      const {panel, beside} = await marketOf(await stored(itemsOf([...bars, ...given])));
      return apart(reinvested(panel, beside.actions).equity, adjusted);
    };
    expect(await off(events)).toBeGreaterThan(0.1);
    const mistaken = events.map((each) =>
      each.action === "dividend" && each.t < splitDay ? {...each, value: 7 * each.value!} : each
    );
    expect(await off(mistaken)).toBeLessThan(1e-6);
  });
});

interface Recording {
  readonly request: {readonly url: string};
  readonly response: {readonly status: number; readonly headers: Record<string, string>; readonly bodyJson: unknown};
}

const {path: recordings, missing} = realData("api-fixtures", "yahoo");

describe.skipIf(missing)(`the total return from what Yahoo recorded ${unlessMissing}`, () => {
  let playing: Recording;
  const server = createServer((_, response) => {
    const {status, headers, bodyJson} = playing.response;
    const {"content-length": _length, ...others} = headers;
    response.writeHead(status, others).end(JSON.stringify(bodyJson));
  });
  let url = "";
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  // The recording of NVIDIA asked for splits alone: these are its dividends, in units of their days.
  const nvidia = [
    dividend("NVDA", "2021-03-09", 0.16),
    dividend("NVDA", "2021-06-09", 0.16),
    dividend("NVDA", "2021-08-31", 0.04),
    dividend("NVDA", "2021-12-01", 0.04)
  ];

  it.each([
    ["MSFT", "historical-via-chart-MSFT-dividends-2021-02-01-to-2022-01-31.csv.json", [], 4],
    ["AAPL", "chart-AAPL-2020-08-31-to-2020-11-07.json", [], 1],
    ["NVDA", "historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.csv.json", nvidia, 4]
  ] as const)("of %s is that of the adjusted close to a millionth", async (symbol, file, more, dividends) => {
    playing = JSON.parse(await readFile(join(recordings, file), "utf8")) as Recording;
    const source = yahoo({url, rate: Infinity, attempts: 1});
    const {bars, actions} = await collected(source, {...everything, symbols: [symbol]});
    // Its prices are divided by NVIDIA's split of 2024 too, which lies beyond the recorded span and so is not stated.
    const scale = symbol === "NVDA" ? 10 : 1;
    const items = bars.map((bar) => {
      const {open, high, low, close, volume} = bar;
      const prices = {open: open * scale, high: high * scale, low: low * scale, close: close * scale};
      return {...bar, ...prices, volume: volume / scale};
    });
    const home = await stored(itemsOf([...items, ...actions, ...more]));
    const {panel, beside} = await marketOf(home);
    const {fields} = await loadPanel(home, {dataset: "made/1d", fields: ["adjusted"]});
    const {equity, fills} = reinvested(panel, beside.actions);
    expect(fills).toHaveLength(1 + dividends);
    expect(apart(equity, fields.adjusted)).toBeLessThan(1e-6);
    const {price} = factorsOf(panel, beside.actions!);
    expect(
      apart(
        equity,
        panel.fields.close.map((close, i) => close * price[i])
      )
    ).toBeLessThan(1e-12);
    expect(apart(equity, panel.fields.close)).toBeGreaterThan(1e-4);
  });
});

describe("the total return of made-up stocks with splits, dividends and pay dates", () => {
  it("is the same from prices as traded, adjusted for splits, or for all", async () => {
    const home = await stored(
      synthetic({symbols: 12, rows: 700, seed: 4, actions: true, delistings: 0, start: "2016-01-04"})
    );
    const raw = await marketOf(home);
    const kinds = new Set(raw.beside.actions!.map(({action}) => action));
    expect(kinds).toEqual(new Set(["split", "dividend"]));
    const {equity} = reinvested(raw.panel, raw.beside.actions);
    for (const adjust of ["splits", "all"] as const) {
      const {panel, beside} = await marketOf(home, {adjust});
      expect(apart(reinvested(panel, beside.actions).equity, equity), adjust).toBeLessThan(1e-12);
    }
    expect(apart(reinvested(raw.panel, []).equity, equity)).toBeGreaterThan(0.05);
  });

  it("is the same through mergers and renames", async () => {
    const source = synthetic({symbols: 4, rows: 120, seed: 9, actions: true, delistings: 0, start: "2016-01-04"});
    const {bars, actions} = await collected(source, everything);
    const days = bars.filter(({symbol}) => symbol === "S1").map(({t}) => t);
    const [halved, met, named, tripled] = [days[20], days[40], days[60], days[80]];
    const items = [...bars, ...actions]
      .filter(({symbol, t}) => symbol !== "S2" || t < met)
      .map((each): Item => {
        const symbol = each.symbol === "S1" && each.t >= named ? "NEW" : each.symbol;
        if (!isBar(each)) return {...each, symbol};
        const ratio = symbol === "NEW" && each.t >= tripled ? 3 : symbol === "S2" && each.t >= halved ? 2 : 1;
        const [open, high, low, close] = [each.open, each.high, each.low, each.close].map((price) => price / ratio);
        return {...each, symbol, open, high, low, close};
      });
    const home = await stored(
      itemsOf([
        ...items,
        {action: "split", t: halved, symbol: "S2", value: 2},
        {action: "merger", t: met, symbol: "S2", value: 0.4, to: "S1"},
        {action: "rename", t: named, symbol: "S1", to: "NEW"},
        {action: "split", t: tripled, symbol: "NEW", value: 3},
        {action: "dividend", t: days[90], symbol: "NEW", value: 0.1, paid: days[95]}
      ])
    );
    const symbols = ["S2", "NEW"];
    const {panel, beside} = await marketOf(home, {symbols});
    expect(panel.symbols).toEqual(symbols);
    const {equity, fills} = reinvested(panel, beside.actions);
    expect(fills.filter(({forced}) => forced === "merged").map(({symbol}) => symbol)).toEqual([0, 1]);
    for (const adjust of ["splits", "all"] as const) {
      const other = await marketOf(home, {symbols, adjust});
      expect(apart(reinvested(other.panel, other.beside.actions).equity, equity), adjust).toBeLessThan(1e-12);
    }
    const factors = factorsOf(panel, beside.actions!);
    const {price} = factors;
    expect(await loadFactors(home, {dataset: "made/1d", symbols})).toEqual(factorRows(panel, factors));
    const levels = panel.fields.close.map((close, cell) => close * price[cell]);
    const own = (row: number) => levels[2 * row + (row < 40 ? 0 : 1)] / levels[0];
    const total = days.map((_, row) => own(row) + levels[2 * row + 1] / levels[1]);
    expect(apart(equity, total)).toBeLessThan(1e-12);
  });
});
