import {join} from "node:path";
import type {Forecasts} from "../../evaluate/comparison/forecast-difference.js";
import {coefficientDifference, dieboldMariano, lossDifferences} from "../../evaluate/comparison/forecast-difference.js";
import type {RawForecastPair} from "../../evaluate/comparison/forecast-pairs.js";
import {usualLag} from "../../evaluate/comparison/long-run.js";
import {readColumns} from "../../store/disk/columns.js";
import type {RunRecord} from "../record.js";
import {runFolder} from "../run-folder.js";

/** A run's out-of-sample signal and its label, T × N, with the times of the rows. */
interface Signal {
  readonly record: RunRecord;
  readonly times: Float64Array;
  readonly signal: Float64Array;
  readonly label: Float64Array;
}

/** The forecasts of each two runs that foretold the same label, over the cells that both foretold. */
export async function forecastPairs(home: string, records: readonly RunRecord[]): Promise<readonly RawForecastPair[]> {
  const signals: Signal[] = [];
  for (const record of records) if (record.hashes.signal) signals.push(await readSignal(home, record));
  return signals.flatMap((a, i) => signals.slice(i + 1).map((b) => forecastPair(a, b)));
}

async function readSignal(home: string, record: RunRecord): Promise<Signal> {
  const {t, signal, label} = await readColumns(join(runFolder(home, record.id), "signals.parquet"), [
    "t",
    "signal",
    "label"
  ]);
  const n = record.symbols.length;
  return {record, times: Float64Array.from({length: t.length / n}, (_, row) => t[row * n]), signal, label};
}

function forecastPair(a: Signal, b: Signal): RawForecastPair {
  const ids = {a: a.record.id, b: b.record.id};
  const labels = [a, b].map(({record}) => JSON.stringify(record.spec.learn?.label));
  const unlike = "they foretell labels that are not the same";
  if (labels[0] !== labels[1]) return {...ids, cells: 0, squaredError: unlike, coefficient: unlike};
  const {forecasts, cells, apart} = onCommonCells(a, b);
  if (apart > 0) return {...ids, cells, squaredError: unlike, coefficient: unlike};
  if (cells === 0) {
    const nothing = "they foretell no cell together";
    return {...ids, cells, squaredError: nothing, coefficient: nothing};
  }
  const lag = Math.max(overlap(a), overlap(b));
  const squaredError = dieboldMariano(lossDifferences(forecasts), lag + 1);
  return {...ids, cells, squaredError, coefficient: coefficientDifference(forecasts, lag)};
}

/** The rows and symbols of both, and how many cells have both signals and labels; of these, how many labels are not the same. */
function onCommonCells(a: Signal, b: Signal) {
  const rows = new Map(Array.from(b.times, (t, row) => [t, row]));
  const places = new Map(b.record.symbols.map((symbol, place) => [symbol, place]));
  const symbols = a.record.symbols.flatMap((symbol, place) => {
    const other = places.get(symbol);
    return other === undefined ? [] : [[place, other] as const];
  });
  const times = a.times.filter((t) => rows.has(t));
  const size = times.length * symbols.length;
  const out = {a: new Float64Array(size), b: new Float64Array(size), label: new Float64Array(size)};
  let [cell, cells, apart] = [0, 0, 0];
  for (const [row, t] of a.times.entries()) {
    const other = rows.get(t);
    if (other === undefined) continue;
    for (const [i, j] of symbols) {
      const [here, there] = [row * a.record.symbols.length + i, other * b.record.symbols.length + j];
      out.a[cell] = a.signal[here];
      out.b[cell] = b.signal[there];
      out.label[cell] = a.label[here];
      if (![out.a[cell], out.b[cell], out.label[cell], b.label[there]].some(Number.isNaN)) {
        ++cells;
        if (a.label[here] !== b.label[there]) ++apart;
      }
      ++cell;
    }
  }
  const forecasts: Forecasts = {times, ...out};
  return {forecasts, cells, apart};
}

/**
 * By how many rows neighbouring labels overlap: as the run's contest has it, else by the label's own options, else the usual
 * number of lags.
 */
function overlap({record: {contest, spec}, times}: Signal): number {
  const known = contest?.find(({name}) => name === "model")?.horizon;
  if (known !== undefined) return known;
  const {name, params} = spec.learn!.label;
  const {horizon, delay = 0} = params;
  if (name !== "session-return" && typeof horizon === "number" && typeof delay === "number") return horizon + delay - 1;
  return usualLag(times.length);
}
