import {categoryHash} from "./city-hash.js";

/** The most integers that hashes are looked for among. */
const mostIntegers = 2 ** 17;

/** Finds categories by their hashes. */
export interface Categories {
  /** The category of a feature with a hash; undefined where there is none. */
  find(feature: number, hash: number): number | undefined;
  /** The first categories of a feature, and their hashes. */
  first(feature: number, count: number): readonly {readonly category: number; readonly hash: number}[];
  /** Where `find` looks, in words. */
  readonly where: (feature: number) => string;
}

/**
 * Categories are integers, whose text CatBoost hashes, unless their names are given by feature: category c is then the text
 * names[c]. Hashes of integers are computed as far as they are needed.
 */
export function categoriesOf(
  features: readonly string[],
  names: Readonly<Record<string, readonly string[]>> | undefined
): Categories {
  const hashes: number[] = [];
  const byHash = new Map<number, number>();
  const grow = (count: number) => {
    for (let category = hashes.length; category < Math.min(count, mostIntegers); ++category) {
      const hash = categoryHash(String(category));
      hashes.push(hash);
      if (!byHash.has(hash)) byHash.set(hash, category);
    }
  };
  const given = new Map<number, {hashes: number[]; byHash: Map<number, number>}>();
  for (const [feature, name] of features.entries()) {
    if (!names || !Object.hasOwn(names, name)) continue;
    const own = names[name].map(categoryHash);
    given.set(feature, {hashes: own, byHash: new Map(own.map((hash, category) => [hash, category]))});
  }
  return {
    find(feature, hash) {
      const own = given.get(feature);
      if (own) return own.byHash.get(hash);
      for (let count = 1024; !byHash.has(hash) && hashes.length < mostIntegers; count *= 4) grow(count);
      return byHash.get(hash);
    },
    first(feature, count) {
      const own = given.get(feature);
      if (!own) grow(count);
      return (own ? own.hashes : hashes).slice(0, count).map((hash, category) => ({category, hash}));
    },
    where: (feature) => {
      const own = given.get(feature);
      return own ? `the ${own.hashes.length} names given` : `the integers from 0 to ${mostIntegers - 1}`;
    }
  };
}
