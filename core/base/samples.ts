/** The distinct times of samples in order of t, and the place of each sample's among them. Throws where they are not. */
export function rowsOf(t: Float64Array): {readonly row: Uint32Array; readonly times: readonly number[]} {
  const times: number[] = [];
  const row = new Uint32Array(t.length);
  for (let i = 0; i < t.length; ++i) {
    if (i > 0 && !(t[i] >= t[i - 1])) throw new Error(`invalid samples: number ${i} is not in order of t`);
    if (t[i] !== times.at(-1)) times.push(t[i]);
    row[i] = times.length - 1;
  }
  return {row, times};
}
