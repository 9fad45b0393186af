import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {Ajv2020} from "ajv/dist/2020.js";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {random} from "../../core/base/random.js";
import {compare as verb} from "../../core/cli/verbs/compare.js";
import {parse} from "../../core/cli/parser.js";
import {isMisuse} from "../../core/cli/verb.js";
import {chooseRuns, namesOf} from "../../core/lab/compare/choose.js";
import {compareRuns} from "../../core/lab/compare/compare.js";
import {comparedPage} from "../../core/lab/compare/page.js";
import {schemaTexts} from "../../core/lab/compare/schemas.js";
import type {Comparison} from "../../core/lab/compare/shape.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {toSpec} from "../../core/lab/experiment.js";
import {setOption} from "../../core/lab/experiments.js";
import {root} from "../../core/lab/home.js";
import type {RunRecord} from "../../core/lab/record.js";
import {run} from "../../core/lab/run.js";
import {listRecords} from "../../core/lab/runs.js";
import {findKept} from "../../core/lab/reproduce/kept.js";
import {reproduce} from "../../core/lab/reproduce/reproduce.js";
import type {Bar} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {maxDrawdown} from "../../plugins/metrics/max-drawdown.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {topK} from "../../plugins/strategies/top-k.js";
import {effectsAt, everything, freshFolder, sourceOf} from "../store/homes.js";

/** Six stocks, of which each goes on where it went the day before. */
function madeBars(): Bar[] {
  const {normal} = random(4);
  const bars: Bar[] = [];
  for (const symbol of ["A", "B", "C", "D", "E", "F"]) {
    let close = 50;
    let before = 0;
    for (let day = Date.UTC(2019, 0, 1); day < Date.UTC(2020, 6, 1); day += 86_400_000) {
      if ([0, 6].includes(new Date(day).getUTCDay())) continue;
      before = 0.26 * before + 0.01 * normal();
      close *= 1 + before;
      bars.push({t: day, symbol, open: close, high: close * 1.01, low: close * 0.99, close, volume: 1e6});
    }
  }
  return bars;
}

const experiment: Experiment = {
  name: "93-compared",
  title: "Compared",
  question: "Which of them?",
  data: {dataset: "made/1d", benchmark: "equal-weight"},
  features: {fast: returns({window: 1}), slow: returns({window: 5})},
  learn: {
    label: forwardReturn({horizon: 1}),
    split: walkForward({train: 100, test: 50, step: 50}),
    model: ridge({penalty: 1}),
    baseline: mean()
  },
  backtest: {strategy: topK({k: 2}), slippage: basisPoints({points: 1}), commission: perShare({cost: 0.001})},
  metrics: [sharpe(), maxDrawdown()]
};

let home: string;
let ids: Record<"good" | "all" | "short" | "untraded", string>;
const at = (now: number) => effects({now: () => now});

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-compare-"));
  await ingest(home, sourceOf(madeBars(), "made"), everything, effectsAt());
  const spec = toSpec(experiment);
  const idOf = async (given: typeof spec, now: number) => (await run(given, home, at(now))).record.id;
  const {backtest: _, metrics: __, ...samples} = spec;
  ids = {
    good: await idOf(spec, 1000),
    all: await idOf(setOption(spec, "backtest.slippage.points", "12"), 2000),
    short: await idOf(setOption(setOption(spec, "data.from", "2019-06-03"), "learn.model.penalty", "5000"), 3000),
    untraded: await idOf({...samples, name: "94-untraded", metrics: []}, 4000)
  };
}, 60_000);
afterAll(() => rm(home, {recursive: true, force: true}));

const records = async (...which: readonly (keyof typeof ids)[]): Promise<RunRecord[]> =>
  chooseRuns(home, {runs: which.map((name) => ids[name])});

describe("runs to compare", () => {
  it("are named by id, by experiment, as all of one, or as the newest of each", async () => {
    const found = async (wanted: Parameters<typeof chooseRuns>[1]) =>
      (await chooseRuns(home, wanted)).map(({id}) => id);
    expect(await found({runs: [ids.all.slice(0, 6), ids.good, ids.all]})).toEqual([ids.all, ids.good]);
    expect(await found({runs: ["93-compared"]})).toEqual([ids.short]);
    expect(await found({experiment: "93-compared"})).toEqual([ids.good, ids.all, ids.short]);
    expect(await found({all: true})).toEqual([ids.short, ids.untraded]);
    await expect(found({runs: ["zz"]})).rejects.toThrow("unknown run: zz; runs are");
    await expect(found({experiment: "06"})).rejects.toThrow(
      "unknown experiment: 06 has no run; those that have are 93-compared"
    );
    await expect(chooseRuns(await freshFolder(), {all: true})).rejects.toThrow("missing runs: there are none yet");
  });

  it("are called by what tells each from most of the others", async () => {
    const names = namesOf(await listRecords(home));
    expect(names.get(ids.good)).toBe("93-compared");
    expect(names.get(ids.all)).toBe("93-compared (slippage.points=12)");
    expect(names.get(ids.short)).toBe("93-compared (data.from=2019-06-03, model.penalty=5000)");
    expect(names.get(ids.untraded)).toBe("94-untraded");
  });
});

describe("a comparison", () => {
  it("ranks, tells beyond luck what was planted, and recommends it with its reasons", async () => {
    const found = await compareRuns(home, await records("all", "good"), {draws: 199});
    expect(found.runs.map(({id, rank}) => [id, rank])).toEqual([
      [ids.good, 1],
      [ids.all, 2]
    ]);
    const [good] = await records("good");
    expect(found.runs[0]).toMatchObject({
      metrics: good.metrics,
      trials: 3,
      seconds: 0,
      model: "ridge",
      audit: good.audit!.judgement
    });
    const [{a, b, returns, difference}] = found.pairs;
    expect([a, b]).toEqual([ids.good, ids.all]);
    expect(returns).toBe(found.common.rows - 1);
    expect(difference!.sharpe.value).toBeCloseTo(good.metrics.sharpe! - found.runs[1].metrics.sharpe!, 9);
    expect(difference!.sharpe.corrected).toBeLessThan(0.05);
    const {recommendation, forecasts} = found;
    expect(recommendation).toMatchObject({verdict: "best", run: ids.good, beaten: [ids.all], equals: []});
    expect(recommendation.text).toContain("by more than luck would give");
    expect(recommendation.reasons[0]).toMatch(
      /its Sharpe ratio is \d.* higher over \d+ shared returns .*more than luck would give/
    );
    expect(forecasts[0].reasons).toEqual({
      squaredError: "their errors are the same on every row",
      coefficient: "they rank the names alike on every day"
    });
  });

  it("goes by common rows, says where spans differ, and holds forecasts against one another", async () => {
    const found = await compareRuns(home, await records("good", "short", "untraded"), {draws: 199, benchmark: true});
    expect(found.runs.map(({id}) => id)).toContain("benchmark, equal weights");
    const pair = found.pairs.find(
      (each) => [each.a, each.b].includes(ids.short) && [each.a, each.b].includes(ids.good)
    )!;
    const [good, short] = [ids.good, ids.short].map((id) => found.runs.find((each) => each.id === id)!);
    expect(short.span!.rows).toBeLessThan(good.span!.rows);
    expect(pair.returns).toBe(short.span!.rows - 1);
    expect(found.warnings.some((each) => each.startsWith("The runs do not cover the same days"))).toBe(true);
    expect(found.warnings).toContain("Some of these runs trade nothing: they have no returns to compare.");
    const forecast = found.forecasts.find(
      (each) => [each.a, each.b].includes(ids.short) && [each.a, each.b].includes(ids.good)
    )!;
    expect(forecast.cells).toBeGreaterThan(600);
    expect(forecast.squaredError).toMatchObject({horizon: 2});
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
  });

  it("ranks by another figure, lowest first where asked, and says when that has no test", async () => {
    const list = await records("good", "all");
    const found = await compareRuns(home, list, {draws: 99, by: "max-drawdown", lowest: true});
    const [first, second] = found.runs.map(({metrics}) => metrics["max-drawdown"]!);
    expect(first).toBeLessThan(second);
    expect(found.warnings[0]).toBe(
      "There is no test of differences in max-drawdown: the recommendation goes by the Sharpe ratio."
    );
    const byIc = await compareRuns(home, await records("good", "short"), {draws: 99, by: "ic"});
    expect(byIc.recommendation.reasons[0]).toMatch(/its daily IC is \d\.\d{3} (higher|lower)/);
    await expect(compareRuns(home, list, {by: "alpha"})).rejects.toThrow(
      "unknown metric: alpha; metrics of these runs are sharpe"
    );
  });

  it("of one run has nothing to compare with, and says so", async () => {
    const {pairs, set, recommendation} = await compareRuns(home, await records("good"), {draws: 99});
    expect({pairs, set}).toEqual({pairs: [], set: null});
    expect(recommendation).toMatchObject({verdict: "alone", run: null, leader: ids.good});
  });
});

describe("tapebook compare", () => {
  const asked = async (...words: readonly string[]) => {
    const command = (await parse(["compare", ...words], [verb], "0"))!;
    return verb.act(command.given, {home, task: () => effects()});
  };

  it("prints a table, the differences and the advice, and writes the JSON where it is asked to", async () => {
    const out = join(await freshFolder(), "results", "model_comparison_1.json");
    const {text, json} = await asked(ids.good, ids.all, "--draws", "199", "--out", out);
    expect(JSON.parse(await readFile(out, "utf8"))).toEqual(JSON.parse(JSON.stringify(json)));
    const lines = text.split("\n");
    expect(lines[0]).toMatch(
      /^# {2}run +id +model +sharpe +max-drawdown +ic +accuracy +took +trials +deflated +lint +audit$/
    );
    expect(lines[1]).toContain(`1  93-compared (slippage.points=1)`);
    expect(text).toContain(
      `Take 93-compared (slippage.points=1): its Sharpe ratio is above that of 93-compared (slippage.points=12)`
    );
  });

  it("is used wrongly without runs, with unknown ones, and with an unknown metric", async () => {
    for (const words of [[], ["zz"], [ids.good, "--by", "alpha"], ["--experiment", "none"]]) {
      const error = await asked(...words).catch((reason: unknown) => reason);
      expect(isMisuse(error), words.join(" ")).toBe(true);
    }
  });
});

describe("the published schemas", () => {
  const schemas = schemaTexts();
  const validator = (file: string) => new Ajv2020({strict: false}).compile(JSON.parse(schemas[file]) as object);

  it("are those of the shapes in use; npx tsx core/lab/compare/write-schemas.ts writes them", async () => {
    for (const [file, text] of Object.entries(schemas))
      expect(JSON.parse(await readFile(join(root, "schemas", file), "utf8")), file).toEqual(JSON.parse(text));
  });

  it("hold for what is written and printed, and for nothing else", async () => {
    const isRun = validator("run.schema.json");
    for (const {id} of await listRecords(home)) {
      const text = await readFile(join(home, "runs", id, "run.json"), "utf8");
      expect(isRun(JSON.parse(text)), JSON.stringify(isRun.errors)).toBe(true);
    }
    expect(isRun({id: 1})).toBe(false);
    const isComparison = validator("comparison.schema.json");
    const found = await compareRuns(home, await listRecords(home), {draws: 99, benchmark: true});
    const printed = JSON.parse(JSON.stringify(found)) as Comparison;
    expect(isComparison(printed), JSON.stringify(isComparison.errors)).toBe(true);
    expect(isComparison({...printed, runs: printed.runs.map(({id: _, ...rest}) => rest)})).toBe(false);
    const isReproduction = validator("reproduction.schema.json");
    const again = await reproduce(await findKept(home, ids.good), home, at(1));
    expect(isReproduction(JSON.parse(JSON.stringify(again))), JSON.stringify(isReproduction.errors)).toBe(true);
    const failed = {run: ids.good, experiment: "93-compared", identical: false, error: "missing dataset"};
    expect(isReproduction([again, failed])).toBe(true);
    expect(isReproduction({...again, identical: "yes"})).toBe(false);
  });
});

it("is given to the page with the very same equity, benchmarks, and forecasts", async () => {
  const page = JSON.parse(JSON.stringify(await comparedPage(home))) as Awaited<ReturnType<typeof comparedPage>>;
  const names = page.runs.map(({id}) => id);
  expect(names.slice(0, 3)).toEqual([ids.good, ids.all, ids.short]);
  expect(names).not.toContain(ids.untraded);
  expect(page.runs.filter(({experiment}) => experiment === null)).toHaveLength(1);
  const [good] = page.runs;
  const numbers = new Float64Array(Uint8Array.from(Buffer.from(good.equity, "base64")).buffer);
  const kept = await compareRuns(home, await records("good"), {draws: 9});
  expect(numbers).toHaveLength(kept.runs[0].span!.rows);
  expect(page.grids[good.grid]).toHaveLength(numbers.length);
  expect(numbers[0]).toBe(100_000);
  expect(page.forecasts).toHaveLength(3);
});
