import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {QualityReport} from "../../core/store/quality/report.js";
import {changed, cleanBars, scaled} from "../store/quality-market.js";
import {filesBelow, tapebook} from "./tapebook.js";

interface Treated extends QualityReport {
  readonly treatment: {readonly applied: boolean; readonly withdrawn: number; readonly bars: number};
}

describe("data --quality", {timeout: 60_000}, () => {
  let home = "";
  const call = (...words: string[]) => tapebook(["data", ...words], {home});
  const json = async <T>(...words: string[]): Promise<T> => {
    const {code, stdout, stderr} = await call(...words, "--json");
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as T;
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
    const clean = cleanBars({to: "2019-07-01"});
    const spiked = changed(clean, "BBB", [60, 61], (bar) => scaled(bar, 1.6));
    const bars = changed(spiked, "CCC", [30, 32], () => null);
    const lines = bars.map(({t, symbol, open, high, low, close, volume}, i) => {
      const prices = i === 20 ? [open, high, low, ""] : [open, high, low, close];
      return [new Date(t).toISOString().slice(0, 10), symbol, ...prices, volume].join(",");
    });
    const file = join(home, "prices.csv");
    await writeFile(file, ["date,symbol,open,high,low,close,volume", ...lines].join("\n"));
    const {stderr} = await tapebook(["ingest", "csv", "--path", file], {home});
    expect(await filesBelow(join(home, "market")), stderr).toContain("csv/1d/manifest.json");
  });

  afterAll(() => rm(home, {recursive: true, force: true}));

  it("prints the report of one dataset, or those of all, and is no failure", async () => {
    const report = await json<QualityReport>("--quality", "--dataset", "csv/1d");
    expect(report).toMatchObject({dataset: "csv/1d", calendar: "XNYS", symbols: 3, refused: 1, complete: 2});
    expect(report.findings.map(({kind, symbol, date}) => [kind, symbol, date])).toEqual([
      ["missing", "AAA", "2019-01-31"],
      ["spike", "BBB", "2019-03-29"],
      ["gap", "CCC", "2019-02-14"],
      ["gap", "CCC", "2019-02-15"]
    ]);
    expect(report.kinds.gap).toEqual({count: 2, symbols: 1});
    expect(await json("--quality")).toEqual([report]);
    const {code, stdout} = await call("--quality");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^csv\/1d: 3\d\d rows of 3 symbols, 2019-01-02 to 2019-06-28, calendar XNYS$/m);
    expect(stdout).toMatch(/^Session missing +2 +1 +gap +ingest the dates again/m);
    expect(stdout).toMatch(/^CCC +2 +no +2 gap$/m);
    expect(stdout).toMatch(/^none of: number, price, volume, range, /m);
  });

  it("says what a policy would do, and does it where it is told to", async () => {
    const {code, stdout} = await call("--policy", "spike=quarantine");
    expect(code).toBe(0);
    expect(stdout).toContain("BBB 2019-03-29 (spike): withdraw the bar");
    expect(stdout).toContain(
      "nothing is written yet: it would be 1 bar withdrawn, 0 bars and 0 splits written; add --apply"
    );
    const [dry] = await json<Treated[]>("--policy", "quarantine");
    expect(dry.treatment).toMatchObject({applied: false, withdrawn: 1, bars: 0});
    const one = ["--dataset", "csv/1d", "--policy", "spike=quarantine", "--apply"];
    const before = await json<QualityReport>("--quality", "--dataset", "csv/1d");
    expect(dry.version).toBe(before.version);
    expect((await json<Treated>(...one)).treatment).toMatchObject({applied: true, withdrawn: 1});
    const after = await json<QualityReport>("--quality", "--dataset", "csv/1d");
    expect(after.version).not.toBe(before.version);
    expect(after.kinds).toMatchObject({spike: {count: 0}, withdrawn: {count: 1}, gap: {count: 2}});
    expect((await json<Treated>(...one)).treatment).toMatchObject({applied: false, withdrawn: 0});
  });

  it.each([
    [["--quality", "--dataset", "yahoo/1d"], "unknown dataset: yahoo/1d; there are csv/1d"],
    [["--policy", "spike=mend"], "unknown policy: mend; policies are flag, quarantine, repair"],
    [["--policy", "gap=quarantine"], "invalid policy: gap has no quarantine"],
    [["--quality", "--verify"], "invalid options: ask for one of --verify, --quality"],
    [["--apply"], "missing option: --policy"]
  ])("is used wrongly with %j", async (words, message) => {
    const {code, stderr} = await call(...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

it("reports on no dataset where there is none", async () => {
  const home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
  try {
    expect(JSON.parse((await tapebook(["data", "--quality", "--json"], {home})).stdout)).toEqual([]);
    expect((await tapebook(["data", "--quality"], {home})).stdout).toContain("no data yet");
  } finally {
    await rm(home, {recursive: true, force: true});
  }
});
