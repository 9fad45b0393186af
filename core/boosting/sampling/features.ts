import type {Random} from "../../base/random.js";
import {sampleOf} from "./rows.js";

/** Which features a tree may use, 1 for those: a part of the usable, at least one. */
export function featuresOf(usable: Uint8Array, part: number, random: Random): Uint8Array {
  if (part >= 1) return usable;
  const places = Uint32Array.from(usable.keys()).filter((j) => usable[j] === 1);
  const mask = new Uint8Array(usable.length);
  const wanted = Math.min(places.length, Math.max(1, Math.floor(places.length * part + 0.5)));
  for (const j of sampleOf(places, wanted, random)) mask[j] = 1;
  return mask;
}
