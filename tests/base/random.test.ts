import {expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {mean, variance} from "../../core/base/stats.js";

it("gives the same stream for the same seed, and another for another", () => {
  const draw = (seed: number | string) => Array.from({length: 5}, random(seed).uniform);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw("a")).not.toEqual(draw("b"));
});

it("forks streams that depend on the key alone, not on what was drawn", () => {
  const a = random(1);
  const before = a.fork("x").uniform();
  a.uniform();
  expect(a.fork("x").uniform()).toBe(before);
  expect(a.fork("y").uniform()).not.toBe(before);
});

it("is uniform and normal by its moments", () => {
  const r = random(3);
  const uniform = Array.from({length: 100_000}, () => r.uniform());
  expect(mean(uniform)).toBeCloseTo(1 / 2, 2);
  expect(variance(uniform)).toBeCloseTo(1 / 12, 2);
  const normal = Array.from({length: 100_000}, () => r.normal());
  expect(Math.abs(mean(normal))).toBeLessThan(0.02);
  expect(variance(normal)).toBeCloseTo(1, 1);
  const counts = new Array<number>(6).fill(0);
  for (let i = 0; i < 60_000; ++i) ++counts[r.integer(6)];
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
