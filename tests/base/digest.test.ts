import {createHash} from "node:crypto";
import {expect, it} from "vitest";
import {digest} from "../../core/base/digest.js";

it("is the SHA-256 of a header and of little-endian doubles", async () => {
  const header = Buffer.from(
    JSON.stringify(
      [
        ["a", 2],
        ["b", 1]
      ].map(([k, v]) => [k, v])
    )
  );
  const body = Buffer.alloc(24);
  [1.5, -2, 3].forEach((value, i) => body.writeDoubleLE(value, i * 8));
  const expected = createHash("sha256").update(header).update(body).digest("hex");
  expect(await digest({b: [3], a: Float64Array.of(1.5, -2)})).toBe(expected);
});

it("tells apart values, names, lengths and the sign of zero, and takes every NaN for the same", async () => {
  const odd = new Float64Array(new BigUint64Array([0x7ff8000000000001n]).buffer);
  expect(await digest({a: odd})).toBe(await digest({a: [NaN]}));
  const all: Record<string, number[]>[] = [
    {a: [1]},
    {a: [1 + 2 ** -52]},
    {b: [1]},
    {a: [1, 1]},
    {a: [0]},
    {a: [-0]},
    {a: [NaN]},
    {a: []}
  ];
  expect(new Set(await Promise.all(all.map((arrays) => digest(arrays)))).size).toBe(all.length);
});
