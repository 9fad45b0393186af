/** Uniform numbers in [0, 1) of the generator mulberry32. */
function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= (z + Math.imul(z ^ (z >>> 7), z | 61)) | 0;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

/** A set made of a seed: what the real library saw of it is in scores.json. */
export interface MadeSet {
  readonly rows: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** The places of the features that are categories. */
  readonly categorical: readonly number[];
}

/** How many samples are learned from, and as many are foretold. */
export const half = 2000;

const bell = (draw: () => number) => {
  let sum = 0;
  for (let i = 0; i < 12; ++i) sum += draw();
  return sum - 6;
};

/** Eight numbers, of which six matter: straight, in a product, bent, and in steps. */
export function numeric(seed: number): MadeSet {
  const draw = stream(seed);
  const rows: number[][] = [];
  const y: number[] = [];
  for (let i = 0; i < 2 * half; ++i) {
    const row = Array.from({length: 8}, () => Math.fround(bell(draw)));
    rows.push(row);
    const steps = (row[4] > 0.5 ? 1 : 0) - (row[5] < -0.5 ? 1 : 0);
    y.push(2 * row[0] + row[1] * row[2] + Math.abs(row[3]) + steps + bell(draw));
  }
  return {rows, y, categorical: []};
}

/** A category of three hundred, one of twenty, and three numbers. */
export function categories(seed: number): MadeSet {
  const draw = stream(seed);
  const large = Array.from({length: 300}, () => bell(draw));
  const small = Array.from({length: 20}, () => bell(draw));
  const rows: number[][] = [];
  const y: number[] = [];
  for (let i = 0; i < 2 * half; ++i) {
    const [a, b] = [Math.floor(draw() * 300), Math.floor(draw() * 20)];
    const row = Array.from({length: 3}, () => Math.fround(bell(draw)));
    rows.push([a, b, ...row]);
    y.push(large[a] + 0.7 * small[b] + row[0] + 0.5 * row[1] * row[2] + bell(draw));
  }
  return {rows, y, categorical: [0, 1]};
}
