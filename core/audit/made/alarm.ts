import type {Figures} from "../../evaluate/signal-metrics.js";
import type {Plan} from "../../pipeline/plan.js";
import type {Audit, Finding} from "../verdict.js";

/** What the alarm rings at: above these, a mistake is likelier than a discovery. */
export const tooGood = {ic: 0.1, sharpe: 3} as const;

/** What the alarm has to know besides the figures. */
export interface Circumstances {
  readonly plan: Pick<Plan, "learn" | "backtest">;
  readonly symbols: number;
  /** Rows by which neighbouring labels overlap, and one. */
  readonly horizon: number;
  readonly synthetic?: boolean;
}

/**
 * Rings where an out-of-sample |IC| is above 0.1 or a Sharpe ratio above 3, and says what is likely behind it, the
 * likeliest first.
 */
export function auditFigures(figures: Figures, circumstances: Circumstances): Audit {
  const findings: Finding[] = [];
  const ring = (message: string, causes: readonly string[]) =>
    findings.push({rule: "too-good", message, suspicion: true, causes});
  const ic = figures.ic?.value;
  if (ic !== undefined && Math.abs(ic) > tooGood.ic)
    ring(`an IC of ${ic.toFixed(3)} out of sample`, causesOf(figures, circumstances));
  const sharpe = figures.sharpe?.value;
  if (sharpe !== undefined && sharpe > tooGood.sharpe)
    ring(`a Sharpe ratio of ${sharpe.toFixed(2)}`, [...costCauses(circumstances), ...causesOf({}, circumstances)]);
  return {checked: ["too-good"], findings};
}

function causesOf(figures: Figures, {plan: {learn}, symbols, horizon, synthetic}: Circumstances): string[] {
  const causes: string[] = [];
  const ic = figures.ic?.value;
  const predictions = figures.predictions?.value;
  if (ic !== undefined && predictions !== undefined && symbols < 5) {
    const independent = Math.max(1, Math.round(predictions / horizon));
    const bound = 2 / Math.sqrt(independent);
    if (Math.abs(ic) <= 2 * bound)
      causes.push(
        `chance, as ${predictions} predictions with labels of ${horizon} rows are about ${independent} independent ones, of which ±${bound.toFixed(2)} is nothing unusual`
      );
    if (symbols === 1) causes.push("one name alone, whose level or trend the features repeat");
  }
  const errors = Math.abs(figures["ic-t"]?.value ?? NaN);
  if (errors < 3) causes.push(`chance, as the mean coefficient lies ${errors.toFixed(1)} standard errors from nothing`);
  if (synthetic) causes.push("prices that were made up with a known effect in them");
  if (learn && !learn.split.causal) causes.push("training on what came after the test, as this split does");
  causes.push(
    "the label, or something made of it, among the features",
    "figures beside the prices that stand on rows before they were published",
    "names that were chosen knowing who would survive",
    "the best of many trials"
  );
  return causes;
}

function costCauses({plan: {backtest}}: Circumstances): string[] {
  if (!backtest) return [];
  const causes: string[] = [];
  const free = [backtest.slippage, backtest.commission].some(({params}) =>
    Object.values(params).every((value) => value === 0)
  );
  if (free) causes.push("costs of nothing");
  if (backtest.delay === 0 && backtest.fill === "next-open") causes.push("fills at the next open without a delay");
  return causes;
}
