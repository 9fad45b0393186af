import {gunzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Maker, Params} from "../../core/plugin.js";
import {writeCatalog} from "../../core/site/catalog.js";
import {openPart} from "../../core/site/numbers.js";
import type {RunParts} from "../../core/site/page/pack.js";
import {packRun} from "../../core/site/page/pack.js";
import type {FirstPart, MarketPart, SignalPart} from "../../core/site/payload.js";
import {joinRun, loadRun, recordedAccount} from "../../reports/components/loaded-run.js";
import {needsSignal} from "../../reports/components/replay.js";
import {judge} from "../../reports/components/verdict.js";
import type {Shipped} from "./judged-run.js";
import {homeWith} from "./judged-run.js";

await writeCatalog();
const {catalog} = await import("../../plugins/catalog.js");

let features: Shipped;
let backtest: Shipped;
let remove = () => Promise.resolve();
beforeAll(async () => {
  const made = await homeWith(["01-feature-engineering", "06-backtest"]);
  [features, backtest] = made.shipped;
  remove = made.remove;
}, 120_000);
afterAll(() => remove());

function opened({first, market, signal}: RunParts) {
  const bytes = (part: Uint8Array) => Uint8Array.from(gunzipSync(part)).buffer;
  const record = openPart<FirstPart>(bytes(first));
  const prices = openPart<MarketPart>(bytes(market));
  return {record, prices, signal: signal.length > 0 ? openPart<SignalPart>(bytes(signal), prices) : null};
}

const parts = ({page, numbers}: Shipped) => opened(packRun(page, numbers));

describe("a run in parts", () => {
  it("is the same run when they are joined", () => {
    for (const shipped of [backtest, features]) {
      const {record, prices, signal} = parts(shipped);
      const {page, ...joined} = joinRun(record, prices, signal);
      const {page: given, ...whole} = loadRun(shipped.page, shipped.numbers.slice().buffer);
      expect(joined).toEqual({...whole, spared: false});
      expect(page).toEqual({...given, arrays: []});
    }
  });

  it("has its account in the first, bar by bar, and says how much else there is", () => {
    const {record} = parts(backtest);
    const {result} = loadRun(backtest.page, backtest.numbers.slice().buffer);
    const {fills, times, equity, cash, gross, net, benchmark} = result!;
    expect(recordedAccount(record)).toMatchObject({fills: [], times, equity, cash, gross, net, benchmark});
    expect(record.facts.counts).toMatchObject({fills: fills.length, rejections: result!.rejections!.length});
    expect(record.names.filter((name) => name.startsWith("field/"))).toEqual([]);
    expect(recordedAccount(parts(features).record)).toBeUndefined();
  });

  it("is verified without its signal, which is made again", async () => {
    const {record, prices, signal} = parts(backtest);
    expect(needsSignal(record.facts.run, catalog)).toBe(false);
    expect(signal!.names).toEqual(["signal", "baseline", "label"]);
    const {verdict} = await judge(joinRun(record, prices), catalog);
    const subjects = verdict.checks.map(({subject}) => subject);
    expect(verdict).toMatchObject({state: "verified", hash: record.facts.run.hashes.result});
    expect(subjects).toContain("signal made again");
    expect(subjects).not.toContain("shipped signal");
    const forged = {...record, facts: structuredClone(record.facts)};
    (forged.facts.run.hashes as {signal: string}).signal = "0".repeat(64);
    expect((await judge(joinRun(forged, prices), catalog)).verdict).toMatchObject({
      state: "mismatch",
      reason: expect.stringContaining("signal made again") as string
    });
  });

  it("needs its signal where its models learn for long or do not run here", async () => {
    const {ridge} = catalog.model;
    const slow = Object.assign((params?: Params) => ({...ridge(params), slow: true}), {...ridge}) as unknown as Maker;
    const slowly = {...catalog, model: {...catalog.model, ridge: slow}};
    const {record, prices, signal} = parts(backtest);
    expect(needsSignal(record.facts.run, slowly)).toBe(true);
    expect(needsSignal(record.facts.run, {...catalog, model: {}})).toBe(true);
    expect(needsSignal(features.page.run, {...catalog, feature: {}})).toBe(false);
    const {verdict} = await judge(joinRun(record, prices, signal), slowly);
    expect(verdict.state).toBe("from-signal");
    expect(verdict.checks.find(({subject}) => subject === "shipped signal")!.state).toBe("same");
  });

  it("does not match where a fill was changed in its column", async () => {
    const fills = backtest.page.fills.map((fill, i) => (i === 3 ? {...fill, price: fill.price * (1 + 1e-12)} : fill));
    const {record, prices} = opened(packRun({...backtest.page, fills}, backtest.numbers));
    const {verdict} = await judge(joinRun(record, prices), catalog);
    expect(verdict).toMatchObject({state: "mismatch", reason: "shipped equity and fills"});
  });
});
