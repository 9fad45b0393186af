import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parse} from "../../core/cli/parser.js";
import {isMisuse} from "../../core/cli/verb.js";
import {error} from "../../core/cli/verbs/error.js";
import {effects} from "../../core/lab/context.js";
import {latestErrors} from "../../core/lab/error.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import type {KeptError} from "../../core/learn/error/kept.js";
import {tapebook} from "./tapebook.js";

let home: string;
const experiment = "03-boosting-baseline";
/** Few folds, so that there is little to fit. */
const folds = ["train=610", "test=262", "step=262"].flatMap((each) => ["--set", `learn.split.${each}`]);

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-error-"));
  await tapebook(["ingest", "samples"], {home});
}, 60_000);

afterAll(() => rm(home, {recursive: true, force: true}));

async function asked(...words: readonly string[]) {
  const command = (await parse(["error", experiment, ...folds, ...words], [error], "0"))!;
  const answer = await command.verb.act(command.given, {home, task: () => effects()});
  return {text: answer.text, report: answer.json as KeptError & {found: boolean}};
}

const trials = async () => countTrials(await readTrials(home), experiment);

describe("tapebook error", () => {
  it("divides a straight line's error, draws its curve, counts once, and is found again", async () => {
    const before = await trials();
    const words = ["--set", "learn.model=ridge", "--rounds", "3", "--sizes", "1,0.25,1"];
    const {text, report} = await asked(...words);
    const {seeds, bootstrap, wrong} = report.decomposition;
    for (const {loss, bias, variance, noise} of [seeds, bootstrap]) {
      expect(bias! + variance!).toBeCloseTo(loss!, 12);
      expect(noise).toBeNull();
    }
    expect(seeds.variance! / seeds.loss!).toBeLessThan(1e-20);
    expect(bootstrap.variance! / bootstrap.loss!).toBeGreaterThan(1e-5);
    expect(wrong).toBeNull();
    expect(report.learningCurve.map(({at}) => at)).toEqual([0.25, 1]);
    const [few, all] = report.learningCurve;
    expect(few.samples!).toBeLessThan(all.samples!);
    expect(few.train.folds).toHaveLength(report.folds);
    expect(few.train.mean!).toBeGreaterThan(all.train.mean!);
    expect(report.intervals.level).toBe(0.9);
    expect(report.intervals.covered).toBeGreaterThan(0.6);
    expect(report.outOfBag).toBeUndefined();
    expect(report.calibration).toEqual([]);
    expect(await trials()).toBe(before + 1);
    expect(report.trials).toBe(before + 1);
    expect(text).toMatch(
      /squared error over 3 fits, × 10\^-3 +error +bias² and noise +variance +variance of it\nother seeds/
    );
    expect(text).toMatch(/\n +25\.00 % +[\d,]+ +-?\d+\.\d\d % +-?\d+\.\d\d % +\d+\.\d\d %\n/);
    expect(text).toMatch(
      /Intervals that should hold 90\.00 % of the last fold's labels hold \d\d\.\d\d %, 0\.\d+ wide\./
    );
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const again = await asked(...words);
    expect(again.report).toEqual({...report, found: true});
    expect(again.text).toContain("found, nothing changed since");
    expect(await trials()).toBe(before + 1);
  }, 60_000);

  it("asks a forest for its out-of-bag scores, at every size", async () => {
    const small = ["--set", "learn.rivals.forest.model.n_estimators=12"];
    const {text, report} = await asked("--of", "forest", "--rounds", "2", "--sizes", "0.5,1", ...small);
    expect([report.of, report.model]).toEqual(["forest", "random-forest"]);
    expect(report.outOfBag!.map(({at, samples}) => [at, samples])).toEqual(
      report.learningCurve.map(({at, samples}) => [at, samples])
    );
    for (const [i, {score}] of report.outOfBag!.entries()) {
      expect(score).toBeLessThan(report.learningCurve[i].train.mean!);
      expect(score).toBeGreaterThan(-1);
    }
    expect(report.decomposition.seeds.variance).toBeGreaterThan(0);
    expect(text).toContain("out of bag");
    expect((await latestErrors(home, report.run)).map(({id}) => id)).toEqual([report.id]);
  }, 60_000);

  it("says of classes how many are wrong, and how far their probabilities are to be believed", async () => {
    const classes = ["--set", "learn.label=direction", "--set", "learn.model=random-forest"];
    const small = ["--set", "learn.model.criterion=gini", "--set", "learn.model.n_estimators=12"];
    const {text, report} = await asked("--rounds", "2", "--sizes", "1", ...classes, ...small);
    expect(report.score).toBe("accuracy");
    const {loss, bias, net} = report.decomposition.wrong!;
    expect(bias! + net!).toBeCloseTo(loss!, 12);
    const [found, ...others] = report.calibration;
    expect(found.classes.map(({value}) => value)).toEqual([-1, 0, 1]);
    expect(found.classes.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(found.brier).toBeGreaterThan(0);
    expect(found.brier).toBeLessThan(2);
    expect(found.climate).toBeLessThan(1);
    for (const {reliability} of found.classes)
      expect(reliability.count.reduce((sum, many) => sum + many, 0)).toBe(report.samples.test);
    expect(others.map(({name}) => name)).not.toContain("ridge");
    expect(text).toMatch(
      /probabilities +Brier score +shares alone +class +came +mean gap\nmodel +0\.\d{4} +0\.\d{4} +-1/
    );
    expect(text).toContain("right classes in training");
  }, 60_000);

  it.each([
    [["--of", "forrest"], /^unknown model: forrest; those that learn are model, baseline, catboost,/],
    [["--rounds", "1"], /^invalid number of rounds: 1; a variance needs 2 or more/],
    [["--sizes", "0.5,2"], /^invalid sizes: 2; expected shares of the training rows/],
    [["--score", "r3"], /^unknown score: r3; scores are r2, squared-error, ic, accuracy/],
    [["--set", "learn.split=purged-k-fold"], /^invalid split: purged-k-fold trains on what comes after its tests;/],
    [["--set", "learn.model=null", "--set", "learn.rivals={}"], /^missing model: 03-boosting-baseline learns nothing/]
  ])("says what is wrong before anything is counted: %j", async (words, message) => {
    const before = await trials();
    const given: readonly string[] = words.some((word) => word.startsWith("learn.split="))
      ? words
      : [...folds, ...words];
    const command = (await parse(["error", experiment, ...given], [error], "0"))!;
    const thrown: unknown = await command.verb
      .act(command.given, {home, task: () => effects()})
      .catch((error: unknown) => error);
    expect((thrown as Error).message).toMatch(message);
    expect(isMisuse(thrown)).toBe(true);
    expect(await trials()).toBe(before);
  });

  it("that is interrupted ends with 130, is counted, and keeps nothing", async () => {
    const kept = async () => (await readdir(join(home, "errors")).catch(() => [])).length;
    const [before, files] = [await trials(), await kept()];
    const words = ["error", experiment, ...folds, "--of", "ridge", "--rounds", "400", "--json"];
    const stopped = await tapebook(words, {home, on: [/: 25 %$/m, () => "SIGINT"]});
    expect([stopped.code, stopped.stdout]).toEqual([130, ""]);
    const all = await readTrials(home);
    expect([await trials(), all.at(-1)!.event, await kept()]).toEqual([before + 1, "cancelled", files]);
  }, 60_000);
});
