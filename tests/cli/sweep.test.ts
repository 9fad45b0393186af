import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {optimise} from "../../core/cli/verbs/optimise.js";
import {isMisuse} from "../../core/cli/verb.js";
import {effects} from "../../core/lab/context.js";
import type {Optimisation} from "../../core/lab/sweep/optimise.js";
import type {Sweep} from "../../core/lab/sweep/sweep.js";
import {tapebook} from "./tapebook.js";

let home: string;
/** Two crossing means over Apple's days: nothing to learn. */
const plain = ["06-backtest", "--set", "learn=null", "--set", "backtest.strategy=sma-cross"];
const values = (count: number) => Array.from({length: count}, (_, i) => i + 2).join(",");

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-sweep-"));
  await tapebook(["ingest", "samples"], {home});
}, 60_000);

afterAll(() => rm(home, {recursive: true, force: true}));

describe("tapebook sweep", () => {
  it.concurrent.each([
    ["sweep 06-backtest", /^missing grid: say what to try, with --grid/],
    ["sweep 06-backtest --grid backtest.delay", /^invalid grid: backtest\.delay; write path=value,value/],
    ["sweep 06-backtest --grid backtest.dely=0,1", /^unknown path: backtest\.dely;/],
    ["sweep 06 --grid backtest.delay=0,1", /^invalid experiment: 06 means several; name one/],
    ["sweep 06-backtest --grid backtest.delay=0,1 --workers 0", /^invalid number of workers: 0;/]
  ] as const)("says what is wrong: %s", async (line, message) => {
    const ended = await tapebook(line.split(" "), {home});
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(ended.stderr).toMatch(message);
    expect([ended.code, ended.stdout]).toEqual([2, ""]);
  });

  it("knows a wrong metric before anything is traded", async () => {
    const ended = await tapebook(["sweep", ...plain, "--grid", "backtest.delay=0,1", "--by", "sharp"], {home});
    expect(ended.stderr).toMatch(/^unknown metric: sharp; metrics are sharpe, sortino,/m);
    expect(ended.code).toBe(2);
    expect(await readdir(home)).not.toContain("trials.ndjson");
  });

  it("prints a table for each timeframe, and says what could not be traded", async () => {
    const grid = ["--grid", "data.timeframe=1d,1w,1mo", "--grid", "backtest.strategy.slow=10,30"];
    const ended = await tapebook(["sweep", ...plain, "--set", "backtest.strategy.fast=5", ...grid], {home});
    expect(ended.code).toBe(0);
    for (const timeframe of ["1d", "1w", "1mo"])
      expect(ended.stdout).toMatch(
        new RegExp(`\n${timeframe}\ndata.timeframe +strategy.slow +sharpe.*\n${timeframe} `)
      );
    const partial = await tapebook(["sweep", ...plain, "--grid", "backtest.strategy.fast=5,90"], {home});
    expect(partial.stdout).toMatch(/90 +invalid fast: 90; expected less than slow, 50/);
    expect(partial.stdout).toContain("1 of 2 variants could not be traded");
    expect(partial.code).toBe(3);
  }, 60_000);

  it("that is interrupted ends with 130 and goes on where it was", async () => {
    const words = ["sweep", ...plain, "--grid", `backtest.strategy.fast=${values(12)}`];
    const many = [...words, "--grid", "backtest.delay=0,1,2,3", "--json"];
    const quarter = /^06-backtest: 25 %$/m;
    const stopped = await tapebook(many, {home, on: [quarter, () => "SIGINT"]});
    expect([stopped.code, stopped.stdout]).toEqual([130, ""]);
    expect(stopped.stderr).toMatch(/^stopping; once more to stop at once\ninterrupted$/m);
    const ended = await tapebook(many, {home});
    const made = JSON.parse(ended.stdout) as Sweep & {found: boolean};
    expect([ended.code, made.found, made.variants.length]).toEqual([0, false, 48]);
    expect(made.variants.every(({error, metrics}) => error === undefined && metrics.sharpe !== undefined)).toBe(true);
  }, 90_000);
});

describe("tapebook optimise", () => {
  const asked = (more: object) => {
    const given = {
      experiment: "06-backtest",
      grid: ["backtest.strategy.fast=5,10,20"],
      set: [
        ["learn", "null"],
        ["backtest.strategy", "sma-cross"]
      ],
      train: 252,
      test: 63,
      anchored: false,
      lowest: false,
      workers: 1,
      ...more
    };
    return optimise.act(given, {home, task: () => effects()});
  };

  it("prints windows, what was chosen, and the account out of sample", async () => {
    const {text, json} = await asked({});
    const made = json as Optimisation & {found: boolean};
    expect(made.found).toBe(false);
    const lines = text.split("\n");
    expect(lines[0]).toBe(`06-backtest  ${made.id}  ${made.windows.length} windows of 252 + 63 rows, 3 variants`);
    expect(lines[1]).toMatch(/chosen by +traded on +strategy.fast +sharpe in sample +out of sample +ratio$/);
    expect(lines[2]).toContain(`${made.windows[0].trained.join(" to ")}  ${made.windows[0].tested.join(" to ")}`);
    expect(text).toMatch(/strategy\.fast +5: \d+, 10: \d+, 20: \d+/);
    expect(text).toContain("one account, handed on from choice to choice");
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect((await asked({})).text).toContain("found, nothing changed since");
  }, 60_000);

  it.each([
    [{grid: []}, /^missing grid: say what to choose from/],
    [{grid: ["backtest.delay=0,1"]}, /^invalid grid: backtest.delay stays the same/],
    [{by: "sharp"}, /^unknown metric: sharp; metrics are sharpe,/],
    [{train: 1}, /^invalid train: 1; expected 2 or more rows/]
  ])("says what is wrong: %j", async (more, message) => {
    const error: unknown = await asked(more).catch((error: unknown) => error);
    expect((error as Error).message).toMatch(message);
    expect(isMisuse(error)).toBe(true);
  });

  it("says how many rows are needed", async () => {
    await expect(asked({train: 9000})).rejects.toThrow(/^too few rows: .*9000 to train and 63 to test need 9063/);
  });
});
