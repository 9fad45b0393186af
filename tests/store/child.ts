import {writeFile} from "node:fs/promises";
import type {Bar} from "../../core/plugin.js";
import {defineSource} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {withLock} from "../../core/store/disk/lock.js";
import {synthetic} from "../../plugins/sources/synthetic.js";

/** What a test does in a process of its own: `child.ts <task> <home> <file that says it is at it> <more>`. */
const [task, home, sign, ...more] = process.argv.slice(2);
const effects = {
  log: () => {},
  progress: () => {},
  now: () => 1,
  signal: new AbortController().signal
};
const everything = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;

switch (task) {
  case "hold":
    await withLock(home, "synthetic/1d", async () => {
      await writeFile(sign, "");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });
    break;
  case "ingest":
    await writeFile(sign, "");
    await ingest(home, synthetic({symbols: 30, rows: 1000}), everything, effects);
    break;
  case "write": {
    const [name, rounds, rows] = [more[0], Number(more[1]), Number(more[2])];
    await writeFile(sign, "");
    for (let round = 0; round < rounds; ++round)
      await ingest(home, symbolOf(`${name}${round}`, rows), everything, effects, {name: "shared"});
    break;
  }
  case "read": {
    await writeFile(sign, "");
    const [rows, until] = [Number(more[0]), Number(more[1])];
    let reads = 0;
    for (let symbols = 0; symbols < until; ++reads) {
      const {fields, symbols: held} = await loadPanel(home, {dataset: "shared/1d", fields: ["close"]});
      const missing = fields.close.filter(Number.isNaN).length;
      if (missing > 0 || fields.close.length !== held.length * rows || held.length < symbols)
        throw new Error(`${held.length} symbols after ${symbols}, ${missing} of ${fields.close.length} bars missing`);
      symbols = held.length;
      // It reads within every write or two; without a rest it would take a core from those that write.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    process.stdout.write(String(reads));
    break;
  }
}

/** A source of one symbol. */
function symbolOf(symbol: string, rows: number) {
  return defineSource("one", {}, () => ({
    async *bars() {
      await Promise.resolve();
      for (let i = 0; i < rows; ++i) {
        const close = 10 + i;
        const bar: Bar = {t: i * 86_400_000, symbol, open: close, high: close, low: close, close, volume: i};
        yield bar;
      }
    }
  }))();
}
