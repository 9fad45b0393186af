import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {formatDate} from "../../core/base/timeframe.js";
import {parse} from "../../core/cli/parser.js";
import {isMisuse} from "../../core/cli/verb.js";
import {evaluate as verb} from "../../core/cli/verbs/evaluate.js";
import {effects} from "../../core/lab/context.js";
import type {Evaluated} from "../../core/lab/evaluation.js";
import {evaluate} from "../../core/lab/evaluation.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import type {EvaluatedMany} from "../../core/lab/many-signals.js";
import {run} from "../../core/lab/run.js";
import type {Bar} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {writeColumns} from "../../core/store/disk/columns.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {effectsAt, everything, sourceOf} from "../store/homes.js";

const symbols = Array.from("ABCDEFGH");
const bars: Bar[] = [];
const stream = random(11);
const last = new Map(symbols.map((symbol) => [symbol, 50]));
for (let t = Date.UTC(2020, 0, 1); t < Date.UTC(2020, 8, 1); t += 86_400_000) {
  if ([0, 6].includes(new Date(t).getUTCDay())) continue;
  for (const symbol of symbols) {
    const close = last.get(symbol)! * (1 + 0.02 * stream.normal());
    last.set(symbol, close);
    bars.push({t, symbol, open: close, high: close * 1.01, low: close * 0.99, close, volume: 1e6});
  }
}
const experiment: Experiment = {
  name: "93-evaluated",
  title: "Evaluated",
  question: "What does it know?",
  data: {dataset: "made/1d"},
  features: {back: returns({window: 3}), long: returns({window: 10})},
  learn: {
    label: forwardReturn({horizon: 2}),
    split: walkForward({train: 60, test: 20, step: 20}),
    model: ridge({penalty: 10}),
    baseline: mean()
  }
};

let home: string;
let id: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-evaluation-"));
  await ingest(home, sourceOf(bars), everything, effectsAt());
  id = (await run(experiment, home, effects())).record.id;
});
afterAll(() => rm(home, {recursive: true, force: true}));

const options = {horizons: [1, 3]};
const counted = async (name: string) => countTrials(await readTrials(home), name);

/** The verb on the words of a command line. */
async function asked(...words: readonly string[]) {
  const command = (await parse(["evaluate", ...words], [verb], "0"))!;
  const answer = await command.verb.act(command.given, {home, task: () => effects()});
  return {text: answer.text, found: answer.json as Evaluated};
}

/** The signal of a file as `date,symbol,signal`: what each symbol will have earned two bars later. */
async function foresight(): Promise<string> {
  const closes = (symbol: string) => bars.filter((bar) => bar.symbol === symbol);
  const lines = symbols.flatMap((symbol) => {
    const own = closes(symbol);
    return own.slice(0, -2).map((bar, i) => `${formatDate(bar.t)},${symbol},${own[i + 2].close / own[i + 1].close}`);
  });
  const file = join(home, "foresight.csv");
  await writeFile(file, ["Date,Ticker,score", ...lines, "1999-01-04,A,1", "2020-01-03,ZZ,1"].join("\n"));
  return file;
}

describe("an evaluation of a run", () => {
  it("is of its signal, counts no trial, and holds no NaN", async () => {
    const before = await counted(experiment.name);
    const {text, found} = await asked(id.slice(0, 6), "--horizons", "1,3", "--quantiles", "3");
    expect(found).toMatchObject({
      title: "signal of 93-evaluated",
      run: id,
      dataset: "made/1d",
      trials: null,
      symbols: 8
    });
    const {figures, decay} = found;
    expect(figures).toMatchObject({names: 8, across: true, quantiles: 3, delay: 1});
    expect(figures.horizons.map(({horizon}) => horizon)).toEqual([1, 3]);
    expect(figures.horizons[0].ic.rows).toBeGreaterThan(80);
    expect(decay[0].ic).toBeCloseTo(figures.horizons[0].ic.mean!, 12);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(text).toMatch(/^ *horizon +IC +ICIR/m);
    expect(await counted(experiment.name)).toBe(before);
  });

  it("is of a feature, a trial the first time, with groups from a field or a file", async () => {
    const before = await counted(experiment.name);
    const groups = join(home, "groups.csv");
    await writeFile(
      groups,
      `symbol,sector\n${symbols.map((symbol, s) => `${symbol},${s < 4 ? "tech" : "oil"}`).join("\n")}`
    );
    const ask = () => evaluate({of: id, feature: "back", groups, options: {...options, fewest: 3}}, home, effects());
    const first = await ask();
    expect(first.title).toBe("back of 93-evaluated");
    expect(first.groupNames).toEqual(["oil", "tech"]);
    expect(first.figures.horizons[0].groups.map(({ic}) => ic.rows > 100)).toEqual([true, true]);
    expect(first.trials).toBe(before + 1);
    expect(await ask()).toEqual(first);
    expect(await counted(experiment.name)).toBe(before + 1);
  });

  it("ends when it is told to", async () => {
    const controller = new AbortController();
    const progress = () => controller.abort(new Error("interrupted"));
    await expect(evaluate({of: id, options}, home, effects({signal: controller.signal, progress}))).rejects.toThrow(
      "interrupted"
    );
  });
});

describe("an evaluation of all features", () => {
  it("tests each at each horizon, corrects for their number, and counts each as a trial once", async () => {
    const before = await counted(experiment.name);
    const words = [id, "--features", "--horizons", "1,3"];
    const many = async (...more: readonly string[]) => {
      const {text, found} = await asked(...words, ...more);
      return {text, found: found as unknown as EvaluatedMany};
    };
    const {text, found} = await many();
    expect(found).toMatchObject({run: id, features: 2, counted: 4, correction: "benjamini-hochberg", across: true});
    expect(found.trials).toBe(before + 2);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    const alone = await evaluate({of: id, feature: "long", options}, home, effects());
    const tested = found.tests.filter(({name}) => name === "long").sort((a, b) => a.horizon - b.horizon);
    expect(tested.map(({ic, t, p}) => [ic, t, p])).toEqual(
      alone.figures.horizons.map(({ic}) => [ic.mean, ic.robustT, ic.robustP])
    );
    expect(text).toMatch(/^feature +horizon +rows +IC +ICIR +t +p +q +discovered$/m);
    expect(text).toContain("Benjamini and Hochberg");
    const {found: strict, text: said} = await many("--correction", "bonferroni", "--level", "0.01");
    expect(strict.tests[0].q).toBeCloseTo(Math.min(1, 4 * strict.tests[0].p!), 12);
    expect(said).toContain("(Bonferroni)");
    expect(await counted(experiment.name), "another correction is no other look").toBe(before + 3);
  });
});

describe("an evaluation of a file", () => {
  it("finds foresight in rows of date, symbol and signal, and says what did not fit", async () => {
    const {text, found} = await asked(await foresight(), "--dataset", "made/1d", "--horizons", "1");
    const [{ic, spread}] = found.figures.horizons;
    expect(ic.mean!).toBeCloseTo(1, 12);
    expect(spread.mean!).toBeGreaterThan(0.02);
    expect(found.run).toBeNull();
    expect(found.notes[0]).toMatch(/^2 of \d+ values are at times or of symbols that made\/1d does not have$/);
    expect(text).toContain("Looking at it is a trial");
  });

  it("is a trial for each signal that it held, whatever it is called", async () => {
    const file = await foresight();
    const ask = async (of: string) => (await evaluate({of, dataset: "made/1d", options}, home, effects())).trials!;
    const first = await ask(file);
    const text = await readFile(file, "utf8");
    await writeFile(join(home, "copy.csv"), text);
    expect(await ask(join(home, "copy.csv"))).toBe(first);
    await writeFile(file, text.replaceAll(/,0\./g, ",1."));
    expect(await ask(file)).toBe(first + 1);
    expect(await ask(file)).toBe(first + 1);
  });

  it("reads a column for each symbol, and Parquet", async () => {
    const times = [...new Set(bars.map(({t}) => t))];
    const value = (symbol: string, t: number) => bars.find((bar) => bar.symbol === symbol && bar.t === t)!.close;
    const wide = join(home, "wide.csv");
    const lines = times
      .slice(0, 40)
      .map((t) => [formatDate(t), ...symbols.map((symbol) => value(symbol, t))].join(","));
    await writeFile(wide, [`date,${symbols.join(",")}`, ...lines].join("\n"));
    const long = join(home, "long.parquet");
    const rows = times.slice(0, 40).flatMap((t) => symbols.map((symbol) => ({t, symbol, signal: value(symbol, t)})));
    await writeColumns(long, {
      t: Float64Array.from(rows, ({t}) => t),
      symbol: rows.map(({symbol}) => symbol),
      signal: Float64Array.from(rows, ({signal}) => signal)
    });
    const of = (file: string) => evaluate({of: file, dataset: "made/1d", options}, home, effects());
    const [one, two] = [await of(wide), await of(long)];
    expect(one.figures.cells).toBe(320);
    expect(one.figures).toEqual(two.figures);
  });
});

describe("what cannot be evaluated", () => {
  it.each([
    [["nothing"], /^unknown run: nothing/],
    [["93-evaluated.csv"], /^missing dataset: name the prices/],
    [["ID", "--dataset", "made/1d"], /^invalid dataset: made\/1d; a run has its own/],
    [["ID", "--feature", "rsi"], /^unknown feature: rsi; there are .*back, long/],
    [["ID", "--groups", "sector"], /^unknown group: sector/],
    [["ID", "--horizons", "1,x"], /^invalid horizons: x/],
    [["ID", "--horizons", "5,5"], /^invalid horizons: 5, 5; name each once/],
    [["ID", "--quantiles", "1"], /^invalid quantiles: 1/],
    [["ID", "--features", "--quantiles", "4"], /^invalid quantiles: --features tests all of them/],
    [["ID", "--features", "--level", "5"], /^invalid level: 5; expected a share/],
    [["ID", "--correction", "holm"], /^missing features: --correction is for --features/],
    [["signal.csv", "--features"], /^invalid features: signal.csv has its signal alone/],
    [["05-evaluate-signals"], /^missing run: 05-evaluate-signals was not run/]
  ])("%j is refused", async (words, message) => {
    const before = await readTrials(home);
    const refused = await asked(...words.map((word) => (word === "ID" ? id : word))).catch((error: Error) => error);
    expect(await readTrials(home), "and counts nothing").toEqual(before);
    expect((refused as Error).message).toMatch(message);
    expect(isMisuse(refused)).toBe(true);
  });

  it("is a file without a signal, and says which columns it has", async () => {
    const file = join(home, "odd.csv");
    const before = await readTrials(home);
    await writeFile(file, "when,what\n2020-01-01,1\n");
    await expect(asked(file, "--dataset", "made/1d")).rejects.toThrow(
      /^missing times: .* has when, what; name a column date$/
    );
    await writeFile(file, "date,symbol,signal\n1990-01-01,Q,1\n");
    await expect(asked(file, "--dataset", "made/1d")).rejects.toThrow(/^invalid signal: no time and symbol of /);
    expect(await readTrials(home)).toEqual(before);
  });
});
