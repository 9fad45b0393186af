import {auditExplanation, evidenceOf} from "../../../core/audit/explanation.js";
import type {Audit} from "../../../core/audit/verdict.js";
import {withField} from "../../../core/base/panel.js";
import {makeDataset} from "../../../core/learn/dataset.js";
import {labelRows} from "../../../core/pipeline/contest.js";
import {addFeatures} from "../../../core/pipeline/pipeline.js";
import {lookupIn, revivePlan} from "../../../core/pipeline/plan.js";
import {catalog} from "../../../plugins/catalog.js";
import {forwardReturn} from "../../../plugins/labels/forward-return.js";
import {filled} from "../../../reports/components/explanation.js";
import {loadRun} from "../../../reports/components/loaded-run.js";
import type {AlarmQuestion} from "./alarm.js";

/** The leakage alarm, off the page's own thread. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<AlarmQuestion>) => void) | null;
  postMessage(message: {audit?: Audit; error?: string}): void;
};

scope.onmessage = ({data}) => {
  try {
    scope.postMessage({audit: alarm(data)});
  } catch (error) {
    scope.postMessage({error: error instanceof Error ? error.message : String(error)});
  }
};

const leak = "tomorrow's return (planted)";

function alarm({page, numbers, planted}: AlarmQuestion): Audit {
  const {panel: market} = loadRun(page, numbers);
  const {spec} = page.run;
  const {features, learn} = revivePlan({...spec, metrics: [], seed: 0}, lookupIn(catalog));
  const {label, missing} = learn!;
  const featured = addFeatures(market, {features});
  const panel = planted ? withField(featured, leak, forwardReturn({horizon: 1}).compute(market).y) : featured;
  const names = [...Object.keys(features), ...(planted ? [leak] : [])];
  const {permutation, trees} = page.explanation!;
  const known = trees ? filled(trees.shap) : filled(permutation.mean).map((value) => Math.max(0, value));
  const shares = planted ? Float64Array.of(...known, 0) : known;
  const data = makeDataset(panel, names, label, 1, missing);
  return auditExplanation(evidenceOf(data, shares, {horizon: labelRows(panel, data) - 1, names}));
}
