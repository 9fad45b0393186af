import type {Form} from "./form.js";
import {wordsOf} from "./form.js";

/** The bits that differ from the row before, in eight planes, in each one column after another. */
export function asMixed(values: Float64Array, stride: number): Form {
  const n = values.length;
  const words = wordsOf(values);
  const bytes = new Uint8Array(8 * n);
  for (let half = 0; half < 2; ++half)
    for (let column = 0, at = 0; column < stride; ++column) {
      let before = 0;
      for (let i = column; i < n; i += stride, ++at) {
        const word = words[2 * i + half];
        const changed = word ^ before;
        before = word;
        for (let plane = 0; plane < 4; ++plane) bytes[(4 * half + plane) * n + at] = (changed >>> (8 * plane)) & 0xff;
      }
    }
  return {form: "mixed", bytes};
}

/** What `asMixed` wrote. */
export function fromMixed(bytes: Uint8Array, values: Float64Array, stride: number): void {
  const n = values.length;
  const words = new Uint32Array(values.buffer);
  for (let half = 0; half < 2; ++half) {
    const [a, b, c, d] = [0, 1, 2, 3].map((plane) =>
      bytes.subarray((4 * half + plane) * n, (4 * half + plane + 1) * n)
    );
    for (let column = 0, at = 0; column < stride; ++column) {
      let before = 0;
      for (let i = column; i < n; i += stride, ++at) {
        before ^= a[at] | (b[at] << 8) | (c[at] << 16) | (d[at] << 24);
        words[2 * i + half] = before;
      }
    }
  }
}
