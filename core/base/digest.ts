/**
 * SHA-256 of named arrays, in lower-case hexadecimal: the identity of a result, bit for bit. Each array enters with its
 * name and length; every `NaN` enters with the same bits. The names are taken in alphabetical order.
 */
export async function digest(arrays: Readonly<Record<string, ArrayLike<number>>>): Promise<string> {
  const names = Object.keys(arrays).sort();
  const header = new TextEncoder().encode(JSON.stringify(names.map((name) => [name, arrays[name].length])));
  const size = names.reduce((sum, name) => sum + arrays[name].length, 0);
  const bytes = new Uint8Array(header.length + size * 8);
  bytes.set(header);
  const out = new DataView(bytes.buffer);
  let offset = header.length;
  for (const name of names) {
    const values = arrays[name];
    for (let i = 0; i < values.length; ++i, offset += 8) {
      out.setFloat64(offset, Number.isNaN(values[i]) ? NaN : values[i], true);
    }
  }
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
