import fc from "fast-check";
import {expect, it} from "vitest";
import type {Bar} from "../../core/plugin.js";
import type {QualityKind} from "../../core/store/quality/kinds.js";
import {parsePolicies, planChanges} from "../../core/store/quality/policy.js";
import {sourceOf} from "./homes.js";
import {changed, cleanBars, scaled} from "./quality-market.js";
import {collected, examined} from "./quality-tables.js";

const market = fc.record({
  seed: fc.integer({min: 0, max: 1e6}),
  deviation: fc.double({min: 0.004, max: 0.02, noNaN: true}),
  symbols: fc.integer({min: 1, max: 4}).map((n) => Array.from({length: n}, (_, i) => `S${i}`)),
  to: fc.constantFrom("2019-06-28", "2019-12-31")
});

it("finds nothing in data without a fault, and no policy touches them", {timeout: 60_000}, async () => {
  await fc.assert(
    fc.asyncProperty(market, async (given) => {
      const bars = cleanBars(given);
      const {report, found} = await examined(await collected(sourceOf(bars)));
      expect(report.findings).toEqual([]);
      expect(report.complete).toBe(given.symbols.length);
      for (const text of ["quarantine", "repair", "jump=quarantine"]) {
        const {changes, done} = planChanges(found, parsePolicies(text));
        expect(done).toEqual([]);
        expect(Object.values(changes).flat()).toEqual([]);
      }
    }),
    {numRuns: 15, seed: 7}
  );
});

type Fault = (bars: readonly Bar[], symbol: string, i: number) => Bar[];
const faults: Readonly<Record<string, readonly [kind: QualityKind, make: Fault]>> = {
  spike: ["spike", (bars, symbol, i) => changed(bars, symbol, [i, i + 1], (bar) => scaled(bar, i % 2 ? 1.4 : 0.6))],
  zero: ["price", (bars, symbol, i) => changed(bars, symbol, [i, i + 1], (bar) => ({...bar, low: 0}))],
  nothing: ["price", (bars, symbol, i) => changed(bars, symbol, [i, i + 1], (bar) => ({...bar, close: NaN}))],
  negative: ["price", (bars, symbol, i) => changed(bars, symbol, [i, i + 1], (bar) => scaled(bar, -1))],
  gap: ["gap", (bars, symbol, i) => changed(bars, symbol, [i, i + 1], () => null)],
  duplicate: [
    "duplicate",
    (bars, symbol, i) => {
      const one = bars.filter((bar) => bar.symbol === symbol)[i];
      return bars.flatMap((bar) => (bar === one ? [bar, bar] : [bar]));
    }
  ],
  stale: [
    "stale",
    (bars, symbol, i) => {
      const one = bars.filter((bar) => bar.symbol === symbol)[i];
      return changed(bars, symbol, [i, i + 6], (bar) => ({...one, t: bar.t}));
    }
  ],
  split: ["split", (bars, symbol, i) => changed(bars, symbol, [i, Infinity], (bar) => scaled(bar, i % 2 ? 2 : 0.25))],
  inverted: ["range", (bars, symbol, i) => changed(bars, symbol, [i, i + 1], (bar) => ({...bar, high: bar.low / 2}))]
};

it("finds each fault that is put into such data, and it alone", {timeout: 60_000}, async () => {
  const place = fc.record({
    market,
    name: fc.constantFrom(...Object.keys(faults)),
    i: fc.integer({min: 25, max: 90}),
    which: fc.nat()
  });
  await fc.assert(
    fc.asyncProperty(place, async ({market: given, name, i, which}) => {
      const clean = cleanBars(given);
      const symbol = given.symbols[which % given.symbols.length];
      const [kind, make] = faults[name];
      const {report} = await examined(await collected(sourceOf(make(clean, symbol, i))));
      const {t} = clean.filter((bar) => bar.symbol === symbol)[i];
      const first = report.findings.filter((each) => each.kind !== "inverted");
      expect(first.map((each) => [each.kind, each.symbol, each.t])).toEqual([[kind, symbol, t]]);
      expect(report.kinds[kind]).toEqual({count: 1, symbols: 1});
    }),
    {numRuns: 40, seed: 11}
  );
});
