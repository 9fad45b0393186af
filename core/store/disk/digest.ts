import {createHash} from "node:crypto";
import type {Columns} from "./duck.js";

/** The first 16 bytes of a row's texts' SHA-256, as four words. */
type Words = Uint32Array;

const [c1, c2, c3, c4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

/**
 * The exclusive or of the rows' 128-bit hashes, as 32 hexadecimal digits: the same for the same rows, in whatever order and
 * division they come. A row's hash is MurmurHash3 (x86, 128 bits, by Austin Appleby) of the bits of its numbers, seeded
 * with the SHA-256 of its texts; every `NaN` has the same bits, and −0 those of 0. It tells data apart, and withstands
 * chance, not malice: files are named by their SHA-256.
 *
 * @param table the table's name, part of what is hashed
 * @param later columns of numbers that are passed over in the rows that have a value in none of them
 */
export function digestRows(table: string, columns: Columns, later: readonly string[] = []): string {
  const names = Object.keys(columns).sort();
  const texts = names.filter((name) => !(columns[name] instanceof Float64Array));
  const numbersOf = (some: readonly string[]) =>
    some.flatMap((name) => {
      const column = columns[name];
      return column instanceof Float64Array ? [column] : [];
    });
  const added = numbersOf(later);
  const short = rowOf(numbersOf(names.filter((name) => !later.includes(name))));
  const long = rowOf(numbersOf(names));
  const length = columns[names[0]].length;
  const seeds = new Map<string, Words>();
  const total = new Uint32Array(4);
  for (let i = 0; i < length; ++i) {
    const text = texts.map((name) => columns[name][i] ?? "\u0000").join("\u0001");
    let seed = seeds.get(text);
    if (!seed) seeds.set(text, (seed = seedOf(`${table}\u0001${text}`)));
    const {numbers, row, words} = added.some((column) => !Number.isNaN(column[i])) ? long : short;
    for (let k = 0; k < numbers.length; ++k) {
      const value = numbers[k][i];
      row[k] = value === 0 ? 0 : Number.isNaN(value) ? NaN : value;
    }
    mix(words, seed, total);
  }
  return Array.from(total, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** Columns of numbers, and place for a row of them: sixteen bytes at a time. */
function rowOf(numbers: readonly Float64Array[]) {
  const row = new Float64Array(numbers.length + (numbers.length % 2));
  return {numbers, row, words: new Uint32Array(row.buffer)};
}

function seedOf(text: string): Words {
  const hash = createHash("sha256").update(text).digest();
  return Uint32Array.from({length: 4}, (_, k) => hash.readUInt32LE(4 * k));
}

/** Adds the hash of some words, sixteen bytes at a time, to the total. */
function mix(words: Uint32Array, seed: Words, total: Uint32Array): void {
  let [h1, h2, h3, h4] = seed;
  for (let k = 0; k < words.length; k += 4) {
    h1 ^= Math.imul(rotate(Math.imul(words[k], c1), 15), c2);
    h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(words[k + 1], c2), 16), c3);
    h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(words[k + 2], c3), 17), c4);
    h3 = (Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(words[k + 3], c4), 18), c1);
    h4 = (Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  const length = words.length * 4;
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h4 = finish(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  total[0] ^= h1;
  total[1] ^= h2 + h1;
  total[2] ^= h3 + h1;
  total[3] ^= h4 + h1;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function finish(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
