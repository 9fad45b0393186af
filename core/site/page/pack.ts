import {gzipSync} from "node:zlib";
import type {RunPage} from "../../lab/arrays.js";
import type {Named} from "../numbers.js";
import {packPart} from "../numbers.js";
import type {FirstPart, MarketPart, SignalPart} from "../payload.js";
import {fillColumns, pricesOn} from "./fills.js";

/** A run as a report is given it, each part gzipped, in the order in which they are needed. */
export interface RunParts {
  readonly first: Uint8Array;
  readonly market: Uint8Array;
  /** Of no bytes where nothing was learned. */
  readonly signal: Uint8Array;
}

/** Of which arrays others are guessed. */
const guesses: Readonly<Record<string, readonly string[]>> = {
  "field/open": ["field/close"],
  "field/high": ["field/open", "field/close"],
  "field/low": ["field/open", "field/close"],
  label: ["field/close", "field/open"]
};
const signals: readonly string[] = ["signal", "baseline", "label"];

/** A run's arrays, fills and record in few bytes: see `packPart` and `fillColumns`. */
export function packRun(page: RunPage, numbers: Float64Array): RunParts {
  const {run, symbols, audit, evidenceNow, account, explanation, fills} = page;
  const arrays = page.arrays.map(({name, offset, length}): Named => {
    const wide = name.startsWith("field/") || signals.includes(name);
    const values = numbers.subarray(offset, offset + length);
    const of = guesses[name];
    return {name, values, stride: wide ? symbols.length : 1, ...(of && {of})};
  });
  const found = (name: string) => arrays.find((each) => each.name === name)?.values;
  const market = arrays.filter(({name}) => name.startsWith("field/"));
  const learned = arrays.filter(({name}) => signals.includes(name));
  const rest = arrays.filter((each) => !market.includes(each) && !learned.includes(each));
  const prices = pricesOn(symbols.length, found("times")!, (field) => found(`field/${field}`));
  const made = fills.length > 0 ? fillColumns(fills, prices) : null;
  const first: FirstPart = {
    run,
    symbols,
    audit,
    evidenceNow,
    counts: {
      fills: fills.length,
      postings: account?.postings.length ?? 0,
      rejections: account?.rejections.length ?? 0,
      log: account?.log.length ?? 0,
      records: Object.keys(account?.records ?? {}).length
    }
  };
  const second: MarketPart = {account, explanation, fills: made?.facts ?? null};
  const third: SignalPart = {};
  return {
    first: zipped(packPart(first, rest)),
    market: zipped(packPart(second, [...market, ...(made?.columns ?? [])])),
    signal: learned.length > 0 ? zipped(packPart(third, learned, market)) : new Uint8Array(0)
  };
}

function zipped(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, {level: 9});
}
