import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {filesBelow, tapebook} from "./tapebook.js";

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
});

afterAll(() => rm(home, {recursive: true, force: true}));

const cases: readonly (readonly [line: string, message: RegExp])[] = [
  ["", /^missing verb; verbs are start, ingest, data,/],
  ["bild", /^unknown verb: bild; did you mean build\? verbs are start,/],
  ["runs --jsn", /^unknown argument or option: jsn; see tapebook runs --help/],
  ["runs more", /^unknown argument or option: more;/],
  ["run", /^missing argument: <experiment>;/],
  ["run 99", /^unknown experiment: 99; experiments are 01-feature-engineering,/],
  ["run nowhere.ts", /^unknown experiment: .*nowhere\.ts; there is no such file/],
  ["run 06-backtest --set", /^missing value of --set;/],
  ["run 06-backtest --set delay", /^invalid --set: delay; write --set name=value;/],
  ["audit feature/rsi/x", /^unknown feature: rsi\/x; features are /],
  ["audit 03 --set learn.weights=uniqueness", /^invalid weights: uniqueness; write them as \{"by": "uniqueness"\}/],
  ["prepare 03 --set learn.scaling=minmax", /^unknown scaling: minmax; scalings are standard, /],
  ["features 02-model-data --set features.rsi.window=x", /^invalid rsi option: window is "x"; expected a number/],
  [
    "run 06-backtest --set learn.split=purged-k-fold",
    /^invalid split: purged-k-fold trains on the future; no backtest/
  ],
  ["run 06-backtest --set backtest.dely=1", /^unknown path: backtest\.dely; below backtest are strategy,/],
  [
    "run 06-backtest --set backtest.strategy=hold",
    /^unknown strategy: hold; strategies are .*sma-cross, threshold, top-k/
  ],
  ["run 06-backtest --set backtest.strategy.entr=1", /^unknown threshold option: entr; options are enter, exit,/],
  [
    "run 06-backtest --set backtest.strategy.enter=much",
    /^invalid threshold option: enter is "much"; expected a number/
  ],
  ["run 06-backtest --set backtest.fill=soon", /^unknown fill rule: soon; .*next-open/],
  ["show", /^missing argument: <run>;/],
  ["show 123", /^unknown run: 123; there are none yet/],
  ["ingest yahu", /^unknown source: yahu; sources are alternative, ccxt, csv, parquet, samples, synthetic, yahoo/],
  ["ingest samples --set sead=1", /^unknown samples option: sead;/],
  ["ingest samples --path x", /^unknown samples option: path;/],
  ["ingest samples --from 2020-02-30", /^invalid date: 2020-02-30; write 2020-01-31/],
  ["ingest samples --from 2020-02-01 --to 2020-02-01", /^invalid dates: from 2020-02-01 to 2020-02-01 holds no day/],
  ["ingest samples --timeframe 2d", /^invalid value: timeframe is "2d"; choices are "1m",/],
  ["ingest samples --symbols A,,B", /^invalid symbols: A,,B; write A,B,C/],
  ["serve --port 70000", /^invalid port: 70000; expected 0/],
  ["bench speed", /^unknown benchmark: speed; benchmarks are pipeline, backtest, evaluate, ingest, store/],
  ["ingest", /^missing source: name one/],
  ["ingest samples --lookback 0", /^invalid lookback: 0; expected a whole number above zero/],
  ["ingest samples --lookback 5 --from 2020-01-01", /^invalid dates: give --from or --lookback/],
  ["ingest samples --symbols A --universe x", /^invalid symbols: give --symbols or --universe/],
  ["ingest samples,csv --set csv.sead=1", /^unknown csv option: sead;/],
  ["ingest samples,csv --set sead=1", /^unknown option: sead; none of samples, csv has it/],
  ["data --verify --repair", /^invalid options: ask for one of --verify, --repair/],
  ["data --compact --dataset csv/1d", /^unknown dataset: csv\/1d; there are none yet/],
  ["export samples/1d", /^missing required argument: path|^missing option: --path/]
];

describe("a command that is used wrongly", () => {
  it.concurrent.each(cases)("tapebook %s", async (line, message) => {
    const ended = await tapebook(line.split(" ").filter(Boolean), {home});
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(ended.stdout).toBe("");
    expect(ended.code).toBe(2);
  });

  it("says nothing on standard output with --json either", async () => {
    const ended = await tapebook(["run", "99", "--json"], {home});
    expect([ended.code, ended.stdout]).toEqual([2, ""]);
  });

  it("writes nothing", async () => {
    await tapebook(["run", "06-backtest", "--set", "backtest.strategy=hold"], {home});
    expect(await filesBelow(home)).toEqual([]);
  });
});

describe("what asks for no work", () => {
  it("prints the version and the help, and ends with 0", async () => {
    const [version, help, inner] = await Promise.all(
      [["--version"], ["--help"], ["ingest", "--help"]].map((words) => tapebook(words, {home}))
    );
    expect(version).toMatchObject({code: 0, stdout: "0.1.0\n", stderr: ""});
    expect(help.code).toBe(0);
    for (const verb of [
      "start",
      "ingest",
      "data",
      "run",
      "runs",
      "show",
      "build",
      "serve",
      "bench",
      "doctor",
      "plugins"
    ])
      expect(help.stdout).toMatch(new RegExp(`^  tapebook ${verb}\\b`, "m"));
    expect(inner.code).toBe(0);
    expect(inner.stdout).toContain("--strict");
  });

  it("completes verbs and options", async () => {
    const verbs = await tapebook(["--get-yargs-completions", "tapebook", "se"], {home});
    expect(verbs.stdout.split("\n")).toContain("serve");
    const options = await tapebook(["--get-yargs-completions", "tapebook", "serve", "--p"], {home});
    expect(options.stdout.split("\n")).toContain("--port");
  });
});
