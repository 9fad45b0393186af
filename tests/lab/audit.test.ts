import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {auditRun} from "../../core/lab/audit/experiment.js";
import {readAudit} from "../../core/lab/kept/audits.js";
import {auditPlugins, findPlugins, pluginsIn} from "../../core/lab/audit/plugins.js";
import {auditSource, periodFinding} from "../../core/lab/audit/sources.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {root} from "../../core/lab/home.js";
import {pluginNames, kinds} from "../../core/lab/registry.js";
import {run} from "../../core/lab/run.js";
import {runFolder} from "../../core/lab/run-folder.js";
import type {Item, Maker} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {importUniverse} from "../../core/store/universe.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {sma} from "../../plugins/features/moving-averages/sma.js";
import {smaDistance} from "../../plugins/features/sma-distance.js";
import {sharpe} from "../../plugins/metrics/sharpe.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";
import {everything, freshFolder} from "../store/homes.js";

const day = (n: number) => Date.UTC(2020, 0, 1) + n * 864e5;

/** A source of items made by a function of the query, audited. */
function audited(rows: (to: number) => Iterable<Item>) {
  const maker = defineSource("made", {}, () => ({
    async *bars({from, to}) {
      await Promise.resolve();
      for (const item of rows(to)) if ("t" in item && Number(item.t) >= from && Number(item.t) < to) yield item;
    }
  }));
  return auditSource(maker as unknown as Maker<"source">, maker(), effects());
}

const bars = (count: number, close: (i: number) => number): Item[] =>
  Array.from({length: count}, (_, i) => ({
    t: day(i),
    symbol: "A",
    open: close(i),
    high: close(i),
    low: close(i),
    close: close(i),
    volume: 1
  }));

describe("a source", () => {
  it("that says the same whatever comes after is clean", async () => {
    expect((await audited(() => bars(60, (i) => 100 + i))).findings).toEqual([]);
  });

  it("whose earlier prices depend on its last one, as adjusted prices do, is caught", async () => {
    const {findings} = await audited((to) => bars(60, (i) => 100 + i / (to > day(59) ? 2 : 1)));
    expect(findings.map(({rule}) => rule)).toEqual(["look-ahead"]);
    expect(findings[0].message).toMatch(/^days before 2020-01-31 differ when later ones are asked for too/);
  });

  it("whose figures of a day are known when the day begins is caught", async () => {
    const {findings} = await audited(() =>
      Array.from({length: 40}, (_, i) => ({series: "mood", t: day(i), published: day(i), value: i}))
    );
    expect(findings).toEqual([
      {
        rule: "publication-lag",
        message: "mood of 2020-01-01 is published 2020-01-01 at 00:00, before its day is over"
      }
    ]);
  });

  it("out of order, or other on another day, is caught", async () => {
    const shuffled = await audited(() => bars(60, (i) => 100 + i).reverse());
    expect(shuffled.findings.map(({rule}) => rule)).toEqual(["broken-form"]);
    let asked = 0;
    const moody = await audited(() => bars(60, (i) => 100 + i + (++asked > 1e3 ? 1 : asked / 1e3)));
    expect(moody.findings.map(({rule}) => rule)).toContain("hidden-state");
  });
});

describe("the project's plugins", () => {
  it("are all found, one by one, by kind and by folder", async () => {
    const all = await findPlugins();
    const names = await Promise.all(kinds.map(pluginNames));
    expect(all.length).toBe(names.flat().length);
    expect((await findPlugins("split")).map(({name}) => name)).toEqual(await pluginNames("split"));
    expect((await findPlugins("splits")).length).toBe((await findPlugins("split")).length);
    expect((await findPlugins("feature/rsi")).map(({file}) => file)).toEqual(["plugins/features/rsi.ts"]);
    await expect(findPlugins("indicator")).rejects.toThrow("unknown kind: indicator; kinds are source, feed");
    await expect(findPlugins("feature/rsy")).rejects.toThrow("unknown feature: rsy; features are");
  });

  it("that read files or nothing are asked; those of a network are not, and say so", async () => {
    const verdicts = await auditPlugins(await findPlugins("source"), effects());
    const of = Object.fromEntries(verdicts.map(({name, judgement}) => [name, judgement]));
    expect(of).toEqual({
      alternative: "clean",
      ccxt: "unaudited",
      csv: "clean",
      parquet: "clean",
      samples: "clean",
      synthetic: "clean",
      yahoo: "unaudited"
    });
    expect(verdicts.find(({name}) => name === "yahoo")?.skipped).toEqual([
      "it asks a network; what it brings is checked when it is ingested"
    ]);
  });
});

const core = join(root, "core", "plugin.js");

describe("a file", () => {
  it("of a user is audited wherever it lies, and a leak in it is caught", async () => {
    const file = join(await freshFolder(), "tomorrow.ts");
    const body = "fields.close.map((_, i) => fields.close[i + symbols.length] ?? NaN)";
    await writeFile(
      file,
      `import {defineFeature} from ${JSON.stringify(core)};
       export const tomorrow = defineFeature("tomorrow", {}, () => ({
         needs: ["close"], lookback: 0, compute: ({fields, symbols}) => ${body}
       }));`
    );
    const [verdict] = await auditPlugins(await pluginsIn(file), effects());
    expect(verdict).toMatchObject({kind: "feature", name: "tomorrow", judgement: "broken"});
    expect(verdict.findings[0]).toMatchObject({rule: "look-ahead"});
    expect(verdict.findings[0].message).toMatch(/it reads 1 row ahead$/);
  });

  it("that cannot be made is broken, and one without a plugin is refused", async () => {
    const folder = await freshFolder();
    await writeFile(
      join(folder, "fussy.ts"),
      `import {defineFeature} from ${JSON.stringify(core)};
       export const fussy = defineFeature("fussy", {}, () => { throw new Error("invalid day: none"); });`
    );
    const [verdict] = await auditPlugins(await pluginsIn(join(folder, "fussy.ts")), effects());
    expect(verdict.findings).toEqual([{rule: "broken-form", message: "it cannot be made: invalid day: none"}]);
    await writeFile(join(folder, "empty.ts"), "export const nothing = 1;\n");
    await expect(pluginsIn(join(folder, "empty.ts"))).rejects.toThrow("invalid plugin: empty.ts exports no plugin");
    await expect(pluginsIn(join(folder, "none.ts"))).rejects.toThrow("there is no such file");
  });
});

/** A store with a year and a half of one name's bars and a series beside them. */
async function home(published: (i: number) => number): Promise<string> {
  const folder = await freshFolder();
  const close = (i: number) => 100 + 10 * Math.sin(i / 9) + i / 10;
  const made = defineSource("made", {}, () => ({
    calendar: "24/7",
    async *bars() {
      await Promise.resolve();
      yield* bars(400, close);
    }
  }));
  await ingest(folder, made(), everything, effects());
  const mood = defineSource("mood", {}, () => ({
    calendar: "24/7",
    async *bars() {
      await Promise.resolve();
      for (let i = 0; i < 400; ++i) yield {series: "mood", t: day(i), published: published(i), value: (i * 7) % 11};
    }
  }));
  await ingest(folder, mood(), everything, effects());
  return folder;
}

const experiment: Experiment = {
  name: "mooded",
  title: "Mood",
  question: "Does anything here know what it could not?",
  data: {dataset: "made/1d", series: [{dataset: "mood/1d"}]},
  features: {distance: smaDistance({window: 20})},
  backtest: {strategy: smaCross({fast: 5, slow: 20}), slippage: basisPoints(), commission: perDollar()},
  metrics: [sharpe()]
};

describe("a run", () => {
  it("keeps its audit, and the deep one in its stead", async () => {
    const folder = await home((i) => day(i + 1));
    const {record} = await run(experiment, folder, effects());
    expect(record.audit).toMatchObject({judgement: "clean", deep: false, findings: []});
    expect(record.audit!.checked).toEqual(expect.arrayContaining(["look-ahead", "dead-ticker", "publication-lag"]));
    expect(record.audit!.checked).not.toContain("one-bar-late");
    expect(await readAudit(folder, record)).toEqual(record.audit);
    const {verdict, record: same} = await auditRun(experiment, folder, effects());
    expect([same.id, verdict.judgement]).toEqual([record.id, "clean"]);
    expect(await readAudit(folder, record)).toMatchObject({judgement: "clean", deep: true});
    expect(JSON.parse(await readFile(join(runFolder(folder, record.id), "run.json"), "utf8"))).toMatchObject({
      audit: {deep: false}
    });
  });

  it("with figures that are known when their day begins says so, in its record and its log", async () => {
    const folder = await home(day);
    const logged: string[] = [];
    const {record} = await run(experiment, folder, effects({log: (line) => logged.push(line)}));
    expect(record.audit).toMatchObject({judgement: "broken"});
    expect(record.audit!.findings.map(({rule}) => rule)).toEqual(["publication-lag"]);
    expect(logged.at(-1)).toBe(
      "audit: Uses figures before they were published: mood/1d: mood of 2020-01-01 is published 2020-01-01 at 00:00, before its day is over"
    );
  });

  it("with quarters' figures that are known when the quarter begins is suspicious", async () => {
    const quarter = (i: number) => Date.UTC(2018, 3 * i, 1);
    const figures = (lag: number) =>
      Array.from({length: 12}, (_, i) => ({
        series: "gdp",
        t: quarter(i),
        published: quarter(i) + lag * 864e5,
        value: i
      }));
    expect(periodFinding(figures(1))).toEqual({
      rule: "publication-lag",
      message:
        "gdp of 2018-01-01 is published 2018-01-02 at 00:00, and its next one is of 2018-04-01: if it is the figure of the time between, nobody had it; give a longer lag",
      suspicion: true
    });
    expect(periodFinding(figures(120))).toBeNull();
    const days = Array.from({length: 90}, (_, i) => ({series: "vix", t: day(i), published: day(i + 1), value: i}));
    expect(periodFinding(days)).toBeNull();
  });

  it("whose features follow the level of adjusted prices is suspicious, and by none that take changes", async () => {
    const folder = await freshFolder();
    const made = (split: number) =>
      defineSource("made", {}, () => ({
        calendar: "24/7",
        async *bars() {
          await Promise.resolve();
          yield* bars(400, (i) => (100 + 10 * Math.sin(i / 9) + i / 10) / (i >= split ? 4 : 1));
          yield {action: "split" as const, symbol: "A", t: day(split), value: 4};
        }
      }))();
    await ingest(folder, made(300), everything, effects());
    const data = {dataset: "made/1d", adjust: "splits" as const};
    const features = {level: sma({window: 5}), distance: smaDistance({window: 20})};
    const {record} = await run({...experiment, data, features}, folder, effects());
    expect(record.audit!.findings).toEqual([
      {
        rule: "look-ahead",
        message:
          "level of A changes with splits and dividends after 2020-07-19, by which prices are adjusted: it follows their level; use changes, or unadjusted prices",
        suspicion: true
      }
    ]);
    const plain = {...experiment, data: {dataset: "made/1d"}, features};
    const {record: unadjusted} = await run(plain, folder, effects());
    expect(unadjusted.audit!.findings.filter(({message}) => message.includes("adjusted"))).toEqual([]);
  });

  it("that cannot be made once more as it was is caught, at the first stage that differs", async () => {
    const folder = await home((i) => day(i + 1));
    const {record} = await run(experiment, folder, effects());
    const file = join(runFolder(folder, record.id), "run.json");
    const hashes = {...record.hashes, features: "0".repeat(64)};
    await writeFile(file, JSON.stringify({...record, hashes}));
    const {verdict} = await auditRun(experiment, folder, effects());
    expect(verdict.judgement).toBe("broken");
    expect(verdict.findings.map(({rule}) => rule)).toEqual(["hidden-state"]);
    expect(verdict.findings[0].message).toMatch(
      /^made once more, the hash of its features is \w{12}, not 000000000000/
    );
  });

  it("over a plain list of names is suspicious", async () => {
    const folder = await home((i) => day(i + 1));
    await importUniverse(folder, "few", [["symbol"], ["A"]], effects() as never);
    const {record} = await run({...experiment, data: {dataset: "made/1d", universe: "few"}}, folder, effects());
    expect(record.audit).toMatchObject({judgement: "suspicious", findings: [{rule: "survivorship"}]});
  });
});
