import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {backtest} from "../../core/backtest/backtest.js";
import {random} from "../../core/base/random.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {toSpec} from "../../core/lab/experiment.js";
import {findOrigins, loadMarket} from "../../core/lab/market.js";
import {stress} from "../../core/lab/stress.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {bootstrap} from "../../plugins/scenarios/bootstrap.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {buyAndHold} from "../../plugins/strategies/buy-and-hold.js";

const question = {scenario: "bootstrap", params: {block: 10}, seeds: 100, seed: 7, ruin: 0.9};

const holding: Experiment = {
  name: "holding",
  title: "Holding",
  question: "Is a split no fall?",
  data: {dataset: "synthetic/1d"},
  backtest: {
    strategy: buyAndHold(),
    slippage: basisPoints(),
    commission: perShare(),
    fill: "next-close",
    shares: "fractional"
  }
};

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-stress-"));
  const source = synthetic({actions: true, symbols: 12, rows: 500, delistings: 0});
  await ingest(home, source, {from: -Infinity, to: Infinity, timeframe: "1d"}, effects());
});
afterAll(() => rm(home, {recursive: true, force: true}));

describe("an experiment under stress", () => {
  it("is what its backtest is over the same changed prices", async () => {
    const data = {...holding.data, adjust: "all"} as const;
    const {report} = await stress(toSpec({...holding, data}), question, home, effects());
    const {panel, beside} = await loadMarket(home, data, await findOrigins(home, data));
    const trading = {...holding.backtest!, fill: "next-close", shares: "fractional", delay: 0, cash: 100_000} as const;
    const curves = Array.from({length: 100}, (_, i) => {
      const {panel: changed} = bootstrap({block: 10}).apply(panel, random(7 + i));
      return backtest(changed, trading, beside).equity;
    });
    expect(report.runs.map(({equity}) => equity)).toEqual(curves);
    const survived = curves.filter((curve) => curve.every((value) => value >= 0.9 * curve[0])).length;
    expect(report.survival.survived).toBe(survived);
    expect(survived).toBeGreaterThan(0);
    expect(survived).toBeLessThan(100);
  });

  it("takes no split for a fall where prices are as they were traded, and says what it does", async () => {
    const said: string[] = [];
    const raw = await stress(toSpec(holding), question, home, effects({log: (message) => said.push(message)}));
    const adjusted = await stress(
      toSpec({...holding, data: {...holding.data, adjust: "all"}}),
      question,
      home,
      effects()
    );
    const {beside} = await loadMarket(home, holding.data, await findOrigins(home, holding.data));
    expect(new Set(beside.actions!.map(({action}) => action))).toEqual(new Set(["split", "dividend"]));
    expect(raw.report).toEqual(adjusted.report);
    expect(said).toEqual([
      "prices are adjusted for splits and dividends, so that the scenario does not take them for falls"
    ]);
  });
});
