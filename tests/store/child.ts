import {writeFile} from "node:fs/promises";
import {ingest} from "../../core/store/ingest.js";
import {withLock} from "../../core/store/lock.js";
import {synthetic} from "../../plugins/sources/synthetic.js";

/** What a test does in a process of its own, to kill it: `child.ts <task> <home> <file that says it is at it>`. */
const [task, home, sign] = process.argv.slice(2);
const effects = {
  log: () => {},
  progress: () => {},
  now: () => 1,
  signal: new AbortController().signal
};

if (task === "hold") {
  await withLock(home, "synthetic/1d", async () => {
    await writeFile(sign, "");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
} else {
  await writeFile(sign, "");
  const source = synthetic({symbols: 30, rows: 1000});
  await ingest(home, source, {from: -Infinity, to: Infinity, timeframe: "1d"}, effects);
}
