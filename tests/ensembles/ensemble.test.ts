import {describe, expect, it} from "vitest";
import {take} from "../../core/learn/dataset.js";
import type {FittedEnsemble} from "../../core/learn/ensembles/ensemble.js";
import {metaSamples, scaleOf, tellOf} from "../../core/learn/ensembles/stacking.js";
import {leastSquares} from "../../core/learn/ensembles/least-squares.js";
import {determination, squaredError} from "../../core/learn/error/scores.js";
import type {Dataset, Fitted} from "../../core/plugin.js";
import {revive} from "../../core/lab/registry.js";
import {ensemble} from "../../plugins/models/ensemble.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {column, dice, fixed, memory, quiet, samples} from "./made.js";

const data = samples();
const half = data.shape[0] / 2;
const places = Uint32Array.from(data.y.keys());
const train = take(data, places.slice(0, half));
const test = take(data, places.slice(half));
type Options = Parameters<typeof ensemble>[0];
const fit = (options: Options, samplesOf: Dataset = train) =>
  ensemble(options).fit(samplesOf, quiet()) as Promise<FittedEnsemble>;
const modes = ["mean", "weighted", "rank", "stacked"];

describe("an ensemble", () => {
  it("answers the mean, or the mean by given weights", async () => {
    const members = [column(0), column(1)];
    const x = Float32Array.of(1, 3, 0, 2, 8, 0);
    const asked = {x, shape: [2, 1, 3]} as const;
    expect(Array.from((await fit({members})).predict(asked))).toEqual([2, 5]);
    expect(Array.from((await fit({members, mode: "weighted", weights: [3, 1]})).predict(asked))).toEqual([1.5, 3.5]);
  });

  it.each(modes)("is no worse than its worst member: %s", async (mode) => {
    const members = [ridge(), mean(), memory()];
    const error = (fitted: Fitted) =>
      mode === "rank"
        ? -determination(rescaled(fitted.predict(test), test.y), test.y)
        : squaredError(fitted.predict(test), test.y);
    const alone = await Promise.all(members.map(async (member) => error(await member.fit(train, quiet()))));
    const chosen = mode === "rank" ? [ridge(), memory()] : members;
    expect(error(await fit({members: chosen, mode}))).toBeLessThan(Math.max(...alone));
  });

  it.each(modes)("is the same after load(save()) and for the same seed, and not for another: %s", async (mode) => {
    const model = ensemble({members: [ridge(), dice(), dice()], mode});
    const fitted = await model.fit(train, quiet());
    const predicted = Array.from(fitted.predict(test));
    expect(Array.from((await model.load(fitted.save())).predict(test))).toEqual(predicted);
    expect(Array.from((await model.fit(train, quiet())).predict(test))).toEqual(predicted);
    if (mode === "mean") expect(Array.from((await model.fit(train, quiet(2))).predict(test))).not.toEqual(predicted);
  });

  it("gives each member random numbers of its own", async () => {
    const {members} = await fit({members: [dice(), dice()]});
    const [a, b] = members.map((member) => member.predict(test)[0]);
    expect(a).not.toBe(b);
  });

  it("may have ensembles for members, and survives JSON", async () => {
    const model = ensemble({members: [ensemble({members: [ridge({penalty: 3}), mean()]}), ridge()], mode: "stacked"});
    const again = await revive(JSON.parse(JSON.stringify(model)) as ReturnType<typeof model.toJSON>);
    const fitted = await model.fit(train, quiet());
    expect(Array.from((await again.fit(train, quiet())).predict(test))).toEqual(Array.from(fitted.predict(test)));
    expect(Array.from((await again.load(fitted.save())).predict(test))).toEqual(Array.from(fitted.predict(test)));
  });

  it("heeds weights and takes missing values where all members do", () => {
    const missing = fixed(() => new Float64Array(), {missing: true, weighted: true});
    expect(ensemble({members: [ridge(), mean()]})).toMatchObject({weighted: true, window: 1});
    expect(ensemble({members: [ridge(), column(0)]}).weighted).toBeUndefined();
    expect(ensemble({members: [missing, missing]})).toMatchObject({missing: true, weighted: true});
    expect(ensemble({members: [missing, ridge()]}).missing).toBeUndefined();
    expect(ensemble({members: [missing], mode: "stacked", meta: column(0)}).weighted).toBeUndefined();
    expect(ensemble({members: [fixed(() => new Float64Array(), {window: 5})]}).window).toBe(5);
  });

  it("counts its fits, and stops when it is told to", async () => {
    const seen: [number, number][] = [];
    const context = {...quiet(), progress: (done: number, total: number) => seen.push([done, total])};
    await ensemble({members: [ridge(), mean()], mode: "stacked", folds: 3}).fit(train, context);
    expect(seen).toEqual(Array.from({length: 9}, (_, i) => [i + 1, 9]));
    const stopped = {...quiet(), signal: AbortSignal.abort(new Error("stopped"))};
    await expect(ensemble().fit(train, stopped)).rejects.toThrow("stopped");
  });

  it("refuses what it cannot be, and says what to do", async () => {
    const long = fixed(() => new Float64Array(), {window: 5});
    expect(() => ensemble({members: [ridge(), long]})).toThrow(
      "invalid members: fixed (member 2) has a window of 5, ridge"
    );
    expect(() => ensemble({mode: "median"})).toThrow(
      "unknown ensemble mode: median; ensemble modes are mean, weighted"
    );
    expect(() => ensemble({members: [ridge()], mode: "weighted", weights: [1, 2]})).toThrow(
      "2 for 1 members; give one each"
    );
    expect(() => ensemble({members: [ridge()], mode: "weighted", weights: [-1]})).toThrow(
      "invalid ensemble weights: -1"
    );
    expect(() => ensemble({members: [ridge()], weights: [1]})).toThrow("the mode mean takes none");
    const saved = (await fit({members: [ridge(), mean()]})).save();
    const load = (bytes: Uint8Array, options: Options) => ensemble(options).load(bytes);
    await expect(load(saved, {members: [ridge(), mean()], mode: "rank"})).rejects.toThrow(
      "it is of the mode mean over"
    );
    await expect(load(saved, {members: [mean(), ridge()]})).rejects.toThrow(
      "load it with an ensemble of the same mode"
    );
    await expect(load(saved.slice(0, -1), {members: [ridge(), mean()]})).rejects.toThrow("invalid ensemble state");
    await expect(load(saved.slice(0, 3), {})).rejects.toThrow("invalid ensemble state: 3 bytes");
    await expect(fit({mode: "stacked", folds: 200})).rejects.toThrow("missing rows: 30 of 400 for 200 folds");
  });
});

describe("learnt weights", () => {
  it("are those of the members that foretell", async () => {
    const members = [column(0, 2), column(1, -1), column(2)];
    const {weights} = await fit({members, mode: "weighted"});
    expect(weights!.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(weights![0]).toBeGreaterThan(0.6);
    expect(weights![2]).toBeLessThan(0.05);
    const {weights: inverse} = await fit({members, mode: "weighted", learn: "inverse-error"});
    const last = take(train, Uint32Array.from(train.y.keys()).slice(-train.shape[0] / 5));
    const errors = members.map(
      (_, m) =>
      squaredError(last.y.map((_, s) => [2, -1, 1][m] * last.x[3 * s + m]), last.y) // prettier-ignore
    );
    const total = errors.reduce((sum, each) => sum + 1 / each, 0);
    inverse!.forEach((weight, m) => expect(weight).toBeCloseTo(1 / errors[m] / total, 12));
  });

  it("are learnt by members that saw no label which was not known before", async () => {
    const long = samples({horizon: 7});
    let latest = 0;
    const watching = fixed(({shape: [n]}) => new Float64Array(n), {
      fit: (given) => {
        if (given.shape[0] < long.shape[0]) latest = Math.max(latest, ...given.until);
        return Promise.resolve({predict: ({shape: [n]}) => new Float64Array(n).fill(1), save: () => new Uint8Array()});
      }
    });
    await fit({members: [watching, mean()], mode: "weighted"}, long);
    expect(latest).toBe(47 * 864e5);
  });
});

describe("stacking", () => {
  const wild = samples({noise: 3, days: 80});
  const rest = samples({noise: 3, days: 80, seed: 6});

  it("trusts no member that knows its samples by heart, as stacking in the fold does", async () => {
    const members = [ridge(), memory()];
    const honest = await fit({members, mode: "stacked"}, wild);
    const fitted = await Promise.all(members.map((member) => member.fit(wild, quiet())));
    const columns = {member: [0, 1], label: [null, null]};
    const told = tellOf(columns, fitted, wild);
    const scaled = {...columns, ...scaleOf(told, 2)};
    const leaking = await leastSquares(1).fit(metaSamples(wild, told, scaled), quiet());
    const asked = metaSamples(rest, tellOf(columns, fitted, rest), scaled);
    const dishonest = determination(leaking.predict(asked), rest.y);
    const score = determination(honest.predict(rest), rest.y);
    const alone = determination(fitted[0].predict(rest), rest.y);
    expect(determination(leaking.predict(metaSamples(wild, told, scaled)), wild.y)).toBeGreaterThan(0.99);
    expect(dishonest).toBeLessThan(0);
    expect(score).toBeGreaterThan(alone - 0.03);
    expect(score).toBeGreaterThan(dishonest + 0.3);
  });

  it("shows a fold's members no sample whose label's span meets the fold", async () => {
    const long = samples({horizon: 4, days: 50});
    const spans: {from: number; to: number; rows: Set<number>}[] = [];
    const watching = fixed(() => new Float64Array(), {
      fit: (given) => {
        const rows = new Set(Array.from(given.t, (time) => time / 864e5));
        return Promise.resolve({
          predict: ({shape: [n]}) => {
            spans.push({from: 0, to: n, rows});
            return new Float64Array(n);
          },
          save: () => new Uint8Array()
        });
      }
    });
    await fit({members: [watching], mode: "stacked", folds: 5}, long);
    expect(spans).toHaveLength(5);
    spans.forEach(({rows}, f) => {
      for (const row of rows) expect(row + 4 < 10 * f || row > 10 * f + 9 + 4, `row ${row} of fold ${f}`).toBe(true);
      expect(rows.size).toBe(50 - 10 - (f > 0 ? 4 : 0) - (f < 4 ? 4 : 0));
    });
  });

  it("tells the meta model of any size of predictions the same", async () => {
    const small = {...train, y: train.y.map((value) => value / 1e6)};
    const members = [ridge(), mean()];
    const a = (await fit({members, mode: "stacked"})).predict(test);
    const b = (await fit({members, mode: "stacked"}, small)).predict(test);
    a.forEach((value, i) => expect(b[i] * 1e6).toBeCloseTo(value, 5));
  });
});

/** The straight line of values that fits labels best. */
function rescaled(values: Float64Array, y: Float64Array): Float64Array {
  const n = y.length;
  const [centre, level] = [values, y].map((each) => each.reduce((sum, value) => sum + value, 0) / n);
  let [products, squares] = [0, 0];
  values.forEach((value, i) => {
    products += (value - centre) * (y[i] - level);
    squares += (value - centre) ** 2;
  });
  return values.map((value) => level + (squares > 0 ? products / squares : 0) * (value - centre));
}
