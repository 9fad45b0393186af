import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {auditScenario} from "../../core/audit/scenario.js";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import type {Plugin, Scenario} from "../../core/plugin.js";
import {bootstrap} from "../../plugins/scenarios/bootstrap.js";
import {correlation} from "../../plugins/scenarios/correlation.js";
import {extremeVolatility} from "../../plugins/scenarios/extreme-volatility.js";
import {flashCrash} from "../../plugins/scenarios/flash-crash.js";
import {gapAndHalt} from "../../plugins/scenarios/gap-and-halt.js";
import {garch} from "../../plugins/scenarios/garch.js";
import {historyReplay} from "../../plugins/scenarios/history-replay.js";
import {lowLiquidity} from "../../plugins/scenarios/low-liquidity.js";
import {market} from "./measures.js";

const share = fc.constantFrom(-1, 0, 0.1, 0.2);
const span = fc.integer({min: 20, max: 90});
const fraction = fc.double({min: 0, max: 1, noNaN: true});

/** Any scenario with any options. */
const scenarios: fc.Arbitrary<Plugin<"scenario">> = fc.oneof(
  fc
    .record({
      start: share,
      size: fc.double({min: 0, max: 0.95, noNaN: true}),
      bars: fc.integer({min: 1, max: 9}),
      recovery: fraction
    })
    .map(flashCrash),
  fc
    .record({start: share, span, volume: fraction, volatility: fc.double({min: 0, max: 8, noNaN: true})})
    .map(lowLiquidity),
  fc.record({start: share, span, factor: fc.double({min: 0, max: 12, noNaN: true})}).map(extremeVolatility),
  fc.record({start: share, span, target: fraction}).map(correlation),
  fc
    .record({
      start: share,
      gap: fc.double({min: -0.9, max: 2, noNaN: true}),
      halt: fc.integer({min: 0, max: 9}),
      share: fraction
    })
    .map(gapAndHalt),
  fc.record({start: share, period: fc.constantFrom("2008", "2020")}).map(historyReplay),
  fc.record({start: share, block: fc.constantFrom(0, 1, 7, 40)}).map(bootstrap),
  fc
    .record({
      start: share,
      alpha: fc.double({min: 0, max: 0.3, noNaN: true}),
      beta: fc.double({min: 0, max: 0.6, noNaN: true}),
      freedom: fc.constantFrom(0, 3, 6)
    })
    .map(garch)
);

/** A panel with gaps, at any price level. */
const panels = fc
  .record({seed: fc.nat(), symbols: fc.integer({min: 2, max: 5}), level: fc.constantFrom(1e-6, 1, 1e12)})
  .map(({level, ...options}): Panel => {
    const panel = market({rows: 200, gaps: true, ...options});
    const priced = (name: string) => panel.fields[name].map((value) => value * level);
    const names = ["open", "high", "low", "close"];
    const fields = {...panel.fields, ...Object.fromEntries(names.map((name) => [name, priced(name)] as const))};
    return {...panel, fields: {...fields, signal: panel.fields.volume}};
  });

it("holds the laws of bars for any options on any panel", () => {
  fc.assert(
    fc.property(scenarios, panels, fc.nat(), (scenario, panel, seed) => {
      const before = structuredClone(panel.fields);
      const {panel: made, marks} = scenario.apply(panel, random(seed));
      const again = scenario.apply(panel, random(seed));
      expect(panel.fields).toEqual(before);
      expect(again.panel.fields).toEqual(made.fields);
      expect(again.marks).toEqual(marks);
      expect(made.times).toEqual(panel.times);
      expect(made.fields.signal).toEqual(before.signal);
      const n = panel.symbols.length;
      const first = Math.min(...marks.map(({from}) => from)) * n;
      for (const name of Object.keys(before))
        expect(made.fields[name].subarray(0, first)).toEqual(before[name].subarray(0, first));
      const {open, high, low, close, volume} = made.fields;
      const halts = marks.filter(({what}) => what === "halt");
      const wrong = Array.from(close.keys()).filter((cell) => {
        const row = Math.floor(cell / n);
        const halted = halts.some(({from, to}) => row >= from && row <= to);
        const missing = Number.isNaN(before.close[cell]);
        if (Number.isNaN(close[cell])) return !halted && !missing;
        const [top, bottom] = [Math.max(open[cell], close[cell]), Math.min(open[cell], close[cell])];
        const ordered = low[cell] > 0 && low[cell] <= bottom && top <= high[cell] && high[cell] < Infinity;
        return missing || !ordered || !(volume[cell] >= 0);
      });
      expect(wrong).toEqual([]);
    }),
    {numRuns: 60, seed: 5}
  );
});

describe("options that cannot be", () => {
  it.each([
    [() => flashCrash({size: 1}), "invalid flash-crash size: 1; "],
    [() => flashCrash({start: 1.5}), "invalid flash-crash start: 1.5; "],
    [() => correlation({target: 1.1}), "invalid correlation target: 1.1; "],
    [() => garch({alpha: 0.5, beta: 0.5}), "invalid garch alpha: 0.5 with beta 0.5; "],
    [() => garch({freedom: 2}), "invalid garch freedom: 2; "],
    [() => bootstrap({block: 0.5}), "invalid bootstrap block: 0.5; "],
    [() => historyReplay({period: "1929"}), "unknown history-replay period: 1929; "],
    [
      () => historyReplay().apply(market({rows: 100}), random(1)),
      "invalid rows: history-replay takes 147 and the panel has 100; "
    ],
    [() => flashCrash({start: 0.99}).apply(market({rows: 100}), random(1)), "invalid flash-crash start: 0.99; "],
    [() => correlation().apply(market({symbols: 1}), random(1)), "invalid symbols: 1 with returns"]
  ])("are refused: %#", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("the audit", () => {
  const honest = flashCrash({start: 0.5});
  const changed = (change: (panel: Panel, given: Panel) => void): Scenario => ({
    apply(panel, r) {
      const {panel: made, marks} = honest.apply(panel, r);
      change(made, panel);
      return {panel: made, marks};
    }
  });
  let calls = 0;
  const set = (column: Float64Array, row: number, value: (before: number) => number) => {
    for (let s = 0; s < 3; ++s) {
      const cell = column.length * row + s;
      column[cell] = value(column[cell]);
    }
  };
  it.each([
    ["hidden-state", "writes over the panel", changed((_, given) => set(given.fields.close, 0.6, (x) => x * 1.001))],
    ["hidden-state", "keeps a state", changed((made) => set(made.fields.volume, 0.6, (x) => x + ++calls))],
    ["broken-form", "moves what was before", changed((made) => set(made.fields.volume, 0.2, (x) => x + 1))],
    ["broken-form", "has a high below the close", changed((made) => set(made.fields.high, 0.6, (x) => x / 2))],
    ["broken-form", "takes bars away", changed((made) => set(made.fields.close, 0.6, () => NaN))],
    ["broken-form", "makes bars", changed((made) => made.fields.volume.set(made.fields.volume.map((x) => x || 1)))],
    ["broken-form", "has volumes below zero", changed((made) => set(made.fields.volume, 0.6, (x) => -x))],
    ["broken-form", "marks nothing", {apply: (panel, r) => ({...honest.apply(panel, r), marks: []})} satisfies Scenario]
  ] as const)("finds %s: it %s", async (rule, _, scenario) => {
    expect((await auditScenario(scenario)).findings.map((finding) => finding.rule)).toContain(rule);
  });
  it("has nothing against an honest one", async () => {
    expect((await auditScenario(honest)).findings).toEqual([]);
  });
});
