import {describe, expect, it} from "vitest";
import {auditExplanation, evidenceOf, saysTooMuch} from "../../core/audit/explanation.js";
import {judge} from "../../core/audit/verdict.js";
import type {Dataset} from "../../core/plugin.js";
import {features, market} from "./market.js";

const heard = (data: Dataset, shares: readonly number[], horizon: number) =>
  auditExplanation(evidenceOf(data, shares, {horizon, names: features})).findings;

describe("the alarm", () => {
  it.each([1, 5])("rings where tomorrow's return is among the features, of labels %i days long", (horizon) => {
    const data = market({horizon});
    const findings = heard(data, [6, 1, 1, 1, 1], horizon);
    expect(findings).toHaveLength(1);
    expect(findings[0].message).toMatch(/^leak alone has a rank IC of 0\.\d+ ± 0\.\d+ with the label, and is 60%/);
    expect(findings[0]).toMatchObject({rule: "too-good", suspicion: true});
    expect(findings[0].causes![0]).toContain("the label");
    expect(judge({checked: ["too-good"], findings}).judgement).toBe("suspicious");
  });

  it("rings for a leak of one name through time", () => {
    const data = market({days: 1500, names: 1});
    expect(heard(data, [6, 1, 1, 1, 1], 1).map(({message}) => message.split(" ")[0])).toEqual(["leak"]);
  });

  it("rings for a leak that the model hardly heeds, where it is beyond plausibility", () => {
    expect(heard(market(), [0, 1, 1, 1, 1], 1)).toHaveLength(1);
  });

  it("is silent about a strong feature that leads, and about noise, levels and small samples", () => {
    for (const seed of [1, 2, 3]) {
      for (const [days, names, horizon] of [
        [250, 40, 1],
        [250, 40, 5],
        [60, 10, 10],
        [20, 8, 5],
        [400, 1, 1],
        [300, 1, 20]
      ]) {
        const data = market({days, names, horizon, seed});
        const evidence = evidenceOf(data, [0, 9, 1, 0, 0], {horizon, names: features}).slice(1);
        const others = evidence.map((each) => ({...each, share: each.name === "noise" ? 0.9 : each.share}));
        expect(auditExplanation([...evidence, ...others]).findings, `${days} × ${names}, ${seed}`).toEqual([]);
      }
    }
    const [, strong] = evidenceOf(market({days: 1000}), [0, 9, 1, 0, 0], {horizon: 1, names: features});
    expect(strong.share).toBe(0.9);
    expect(strong.ic).toBeGreaterThan(0.06);
  });

  it("weighs the error: the same IC rings when it is sure, and a leader rings sooner", () => {
    const ring = (share: number, ic: number, error: number) =>
      auditExplanation([{name: "f", share, ic, error}]).findings.length > 0;
    expect(ring(0.1, 0.3, 0.01)).toBe(true);
    expect(ring(0.1, -0.3, 0.01)).toBe(true);
    expect(ring(0.1, 0.3, 0.05)).toBe(false);
    expect(ring(0.1, 0.2, 0.01)).toBe(false);
    expect(ring(0.6, 0.2, 0.01)).toBe(true);
    expect(ring(0.9, 0.09, 0.001)).toBe(false);
    expect(saysTooMuch.leading).toBeLessThan(saysTooMuch.alone);
    expect(() => evidenceOf(market(), [1], {horizon: 1, names: features})).toThrow(/^invalid shares/);
  });
});
