import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Maker, Params} from "../../core/plugin.js";
import {writeCatalog} from "../../core/site/catalog.js";
import type {RunPage} from "../../core/site/payload.js";
import {recordedSettings} from "../../reports/components/knobs.js";
import {loadRun} from "../../reports/components/loaded-run.js";
import {learningWork, rerun} from "../../reports/components/replay.js";
import {judge} from "../../reports/components/verdict.js";
import type {Shipped} from "./judged-run.js";
import {delivered, homeWith} from "./judged-run.js";

await writeCatalog();
const {catalog} = await import("../../plugins/catalog.js");

let features: Shipped;
let backtest: Shipped;
let remove = () => Promise.resolve();
beforeAll(async () => {
  const made = await homeWith(["01-feature-engineering", "06-backtest"]);
  [features, backtest] = made.shipped;
  remove = made.remove;
}, 60_000);
afterAll(() => remove());

type Loose = {-readonly [key in keyof RunPage]: RunPage[key]} & {run: Record<string, never>};

/** The verdict on a run of which something was changed on its way to the page. */
async function judged(shipped: Shipped, tamper: (page: Loose, numbers: Float64Array) => void = () => {}) {
  const {page, buffer} = delivered(shipped);
  tamper(page as unknown as Loose, new Float64Array(buffer));
  return (await judge(loadRun(page, buffer), catalog)).verdict;
}

/** Changes the value at a path by as little as counts. */
function change(page: unknown, path: readonly (string | number)[]): void {
  const node = path.slice(0, -1).reduce((inside, key) => (inside as Record<string, unknown>)[key], page) as Record<
    string,
    unknown
  >;
  const key = path.at(-1)!;
  const value = node[key];
  if (typeof value === "number") node[key] = value === 0 ? 1e-9 : value * (1 + 1e-7);
  else if (typeof value === "string") node[key] = `${value.startsWith("0") ? "1" : "0"}${value.slice(1)}`;
  else if (typeof value === "boolean") node[key] = !value;
  else throw new Error(`nothing to change at ${path.join(".")}`);
}

describe("a run as it was recorded", () => {
  it("is verified, backtest or not", async () => {
    for (const shipped of [backtest, features]) {
      const verdict = await judged(shipped);
      expect(verdict.checks.filter(({state}) => state !== "same")).toEqual([]);
      expect(verdict).toMatchObject({state: "verified", reason: "", hash: shipped.page.run.hashes.result});
    }
  });

  it("is verified by every metric, hash and array", async () => {
    const {checks} = await judged(backtest);
    const {metrics, hashes} = backtest.page.run;
    const subjects = checks.map(({subject}) => subject);
    for (const name of Object.keys(metrics)) expect(subjects).toContain(`metric ${name}`);
    for (const name of Object.keys(hashes)) expect(subjects).toContain(`${name} made again`);
    expect(subjects).toEqual(expect.arrayContaining(["run id", "code", "shipped prices", "shipped equity and fills"]));
  });

  it("may differ from the run made again by less than a billionth", async () => {
    const verdict = await judged(backtest, ({run}) => {
      const metrics = run.metrics as Record<string, number>;
      metrics.sharpe *= 1 + 1e-12;
    });
    expect(verdict.state).toBe("verified");
  });
});

describe("a run that was tampered with does not match", () => {
  it.each(["sharpe", "max-drawdown", "annual-return", "ic", "r2", "predictions", "features", "costs"])(
    "in the metric %s",
    async (name) => {
      const verdict = await judged(backtest, (page) => change(page, ["run", "metrics", name]));
      expect(verdict).toMatchObject({state: "mismatch", reason: `metric ${name}`});
    }
  );

  it.each(["panel", "features", "signal", "backtest", "result"])("in the hash %s", async (name) => {
    const verdict = await judged(backtest, (page) => change(page, ["run", "hashes", name]));
    expect(verdict.state).toBe("mismatch");
    expect(verdict.reason).toContain(`${name} made again`);
  });

  it.each([
    "times",
    "field/open",
    "field/high",
    "field/low",
    "field/close",
    "field/volume",
    "benchmark",
    "signal",
    "baseline",
    "label",
    "equity",
    "cash",
    "gross",
    "net"
  ])("in one number of %s", async (name) => {
    const verdict = await judged(backtest, ({arrays}, numbers) => {
      const {offset, length} = arrays.find((place) => place.name === name)!;
      const at = offset + Math.floor(length * 0.8);
      numbers[at] = Number.isNaN(numbers[at]) ? 0 : numbers[at] * (1 + 2 ** -50) + 2 ** -900;
    });
    expect(verdict.state).toBe("mismatch");
    expect(verdict.reason).not.toBe("");
  });

  it.each(["t", "quantity", "price", "commission", "slippage"])("in the %s of a fill", async (name) => {
    const verdict = await judged(backtest, (page) => change(page, ["fills", 3, name]));
    expect(verdict).toMatchObject({state: "mismatch", reason: "shipped equity and fills"});
  });

  it.each([
    ["sharpe", "deflated"],
    ["sharpe", "expectedMaximum"],
    ["trials", "effective"],
    ["intervals", "sharpe", "low"],
    ["bootstrap", "block"]
  ])("in its evidence: %s %s", async (...path) => {
    const verdict = await judged(backtest, (page) => change(page, ["run", "evidence", ...path]));
    expect(verdict).toMatchObject({state: "mismatch", reason: "evidence"});
  });

  it("in the number of its trials", async () => {
    const verdict = await judged(backtest, (page) => change(page, ["run", "trials"]));
    expect(verdict).toMatchObject({state: "mismatch", reason: "trials"});
  });

  it("in a fill that is missing", async () => {
    const verdict = await judged(backtest, (page) => void (page.fills = page.fills.slice(1)));
    expect(verdict.state).toBe("mismatch");
  });

  it.each([
    ["id"],
    ["title"],
    ["question"],
    ["experiment"],
    ["synthetic"],
    ["lineage", "code"],
    ["lineage", "lockfile"],
    ["lineage", "seed"],
    ["lineage", "panel"],
    ["lineage", "data", 0, "version"],
    ["lineage", "data", 0, "dataset"],
    ["lineage", "files", "plugins/models/ridge.ts"],
    ["spec", "seed"],
    ["spec", "title"],
    ["spec", "backtest", "cash"],
    ["spec", "backtest", "slippage", "params", "points"],
    ["spec", "learn", "model", "params", "penalty"],
    ["symbols", 0],
    ["shape", "rows"],
    ["folds", 0, "test", "samples"],
    ["units", "sharpe"]
  ])("in %s %s %s %s %s", async (...path) => {
    const verdict = await judged(backtest, (page) => change(page, ["run", ...path]));
    expect(verdict.state).toBe("mismatch");
  });

  it("where a metric was taken out, or one was put in", async () => {
    const without = await judged(backtest, ({run}) => void delete (run.metrics as Record<string, number>).sharpe);
    expect(without).toMatchObject({state: "mismatch", reason: "metric sharpe"});
    const more = await judged(backtest, ({run}) => void ((run.metrics as Record<string, number>).alpha = 1));
    expect(more).toMatchObject({state: "mismatch", reason: "metric alpha"});
  });

  it("where the run cannot be made again at all", async () => {
    const verdict = await judged(backtest, ({run}) => {
      const {backtest: part} = run.spec as {backtest: {strategy: {params: Record<string, unknown>}}};
      part.strategy.params = {nonsense: 1};
    });
    expect(verdict.state).toBe("mismatch");
    expect(verdict.reason).toContain("unknown threshold option: nonsense");
  });

  it("where the record makes no sense", async () => {
    const verdict = await judged(backtest, ({run}) => void ((run as Record<string, unknown>).lineage = {}));
    expect(verdict.state).toBe("mismatch");
    expect(verdict.reason).toMatch(/^its record cannot be read: /);
  });

  it("where features alone were computed", async () => {
    const verdict = await judged(features, (page) => change(page, ["run", "metrics", "coverage"]));
    expect(verdict).toMatchObject({state: "mismatch", reason: "metric coverage"});
  });
});

describe("a run whose model is not for browsers", () => {
  const without = () => ({...catalog, model: {}});

  it("is not verified, and says why", async () => {
    const {page, buffer} = delivered(backtest);
    const {verdict} = await judge(loadRun(page, buffer), without());
    expect(verdict).toMatchObject({state: "unverifiable", reason: "a browser cannot run model ridge, model mean"});
    expect(verdict.hash).toBeNull();
  });

  it("is traded again on its recorded signal", async () => {
    const {page, buffer} = delivered(backtest);
    const {made} = await judge(loadRun(page, buffer), without());
    expect(made!.hashes.backtest).toBe(page.run.hashes.backtest);
    const again = await rerun(made!, without(), recordedSettings(page.run)!);
    expect(again.metrics.sharpe).toBe(page.run.metrics.sharpe);
  });

  it("does not match where the signal was changed", async () => {
    const {page, buffer} = delivered(backtest);
    const {offset, length} = page.arrays.find(({name}) => name === "signal")!;
    new Float64Array(buffer)[offset + length - 30] += 1e-12;
    const {verdict} = await judge(loadRun(page, buffer), without());
    expect(verdict).toMatchObject({state: "mismatch", reason: "shipped signal"});
  });
});

describe("a run whose models learn for long", () => {
  const slowly = () => {
    const {ridge} = catalog.model;
    const made = (params?: Params) => ({...ridge(params), slow: true});
    const slow = Object.assign(made, {...ridge}) as unknown as Maker;
    return {...catalog, model: {...catalog.model, ridge: slow}};
  };
  const attempt = async (tamper: (page: Loose, numbers: Float64Array) => void = () => {}, learn = false) => {
    const {page, buffer} = delivered(backtest);
    tamper(page as unknown as Loose, new Float64Array(buffer));
    return judge(loadRun(page, buffer), slowly(), {learn});
  };

  it("is verified from its signal on, by every figure, and says that the models did not learn", async () => {
    const {verdict, made} = await attempt();
    expect(verdict.state).toBe("from-signal");
    expect(verdict.hash).toBeNull();
    expect(verdict.reason).toContain("did not learn again");
    const unknown = verdict.checks.filter(({state}) => state !== "same").map(({subject}) => subject);
    expect(unknown.sort()).toEqual(["result made again", "signal made again"]);
    expect(verdict.checks.map(({subject}) => subject)).toContain("label made again");
    const again = await rerun(made!, catalog, recordedSettings(backtest.page.run)!);
    expect(again.hash).toBe(backtest.page.run.hashes.result);
  });

  it.each(["ic", "r2", "predictions", "samples", "sharpe", "coverage"])(
    "does not match where the metric %s was changed",
    async (name) => {
      const {verdict} = await attempt((page) => change(page, ["run", "metrics", name]));
      expect(verdict).toMatchObject({state: "mismatch", reason: `metric ${name}`});
    }
  );

  it("does not match where its label was changed, or a fold", async () => {
    const label = await attempt(({arrays}, numbers) => {
      const {offset, length} = arrays.find(({name}) => name === "label")!;
      numbers[offset + length - 60] += 1e-12;
    });
    expect(label.verdict).toMatchObject({state: "mismatch", reason: "shipped signal, label made again"});
    const fold = await attempt((page) => change(page, ["run", "folds", 0, "test", "samples"]));
    expect(fold.verdict).toMatchObject({state: "mismatch", reason: "folds"});
  });

  it("learns when it is told to, tells how far it is, and is then verified", async () => {
    const {page, buffer} = delivered(backtest);
    const shares: number[] = [];
    const progress = (share: number) => void shares.push(share);
    const {verdict} = await judge(loadRun(page, buffer), slowly(), {learn: true, progress});
    expect(verdict).toMatchObject({state: "verified", hash: page.run.hashes.result});
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it("is one whose samples, features and rounds of boosting are many", () => {
    const {run} = backtest.page;
    const {learn} = run.spec;
    const samples = run.folds.reduce((sum, {train}) => sum + train.samples, 0);
    const count = Object.keys(run.spec.features).length;
    expect(learningWork(run)).toBe(samples * count * 2);
    const model = {kind: "model", name: "lightgbm", params: {num_iterations: 50}} as const;
    const spec = {...run.spec, learn: {...learn!, model, rivals: {control: {shuffled: true}}}};
    expect(learningWork({...run, spec})).toBe(samples * count * (50 + 1 + 50));
    expect(learningWork(features.page.run)).toBe(0);
  });
});

describe("a backtest made again", () => {
  it("with the recorded settings is the recorded one", async () => {
    const {page, buffer} = delivered(backtest);
    const {made} = await judge(loadRun(page, buffer), catalog);
    const again = await rerun(made!, catalog, recordedSettings(page.run)!);
    expect(again.hash).toBe(page.run.hashes.result);
    expect(again.metrics).toEqual(
      Object.fromEntries(Object.keys(again.metrics).map((name) => [name, page.run.metrics[name]]))
    );
  });

  it("with other settings is another, each of them", async () => {
    const {page, buffer} = delivered(backtest);
    const {made} = await judge(loadRun(page, buffer), catalog);
    const recorded = recordedSettings(page.run)!;
    const first = await rerun(made!, catalog, recorded);
    const hashes = new Set([first.hash]);
    for (const given of [{commission: 0.05}, {slippage: 50}, {fill: "next-open" as const}, {delay: 3}]) {
      const again = await rerun(made!, catalog, {...recorded, ...given});
      hashes.add(again.hash);
      if ("commission" in given) expect(again.paid.commission).toBeGreaterThan(first.paid.commission);
      if ("slippage" in given) expect(again.paid.slippage).toBeGreaterThan(first.paid.slippage);
    }
    expect(hashes.size).toBe(5);
  });
});
