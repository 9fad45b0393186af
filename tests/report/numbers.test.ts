import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {packNumbers, unpackNumbers} from "../../core/site/numbers.js";

/** The bits of numbers. */
function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

function there(...arrays: readonly {values: Float64Array; stride: number}[]): Float64Array {
  return new Float64Array(unpackNumbers(packNumbers(arrays).buffer));
}

describe("packed numbers", () => {
  it("come back to the last bit, whatever they are", () => {
    const any = fc.float64Array({maxLength: 200});
    fc.assert(
      fc.property(any, any, fc.integer({min: 1, max: 7}), (a, b, stride) => {
        const back = there({values: a, stride}, {values: b, stride: 1});
        expect(bits(back)).toEqual(bits(Float64Array.from([...a, ...b])));
      })
    );
  });

  it("come back to the last bit where they are prices, counts and times, with gaps", () => {
    const price = fc.oneof(
      fc.integer({min: 1, max: 9_999_999}).map((cents) => cents / 100),
      fc.integer({min: 1, max: 2 ** 45}).map((millionths) => millionths / 1e6),
      fc.constantFrom(NaN, 0, -0, 1e300, 1_525_996_800_000, -12.5)
    );
    fc.assert(
      fc.property(fc.array(price, {maxLength: 200}), fc.integer({min: 1, max: 7}), (list, stride) => {
        const values = Float64Array.from(list);
        expect(bits(there({values, stride}))).toEqual(bits(values));
      })
    );
  });

  it("keep a NaN whose bits are not the usual ones", () => {
    const values = new Float64Array(new BigUint64Array([0x7ff8000000000001n, 0x3ff0000000000000n]).buffer);
    expect(bits(there({values, stride: 1}))).toEqual(bits(values));
  });

  it("are refused where they are cut off, or none", () => {
    const packed = packNumbers([{values: Float64Array.of(1, 2, 3), stride: 1}]);
    for (const length of [packed.length - 1, 30, 9, 8])
      expect(() => unpackNumbers(packed.slice(0, length).buffer)).toThrow(/^missing numbers: the file is cut off$/);
    for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(64)])
      expect(() => unpackNumbers(bytes.slice().buffer)).toThrow(/^invalid numbers:/);
  });
});
