import {random} from "../../core/base/random.js";
import type {Dataset} from "../../core/plugin.js";

/** What the market's samples are described by. */
export const features = ["leak", "strong", "weak", "noise", "level"];

/**
 * Days of names: a label that spans `horizon` days of returns, tomorrow's return with noise, features of true rank ICs
 * of about 0.08 and 0.03, noise, and a level that hardly changes.
 */
export function market({days = 250, names = 40, horizon = 1, seed = 1} = {}): Dataset {
  const r = random(seed);
  const all = (count: number) => Float64Array.from({length: count * names}, () => r.normal());
  const [strong, weak, own] = [all(days + horizon), all(days + horizon), all(days + horizon)];
  const returns = own.map((value, i) => value + (i >= names ? 0.085 * strong[i - names] + 0.03 * weak[i - names] : 0));
  const n = days * names;
  const y = Float64Array.from({length: n}, (_, i) => {
    let sum = 0;
    for (let ahead = 1; ahead <= horizon; ++ahead) sum += returns[i + ahead * names];
    return sum;
  });
  const x = new Float32Array(n * 5);
  for (let i = 0; i < n; ++i) {
    const level = (i < names ? 0 : x[(i - names) * 5 + 4]) + 0.05 * r.normal();
    x.set([returns[i + names] + r.normal(), strong[i], weak[i], r.normal(), level], i * 5);
  }
  const t = Float64Array.from({length: n}, (_, i) => Math.floor(i / names));
  return {x, shape: [n, 1, 5], y, t, until: t.map((each) => each + horizon), cell: Uint32Array.from(t.keys())};
}
