import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {bench, choices} from "./evaluate.js";

describe("bench evaluate", () => {
  it("measures, and says that the peer is not there", async () => {
    const before = process.env.TAPEBOOK_PYTHON;
    process.env.TAPEBOOK_PYTHON = join(tmpdir(), "no-such-python");
    const steps: number[] = [];
    const progress = (done: number, total: number) => void steps.push(Math.round((100 * done) / total));
    const result = await bench(effects({progress}), "quick").finally(() => {
      if (before === undefined) delete process.env.TAPEBOOK_PYTHON;
      else process.env.TAPEBOOK_PYTHON = before;
    });
    expect(choices).toContain("quick");
    expect(result.name).toBe("evaluate");
    for (const [name, value] of Object.entries(result.figures)) expect(value, name).toBeGreaterThan(0);
    expect(result.figures.cellsPerSecond).toBeCloseTo((130 * 20 * 4) / result.figures.seconds, 6);
    expect(result.peers).toEqual({
      "evaluationsPerSecond (alphalens)": "not installed",
      "evaluationsPerProcessorSecond (alphalens)": "not installed"
    });
    expect(result.ratios).toEqual({});
    expect([steps[0], steps.at(-1)]).toEqual([0, 100]);
  }, 60_000);
});
