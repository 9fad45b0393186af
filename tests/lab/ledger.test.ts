import {appendFile, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {appendTrial, countTrials, ledgerFile, readTrials} from "../../core/lab/ledger.js";

let home: string;
beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), "tapebook-ledger-"))));
afterEach(() => rm(home, {recursive: true, force: true}));

const started = (run: string, experiment = "06-backtest") => {
  return appendTrial(home, {event: "started", at: "2020-01-01T00:00:00.000Z", experiment, run});
};

it("chains every line to the one before, and counts starts", async () => {
  await started("a");
  await appendTrial(home, {
    event: "failed",
    at: "2020",
    experiment: "06-backtest",
    run: "a",
    attempt: 1,
    error: "broke"
  });
  await started("a");
  await started("b", "other");
  const trials = await readTrials(home);
  expect(trials.map(({n, attempt}) => [n, attempt])).toEqual([
    [1, 1],
    [2, 1],
    [3, 3],
    [4, 4]
  ]);
  expect(trials[1].previous).toBe(trials[0].hash);
  expect(countTrials(trials, "06-backtest")).toBe(2);
});

it("finds a changed, a removed and a reordered line", async () => {
  for (const run of ["a", "b", "c"]) await started(run);
  const text = await readFile(ledgerFile(home), "utf8");
  const lines = text.trimEnd().split("\n");
  const broken = [
    text.replace('"run":"b"', '"run":"x"'),
    [lines[0], lines[2]].join("\n") + "\n",
    `${lines[1]}\n${lines[0]}\n`
  ];
  for (const changed of broken) {
    await writeFile(ledgerFile(home), changed);
    await expect(readTrials(home)).rejects.toThrow(/invalid trial ledger: line [12] was changed/);
    await expect(started("d")).rejects.toThrow("invalid trial ledger");
  }
});

it("passes over a line cut off by a kill, and writes the next one whole", async () => {
  await started("a");
  await appendFile(ledgerFile(home), '{"n":2,"at":"20');
  expect(await readTrials(home)).toHaveLength(1);
  await started("b");
  expect((await readTrials(home)).map(({run}) => run)).toEqual(["a", "b"]);
});

it("keeps one chain when many write at once", async () => {
  await Promise.all(Array.from({length: 12}, (_, i) => started(`run${i}`)));
  const trials = await readTrials(home);
  expect(trials.map(({n}) => n)).toEqual(Array.from({length: 12}, (_, i) => i + 1));
  expect(new Set(trials.map(({run}) => run)).size).toBe(12);
});

it("is empty where nothing was tried", async () => {
  expect(await readTrials(home)).toEqual([]);
});
