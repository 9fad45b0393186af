import {unpackNumbers} from "../core/site/numbers.js";
import type {RunPage} from "../core/site/payload.js";
import {report} from "./components/report.js";
import {startEngine} from "./components/rerun.js";
import {unzipped, workerOf} from "./components/unzipped.js";

/**
 * The report of a run from what its page ships: the record, its packed numbers, and the engine's script, which may still
 * be on its way; the last two gzipped. What was recorded is drawn at once. The engine ends when `invalidation` resolves.
 */
export async function showRun(
  page: RunPage,
  numbers: ArrayBuffer,
  engine: Promise<ArrayBuffer>,
  invalidation: Promise<unknown>
): Promise<HTMLElement> {
  const unpacked = await unzipped(numbers)
    .then(unpackNumbers)
    .catch(() => new ArrayBuffer(0));
  return report(page, unpacked, invalidation, () => startEngine(engine.then(workerOf)));
}
