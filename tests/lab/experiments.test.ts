import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {Experiment} from "../../core/lab/experiment.js";
import {toSpec} from "../../core/lab/experiment.js";
import {experimentNames, findExperiments, setOption} from "../../core/lab/experiments.js";
import {root} from "../../core/lab/home.js";
import {runId} from "../../core/lab/lineage.js";
import {loadMaker, makePlugin, pluginNames, revive} from "../../core/lab/registry.js";
import {modelData} from "../../experiments/02-model-data.js";
import {backtest} from "../../experiments/06-backtest.js";
import {freshFolder} from "../store/homes.js";

describe("an experiment", () => {
  it("is found by its number, name and file", async () => {
    const names = await experimentNames();
    expect(names).toEqual([...names].sort());
    const both = names.filter((name) => name.startsWith("06-"));
    expect(both).toContain("06-backtest");
    const found = async (text: string) => (await findExperiments(text)).map(({name}) => name);
    expect(await found("6")).toEqual(both);
    expect(await found("06")).toEqual(both);
    expect(await found("06-backtest")).toEqual(["06-backtest"]);
    expect(await found(join(root, "experiments", "06-backtest.ts"))).toEqual(["06-backtest"]);
    for (const name of names) expect((await findExperiments(name))[0]).toMatchObject({name});
  });

  it("is named where it is unknown or none", async () => {
    const names = (await experimentNames()).join(", ");
    for (const text of ["99", "nothing", "", "../x", "06-backtes"])
      await expect(findExperiments(text)).rejects.toThrow(`unknown experiment: ${text}; experiments are ${names}`);
    const folder = await freshFolder();
    const file = join(folder, "07-mine.ts");
    await expect(findExperiments(file)).rejects.toThrow(`unknown experiment: ${file}; there is no such file`);
    await writeFile(file, "export const other = 1;\n");
    await expect(findExperiments(file)).rejects.toThrow(
      `invalid experiment: ${file} exports no experiment named 07-mine`
    );
    const broken = join(folder, "08-broken.ts");
    await writeFile(broken, 'import "./missing.js";\n');
    await expect(findExperiments(broken)).rejects.not.toThrow("there is no such file");
  });
});

describe("an option", () => {
  const spec = toSpec(backtest);

  it("is set at its path, and the rest stays", () => {
    const changed = setOption(spec, "learn.model.penalty", "7");
    expect(changed.learn?.model).toMatchObject({kind: "model", name: "ridge", params: {penalty: 7}});
    expect(spec.learn?.model?.params).toMatchObject({penalty: 100});
    expect({...changed, learn: spec.learn}).toEqual(spec);
    expect(setOption(spec, "data.from", "2016-01-01").data.from).toBe("2016-01-01");
    expect(setOption(spec, "features.rsi.window", "21").features.rsi.params).toMatchObject({window: 21});
    expect(setOption(spec, "backtest.cash", "5e4").backtest?.cash).toBe(50_000);
    expect(setOption(spec, "data.symbols", '["SPX"]').data.symbols).toEqual(["SPX"]);
    expect(setOption(spec, "data.benchmark", "null").data).not.toHaveProperty("benchmark");
    const strategy = {kind: "strategy", name: "sma-cross", params: {}};
    expect(setOption(spec, "backtest.strategy", "sma-cross").backtest?.strategy).toEqual(strategy);
    expect(setOption(spec, "features.extra", "gap").features.extra).toEqual({kind: "feature", name: "gap", params: {}});
  });

  it("says how samples are scaled and weighed, with every default written out", () => {
    expect(spec.learn).toMatchObject({scaling: "standard"});
    expect(spec.learn).not.toHaveProperty("weights");
    expect(toSpec(modelData).learn).not.toHaveProperty("scaling");
    expect(setOption(spec, "learn.scaling", "rank").learn?.scaling).toBe("rank");
    const weighed = toSpec(setOption(spec, "learn.weights", '{"by": "uniqueness"}') as unknown as Experiment);
    expect(weighed.learn?.weights).toEqual({by: "uniqueness", decay: 1});
    expect(setOption(weighed, "learn.weights.decay", "0.5").learn?.weights?.decay).toBe(0.5);
    expect(setOption(weighed, "learn.weights", "null")).toEqual(spec);
    const code = {hash: "0", files: {}, lockfile: "0"};
    const ids = [
      spec,
      weighed,
      setOption(spec, "learn.scaling", "none"),
      setOption(weighed, "learn.weights.decay", "0")
    ];
    expect(new Set(ids.map((each) => runId(each, {}, code))).size).toBe(4);
  });

  it("adds what may be left out of the data, names it where a path leads nowhere, and takes a model with its scaling", () => {
    expect(setOption(spec, "data.timeframe", "1w").data.timeframe).toBe("1w");
    expect(() => setOption(spec, "learn.wieghts", "1")).toThrow(/below learn are .*, weights$/);
    const {model: _, ...rest} = setOption(spec, "learn.model", "null").learn!;
    expect(rest).not.toHaveProperty("scaling");
    expect(setOption(setOption(spec, "learn.scaling", "rank"), "learn.model", "null").learn?.scaling).toBe("rank");
  });

  it("is refused where its path leads nowhere", () => {
    const refuse = (path: string) => expect(() => setOption(spec, path, "1"));
    refuse("speed").toThrow("unknown path: speed; an experiment has name, title, question, data,");
    refuse("backtest.speed").toThrow(/^unknown path: backtest\.speed; below backtest are strategy, /);
    refuse("data.day").toThrow(/^unknown path: data\.day; below data are dataset, symbols/);
    refuse("learn.modl.penalty").toThrow(/^unknown path: learn\.modl\.penalty; below learn are label, split, model/);
    refuse("__proto__.x").toThrow("unknown path: __proto__.x");
    refuse("").toThrow("unknown path: ");
  });
});

describe("the registry", () => {
  it("lists a kind's files, and makes what they define", async () => {
    const names = await pluginNames("source");
    expect(names).toEqual(expect.arrayContaining(["csv", "samples", "synthetic"]));
    for (const name of names) {
      const {kind, plugin} = await loadMaker("source", name);
      expect([kind, plugin]).toEqual(["source", name]);
    }
    const ridge = await makePlugin("model", "ridge", {penalty: 3});
    expect(JSON.parse(JSON.stringify(ridge))).toMatchObject({kind: "model", name: "ridge", params: {penalty: 3}});
    expect(JSON.stringify(await revive(ridge.toJSON()))).toBe(JSON.stringify(ridge));
  });

  it("lists what there is where something is unknown", async () => {
    await expect(makePlugin("source", "bloomberg")).rejects.toThrow(/^unknown source: bloomberg; .*csv, .*synthetic/);
    await expect(makePlugin("source", "../models/ridge")).rejects.toThrow("unknown source: ../models/ridge");
    await expect(makePlugin("source", "csv", {file: "x"})).rejects.toThrow(
      "unknown csv option: file; options are path, symbol"
    );
    await expect(makePlugin("source", "csv", {path: 1})).rejects.toThrow(
      "invalid csv option: path is 1; expected a string"
    );
  });
});
