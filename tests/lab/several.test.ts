import {expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {findExperiments} from "../../core/lab/experiments.js";
import {readTrials} from "../../core/lab/ledger.js";
import type {Ran} from "../../core/lab/run.js";
import {run} from "../../core/lab/run.js";
import {listRuns} from "../../core/lab/runs.js";
import {runSeveral} from "../../core/lab/several/several.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {samples} from "../../plugins/sources/samples.js";
import {effectsAt, everything, freshFolder} from "../store/homes.js";

const names = ["01-feature-engineering", "02-model-data", "05-evaluate-signals", "06-backtest"];

async function homeOfSamples(): Promise<string> {
  const home = await freshFolder();
  await ingest(home, samples(), everything, effectsAt());
  return home;
}

/** What was told, in the order in which it was. */
function listening() {
  const logged: string[] = [];
  const done: [string, Ran][] = [];
  const telling = {
    log: (name: string, message: string) => void logged.push(`${name}: ${message}`),
    done: (name: string, ran: Ran) => void done.push([name, ran])
  };
  return {logged, done, telling};
}

it("makes several runs side by side as they are made one by one, and finds them again", async () => {
  const [together, alone] = await Promise.all([homeOfSamples(), homeOfSamples()]);
  const {logged, done, telling} = listening();
  const steps: number[] = [];
  const given = effects({progress: (part, total) => void steps.push(part / total)});
  const made = await runSeveral(names, together, given, telling, 2);
  expect(made.map(({record, found}) => [record.experiment, found])).toEqual(names.map((name) => [name, false]));
  for (const {record} of made) {
    const [experiment] = await findExperiments(record.experiment);
    const one = await run(experiment, alone, effects());
    expect(record).toEqual({...one.record, started: record.started, seconds: record.seconds});
  }
  expect(new Set(done.map(([name]) => name))).toEqual(new Set(names));
  expect(logged.some((line) => line.startsWith("06-backtest: "))).toBe(true);
  expect([Math.min(...steps) < 0.3, steps.at(-1)]).toEqual([true, 1]);
  const trials = await readTrials(together);
  expect(trials.map(({event}) => event).sort()).toEqual([...names.map(() => "done"), ...names.map(() => "started")]);
  const again = await runSeveral(names, together, effects(), telling, 2);
  expect(again).toEqual(made.map(({record}) => ({record, found: true})));
  expect(await readTrials(together)).toEqual(trials);
});

it("ends all that was begun when it is interrupted, and goes on the next time", async () => {
  const home = await homeOfSamples();
  const stop = new AbortController();
  const {telling} = listening();
  const given = effects({
    signal: stop.signal,
    progress: (part, total) => {
      if (part > 0.05 * total) stop.abort(new Error("interrupted"));
    }
  });
  const several = ["05-evaluate-signals", "06-backtest"];
  await expect(runSeveral(several, home, given, telling, 2)).rejects.toThrow("interrupted");
  const statuses = (await listRuns(home)).map(({status}) => status);
  expect(statuses).toContain("cancelled");
  expect(statuses).not.toContain("running");
  expect(statuses).not.toContain("failed");
  const made = await runSeveral(several, home, effects(), telling, 2);
  expect(made.map(({record}) => record.experiment)).toEqual(several);
});

it("throws what one fails of, and begins no more", async () => {
  const home = await homeOfSamples();
  const {done, telling} = listening();
  const failing = ["02-model-data", "02-model-data-universe", "06-backtest"];
  await expect(runSeveral(failing, home, effects(), telling, 1)).rejects.toThrow("missing dataset: synthetic/1d");
  expect(done).toEqual([]);
});
