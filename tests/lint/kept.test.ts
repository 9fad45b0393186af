import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {lint as verb} from "../../core/cli/verbs/lint.js";
import type {Answer} from "../../core/cli/verb.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {lintFindings, lintRun} from "../../core/lab/lint.js";
import type {RunRecord} from "../../core/lab/record.js";
import {appendTrial} from "../../core/lab/ledger.js";
import {run} from "../../core/lab/run.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {returns} from "../../plugins/features/returns.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {mean} from "../../plugins/models/mean.js";
import {ridge} from "../../plugins/models/ridge.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {samples} from "../../plugins/sources/samples.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";
import {threshold} from "../../plugins/strategies/threshold.js";
import {effectsAt, everything} from "../store/homes.js";

const experiment: Experiment = {
  name: "90-linted",
  title: "Linted",
  question: "Is it found again?",
  data: {dataset: "samples/1d", symbols: ["AAPL"], benchmark: "SPX", from: "2015-01-01"},
  features: {fast: returns({window: 1}), slow: returns({window: 21})},
  learn: {
    label: forwardReturn({horizon: 5}),
    split: walkForward({train: 252, test: 63, step: 63}),
    model: ridge({penalty: 10}),
    baseline: mean()
  },
  backtest: {strategy: threshold(), slippage: basisPoints({points: 5}), commission: perDollar({rate: 0.0005})}
};

let home: string;
let honest: RunRecord;
let peeking: RunRecord;
let untraded: RunRecord;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-lint-"));
  await ingest(home, samples(), everything, effectsAt());
  const at = effects({now: () => 1000});
  ({record: honest} = await run(experiment, home, at));
  const {backtest, ...bare} = experiment;
  const cheat: Experiment = {...experiment, name: "91-cheat", backtest: {...backtest!, fill: "same-close"}};
  ({record: peeking} = await run(cheat, home, at));
  ({record: untraded} = await run({...bare, name: "92-bare"}, home, at));
}, 60_000);

afterAll(() => rm(home, {recursive: true, force: true}));

const act = (runs: readonly string[], rules?: boolean) =>
  verb.act({runs, ...(rules && {rules})}, {home, task: () => effects()}) as Promise<
    Answer & {json: {run: string; findings: {rule: string}[]}}
  >;

describe("the lint of a run", () => {
  it("stands in its record and in its log", async () => {
    expect(honest.lint!.length).toBeGreaterThan(0);
    const log = await readFile(join(home, "runs", honest.id, "log.txt"), "utf8");
    for (const {severity, rule, message} of honest.lint!) {
      expect(log).toContain(`lint: ${severity}: ${rule}: ${message}\n`);
    }
    expect(peeking.lint!.filter(({severity}) => severity === "serious").map(({rule}) => rule)).toContain("same-close");
    expect(untraded.lint).toBeUndefined();
  });

  it("is found again from its folder", async () => {
    for (const record of [honest, peeking]) {
      const linted = await lintRun(home, record);
      expect(lintFindings(linted!)).toEqual(record.lint);
    }
    expect(await lintRun(home, untraded)).toBeNull();
  });

  it("fails the verb where it is serious, and names what to do", async () => {
    const clean = await act([honest.id.slice(0, 8)]);
    expect(clean.failed).toBe(false);
    expect(clean.json.run).toBe(honest.id);
    expect(clean.json.findings.map(({rule}) => rule)).toEqual(
      honest.lint!.filter(({rule}) => rule !== "unchecked").map(({rule}) => rule)
    );
    const bad = await act(["91-cheat"]);
    expect(bad.failed).toBe(true);
    expect(bad.text).toContain("same-close");
    expect(bad.text).toContain("→ Fill at the next open or close");
    const all = await act([]);
    expect((all.json as unknown as {run: string}[]).map((each) => each.run).sort()).toEqual(
      [honest.id, peeking.id].sort()
    );
    expect((await act(["92-bare"])).text).toContain("nothing was traded");
    await expect(act(["ffff"])).rejects.toThrow(/^unknown run: ffff; runs are /);
  });

  it("goes by the trials that are counted today, or by the record's where there is no ledger", async () => {
    const said = async (record: RunRecord) =>
      (await lintRun(home, record))!.findings.find(({rule}) => rule === "trials")?.message;
    expect(await said(honest)).toBeUndefined();
    const sweep = {at: "2026-01-01T00:00:00Z", event: "started", run: "0123456789ab"} as const;
    await appendTrial(home, {...sweep, experiment: "91-cheat", variants: 500_000});
    expect(await said(honest)).toBeUndefined();
    await appendTrial(home, {...sweep, experiment: honest.experiment, variants: 500_000});
    expect(await said(honest)).toMatch(/^the best of 500,001 trials without skill is expected to lie 4\.\d\d /);
    const other = {...honest, trials: 900_000};
    expect(await said(other)).toMatch(/^the best of 900,000 trials /);
  });

  it("explains its rules", async () => {
    const {text, json} = await act([], true);
    expect(text).toContain("one-trade  One trade makes the profit: warning  share=0.5");
    expect((json as unknown as readonly object[]).length).toBeGreaterThan(40);
  });
});
