import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {paretoShortfall, paretoTail, paretoValueAtRisk} from "../../../core/evaluate/tail.js";
import type {Result} from "../../../core/plugin.js";
import {paretoShortfall as shortfall} from "../../../plugins/metrics/tails/pareto-shortfall.js";
import {paretoValueAtRisk as valueAtRisk} from "../../../plugins/metrics/tails/pareto-value-at-risk.js";
import {tailIndex} from "../../../plugins/metrics/tails/tail-index.js";

interface Case {
  readonly tail: number;
  readonly cutoff: number;
  readonly returns: readonly number[];
  readonly shape: number | null;
  readonly scale: number | null;
  readonly value: number | null;
  readonly shortfall: number | null;
}

const cases = JSON.parse(readFileSync(new URL("pareto.json", import.meta.url), "utf8")) as Record<string, Case>;

function account(returns: readonly number[]): Result {
  const equity = Float64Array.of(1e6, ...returns);
  for (let i = 1; i < equity.length; ++i) equity[i] = equity[i - 1] * (1 + equity[i]);
  const rest = {cash: equity, gross: equity, net: equity, times: equity, symbols: [], fills: [], unfilled: 0};
  return {...rest, equity, periods: 252};
}

describe.each(Object.entries(cases))("scipy on a %s tail", (_, {tail, cutoff, returns, ...theirs}) => {
  const found = paretoTail(Float64Array.from(returns).sort(), tail);

  it("has the same shape, value at risk and shortfall", () => {
    if (theirs.shape === null) {
      expect(found).toBeNull();
      return;
    }
    const {shape, scale} = found!;
    const own = [shape, scale, paretoValueAtRisk(found!, cutoff), paretoShortfall(found!, cutoff)];
    [theirs.shape, theirs.scale!, theirs.value!, theirs.shortfall!].forEach((value, i) =>
      expect(Math.abs(own[i] - value), `${own[i]} against ${value}`).toBeLessThanOrEqual(1e-9)
    );
  });

  it("is a figure of an account, or says why it is none", () => {
    const result = account(returns);
    const metrics = [tailIndex({tail}), valueAtRisk({tail, cutoff}), shortfall({tail, cutoff})];
    const expected = [theirs.shape, theirs.value, theirs.shortfall];
    metrics.forEach((metric, i) => {
      const value = metric.measure(result);
      if (expected[i] === null)
        expect([value, metric.undetermined!(result)]).toEqual([NaN, "no tail fits the lowest returns"]);
      else expect(value).toBeCloseTo(expected[i], 7);
    });
  });
});

it("takes ten losses in the tail, and a cutoff within it", () => {
  const few = account(cases.normal.returns.slice(0, 60));
  expect(tailIndex().measure(few)).toBeNaN();
  expect(tailIndex().undetermined!(few)).toBe("there are 6 returns in the tail, and it takes 10");
  expect(() => valueAtRisk({cutoff: 0.1})).toThrow("invalid cutoff: 0.1; expected a share below the tail, 0.1");
  const heavy = {threshold: 0.01, shape: 1.2, scale: 0.01, share: 0.1};
  expect(paretoShortfall(heavy, 0.01)).toBeNaN();
  expect(paretoValueAtRisk(heavy, 0.2)).toBeNaN();
});
