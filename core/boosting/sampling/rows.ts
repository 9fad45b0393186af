import type {Random} from "../../base/random.js";

/** So many of the places, ascending, each set of them as likely as any other (Knuth's algorithm S). */
export function sampleOf(places: Uint32Array, wanted: number, random: Random): Uint32Array {
  const out = new Uint32Array(wanted);
  for (let i = 0, taken = 0; taken < wanted; ++i)
    if (random.uniform() * (places.length - i) < wanted - taken) out[taken++] = places[i];
  return out;
}

/** A part of the places, at least one; all of them where the part is 1. */
export function fractionOf(places: Uint32Array, part: number, random: Random): Uint32Array {
  if (part >= 1) return places;
  return sampleOf(places, Math.max(1, Math.floor(places.length * part)), random);
}

/** Of places that are `second` and those that are not, a part of each, ascending. */
export function balancedOf(second: Uint8Array, parts: readonly [number, number], random: Random): Uint32Array {
  const all = Uint32Array.from(second.keys());
  const sides = parts.map((part, side) =>
    fractionOf(
      all.filter((i) => second[i] === side),
      part,
      random.fork(side)
    )
  );
  return merged(sides[0], sides[1]);
}

function merged(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out.sort();
}

/** As many draws with replacement as there are samples: how often each is drawn, 255 at most, and which are at all. */
export function bootstrap(samples: number, random: Random): {times: Uint8Array; rows: Uint32Array} {
  const times = new Uint8Array(samples);
  for (let drawn = 0; drawn < samples; ++drawn) {
    const i = random.integer(samples);
    if (times[i] < 255) ++times[i];
  }
  const all = Uint32Array.from(times.keys());
  return {times, rows: all.filter((i) => times[i] > 0)};
}
