import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import {tapebook} from "../cli/tapebook.js";
import {against, median, seconds} from "./measure.js";
import {peer, withPanelFiles} from "./peers.js";
import {madeUp} from "./prices.js";

describe("measure", () => {
  it("takes the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2);
  });

  it("does not count the calls that warm up", async () => {
    let calls = 0;
    const slow = () => new Promise((done) => setTimeout(done, ++calls === 1 ? 100 : 1));
    expect(await seconds(slow, {warmUp: 1, repeat: 3})).toBeLessThan(0.08);
    expect(calls).toBe(4);
  });

  it("divides our figures by the peers' that there are", () => {
    const peers = {"rows (a)": 5, "rows (b)": "not installed", "bars (a)": 4};
    expect(against({rows: 10, bars: 1}, peers)).toEqual({"rows (a)": 2, "bars (a)": 0.25});
  });
});

describe("peers", () => {
  it("are said to be not installed where there is no Python", async () => {
    const before = process.env.TAPEBOOK_PYTHON;
    process.env.TAPEBOOK_PYTHON = join(tmpdir(), "no-such-python");
    const found = await peer("pandas_ingest", [], new AbortController().signal).finally(() => {
      if (before === undefined) delete process.env.TAPEBOOK_PYTHON;
      else process.env.TAPEBOOK_PYTHON = before;
    });
    expect(found).toBe("not installed");
  });

  it("are given the panel, bit for bit, in a folder that goes", async () => {
    const {readFile, access} = await import("node:fs/promises");
    const panel = madeUp(5, 3, true);
    let place = "";
    await withPanelFiles(panel, async (folder) => {
      place = folder;
      const bytes = await readFile(join(folder, "close.f64"));
      expect([...new Float64Array(new Uint8Array(bytes).buffer)]).toEqual([...panel.fields.close]);
      expect(JSON.parse(await readFile(join(folder, "panel.json"), "utf8"))).toEqual({rows: 5, symbols: panel.symbols});
    });
    await expect(access(place)).rejects.toThrow();
  });
});

describe("bench backtest", () => {
  it("trades as the bare loop does, and reports the speed of both", async () => {
    const home = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
    const environment = {TAPEBOOK_PYTHON: join(home, "no-such-python")};
    const ended = await tapebook(["bench", "backtest", "--json"], {home, environment});
    await rm(home, {recursive: true, force: true});
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringMatching(/^bench backtest: 100 %$/m)]);
    const {name, figures, peers, ratios, machine} = JSON.parse(ended.stdout) as Benchmark;
    expect(name).toBe("backtest");
    expect(figures.barsPerSecond).toBeGreaterThan(10_000);
    for (const figure of ["longShortDailyWholeShares", "topKMonthlyFractions", "twentyYearsOfFiveThousand"])
      expect(figures[figure]).toBeGreaterThan(100_000);
    expect(ratios["barsPerSecond (bare loop)"]).toBeCloseTo(
      figures.barsPerSecond / Number(peers["barsPerSecond (bare loop)"]),
      9
    );
    expect(peers["barsPerSecond (backtrader)"]).toBe("not installed");
    expect(machine).toMatchObject({node: process.version});
  }, 120_000);
});
