import {appendFile, mkdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import type {Effects} from "../context.js";
import {root} from "../home.js";
import {appendTrial, readTrials} from "../ledger.js";
import {changesOf, settingsOf} from "./changes.js";
import {
  arraysOf,
  comparesEvidence,
  comparesLint,
  countsOtherwise,
  figuresOf,
  partsOf,
  stagesOf,
  valueThatDiffers
} from "./differences.js";
import {makeAgain} from "./again.js";
import type {KeptRun} from "./kept.js";
import type {Reproduction} from "./shape.js";

/** Parts of a record that may differ when the same run is made again, or that are not made again. */
export const passedOver = ["started", "seconds", "audit"] as const;

/** The file that keeps a line of every reproduction. */
export function reproductionsFile(home: string): string {
  return join(home, "reproductions.ndjson");
}

/**
 * Makes a kept run again from what its record says it was made of, with the data of a home, and says what differs. The kept
 * run is not touched. To make the same trial again is no new trial, and it is logged in a file of its own; but where another
 * result of other code, data or options was seen, that was a look at another variant, and it enters the trial ledger as one.
 */
export async function reproduce(kept: KeptRun, home: string, effects: Effects): Promise<Reproduction> {
  const {record} = kept;
  const start = effects.now();
  const again = await makeAgain(record, home, effects);
  const stages = stagesOf(record.hashes, again.came.hashes);
  const figures = figuresOf(record.metrics, again.came.metrics);
  const parts = partsOf(record, again);
  const ledger = kept.home === null ? [] : await readTrials(kept.home);
  if (countsOtherwise(record, ledger)) parts.push("trials");
  const arrays = await arraysOf(kept, again);
  const changes = changesOf(record, again, await world());
  const same =
    stages.every((each) => each.same) &&
    figures.different.length === 0 &&
    parts.length === 0 &&
    arrays.every(({recorded, now, different}) => recorded === now && different === 0) &&
    changes.every(({what}) => what !== "record");
  const counted = again.came.hashes.result !== record.hashes.result && again.id !== record.id;
  const end = effects.now();
  const at = new Date(end).toISOString();
  if (counted) await countTrial(home, record.experiment, again.id, at);
  const panel = stages.find(({stage}) => stage === "panel");
  const found: Reproduction = {
    run: record.id,
    experiment: record.experiment,
    identical: same,
    changes,
    settings: await settingsOf(record),
    value: panel?.same === false ? await valueThatDiffers(kept, again) : null,
    stages,
    figures,
    parts,
    arrays,
    passedOver: [
      ...passedOver,
      ...(comparesEvidence(record, again) ? [] : ["evidence"]),
      ...(comparesLint(record, again) ? [] : ["lint"]),
      ...(ledger.some(({run}) => run === record.id) ? [] : ["trials"])
    ],
    counted,
    seconds: (end - start) / 1000
  };
  const line = {at, run: record.id, experiment: record.experiment, identical: same, result: again.came.hashes.result};
  await mkdir(home, {recursive: true});
  await appendFile(
    reproductionsFile(home),
    `${JSON.stringify({...line, code: again.code.hash, node: process.version})}\n`
  );
  return found;
}

async function countTrial(home: string, experiment: string, run: string, at: string): Promise<void> {
  const started = await appendTrial(home, {experiment, run, event: "started", at, variants: 1});
  await appendTrial(home, {experiment, run, event: "done", attempt: started.at(-1)!.n, at});
}

async function world() {
  const {version} = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {version: string};
  return {backend: "javascript", node: process.version, tapebook: version};
}
