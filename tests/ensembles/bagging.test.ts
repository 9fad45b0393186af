import {describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {deviation, mean as average} from "../../core/base/stats.js";
import {placesDrawn, timesDrawn} from "../../core/learn/ensembles/bootstrap.js";
import type {FittedBag} from "../../core/learn/ensembles/bagging.js";
import {baggedSeeds} from "../../plugins/models/bagged-seeds.js";
import {ridge} from "../../plugins/models/ridge.js";
import {dice, quiet, samples, saying} from "./made.js";

const data = samples();
const fit = (options: Parameters<typeof baggedSeeds>[0], seed = 1) =>
  baggedSeeds(options).fit(data, quiet(seed)) as Promise<FittedBag>;

describe("bagged seeds", () => {
  it("answer the mean of members that differ, and by how much they do", async () => {
    const bag = await fit({of: dice(), seeds: 7});
    const each = bag.members.map((member) => member.predict(data)[0]);
    expect(new Set(each).size).toBe(7);
    expect(bag.predict(data)[3]).toBeCloseTo(average(each), 14);
    expect(bag.spread(data)[3]).toBeCloseTo(deviation(each), 14);
  });

  it("are the same for a seed and after load(save()), and others for another", async () => {
    const model = baggedSeeds({of: ridge(), block: 5, seeds: 4});
    const fitted = (await model.fit(data, quiet())) as FittedBag;
    const predicted = Array.from(fitted.predict(data));
    const loaded = (await model.load(fitted.save())) as FittedBag;
    expect(Array.from(loaded.predict(data))).toEqual(predicted);
    expect(Array.from(loaded.spread(data))).toEqual(Array.from(fitted.spread(data)));
    expect(Array.from((await fit({of: ridge(), block: 5, seeds: 4})).predict(data))).toEqual(predicted);
    expect(Array.from((await fit({of: ridge(), block: 5, seeds: 4}, 2)).predict(data))).not.toEqual(predicted);
  });

  it("differ by bootstrap alone where the seed changes nothing", async () => {
    expect(Math.max(...(await fit({of: ridge()})).spread(data))).toBeLessThan(1e-12);
    expect(Math.min(...(await fit({of: ridge(), block: 1})).spread(data))).toBeGreaterThan(1e-4);
  });

  it("average probabilities", async () => {
    const bag = await fit({of: saying([0, 1], [0.3, 0.7]), seeds: 2});
    expect(bag.classes).toEqual([0, 1]);
    expect(bag.probabilities!({x: new Float32Array(3), shape: [1, 1, 3]})[1]).toBeCloseTo(0.7, 15);
  });

  it("refuse another model's state, and options that are none", async () => {
    const saved = (await fit({of: ridge(), seeds: 2})).save();
    await expect(baggedSeeds({of: dice()}).load(saved)).rejects.toThrow("invalid bagged-seeds state: it is of ridge");
    expect(() => baggedSeeds({seeds: 1})).toThrow("invalid bagged-seeds seeds: 1; expected a whole number from 2");
    expect(() => baggedSeeds({block: -1})).toThrow("invalid bagged-seeds block: -1");
  });
});

describe("a bootstrap of blocks", () => {
  it("draws as many rows as there are, whole, in blocks", () => {
    const often = timesDrawn(data.t, 6, random(3));
    const rows = Array.from({length: 60}, (_, row) => often.subarray(5 * row, 5 * row + 5));
    for (const row of rows) expect(new Set(row).size).toBe(1);
    expect(rows.reduce((sum, [times]) => sum + times, 0)).toBe(60);
    const places = placesDrawn(often);
    expect(places.length).toBe(300);
    expect(Array.from(places)).toEqual(Array.from(places).sort((a, b) => a - b));
    const starts = rows.filter(([times], row) => times > 0 && (row === 0 || rows[row - 1][0] === 0)).length;
    expect(starts).toBeLessThanOrEqual(10);
  });

  it("leaves out each row by 1 / e of the time where blocks are of one", () => {
    let out = 0;
    for (let seed = 0; seed < 200; ++seed)
      out += timesDrawn(data.t, 1, random(seed)).filter((each) => each === 0).length / 300;
    expect(Math.abs(out / 200 - Math.exp(-1))).toBeLessThan(0.01);
  });
});
