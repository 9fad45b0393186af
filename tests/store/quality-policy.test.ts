import {describe, expect, it} from "vitest";
import type {Bar} from "../../core/plugin.js";
import {amend} from "../../core/store/intake/amend.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {qualityKindNames} from "../../core/store/quality/kinds.js";
import {parsePolicies, planChanges} from "../../core/store/quality/policy.js";
import {examineDataset} from "../../core/store/quality/quality.js";
import {effectsAt, everything, freshFolder, sourceOf, tree} from "./homes.js";
import {changed, cleanBars, scaled} from "./quality-market.js";

const clean = cleanBars({to: "2019-08-01"});
const of = (symbol: string) => clean.filter((bar) => bar.symbol === symbol);

/** A spike, a range that is off by little and one by much, an unadjusted split, and a stale run. */
const faulty = [
  (bars: readonly Bar[]) => changed(bars, "AAA", [40, 41], (bar) => scaled(bar, 1.5)),
  (bars: readonly Bar[]) =>
    changed(bars, "AAA", [70, 71], (bar) => ({
      ...bar,
      high: Math.min(bar.open, bar.close) * 0.99,
      low: bar.low * 0.98
    })),
  (bars: readonly Bar[]) => changed(bars, "AAA", [90, 91], (bar) => ({...bar, close: bar.close * 1.27})),
  (bars: readonly Bar[]) =>
    changed(bars, "BBB", [60, Infinity], (bar) => splitExactly(bar, of("BBB")[59].close, of("BBB")[60].open)),
  (bars: readonly Bar[]) => changed(bars, "CCC", [50, 56], (bar) => ({...of("CCC")[50], t: bar.t}))
].reduce((bars, change) => change(bars), clean as readonly Bar[]);

/** Halves a bar, and moves it so that the first one opens at half of the close before. */
function splitExactly(bar: Bar, close: number, open: number) {
  return scaled(bar, close / (2 * open));
}

async function faultyHome() {
  const home = await freshFolder();
  await ingest(home, sourceOf(faulty), everything, effectsAt(1000));
  return home;
}

describe("policies", () => {
  it("are read from the command line", () => {
    expect(parsePolicies("spike=quarantine,range=repair")).toEqual({spike: "quarantine", range: "repair"});
    expect(parsePolicies("repair")).toEqual({range: "repair", split: "repair"});
    expect(parsePolicies("quarantine")).not.toHaveProperty("jump");
    expect(parsePolicies("quarantine, stale=flag")).toMatchObject({spike: "quarantine", stale: "flag"});
    expect(Object.keys(parsePolicies("flag"))).toHaveLength(qualityKindNames.length - 1);
    expect(() => parsePolicies("spikes=quarantine")).toThrow(/^unknown kind: spikes; kinds are missing, /);
    expect(() => parsePolicies("delete")).toThrow(/^unknown policy: delete; policies are flag, quarantine, repair$/);
    expect(() => parsePolicies("gap=repair")).toThrow(
      /^invalid policy: gap has no repair; kinds that have are range, split$/
    );
    expect(() => parsePolicies("spike=repair=now")).toThrow(/^invalid policy: /);
  });

  it("change nothing where they flag, or are only asked what they would do", async () => {
    const home = await faultyHome();
    const before = await tree(home);
    const {found, report} = await examineDataset(home, "made/1d");
    expect(report.findings.map(({kind, symbol}) => `${symbol} ${kind}`)).toEqual([
      "AAA spike",
      "AAA range",
      "AAA range",
      "BBB split",
      "CCC stale"
    ]);
    expect(planChanges(found, parsePolicies("flag")).done).toEqual([]);
    expect(planChanges(found, {}).changes).toEqual({bars: [], withdrawn: [], actions: [], faults: []});
    planChanges(found, parsePolicies("quarantine,range=repair,split=repair"));
    expect(await tree(home)).toEqual(before);
  });

  it("withdraw and repair so that the report says it, and asOf shows what was before", async () => {
    const home = await faultyHome();
    const {found} = await examineDataset(home, "made/1d");
    const {changes, done, left} = planChanges(found, parsePolicies("quarantine,range=repair,split=repair"));
    expect(done.map(({finding, what}) => `${finding.kind}: ${what}`)).toEqual([
      "spike: withdraw the bar",
      expect.stringMatching(/^range: high [\d.]+ to [\d.]+$/),
      "split: add a split, 2 for 1, on 2019-03-29",
      "stale: withdraw 5 bars"
    ]);
    expect(left).toMatchObject([{finding: {kind: "range"}, why: expect.stringMatching(/more than 10 % outside/)}]);
    expect(changes.withdrawn).toHaveLength(6);
    expect(changes.faults).toHaveLength(8);
    expect(changes.actions).toEqual([{action: "split", symbol: "BBB", t: of("BBB")[60].t, value: 2, origin: "repair"}]);
    const {open, high, low, close} = changes.bars[0];
    expect([high, low]).toEqual([Math.max(open, high, low, close), Math.min(open, high, low, close)]);
    expect(changes.faults.every(({row, symbol, t}) => (JSON.parse(row) as {t: number}).t === t && symbol)).toBe(true);

    await amend(home, "made/1d", changes, effectsAt(2000));
    const after = await examineDataset(home, "made/1d");
    const kinds = Object.entries(after.report.kinds).filter(([, {count}]) => count > 0);
    expect(Object.fromEntries(kinds.map(([kind, {count}]) => [kind, count]))).toEqual({
      range: 1,
      withdrawn: 6,
      repaired: 2
    });
    expect(after.report.findings.find(({kind}) => kind === "withdrawn")!.detail).toMatch(/^withdrawn \(spike\): /);
    expect(planChanges(after.found, parsePolicies("quarantine,split=repair")).done).toEqual([]);

    const closes = async (asOf?: number) => {
      const {fields} = await loadPanel(home, {
        dataset: "made/1d",
        symbols: ["AAA"],
        fields: ["close"],
        ...(asOf !== undefined && {asOf})
      });
      return Array.from(fields.close);
    };
    const spike = faulty.filter(({symbol}) => symbol === "AAA")[40].close;
    expect(await closes(1500)).toContain(spike);
    expect(await closes()).not.toContain(spike);
    expect(await closes()).toContain(close);
  });

  it("touch no bar twice, and no bar that nothing stands for", () => {
    const [bar] = clean;
    const {symbol, t} = bar;
    const twice = [
      {kind: "spike", symbol, t, bars: 1, detail: "", rows: [bar]},
      {kind: "zero-volume", symbol, t, bars: 1, detail: "", rows: [bar]},
      {kind: "zero-volume", symbol, t, bars: 1, detail: ""}
    ] as const;
    const {changes, left} = planChanges(twice, parsePolicies("quarantine"));
    expect(changes.withdrawn).toEqual([{symbol, t}]);
    expect(left).toHaveLength(2);
  });

  it("add no split where the ratio is not a simple one", () => {
    const finding = {kind: "split", symbol: "AAA", t: 0, bars: 1, detail: "", ratio: 1.86} as const;
    const plan = planChanges(
      [finding, {...finding, ratio: 2.01}, {...finding, t: 1, ratio: 0.0999}],
      parsePolicies("repair")
    );
    expect(plan.changes.actions.map(({value}) => value)).toEqual([2, 0.1]);
    expect(plan.left).toMatchObject([{why: "the ratio is not within 1 % of a simple fraction"}]);
    expect(planChanges([{...finding, ratio: 2, partial: true}], parsePolicies("repair")).changes.actions).toEqual([]);
  });
});
