/**
 * CityHash64 (Pike and Alakuijala, 2011) in its version 1.0, which CatBoost takes categories' hashes by: those of versions
 * from 1.1 on differ.
 */

const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;
const k3 = 0xc949d7c7509e6557n;
const multiplier = 0x9ddfea08eb382d69n;
const mask = 0xffffffffffffffffn;

const cut = (x: bigint) => x & mask;
const rotate = (x: bigint, by: bigint) => (by === 0n ? x : cut((x >> by) | (x << (64n - by))));
const mixed = (x: bigint) => x ^ (x >> 47n);

function both(low: bigint, high: bigint): bigint {
  const a = mixed(cut((low ^ high) * multiplier));
  return cut(mixed(cut((high ^ a) * multiplier)) * multiplier);
}

/** The hash of bytes, as an unsigned number of 64 bits. */
export function cityHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const eight = (at: number) => view.getBigUint64(at, true);
  const four = (at: number) => BigInt(view.getUint32(at, true));
  const {length} = bytes;
  if (length <= 16) return upTo16(bytes, eight, four);
  if (length <= 32) {
    const a = cut(eight(0) * k1);
    const b = eight(8);
    const c = cut(eight(length - 8) * k2);
    const d = cut(eight(length - 16) * k0);
    return both(cut(rotate(cut(a - b), 43n) + rotate(c, 30n) + d), cut(a + rotate(b ^ k3, 20n) - c + BigInt(length)));
  }
  return length <= 64 ? upTo64(length, eight) : beyond64(length, eight);
}

type Fetch = (at: number) => bigint;

function upTo16(bytes: Uint8Array, eight: Fetch, four: Fetch): bigint {
  const {length} = bytes;
  const size = BigInt(length);
  if (length > 8) {
    const a = eight(0);
    const b = eight(length - 8);
    return both(a, rotate(cut(b + size), size)) ^ b;
  }
  if (length >= 4) return both(cut(size + (four(0) << 3n)), four(length - 4));
  if (length === 0) return k2;
  const y = BigInt(bytes[0] + (bytes[length >> 1] << 8));
  const z = BigInt(length + (bytes[length - 1] << 2));
  return cut(mixed(cut(y * k2) ^ cut(z * k3)) * k2);
}

function upTo64(length: number, eight: Fetch): bigint {
  let z = eight(24);
  let a = cut(eight(0) + cut((BigInt(length) + eight(length - 16)) * k0));
  let b = rotate(cut(a + z), 52n);
  let c = rotate(a, 37n);
  a = cut(a + eight(8));
  c = cut(c + rotate(a, 7n));
  a = cut(a + eight(16));
  const vf = cut(a + z);
  const vs = cut(b + rotate(a, 31n) + c);
  a = cut(eight(16) + eight(length - 32));
  z = eight(length - 8);
  b = rotate(cut(a + z), 52n);
  c = rotate(a, 37n);
  a = cut(a + eight(length - 24));
  c = cut(c + rotate(a, 7n));
  a = cut(a + eight(length - 16));
  const wf = cut(a + z);
  const ws = cut(b + rotate(a, 31n) + c);
  const r = mixed(cut((vf + ws) * k2 + (wf + vs) * k0));
  return cut(mixed(cut(r * k0 + vs)) * k2);
}

function beyond64(length: number, eight: Fetch): bigint {
  const pair = (at: number, first: bigint, second: bigint): [bigint, bigint] => {
    let a = cut(first + eight(at));
    let b = rotate(cut(second + a + eight(at + 24)), 21n);
    const c = a;
    a = cut(a + eight(at + 8) + eight(at + 16));
    b = cut(b + rotate(a, 44n));
    return [cut(a + eight(at + 24)), cut(b + c)];
  };
  let x = eight(0);
  let y = eight(length - 16) ^ k1;
  let z = eight(length - 56) ^ k0;
  let v = pair(length - 64, BigInt(length), y);
  let w = pair(length - 32, cut(BigInt(length) * k1), k0);
  z = cut(z + cut(mixed(v[1]) * k1));
  x = cut(rotate(cut(z + x), 39n) * k1);
  y = cut(rotate(y, 33n) * k1);
  for (let at = 0, left = (length - 1) & ~63; left > 0; at += 64, left -= 64) {
    x = cut(rotate(cut(x + y + v[0] + eight(at + 16)), 37n) * k1);
    y = cut(rotate(cut(y + v[1] + eight(at + 48)), 42n) * k1);
    x ^= w[1];
    y ^= v[0];
    z = rotate(z ^ w[0], 33n);
    v = pair(at, cut(v[1] * k1), cut(x + w[0]));
    w = pair(at + 32, cut(z + w[1]), y);
    [z, x] = [x, z];
  }
  return both(cut(both(v[0], w[0]) + cut(mixed(y) * k1) + z), cut(both(v[1], w[1]) + x));
}

const encoder = new TextEncoder();

/** CatBoost's hash of a category by its text: the lower 32 bits, signed. */
export function categoryHash(category: string): number {
  return Number(BigInt.asIntN(32, cityHash64(encoder.encode(category))));
}
