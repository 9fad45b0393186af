import {field} from "../../base/panel.js";
import type {Panel} from "../../base/panel.js";
import {random} from "../../base/random.js";
import {
  fewestNames,
  informationCoefficients,
  serialCoefficient,
  summarise
} from "../../evaluate/information-coefficient.js";
import type {Outcome} from "../../pipeline/pipeline.js";
import {pipeline} from "../../pipeline/pipeline.js";
import type {Plan} from "../../pipeline/plan.js";
import {withoutRivals} from "../../pipeline/plan.js";
import type {Context, Label, Plugin} from "../../plugin.js";
import type {Audit, Finding} from "../verdict.js";

/** From how many standard errors, and from which size on, a coefficient is more than chance. */
const more = {errors: 5, ic: 0.02} as const;

/**
 * Learns once more from labels that say nothing of their samples: whatever is still foretold is no skill. Every few rows
 * have those of other rows and, where there are several, of another name, so that neither what lasts (a name that always
 * moves much) nor what returns (the hour of the day) helps; labels that overlap still do, within those few rows.
 */
export async function auditNoise(
  {market, plan, beside}: {readonly market: Panel; readonly plan: Plan; readonly beside: {readonly periods: number}},
  horizon: number,
  context: Context
): Promise<Audit> {
  const {learn} = withoutRivals(plan);
  if (!learn?.model || !learn.baseline) return {checked: [], findings: []};
  const {label} = learn;
  const block = horizon > 1 && horizon < market.times.length ? 2 * horizon : 1;
  const moved: Plugin<"label"> = {...label, compute: (panel) => movedLabels(label, panel, block)};
  const blind: Plan = {features: plan.features, learn: {...learn, label: moved}, metrics: [], seed: plan.seed};
  const {ic, score} = foretold(await pipeline(market, blind, {periods: beside.periods}, context), block);
  const findings: Finding[] = [];
  if (Math.abs(score) > more.errors && Math.abs(ic) > more.ic)
    findings.push({
      rule: "noise-foretold",
      message: `trained and tested on labels of other rows, the IC is ${ic.toFixed(3)}, ${Math.abs(score).toFixed(1)} standard errors from nothing`
    });
  return {checked: ["noise-foretold"], findings};
}

/** The information coefficient, and how many standard errors it lies from nothing where so many rows go together. */
function foretold({panel, learned}: Outcome, block: number): {readonly ic: number; readonly score: number} {
  const signal = field(panel, "signal");
  const label = learned!.label;
  if (panel.symbols.length < fewestNames) {
    const {rank, count} = serialCoefficient(signal, label);
    return {ic: rank, score: rank * Math.sqrt(Math.max(1, count / block / panel.symbols.length))};
  }
  const {mean, t} = summarise(informationCoefficients(panel.times, signal, label), block);
  return {ic: mean, score: t};
}

/** The labels, each block of rows with those of rows that begin elsewhere and of names some places further on. */
function movedLabels(label: Label, panel: Panel, block: number) {
  const {y, until} = label.compute(panel);
  const {integer} = random(41);
  const rows = panel.times.length;
  const n = panel.symbols.length;
  const out = new Float64Array(y.length).fill(NaN);
  for (let start = 0; start < rows; start += block) {
    const [away, aside] = [integer(rows), integer(n)];
    for (let row = start; row < Math.min(start + block, rows); ++row)
      for (let s = 0; s < n; ++s) {
        const cell = row * n + s;
        if (!Number.isNaN(y[cell])) out[cell] = y[((row + away) % rows) * n + ((s + aside) % n)];
      }
  }
  return {y: out, until};
}
