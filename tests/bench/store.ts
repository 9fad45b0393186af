import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Benchmark} from "../../core/cli/verbs/bench.js";
import type {Effects} from "../../core/lab/context.js";
import {effects} from "../../core/lab/context.js";
import {findOrigins, loadMarket} from "../../core/lab/market.js";
import type {Bar, Plugin} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {datasetManifest, segmentFile} from "../../core/store/disk/manifest.js";
import {compact} from "../../core/store/disk/merge.js";
import {against, machineFacts, seconds} from "./measure.js";
import {peer} from "./peers.js";
import {madeUp} from "./prices.js";

const days = 1260;
const symbols = 2400;
const everything = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
const dataset = "made/1d";

/**
 * What a store of three million daily rows costs: the first ingest, one more day of all symbols, a panel of 500 symbols
 * over five years and five fields, the same panel where it was kept from before, and the merge of all files. Beside it
 * Polars, where it is installed, reading and pivoting the same panel from the same Parquet file, which it neither
 * verifies nor adjusts.
 */
export async function bench({progress, signal}: Effects): Promise<Benchmark> {
  const home = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
  const quiet = effects({signal});
  let done = 0;
  const step = <T>(value: T) => {
    signal.throwIfAborted();
    progress(++done, 6);
    return value;
  };
  progress(0, 6);
  try {
    const once = {warmUp: 0, repeat: 1};
    const first = step(await seconds(() => ingest(home, made(0, days - 1), everything, quiet), once));
    const update = step(await seconds(() => ingest(home, made(days - 1, days), everything, quiet), once));
    const names = Array.from({length: 500}, (_, i) => `S${String(i * 4).padStart(4, "0")}`);
    const fields = ["open", "high", "low", "close", "volume"] as const;
    const panelSeconds = step(await seconds(() => loadPanel(home, {dataset, symbols: names, fields}), {repeat: 5}));
    const data = {dataset, symbols: names};
    const origins = await findOrigins(home, data);
    const kept = step(await seconds(() => loadMarket(home, data, origins, {code: "bench"}), {repeat: 5}));
    const merge = step(await seconds(() => compact(home, dataset, quiet), once));
    const {merged = []} = await datasetManifest(home, dataset);
    const polars = step(await peer("polars_panel", [segmentFile(home, dataset, merged[0].hash)], signal));
    const rows = symbols * (days - 1);
    const figures = {
      rows: rows + symbols,
      rowsPerSecond: rows / first,
      updateSeconds: update,
      panelSeconds,
      panelsPerSecond: 1 / panelSeconds,
      keptPanelSeconds: kept,
      panelOverKept: panelSeconds / kept,
      mergeSeconds: merge,
      peakMegabytes: process.resourceUsage().maxRSS / 1e3
    };
    const peers = {"panelsPerSecond (polars)": typeof polars === "string" ? polars : 1 / polars.seconds};
    return {name: "store", figures, peers, ratios: against(figures, peers), machine: machineFacts()};
  } finally {
    await rm(home, {recursive: true, force: true});
  }
}

/** A source of made-up days, 50 symbols' prices again and again: it costs little beside the store. */
function made(start: number, stop: number): Plugin<"source"> {
  const {times, symbols: few, fields} = madeUp(days, 50, true);
  const {open, high, low, close, volume} = fields;
  return defineSource("made", {}, () => ({
    async *bars() {
      await Promise.resolve();
      for (let s = 0; s < symbols; ++s) {
        const symbol = `S${String(s).padStart(4, "0")}`;
        for (let i = start; i < stop; ++i) {
          const cell = i * few.length + (s % few.length);
          const scale = 1 + Math.floor(s / few.length);
          const price = (column: Float64Array) => column[cell] * scale;
          const bar: Bar = {
            t: times[i],
            symbol,
            open: price(open),
            high: price(high),
            low: price(low),
            close: price(close),
            volume: volume[cell]
          };
          yield bar;
        }
      }
    }
  }))();
}
