import {exp} from "../../../core/base/elementary.js";
import type {Random} from "../../../core/base/random.js";
import type {Recipe} from "./problem.js";

/** A draw of Student's t with three degrees of freedom, divided by √3, its standard deviation. */
function heavy({normal}: Random): number {
  const z = normal();
  const [a, b, c] = [normal(), normal(), normal()];
  return z / Math.sqrt(a * a + b * b + c * c);
}

function fill(x: Float32Array, next: () => number): void {
  for (let f = 0; f < x.length; ++f) x[f] = next();
}

/** A category of `count`, the first far more frequent than the last: the density falls as the root of its place. */
function category({uniform}: Random, count: number): number {
  const u = uniform();
  return Math.floor(count * u * u);
}

function values(count: number, next: () => number): Float64Array {
  return Float64Array.from({length: count}, next);
}

/** A sum of curves of one feature each, four features without any effect, and noise: R² 0.85 at best. */
const additive: Recipe = {
  task: "regression",
  features: 10,
  train: 3000,
  test: 10_000,
  begin: (stream) => (x) => {
    fill(x, stream.uniform);
    const curve = 4 * x[0] + 12 * (x[1] - 0.5) ** 2 + 3 * Math.abs(2 * x[2] - 1) + (x[3] > 0.6 ? 2 : 0);
    return curve + 3 * Math.sqrt(x[4]) + 3 * x[5] * x[5] * x[5] + 0.95 * stream.normal();
  }
};

/** Products, switches and minima of pairs, hardly anything of one feature alone: R² 0.82 at best. */
const interactions: Recipe = {
  task: "regression",
  features: 10,
  train: 5000,
  test: 10_000,
  begin: (stream) => (x) => {
    fill(x, stream.normal);
    const pairs = x[0] * x[1] + (x[2] > 0 ? x[3] : -x[3]) + 1.5 * Math.min(x[4], x[5]) + (x[6] * x[7] > 0 ? 1 : -1);
    return pairs + (x[0] > 0 && x[8] > 0 ? 1 : 0) + stream.normal();
  }
};

/** Three categorical features of 500, 50 and 6 categories, each category with an effect, and two numbers. */
const categories: Recipe = {
  task: "regression",
  features: 7,
  train: 6000,
  test: 10_000,
  categorical: [0, 1, 2],
  begin(stream) {
    const many = values(500, stream.normal);
    const some = values(50, stream.normal);
    const slope = values(6, stream.normal);
    return (x) => {
      x[0] = category(stream, 500);
      x[1] = category(stream, 50);
      x[2] = stream.integer(6);
      for (let f = 3; f < 7; ++f) x[f] = stream.normal();
      return many[x[0]] + 0.7 * some[x[1]] + slope[x[2]] * x[3] + 0.5 * x[4] + stream.normal();
    };
  }
};

/** A feature of 2,000 categories, ten samples each, and four numbers. */
const levels: Recipe = {
  task: "regression",
  features: 5,
  train: 20_000,
  test: 10_000,
  categorical: [0],
  begin(stream) {
    const effects = values(2000, stream.normal);
    return (x) => {
      fill(x, stream.normal);
      x[0] = stream.integer(2000);
      return effects[x[0]] + 0.7 * x[1] + 0.5 * x[2] * x[3] + stream.normal();
    };
  }
};

/** Of six features a third is missing: of two by chance, of two where they are large, of two where it says something. */
const missing: Recipe = {
  task: "regression",
  features: 8,
  train: 4000,
  test: 10_000,
  begin: (stream) => (x) => {
    fill(x, stream.normal);
    let y = x[0] + 0.5 * x[1] * x[1] + x[2] - 0.7 * x[3] + 0.5 * x[6] + 0.8 * stream.normal();
    for (const f of [0, 1]) if (stream.uniform() < 0.33) x[f] = NaN;
    for (const f of [2, 3]) if (x[f] > 0.44) x[f] = NaN;
    for (const f of [4, 5]) {
      if (stream.uniform() >= 0.33) continue;
      x[f] = NaN;
      y += f === 4 ? 1 : -0.6;
    }
    return y;
  }
};

/** One in forty is of the second class. */
const imbalanced: Recipe = {
  task: "binary",
  features: 12,
  train: 10_000,
  test: 20_000,
  begin: (stream) => (x) => {
    fill(x, stream.normal);
    const score = x[0] + 0.8 * x[1] * x[2] + (x[3] > 1 ? 1.5 : 0) - 0.6 * Math.abs(x[4]) + 0.5 * x[5] - 4.5;
    return stream.uniform() < 1 / (1 + exp(-score)) ? 1 : 0;
  }
};

/** Features and noise of Student's t with three degrees of freedom. */
const heavyTailed: Recipe = {
  task: "regression",
  features: 10,
  train: 5000,
  test: 20_000,
  begin: (stream) => (x) => {
    fill(x, () => heavy(stream));
    const bent = x[0] / (1 + Math.abs(x[0])) + (x[2] > 0 ? 0.5 : -0.5) * Math.min(Math.abs(x[3]), 2);
    return 2 * bent + 0.5 * Math.max(-3, Math.min(3, x[1])) + heavy(stream);
  }
};

/** 150 samples. */
const tiny: Recipe = {
  task: "regression",
  features: 6,
  train: 150,
  test: 5000,
  begin: (stream) => (x) => {
    fill(x, stream.normal);
    return x[0] + (x[1] > 0 ? 1 : -1) + 0.5 * x[2] * x[2] + 0.7 * stream.normal();
  }
};

/** 200 features of 300 samples, eight of them of any effect. */
const wide: Recipe = {
  task: "regression",
  features: 200,
  train: 300,
  test: 3000,
  begin: (stream) => (x) => {
    fill(x, stream.normal);
    const steps = (x[0] > 0 ? 1 : 0) + (x[25] > 0.5 ? 1 : 0) + (x[50] > 0 && x[75] > 0 ? 1.5 : 0);
    return steps + 0.5 * x[100] - 0.5 * x[125] + 0.6 * Math.max(x[150], x[175]) + 0.6 * stream.normal();
  }
};

/** Groups of twenty, whose grades 0 to 4 say which belong in front; a group's own level says nothing. */
const rank: Recipe = {
  task: "rank",
  features: 12,
  train: 6000,
  test: 6000,
  daily: 20,
  begin(stream) {
    let [group, level] = [-1, 0];
    return (x, day) => {
      if (day !== group) [group, level] = [day, stream.normal()];
      fill(x, stream.normal);
      x[11] = level;
      const worth = x[0] + 0.7 * x[1] * x[2] + (x[3] > 0.5 ? 1 : 0) + 0.4 * x[4] + 0.8 * stream.normal();
      return worth > 2.4 ? 4 : worth > 1.6 ? 3 : worth > 0.9 ? 2 : worth > 0 ? 1 : 0;
    };
  }
};

/**
 * Eighty stocks a day. Their returns share the market's, and have a little of their own that features foretell: an IC of
 * some 0.1 by day. Twenty features, each with its own part of what all share.
 */
const factorPanel: Recipe = {
  task: "panel",
  features: 20,
  train: 20_000,
  test: 16_000,
  daily: 80,
  begin(stream) {
    let [today, market] = [-1, 0];
    return (x, day) => {
      if (day !== today) [today, market] = [day, stream.normal()];
      const common = stream.normal();
      fill(x, () => 0.4 * common + stream.normal());
      const foretold = 0.5 * x[0] - 0.4 * x[1] + 0.5 * (x[2] > 1 ? 1 : 0) + 0.4 * x[3] * x[4] - 0.3 * Math.abs(x[5]);
      return 0.01 * (0.8 * market + 0.13 * foretold + heavy(stream));
    };
  }
};

/** The eleven, by name. */
export const recipes: Readonly<Record<string, Recipe>> = {
  additive,
  interactions,
  categories,
  levels,
  missing,
  imbalanced,
  "heavy-tailed": heavyTailed,
  tiny,
  wide,
  rank,
  "factor-panel": factorPanel
};
