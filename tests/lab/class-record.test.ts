import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {makeAgain} from "../../core/lab/reproduce/again.js";
import {partsOf} from "../../core/lab/reproduce/differences.js";
import {run} from "../../core/lab/run.js";
import {readRun} from "../../core/lab/runs.js";
import type {Contender} from "../../core/pipeline/contest.js";
import {contestHash} from "../../core/pipeline/hashes.js";
import type {Bar} from "../../core/plugin.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {returns} from "../../plugins/features/returns.js";
import {direction} from "../../plugins/labels/direction.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {lightgbm} from "../../plugins/models/lightgbm.js";
import {ridge} from "../../plugins/models/ridge.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {agrees, blind, confusionOf, toldApart} from "../../reports/components/classes/told.js";
import {effectsAt, everything, sourceOf} from "../store/homes.js";

const stream = random(4);
const last = new Map(Array.from("ABCDEF", (symbol) => [symbol, 50]));
const bars: Bar[] = [];
for (let day = 0; day < 220; ++day) {
  const t = Date.UTC(2020, 0, 6) + (Math.floor(day / 5) * 7 + (day % 5)) * 86_400_000;
  for (const [symbol, before] of last) {
    const close = before * (1 + 0.02 * stream.normal());
    last.set(symbol, close);
    bars.push({t, symbol, open: close, high: close * 1.01, low: close * 0.99, close, volume: 1e6});
  }
}
const trees = lightgbm({objective: "multiclass", num_iterations: 3, num_leaves: 4, min_data_in_leaf: 10});
const moves = direction({horizon: 1, delay: 0, buy: 0.01, sell: 0.01});
const experiment: Experiment = {
  name: "94-classes",
  title: "Classes",
  question: "Up, down or neither?",
  data: {dataset: "made/1d"},
  features: {back: returns({window: 3})},
  learn: {
    label: forwardReturn({horizon: 1}),
    split: walkForward({train: 60, test: 30, step: 30}),
    model: ridge(),
    baseline: mean(),
    rivals: {trees: {label: moves, model: trees}}
  }
};

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-classes-"));
  await ingest(home, sourceOf(bars), everything, effectsAt());
});
afterAll(() => rm(home, {recursive: true, force: true}));

it("keeps the units of all that contenders have, and what they took for what", async () => {
  const {record} = await run(experiment, home, effects());
  const read = await readRun(home, record.id);
  expect(read).toEqual(record);
  const contest = read.contest!;
  for (const name of contest.flatMap(({metrics}) => Object.keys(metrics)))
    expect(read.units, name).toHaveProperty([name]);
  expect(read.units).toMatchObject({accuracy: "percent", "log-loss": "ratio", "recall (-1)": "percent", ic: "ratio"});
  expect(read.metrics).not.toHaveProperty("accuracy");
  expect(contest.map(({name, classes}) => [name, classes?.values])).toEqual([
    ["model", undefined],
    ["baseline", undefined],
    ["trees", [-1, 0, 1]]
  ]);
  const written = contest.map(({metrics, folds, ...rest}) => ({
    ...rest,
    figures: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, {value: value ?? NaN}])),
    folds: folds.map(({ic, ...span}) => ({...span, ic: ic ?? NaN}))
  })) as unknown as Contender[];
  expect(await contestHash(written), "a page can tell that it is as it was").toBe(read.hashes.contest);
  expect(partsOf(read, await makeAgain(read, home, effects()))).toEqual([]);
});

it("shows those that tell classes apart, beside what the shares alone would have had", async () => {
  const learn = {...experiment.learn!, label: moves, model: trees, rivals: {ridge: {model: ridge()}}};
  const {record} = await run({...experiment, name: "95-classes", learn}, home, effects());
  const [own, ...others] = toldApart(record);
  expect(others).toEqual([]);
  expect(own.title).toBe("lightgbm");
  expect(agrees(own)).toBe(true);
  const [row] = own.classes!.counts;
  const forged = {...own.classes!, counts: [[row[0] + 1, ...row.slice(1)], ...own.classes!.counts.slice(1)]};
  expect(agrees({...own, classes: forged})).toBe(false);
  const confusion = confusionOf(own.classes!);
  const came = own.classes!.counts.map((counts) => counts.reduce((sum, value) => sum + value, 0) / confusion.total);
  const luck = blind(confusion);
  expect(luck.accuracy).toBe(Math.max(...came));
  expect(luck.brier).toBeCloseTo(1 - came.reduce((sum, share) => sum + share * share, 0), 14);
  expect(luck.logLoss).toBeCloseTo(-came.reduce((sum, share) => sum + share * Math.log(share), 0), 12);
  expect(partsOf(record, await makeAgain(record, home, effects()))).toEqual([]);
});
