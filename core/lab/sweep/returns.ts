import {readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {accountReturns} from "../../evaluate/returns.js";
import {sharpeOfBar} from "../../evaluate/overfitting/sharpe.js";
import type {Result} from "../../plugin.js";

/** What a worker leaves of a variant's account, as JSON. */
export interface KeptVariant {
  /** How many returns it had, and their Sharpe ratio of a bar; null where that is not determined. */
  readonly bars: number;
  readonly sharpe: number | null;
  /** The panel's row of the first return, and all of them in 32 bits, base64; absent where they are not kept. */
  readonly first?: number;
  readonly returns?: string;
}

/** A variant's returns as a sweep's folder holds them. */
export interface VariantReturns {
  readonly run: string;
  readonly bars: number;
  readonly sharpe: number | null;
  /** When each return became known; null where the returns are not kept. */
  readonly times: Float64Array | null;
  readonly returns: Float32Array | null;
}

/** The name of the file in a sweep's folder. */
export const returnsFile = "returns.bin";

const mostVariantsKept = 1000;
const mostValuesKept = 8_000_000;

/** Whether the returns of the variant at this place of so many are kept: of very many, evenly spaced ones. */
export function isKept(place: number, of: number, rows: number): boolean {
  const most = Math.max(2, Math.min(mostVariantsKept, Math.floor(mostValuesKept / Math.max(1, rows))));
  return of <= most || place === 0 || Math.floor((place * most) / of) !== Math.floor(((place - 1) * most) / of);
}

/** What is kept of a variant's account that was traded over a panel of so many rows. */
export function keptVariant({equity}: Pick<Result, "equity">, rows: number, whole: boolean): KeptVariant {
  const returns = accountReturns(equity);
  const sharpe = sharpeOfBar(returns);
  const figures = {bars: returns.length, sharpe: Number.isFinite(sharpe) ? sharpe : null};
  if (!whole) return figures;
  return {...figures, first: rows - equity.length + 1, returns: toText(Float32Array.from(returns))};
}

/** Numbers as base64, little-endian. */
export function toText(values: Float32Array | Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

function bytesOf(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, "base64")).buffer;
}

interface Header {
  /** How many instants each clock has. */
  readonly clocks: readonly number[];
  /** A variant's clock, where on it its returns begin, and how many there are; none of these where they are not kept. */
  readonly variants: readonly ({
    readonly run: string;
    readonly bars: number;
    readonly sharpe: number | null;
    readonly at?: readonly [clock: number, first: number, length: number];
  } | null)[];
}

/**
 * Writes the returns of a sweep's variants, in its order: the length of a header in 4 bytes, the header as JSON, filled up with spaces to
 * whole 8 bytes, the clocks as doubles, and the returns in 32 bits. `clock` is the panel's times as text.
 */
export async function writeReturns(
  folder: string,
  variants: readonly ({readonly run: string; readonly kept: KeptVariant; readonly clock?: string} | null)[]
): Promise<void> {
  const clocks = [...new Set(variants.flatMap((each) => (each?.kept.returns && each.clock ? [each.clock] : [])))];
  const times = clocks.map((clock) => new Float64Array(bytesOf(clock)));
  const blocks: Uint8Array[] = times.map((clock) => new Uint8Array(clock.buffer));
  const listed = variants.map((variant): Header["variants"][number] => {
    if (!variant) return null;
    const {run, kept, clock} = variant;
    const {bars, sharpe, first, returns} = kept;
    if (first === undefined || returns === undefined || clock === undefined) return {run, bars, sharpe};
    blocks.push(new Uint8Array(bytesOf(returns)));
    return {run, bars, sharpe, at: [clocks.indexOf(clock), first, blocks.at(-1)!.length / 4]};
  });
  const header: Header = {clocks: times.map(({length}) => length), variants: listed};
  const json = JSON.stringify(header);
  const text = Buffer.from(json.padEnd(json.length + ((8 - ((Buffer.byteLength(json) + 4) % 8)) % 8), " "));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  await writeFileAtomic(join(folder, returnsFile), Buffer.concat([size, text, ...blocks]));
}

/** Reads the returns of a sweep's variants, null of those that were not traded; null where the folder has none. */
export async function readReturns(folder: string): Promise<readonly (VariantReturns | null)[] | null> {
  const file = await readFile(join(folder, returnsFile)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  const bytes = Uint8Array.from(file).buffer;
  const size = new DataView(bytes).getUint32(0, true);
  const {clocks, variants} = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, size))) as Header;
  let offset = 4 + size;
  const times = clocks.map((length) => {
    const clock = new Float64Array(bytes, offset, length);
    offset += clock.byteLength;
    return clock;
  });
  return variants.map((variant) => {
    if (!variant) return null;
    const {at, ...rest} = variant;
    if (!at) return {...rest, times: null, returns: null};
    const [clock, first, length] = at;
    const returns = new Float32Array(bytes, offset, length);
    offset += returns.byteLength;
    return {...rest, times: times[clock].subarray(first, first + length), returns};
  });
}
