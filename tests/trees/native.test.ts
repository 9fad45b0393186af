import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {foreignTrainers} from "../../core/lab/native/lightgbm.js";
import {nativeParameters} from "../../core/lab/native/parameters.js";
import {toLightgbm} from "../../core/trees/lightgbm/write.js";
import {predictTrees} from "../../core/trees/predict.js";
import type {Context, Dataset} from "../../core/plugin.js";

const path = process.env.TAPEBOOK_LIGHTGBM;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapebook-native-"));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

function context(given: Partial<Context> = {}): Context {
  return {random: random(1), log: () => {}, progress: () => {}, signal: new AbortController().signal, ...given};
}

/** Samples whose label is the first feature's double, less the second's square where that is known. */
function samples(n: number, label: (y: number) => number = (y) => y): Dataset {
  const stream = random("native");
  const x = Float32Array.from({length: n * 3}, (_, i) => (i % 3 === 1 && i % 7 === 0 ? NaN : stream.normal()));
  const times = Float64Array.from({length: n}, (_, i) => i);
  const y = times.map((i) => label(2 * x[3 * i] - (x[3 * i + 1] || 0) ** 2 + 0.1 * stream.normal()));
  const cell = Uint32Array.from({length: n}, (_, i) => i);
  return {x, shape: [n, 1, 3], y, t: times, until: times, cell, names: ["mean(close, 5)", "b c", "ü"]};
}

describe("the library that is asked for", () => {
  it("is missing where nobody says where it is", async () => {
    await expect(foreignTrainers({})("lightgbm")).rejects.toThrow(
      "missing LightGBM: TAPEBOOK_LIGHTGBM is not set; set it to the library's path: the pip package lightgbm has it"
    );
    const none = join(folder, "none.so");
    await expect(foreignTrainers({TAPEBOOK_LIGHTGBM: none})("lightgbm")).rejects.toThrow(`there is no ${none}`);
  });

  it("is refused where it is none", async () => {
    const text = join(folder, "text.so");
    await writeFile(text, "no library");
    await expect(foreignTrainers({TAPEBOOK_LIGHTGBM: text})("lightgbm")).rejects.toThrow(
      new RegExp(`^invalid LightGBM: .*text\\.so is not its library \\(.+\\); the pip package`)
    );
  });
});

describe("parameters", () => {
  it("go to LightGBM as they are", () => {
    const given = {num_leaves: 7, deterministic: true, monotone_constraints: [1, 0], metric: "", machines: undefined};
    expect(nativeParameters(given)).toEqual({
      text: "verbosity=-1 num_leaves=7 deterministic=true monotone_constraints=1,0",
      rounds: 100,
      network: null
    });
    expect(nativeParameters({interaction_constraints: [[0, 1], [2]], verbosity: 1, n_iter: 3})).toMatchObject({
      text: "verbosity=1 interaction_constraints=[0,1],[2] n_iter=3",
      rounds: 3
    });
    expect(nativeParameters({machines: "a:1,b:2", local_listen_port: 2}).network).toEqual({
      machines: "a:1,b:2",
      port: 2,
      minutes: 120,
      count: 2
    });
  });

  it("that cannot be written are refused", () => {
    expect(() => nativeParameters({metric: "a b"})).toThrow('invalid parameter: metric is "a b"');
    expect(() => nativeParameters({metric: {}})).toThrow("invalid parameter: metric is {}");
    expect(() => nativeParameters({num_round: 0})).toThrow("invalid num_round: 0; expected a whole number from 1");
    expect(() => nativeParameters({num_round: 1, n_iter: 2})).toThrow("n_iter and num_round are one; give one");
  });
});

describe.skipIf(!path)(`LightGBM's library, ${path ? "there" : "skipped: TAPEBOOK_LIGHTGBM is not set"}`, () => {
  const parameters = {objective: "regression", num_leaves: 15, num_iterations: 20, num_threads: 1, seed: 3};
  const trainer = () => foreignTrainers(process.env)("lightgbm");

  it("trains trees, and tells how far it is", async () => {
    const data = samples(2000);
    const told: (readonly number[])[] = [];
    const progress = (done: number, total: number) => void told.push([done, total]);
    const ensemble = await (await trainer()).train(data, parameters, context({progress}));
    expect(ensemble.features).toEqual(data.names);
    expect(told).toEqual(Array.from({length: 20}, (_, i) => [i + 1, 20]));
    const predicted = predictTrees(ensemble, data.x, [2000, 3]);
    const mean = data.y.reduce((a, b) => a + b, 0) / 2000;
    const sum = (of: (i: number) => number) => data.y.reduce((total, _, i) => total + of(i) ** 2, 0);
    expect(1 - sum((i) => data.y[i] - predicted[i]) / sum((i) => data.y[i] - mean)).toBeGreaterThan(0.85);
    expect(toLightgbm(await (await trainer()).train(data, parameters, context()))).toBe(toLightgbm(ensemble));
  });

  it("heeds weights, groups and classes", async () => {
    const weight = Float64Array.from({length: 600}, (_, i) => (i < 300 ? 1e-6 : 2));
    const halves = samples(600, () => NaN);
    const data = {...halves, y: halves.y.map((_, i) => (i < 300 ? 5 : -5)), weight};
    const weighed = await (await trainer()).train(data, {...parameters, num_iterations: 1}, context());
    expect(predictTrees(weighed, data.x, [600, 3]).every((value) => value < -4.9)).toBe(true);
    const classes = samples(600, (y) => (y < -1 ? 0 : y < 1 ? 1 : 2));
    const several = {...parameters, objective: "multiclass", num_class: 3, num_iterations: 2};
    const three = await (await trainer()).train(classes, several, context());
    expect([three.outputs, three.trees.length, three.transform.kind]).toEqual([3, 6, "softmax"]);
    const groups = Array.from({length: 6}, () => 100);
    const ranking = {...parameters, objective: "lambdarank", num_iterations: 2};
    const ranked = await (await trainer()).train(classes, ranking, context(), groups);
    expect(ranked.objective).toBe("lambdarank");
    await expect((await trainer()).train(classes, ranking, context())).rejects.toThrow(/^failed LightGBM: .*query/);
  });

  it("stops between rounds where the user cancels", async () => {
    const stop = new AbortController();
    let rounds = 0;
    const progress = (done: number) => {
      rounds = done;
      if (done === 3) stop.abort(new Error("enough"));
    };
    const training = (await trainer()).train(samples(2000), parameters, context({progress, signal: stop.signal}));
    await expect(training).rejects.toThrow("enough");
    expect(rounds).toBe(3);
  });

  it("says what LightGBM says", async () => {
    const wrong = {...parameters, max_bin: "many"};
    await expect((await trainer()).train(samples(100), wrong, context())).rejects.toThrow(
      'failed LightGBM: Parameter max_bin should be of type int, got "many"'
    );
  });

  it("tells what LightGBM says where that is asked for", async () => {
    const said: string[] = [];
    const log = (line: string) => void said.push(line);
    await (await trainer()).train(samples(500), {...parameters, verbosity: 1}, context({log}));
    expect(said.join("\n")).toMatch(/^\[LightGBM\] \[Info\] Total Bins \d+$/m);
    said.length = 0;
    await (await trainer()).train(samples(500), parameters, context({log}));
    expect(said).toEqual([]);
  });

  it("lets everything else have its turn", async () => {
    let ticks = 0;
    const timer = setInterval(() => ++ticks, 1);
    await (await trainer()).train(samples(20_000), parameters, context());
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});
