import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runArrays, runPage} from "../../core/lab/arrays.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {run} from "../../core/lab/run.js";
import {writeCatalog} from "../../core/site/catalog.js";
import type {RunPage} from "../../core/site/payload.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {breakout} from "../../plugins/algorithms/breakout.js";
import {marketMaking} from "../../plugins/algorithms/market-making.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {returns} from "../../plugins/features/returns.js";
import {borrowFee} from "../../plugins/financing/borrow-fee.js";
import {cashInterest} from "../../plugins/financing/cash-interest.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {winRate} from "../../plugins/metrics/trades/win-rate.js";
import {drawdownLimit} from "../../plugins/overlays/drawdown-limit.js";
import {trailingStop} from "../../plugins/overlays/trailing-stop.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {volumeShare} from "../../plugins/slippage/volume-share.js";
import {synthetic} from "../../plugins/sources/synthetic.js";
import {longShortQuantile} from "../../plugins/strategies/long-short-quantile.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";
import {loadRun} from "../../reports/components/loaded-run.js";
import {judge} from "../../reports/components/verdict.js";
import type {Shipped} from "./judged-run.js";
import {delivered} from "./judged-run.js";

await writeCatalog();
const {catalog} = await import("../../plugins/catalog.js");

const base = {
  title: "An account",
  question: "Is all that befalls an account recorded and made again?",
  data: {dataset: "synthetic/1d", benchmark: "equal-weight"},
  metrics: [sharpe(), winRate()]
} as const;

/** Stops, a limit with memory, credit, interest, controls and a delay, over splits, dividends and delistings. */
const everything: Experiment = {
  ...base,
  name: "everything",
  features: {signal: returns({window: 5})},
  backtest: {
    strategy: longShortQuantile(),
    overlays: [trailingStop({trail: 0.04}), drawdownLimit({most: 0.05, pause: 10})],
    slippage: volumeShare(),
    commission: perShare({cost: 0.001, minimum: 1}),
    financing: [borrowFee(), cashInterest()],
    margin: {initial: 0.5, maintenance: 0.25, settlement: 2},
    controls: {maxLeverage: 1.2, maxPosition: 0.4, doNotOrder: ["S03"]},
    delay: 1,
    delistingReturn: -0.3,
    fill: "next-open",
    cash: 1_000_000
  }
};

const algorithmic: Experiment = {
  ...base,
  name: "algorithmic",
  backtest: {
    strategy: marketMaking(),
    slippage: basisPoints({points: 0, limit: 0.1}),
    commission: perShare({cost: 0}),
    financing: [borrowFee()],
    fill: "next-vwap",
    shares: "fractional",
    dividends: "reinvest"
  }
};

/** Sales at no cost, whose slippage is −0 in the engine. */
const free: Experiment = {
  ...base,
  name: "free",
  backtest: {
    strategy: smaCross(),
    slippage: basisPoints({points: 0}),
    commission: perShare({cost: 0}),
    fill: "same-close"
  }
};

const bracketed: Experiment = {
  ...base,
  name: "bracketed",
  backtest: {strategy: breakout(), slippage: basisPoints(), commission: perShare(), triggers: "optimistic"}
};

const homes: string[] = [];
afterAll(async () => {
  for (const home of homes) await rm(home, {recursive: true, force: true});
});

async function shippedFrom(experiments: readonly Experiment[]): Promise<Shipped[]> {
  const home = await mkdtemp(join(tmpdir(), "tapebook-account-"));
  homes.push(home);
  const source = synthetic({actions: true, symbols: 12, rows: 500, delistings: 0.2});
  await ingest(home, source, {from: -Infinity, to: Infinity, timeframe: "1d"}, effects());
  const shipped: Shipped[] = [];
  for (const experiment of experiments) {
    const {record} = await run(experiment, home, effects());
    shipped.push({page: await runPage(home, record), numbers: await runArrays(home, record)});
  }
  return shipped;
}

const all = [everything, algorithmic, free, bracketed];
let shipped: Shipped[];
beforeAll(async () => {
  shipped = await shippedFrom(all);
}, 60_000);

const accountOf = ({account}: RunPage) => account as unknown as Record<string, Record<string, unknown>[]>;

async function judged(one: Shipped, tamper: (page: RunPage) => void = () => {}) {
  const {page, buffer} = delivered(one);
  tamper(page);
  return (await judge(loadRun(page, buffer), catalog)).verdict;
}

describe("an account to which much happens", () => {
  it("has all of it in its run", () => {
    const [{page}, made, whole, cornered] = shipped;
    const {actions, postings, rejections, log} = page.account!;
    expect(new Set(actions.map(({action}) => action))).toEqual(new Set(["split", "dividend", "delisting"]));
    expect(new Set(postings.map(({what}) => what))).toEqual(new Set(["dividend", "borrow", "cash-interest"]));
    expect(new Set(rejections.map(({rule}) => rule))).toEqual(
      new Set(["maxLeverage", "maxPosition", "margin", "doNotOrder"])
    );
    expect(log.length).toBeGreaterThan(0);
    expect(page.fills.some(({tag}) => tag === "trailing-stop")).toBe(true);
    expect(Object.keys(made.page.account!.records)).toEqual(["inventory", "edge"]);
    expect(whole.page.fills.some(({forced}) => forced !== undefined)).toBe(true);
    expect(cornered.page.fills.some(({tag}) => tag === "stop")).toBe(true);
  });

  it.each(all.map(({name}, i) => [name, i] as const))("is made again to the same hash: %s", async (_, i) => {
    const verdict = await judged(shipped[i]);
    expect(verdict.checks.filter(({state}) => state !== "same")).toEqual([]);
    expect(verdict).toMatchObject({state: "verified", hash: shipped[i].page.run.hashes.result});
  });

  it("is the same to the last byte in another home", async () => {
    const again = await shippedFrom(all);
    for (const [i, {page, numbers}] of again.entries()) {
      expect(page.run.id).toBe(shipped[i].page.run.id);
      expect(page.run.hashes).toEqual(shipped[i].page.run.hashes);
      expect(JSON.stringify([page.fills, page.account])).toBe(
        JSON.stringify([shipped[i].page.fills, shipped[i].page.account])
      );
      expect(Buffer.from(numbers.buffer).equals(Buffer.from(shipped[i].numbers.buffer))).toBe(true);
    }
  });
});

describe("an account that was tampered with does not match", () => {
  it.each([
    ["actions", "value", 0, 1e-7],
    ["actions", "t", 0, 86_400_000],
    ["actions", "symbol", 0, "S05"],
    ["postings", "amount", 0, 1e-7],
    ["postings", "what", 0, "gift"],
    ["postings", "t", 0, 1],
    ["rejections", "quantity", 0, 1],
    ["rejections", "rule", 0, "whim"],
    ["rejections", "reason", 0, "none"],
    ["log", "text", 0, "all is well"],
    ["log", "t", 0, 1]
  ])("in the %s, of which the %s", async (list, key, at, by) => {
    const verdict = await judged(shipped[0], (page) => {
      const entry = accountOf(page)[list][at];
      entry[key] = typeof by === "number" ? Number(entry[key]) + by : by;
    });
    expect(verdict.state).toBe("mismatch");
    expect(verdict.reason).toMatch(/shipped (prices|equity and fills)/);
  });

  it.each(["actions", "postings", "rejections", "log"])("where one of the %s was taken out", async (list) => {
    const verdict = await judged(shipped[0], (page) => void accountOf(page)[list].pop());
    expect(verdict.state).toBe("mismatch");
  });

  it("in what an algorithm recorded", async () => {
    const verdict = await judged(shipped[1], ({account}) => {
      const {inventory} = account!.records as Record<string, (number | null)[]>;
      inventory[inventory.length - 1] = 0.5;
    });
    expect(verdict).toMatchObject({state: "mismatch", reason: "shipped equity and fills"});
  });

  it.each(["forced", "tag"] as const)("in why a fill was made: %s", async (key) => {
    const verdict = await judged(shipped[key === "tag" ? 0 : 2], ({fills}) => {
      delete (fills.find((fill) => fill[key] !== undefined) as unknown as Record<string, unknown>)[key];
    });
    expect(verdict).toMatchObject({state: "mismatch", reason: "shipped equity and fills"});
  });

  it("in the calendar", async () => {
    const verdict = await judged(shipped[1], ({account}) => {
      (account as unknown as Record<string, unknown>).calendar = "24/7";
    });
    expect(verdict.state).toBe("mismatch");
  });

  it("where the account is missing", async () => {
    const verdict = await judged(shipped[0], (page) => {
      (page as unknown as Record<string, unknown>).account = null;
    });
    expect(verdict.state).toBe("mismatch");
  });
});
