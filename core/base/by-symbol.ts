import {random} from "./random.js";

/** Disjoint sets of symbols, each in alphabetical order. */
export interface SymbolParts {
  readonly train: readonly string[];
  readonly validation: readonly string[];
  readonly test: readonly string[];
}

/**
 * Draws so many symbols to train, to choose and to test. The draw depends on the seed and on which symbols there are,
 * not on the order they come in. Throws where one comes twice, and where there are fewer than are asked for.
 *
 * Symbols of one market share its days: what holds for names that were not seen may still be known from their time.
 * Hold out a span of time besides.
 */
export function splitSymbols(
  symbols: readonly string[],
  {train, validation, test}: {readonly [part in keyof SymbolParts]: number} = {train: 800, validation: 200, test: 200},
  seed = 0
): SymbolParts {
  for (const [part, size] of Object.entries({train, validation, test}))
    if (!(Number.isSafeInteger(size) && size >= 0))
      throw new Error(`invalid size of ${part}: ${size}; expected a whole number from 0`);
  const drawn = [...symbols].sort(byCode);
  const twice = drawn.find((symbol, i) => i > 0 && symbol === drawn[i - 1]);
  if (twice !== undefined) throw new Error(`duplicate symbol: ${twice}; give each once`);
  const wanted = train + validation + test;
  if (drawn.length < wanted)
    throw new Error(`missing symbols: ${drawn.length} of ${wanted}; ask for fewer, or give more`);
  const {integer} = random(seed);
  for (let i = drawn.length - 1; i > 0; --i) {
    const j = integer(i + 1);
    [drawn[i], drawn[j]] = [drawn[j], drawn[i]];
  }
  const part = (from: number, to: number) => drawn.slice(from, to).sort(byCode);
  return {
    train: part(0, train),
    validation: part(train, train + validation),
    test: part(train + validation, wanted)
  };
}

/** The lists as JSON text that is the same for the same sets, to be saved. */
export function symbolSplitText({train, validation, test}: SymbolParts): string {
  const sorted = (part: readonly string[]) => [...part].sort(byCode);
  return JSON.stringify({train: sorted(train), validation: sorted(validation), test: sorted(test)});
}

/** SHA-256, in lower-case hexadecimal, of that text as UTF-8: what any tool says of the saved file. */
export async function symbolSplitHash(split: SymbolParts): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(symbolSplitText(split)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** By UTF-16 code units, the same in every locale. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
