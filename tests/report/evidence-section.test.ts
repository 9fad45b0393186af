import {parseHTML} from "linkedom";
import {beforeAll, expect, it} from "vitest";
import type {Evidence} from "../../core/lab/record.js";
import type {RunPage} from "../../core/site/payload.js";

/** What a page has that this needs; the file has a process of its own. */
beforeAll(() => {
  const {document, window} = parseHTML("<!doctype html><body></body>");
  const {Node, NodeFilter, NodeList = Array, HTMLCollection = Array} = window as unknown as Record<string, unknown>;
  Object.assign(globalThis, {document, Node, NodeFilter, NodeList, HTMLCollection});
});

const evidence = (counted: number, deflated: number): Evidence => ({
  trials: {
    counted,
    distinct: counted,
    kept: counted,
    effective: counted,
    clusters: counted,
    rank: counted,
    sharpeDeviation: 0.01
  },
  sharpe: {bars: 500, perBar: 0.05, probabilistic: 0.9, expectedMaximum: 0.03, deflated, minimumTrackRecord: 900},
  bootstrap: {draws: 0, block: null},
  intervals: {},
  reasons: {intervals: "none were drawn"}
});

it("says what was recorded and goes by what was tried since", async () => {
  const {evidenceSection} = await import("../../reports/components/evidence.js");
  const run = {hashes: {backtest: "b"}, shape: {periods: 252}, metrics: {}, units: {}, evidence: evidence(1, 0.97)};
  const shown = (now: Evidence | null) => evidenceSection(run as unknown as RunPage["run"], now);
  expect(shown(null).querySelector("[data-since]")).toBeNull();
  expect(shown(null).querySelector("[data-figure=deflated]")?.textContent).toBe("97.0%");
  const later = shown(evidence(9, 0.4));
  expect(later.querySelector("[data-figure=deflated]")?.textContent).toBe("40.0%");
  expect(later.querySelector("[data-evidence=trials]")?.textContent).toBe("9");
  const since = later.querySelector("[data-since]");
  expect(since?.getAttribute("data-since")).toBe("8");
  expect(since?.textContent).toContain("97.0%");
});
