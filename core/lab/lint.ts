import {withField} from "../base/panel.js";
import {lint} from "../lint/lint.js";
import type {LintOptions, Linted} from "../lint/lint.js";
import type {Traded} from "../lint/traded.js";
import {writtenFigures} from "../pipeline/figures.js";
import type {Outcome} from "../pipeline/pipeline.js";
import {addFeatures, firstRow} from "../pipeline/pipeline.js";
import type {Plan} from "../pipeline/plan.js";
import {revivePlan} from "../pipeline/plan.js";
import {backtest} from "../backtest/backtest.js";
import type {Market} from "../backtest/backtest.js";
import type {Result} from "../plugin.js";
import {countTrials, readTrials} from "./ledger.js";
import type {Origins} from "./market.js";
import {findOrigins, loadMarket} from "./market.js";
import type {LintFinding, RunRecord} from "./record.js";
import {lookupFor} from "./registry.js";
import {readAccount, readArtefacts, readFills} from "./run-folder.js";

export type {Linted} from "../lint/lint.js";
export {rules as lintRules} from "../lint/rules.js";

/** What a run has made, as far as its lint goes by it. */
export interface MadeRun {
  readonly plan: Plan;
  readonly beside: Market;
  readonly outcome: Pick<Outcome, "panel" | "learned" | "result" | "figures">;
  readonly origins: Pick<Origins, "universe" | "manifest">;
  /** How often the experiment had been tried when the run started. */
  readonly trials: number;
}

/** Lints what a run has just made; null where nothing was traded. */
export function lintMade({plan, beside, outcome, origins, trials}: MadeRun): Linted | null {
  const {panel, learned, result, figures} = outcome;
  const {backtest} = plan;
  if (!result || !backtest) return null;
  const {universe, manifest} = origins;
  return lint({
    panel,
    beside,
    plan: {...plan, backtest},
    result,
    start: firstRow(panel, plan),
    figures: writtenFigures(figures).metrics,
    ...(learned && {folds: learned.folds}),
    trials,
    ...(universe && {universe: {name: universe.name, biased: universe.biased}}),
    synthetic: manifest.synthetic
  });
}

/** A lint as a run's record keeps it: its findings and, where rules could not be put to the test, a note of them. */
export function lintFindings({findings, unchecked}: Linted): LintFinding[] {
  if (unchecked.length === 0) return [...findings];
  const reasons = unchecked.map(({rule, reason}) => `${rule} (${reason})`);
  return [
    ...findings,
    {
      rule: "unchecked",
      severity: "note",
      message: `${unchecked.length === 1 ? "one rule was" : `${unchecked.length} rules were`} not put to the test: ${reasons.join("; ")}`,
      meaning: "Nothing is known of what they look for.",
      advice: "Bring what they need, where it is to be had."
    }
  ];
}

/**
 * Lints a run that is kept, from its folder: its fills, equity and signal as they are there, and the prices that they were
 * made of; features are computed anew. The experiment's trials are those that the ledger counts today, or those of the
 * record where the ledger has fewer (that of another home). Null where nothing was traded. Throws where the data is not
 * there any more.
 */
export async function lintRun(home: string, record: RunRecord, options: LintOptions = {}): Promise<Linted | null> {
  const {spec, lineage, metrics, folds, synthetic} = record;
  if (!spec.backtest || !record.hashes.backtest) return null;
  const plan = revivePlan(spec, await lookupFor(spec));
  const origins = await findOrigins(home, spec.data, lineage);
  const {panel: market, beside} = await loadMarket(home, spec.data, origins, {code: lineage.code});
  const {signals, equity} = await readArtefacts(home, record);
  const account = await readAccount(home, record);
  let panel = addFeatures(market, plan);
  for (const name of ["signal", "baseline"] as const) if (signals) panel = withField(panel, name, signals[name]);
  const start = record.shape.start;
  const {backtest: trading} = plan;
  const again = backtest(panel, trading!, beside, start);
  const same = equity && equity.equity.every((value, i) => Object.is(value, again.equity[i]));
  const {postings = [], rejections = []} = account ?? {};
  const result: Result = {
    ...again,
    ...equity,
    fills: await readFills(home, record),
    unfilled: same ? again.unfilled : NaN,
    postings,
    rejections
  };
  const {universe} = origins;
  const traded: Traded = {
    panel,
    beside,
    plan: {...plan, backtest: trading!},
    result,
    start,
    figures: metrics,
    folds,
    trials: Math.max(record.trials, countTrials(await readTrials(home), record.experiment)),
    ...(universe && {universe: {name: universe.name, biased: universe.biased}}),
    synthetic
  };
  return lint(traded, options);
}
