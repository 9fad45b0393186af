import {gzipSync} from "node:zlib";
import type {RunPage} from "../../lab/arrays.js";
import {packNumbers} from "../numbers.js";

/** A run's arrays in the order of its page's list, in few bytes: see `packNumbers`; gzipped. */
export function packRun({arrays, symbols}: Pick<RunPage, "arrays" | "symbols">, numbers: Float64Array): Uint8Array {
  const across = new Set(["signal", "baseline", "label"]);
  const packed = packNumbers(
    arrays.map(({name, offset, length}) => ({
      values: numbers.subarray(offset, offset + length),
      stride: name.startsWith("field/") || across.has(name) ? symbols.length : 1
    }))
  );
  return gzipSync(packed, {level: 9});
}
