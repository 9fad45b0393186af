import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Verdict} from "../../core/audit/verdict.js";
import {root} from "../../core/lab/home.js";
import {pluginNames} from "../../core/lab/registry.js";
import type {Kind} from "../../core/plugin.js";
import type {Ended} from "./tapebook.js";
import {tapebook} from "./tapebook.js";

let home: string;
const call = (...words: string[]) => tapebook(words, {home});
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
});
afterAll(() => rm(home, {recursive: true, force: true}));

type Listed = Verdict & {kind: string; name: string; file: string};

describe("audit", () => {
  // All of them at once are audited by the README's command.
  it("lists every plugin of a kind with its verdict, none of them broken", async () => {
    const [splits, feeds] = await Promise.all([call("audit", "split", "--json"), call("audit", "feeds", "--json")]);
    const verdicts = async (kind: Kind, {code, stdout}: Ended, judgement: Verdict["judgement"]) => {
      const list = JSON.parse(stdout) as Listed[];
      expect(code).toBe(0);
      expect(list.map(({kind, name}) => [kind, name])).toEqual((await pluginNames(kind)).map((name) => [kind, name]));
      expect(new Set(list.map(({judgement}) => judgement))).toEqual(new Set([judgement]));
      return list;
    };
    await verdicts("split", splits, "clean");
    const unaudited = await verdicts("feed", feeds, "unaudited");
    expect(unaudited.every(({skipped}) => skipped?.length === 1)).toBe(true);
  });

  it("exits with 1 where a file's plugin leaks, and names rows, rule and file", async () => {
    const file = join(home, "centred.ts");
    await writeFile(
      file,
      `import {defineFeature} from ${JSON.stringify(join(root, "core", "plugin.js"))};
       export const centred = defineFeature("centred", {}, () => ({
         needs: ["close"],
         lookback: 2,
         compute({fields: {close}, symbols: {length: n}}) {
           return close.map((_, i) => (close[i - n] + close[i] + close[i + n]) / 3);
         }
       }));`
    );
    const {code, stdout} = await call("audit", file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^feature\/centred\s+broken/m);
    expect(stdout).toContain(file);
    expect(stdout).toMatch(/^ {2}look-ahead {2}row \d+ changes with row \d+: it reads 1 row ahead$/m);
    expect(stdout.trimEnd()).toMatch(/1 plugins?: 1 broken$/);
  });

  it("explains its rules", async () => {
    const [text, json] = [await call("audit", "--rules"), await call("audit", "--rules", "--json")];
    expect(text.stdout).toMatch(/^whole-sample {2}Made of the whole sample$/m);
    expect(Object.keys(JSON.parse(json.stdout) as object).length).toBeGreaterThan(20);
  });

  it("refuses what it does not know, with what there is", async () => {
    const [subject, name, file, set] = await Promise.all([
      call("audit", "nothing"),
      call("audit", "feature/nothing"),
      call("audit", "no/such.ts"),
      call("audit", "model", "--set", "a=1")
    ]);
    expect([subject, name, file, set].map(({code}) => code)).toEqual([2, 2, 2, 2]);
    expect(subject.stderr).toMatch(/unknown subject: nothing; name a kind \(source, .*01-feature-engineering/);
    expect(name.stderr).toMatch(/unknown feature: nothing; features are/);
    expect(file.stderr).toMatch(/unknown file: no\/such\.ts; there is no such file/);
    expect(set.stderr).toMatch(/--set changes an experiment/);
  });

  it("audits an experiment as far as plugins, data and what it computes, and keeps the verdict", async () => {
    await call("ingest", "samples");
    const {code, stdout, stderr} = await call("audit", "06-backtest", "--json");
    const verdict = JSON.parse(stdout) as Verdict & {experiment: string; run: string; plugins: Listed[]};
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^audit 06-backtest: 100 %$/m)]);
    expect(verdict).toMatchObject({experiment: "06-backtest", judgement: "suspicious", findings: [{rule: "too-good"}]});
    expect(verdict.plugins.every(({judgement}) => judgement === "clean")).toBe(true);
    const broken = await call("run", "06-backtest", "--set", "learn.label.horizon=1", "--set", "learn.label.delay=0");
    expect([broken.code, broken.stdout]).toEqual([
      1,
      expect.stringMatching(/audit {2}broken, .*\n {4}.*lapsed-forecast/)
    ]);
    const run = await call("run", "06-backtest");
    expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(/audit {2}suspicious, \d+ rules/)]);
  });
});
