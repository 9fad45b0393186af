import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {withDatabase} from "../../core/store/disk/duck.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {pageOf, qualityPage} from "../../core/store/quality/page.js";
import type {QualityPage} from "../../reports/quality/payload.js";
import {effectsAt, everything, freshFolder, sourceOf} from "./homes.js";
import type {Market} from "./quality-market.js";
import {changed, cleanBars, scaled} from "./quality-market.js";
import type {Held} from "./quality-tables.js";
import {createTables} from "./quality-tables.js";

function page(held: Held, {timeframe = "1d", calendar = "XNYS"}: Pick<Market, "timeframe" | "calendar"> = {}) {
  return withDatabase(async (connection) => {
    await createTables(connection, held);
    return pageOf(connection, {dataset: "made/1d", version: "0", timeframe, calendar, synthetic: false});
  });
}

describe("the page on data quality", () => {
  it("is given every dataset of the store, and one that is damaged with the reason", async () => {
    const home = await freshFolder();
    expect(await qualityPage(home)).toEqual([]);
    const bars = changed(cleanBars({to: "2019-03-01"}), "BBB", [20, 21], (bar) => scaled(bar, 1.5));
    await ingest(home, sourceOf(bars), everything, effectsAt());
    await mkdir(join(home, "market", "broken", "1d"), {recursive: true});
    await writeFile(join(home, "market", "broken", "1d", "manifest.json"), "{}");
    const shown: QualityPage = await qualityPage(home);
    expect(shown).toMatchObject([
      {dataset: "broken/1d", error: expect.stringMatching(/^invalid manifest: broken\/1d /) as string},
      {dataset: "made/1d", total: 1, symbols: 3, findings: [{kind: "spike", symbol: "BBB"}]}
    ]);
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
  });

  it("has the bars around each finding, the one that was found among them", async () => {
    const clean = cleanBars();
    const bars = changed(clean, "BBB", [100, 101], (bar) => scaled(bar, 1.5)).filter(
      ({symbol, t}) => symbol !== "CCC" || t !== clean[10].t
    );
    const {findings} = await page({bars});
    expect(findings.map(({kind}) => kind)).toEqual(["spike", "gap"]);
    const [spike, gap] = findings.map(({around, t}) => ({...around!, at: t!}));
    expect(spike.t).toHaveLength(49);
    expect(spike.t.indexOf(spike.at)).toBe(24);
    expect(spike.close[24]).toBeGreaterThan(1.3 * spike.close[23]);
    expect(gap.t).not.toContain(gap.at);
    expect([gap.t[0] < gap.at, gap.t.at(-1)! > gap.at]).toEqual([true, true]);
  });

  it("has the coverage of each symbol where they are few", async () => {
    const bars = changed(cleanBars({from: "2018-01-02"}), "BBB", [25, 30], () => null);
    const late = bars.filter(({symbol, t}) => symbol !== "CCC" || t >= Date.UTC(2018, 5, 15));
    const {coverage} = await page({bars: late});
    expect(coverage.unit).toBe("month");
    expect(coverage.periods).toHaveLength(24);
    expect(coverage.periods.slice(0, 2)).toEqual(["2018-01-01", "2018-02-01"]);
    const rows = new Map(coverage.rows.map((row) => [row.name, row]));
    expect([...rows.keys()]).toEqual(["BBB", "CCC", "AAA"]);
    expect(rows.get("AAA")).toMatchObject({symbols: 1, missing: 0, shares: new Array(24).fill(1)});
    expect(rows.get("BBB")).toMatchObject({missing: 5});
    // 19 sessions in February 2018, of which the places 25 to 29 are five.
    expect(rows.get("BBB")!.shares.slice(0, 3)).toEqual([1, 0.7368, 1]);
    expect(rows.get("CCC")!.shares.slice(4, 7)).toEqual([null, 1, 1]);
  });

  it("puts symbols together where they are many", async () => {
    const symbols = Array.from({length: 60}, (_, i) => `S${String(i).padStart(2, "0")}`);
    const all = cleanBars({symbols, to: "2019-03-20"});
    const first = new Set(symbols.slice(0, 30));
    const bars = all.filter(({symbol, t}, i) => !first.has(symbol) || t !== all[(i % 7) + 3].t);
    const {coverage} = await page({bars});
    expect(coverage.unit).toBe("day");
    expect(coverage.rows.length).toBeLessThanOrEqual(26);
    expect(coverage.rows.at(-1)).toMatchObject({missing: 0});
    expect(coverage.rows.reduce((sum, each) => sum + each.symbols, 0)).toBe(60);
  });

  it("holds a bounded number of findings, of each kind the first", async () => {
    const bars = cleanBars({from: "1990-01-02", to: "2019-12-31", symbols: ["AAA", "BBB"]}).filter(
      ({symbol}, i) => symbol === "BBB" || i % 2 === 0
    );
    const {findings, total, kinds, coverage} = await page({
      bars: changed(bars, "BBB", [9, 10], (bar) => scaled(bar, 2))
    });
    expect(total).toBeGreaterThan(3000);
    expect(findings).toHaveLength(3000);
    expect(findings.filter(({around}) => around !== undefined)).toHaveLength(600);
    expect(findings.map(({kind}) => kind)).toContain("spike");
    expect(kinds.find(({kind}) => kind === "gap")!.count).toBe(total - 1);
    expect(coverage.unit).toBe("quarter");
  });

  it("draws nothing where there is nothing", async () => {
    expect(await page({bars: []})).toMatchObject({total: 0, findings: [], coverage: {periods: [], rows: []}});
  });
});
