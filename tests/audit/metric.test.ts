import {describe, expect, it} from "vitest";
import {auditMetric} from "../../core/audit/metric.js";
import type {Metric} from "../../core/plugin.js";

const told = async (measure: Metric["measure"], unit: Metric["unit"] = "ratio") => {
  const {findings} = await auditMetric({unit, measure});
  return findings.map(({rule, message}) => `${rule}: ${message}`).join("\n");
};
const reasoned = async (undetermined: () => unknown) => {
  const measure: Metric["measure"] = ({benchmark}) => (benchmark?.every(Number.isFinite) ? 1 : NaN);
  const {findings} = await auditMetric({unit: "ratio", measure, undetermined: undetermined as () => string});
  return findings.map(({message}) => message).join("\n");
};
const last = (equity: Float64Array) => equity[equity.length - 1];

describe("the audit of a metric", () => {
  it("passes an honest one", async () => {
    expect(await told(({equity}) => last(equity) / equity[0] - 1, "percent")).toBe("");
    expect(await told(({fills}) => fills.length, "count")).toBe("");
  });

  it("finds amounts of a currency", async () => {
    expect(await told(({equity}) => last(equity) - equity[0])).toMatch(
      /^broken-form: .+, and .+ in a currency of which one is 1\/1024; divide amounts by an amount$/
    );
    expect(await told(({fills}) => fills.reduce((sum, {commission}) => sum + commission, 0))).toMatch(/currency/);
    expect(await told(({benchmark}) => (benchmark ? benchmark[0] : NaN))).toMatch(/currency/);
  });

  it("finds infinities where nothing is determined", async () => {
    const ratio = (a: number, b: number) => (a === b ? 1 : a / b);
    expect(await told(({fills, equity}) => equity.length / fills.filter(({t}) => t > 0).length)).toMatch(
      /^broken-form: Infinity for one bar; NaN says/
    );
    expect(await told(({equity}) => ratio(1e6, last(equity)) - ratio(1e6, equity[0]))).toMatch(
      /^broken-form: Infinity for an account with nothing left/
    );
    expect(await told(({benchmark}) => (benchmark ? 1 : Infinity))).toMatch(/Infinity for a backtest without a benchm/);
    expect(await told(() => null as never)).toMatch(/^broken-form: null for 3 bars/);
  });

  it("finds a reason that says nothing", async () => {
    expect(await reasoned(() => "there is no benchmark")).toBe("");
    expect(await reasoned(() => null)).toBe("");
    for (const odd of [" ", 3])
      expect(await reasoned(() => odd)).toBe(
        `the reason ${JSON.stringify(odd)} for a backtest without a benchmark; say in a few words why there is no figure`
      );
  });

  it("gives the bars that were traded, and measures without them too", async () => {
    const spread: Metric["measure"] = (_, bars) =>
      bars ? Math.max(...bars.fields.high.map((h, i) => h / bars.fields.low[i])) : 1;
    expect(await told(spread)).toBe("");
    expect(await told((_, bars) => bars!.fields.high[0] / bars!.fields.low[0])).toMatch(/^broken-form: it throws: /);
    expect(await told((_, bars) => (bars ? bars.fields.high[0] : 1))).toMatch(/currency/);
  });

  it("finds one that throws on a result it does not like, writes over it, or remembers", async () => {
    expect(await told(({benchmark}) => benchmark![0] / benchmark![0])).toMatch(/^broken-form: it throws: /);
    const before = (equity: Float64Array) => (equity[0] = equity[1]) / equity[0];
    expect(await told(({equity}) => before(equity))).toBe("hidden-state: it writes over the result; change a copy");
    let best = -Infinity;
    expect(await told(({equity}) => (best = Math.max(best, last(equity) / equity[0])))).toMatch(
      /^hidden-state: .+ for the same backtest after another was measured$/
    );
  });
});
