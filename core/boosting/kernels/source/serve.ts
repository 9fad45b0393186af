import {binValues, sortValues} from "./bins.js";
import * as at from "./fields.js";
import {packGradients, sumGradients} from "./gradients.js";
import {buildHistograms, subtractHistograms} from "./histogram.js";
import {scanLevel} from "./level.js";
import {partCells, scanCells, sumCells} from "./cells.js";
import {assign, gatherShare, listAll, partAlone, partShare, sumList, walk} from "./partition.js";
import {scanSmall, scanUnit} from "./scan.js";

export * from "./fields.js";
export {assign, listAll, partAlone, partCells, sumCells, sumList};

export const JOB_END: i32 = 0;
export const JOB_SORT: i32 = 1;
export const JOB_BIN: i32 = 2;
export const JOB_SUM: i32 = 3;
export const JOB_PACK: i32 = 4;
export const JOB_GROW: i32 = 5;
export const JOB_PART: i32 = 6;
export const JOB_GATHER: i32 = 7;
export const JOB_WALK: i32 = 8;
export const JOB_LEVEL: i32 = 9;
export const JOB_SMALL: i32 = 10;
export const JOB_CELLS: i32 = 11;

/** Makes the histograms of one leaf, takes them from another's, and scans both, unit by unit. */
function growUnits(thread: usize): void {
  const units = <usize>load<u32>(at.UNITS);
  const list = <usize>load<u32>(at.LIST);
  const n = <usize>load<u32>(at.COUNT);
  const small = <usize>load<u32>(at.SMALL);
  const large = <usize>load<u32>(at.LARGE);
  for (;;) {
    const unit = <usize>atomic.add<i32>(at.NEXT, 1);
    if (unit >= units) return;
    if (load<u32>(at.BUILD)) buildHistograms(thread, unit, list, n, small);
    if (large) subtractHistograms(unit, large, small);
    if (load<u32>(at.CHILDREN + at.CHILD_SCANNED)) scanUnit(thread, unit, 0, small);
    if (load<u32>(at.CHILDREN + at.CHILD_BYTES + at.CHILD_SCANNED)) scanUnit(thread, unit, 1, large);
  }
}

/** Finds the best condition for all leaves of a level, unit by unit. */
function levelUnits(thread: usize): void {
  for (;;) {
    const unit = <usize>atomic.add<i32>(at.NEXT, 1);
    if (unit >= <usize>load<u32>(at.UNITS)) return;
    scanLevel(thread, unit);
  }
}

/** Finds the condition that a level of prefixes scores highest, unit by unit. */
function cellUnits(thread: usize): void {
  for (;;) {
    const unit = <usize>atomic.add<i32>(at.NEXT, 1);
    if (unit >= <usize>load<u32>(at.UNITS)) return;
    scanCells(thread, unit);
  }
}

/** Finds the best split of a leaf of few samples, unit by unit. */
function smallUnits(thread: usize): void {
  for (;;) {
    const unit = <usize>atomic.add<i32>(at.NEXT, 1);
    if (unit >= <usize>load<u32>(at.UNITS)) return;
    scanSmall(thread, unit);
  }
}

/** A thread's part in the job that the memory says. */
export function work(thread: i32): void {
  const t = <usize>thread;
  switch (load<i32>(at.JOB)) {
    case JOB_SORT:
      return sortValues(t);
    case JOB_BIN:
      return binValues(t);
    case JOB_SUM:
      return sumGradients(t);
    case JOB_PACK:
      return packGradients(t);
    case JOB_GROW:
      return growUnits(t);
    case JOB_PART:
      return partShare(t);
    case JOB_GATHER:
      return gatherShare(t);
    case JOB_WALK:
      return walk(t);
    case JOB_LEVEL:
      return levelUnits(t);
    case JOB_SMALL:
      return smallUnits(t);
    case JOB_CELLS:
      return cellUnits(t);
  }
}

/** How often a thread looks before it sleeps. */
const SPIN: i32 = 20000;

/** Takes part in jobs until there is none: what a thread other than the first does. */
export function serve(thread: i32): void {
  let done: i32 = 0;
  for (;;) {
    let spin = SPIN;
    while (atomic.load<i32>(at.GO) === done && --spin > 0);
    while (atomic.load<i32>(at.GO) === done) atomic.wait<i32>(at.GO, done, -1);
    done = atomic.load<i32>(at.GO);
    const ended = load<i32>(at.JOB) === JOB_END;
    if (!ended) work(thread);
    atomic.add<i32>(at.DONE, 1);
    atomic.notify(at.DONE, 1);
    if (ended) return;
  }
}

/** Begins the job that the memory says, in which all threads take part, and does the first thread's. */
export function begin(): void {
  atomic.store<i32>(at.NEXT, 0);
  atomic.store<i32>(at.DONE, 0);
  atomic.add<i32>(at.GO, 1);
  atomic.notify(at.GO, -1);
  work(0);
}

/** Does the whole job alone. It must be one whose shares are taken, or done by one thread. */
export function alone(): void {
  const threads = load<u32>(at.THREADS);
  store<u32>(at.THREADS, 1);
  atomic.store<i32>(at.NEXT, 0);
  work(0);
  store<u32>(at.THREADS, threads);
}

/** Whether the others are done; looks often, then waits for up to some milliseconds, before it says no. */
export function finished(): bool {
  const others = load<i32>(at.THREADS) - 1;
  for (let spin = 0; spin < SPIN; ++spin) if (atomic.load<i32>(at.DONE) === others) return true;
  const done = atomic.load<i32>(at.DONE);
  if (done === others) return true;
  atomic.wait<i32>(at.DONE, done, 10000000);
  return atomic.load<i32>(at.DONE) === others;
}
