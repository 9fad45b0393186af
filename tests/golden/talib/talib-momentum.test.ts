import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../../core/base/panel.js";
import {makePlugin} from "../../../core/lab/registry.js";
import type {Params} from "../../../core/plugin.js";

type Values = readonly (number | null)[];
type Bars = Readonly<Record<string, Values>>;

interface Golden {
  readonly series: Readonly<Record<string, Bars>>;
  readonly cases: readonly {
    readonly feature: string;
    readonly params: Params;
    readonly talib: string;
    readonly values: Readonly<Record<string, Values>>;
    readonly short: Readonly<Record<string, number | null>>;
  }[];
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as T;
}

const golden = read<Golden>("talib-momentum");
const series: Readonly<Record<string, Bars>> = {...read<Record<string, Bars>>("../inputs"), ...golden.series};

function panelOf(bars: Bars, rows = bars.close.length): Panel {
  const fields = Object.entries(bars).map(([name, values]) => [
    name,
    Float64Array.from(values.slice(0, rows), (value) => value ?? NaN)
  ]);
  return {times: Float64Array.from({length: rows}, (_, i) => i), symbols: ["A"], fields: Object.fromEntries(fields)};
}

/** The rows whose values the golden file has: the first 60, every 13th and the last 20. */
function kept(rows: number): number[] {
  const all = Array.from({length: rows}, (_, i) => i);
  return all.filter((i) => i < 60 || (i - 60) % 13 === 0 || i >= rows - 20);
}

/** To 1e-9 of the value, or of a thousandth of the largest where it is smaller; `NaN` exactly where TA-Lib has none. */
function expectNear(ours: number, theirs: number | null, largest: number, where: string): void {
  if (theirs === null) return expect(ours, where).toBeNaN();
  const allowed = 1e-9 * Math.max(Math.abs(theirs), largest / 1e3);
  expect(Math.abs(ours - theirs), `${where}: ${ours} against ${theirs}`).toBeLessThanOrEqual(allowed);
}

const largestOf = (values: Values) => Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));

describe.each(golden.cases)("$talib is $feature $params", ({feature, params, values, short}) => {
  const made = makePlugin("feature", feature, params);

  it.each(Object.entries(values))("on %s", async (name, theirs) => {
    const panel = panelOf(series[name]);
    const ours = (await made).compute(panel);
    const rows = kept(panel.times.length);
    expect(theirs).toHaveLength(rows.length);
    rows.forEach((row, k) => expectNear(ours[row], theirs[k], largestOf(theirs), `row ${row}`));
  });

  it("on short series", async () => {
    const plugin = await made;
    for (const [rows, theirs] of Object.entries(short)) {
      const ours = plugin.compute(panelOf(series.walk, Number(rows)));
      expect(ours).toHaveLength(Number(rows));
      expectNear(ours.at(-1)!, theirs, largestOf(values.walk), `the last of ${rows} rows`);
    }
    expect(plugin.compute(panelOf(series.walk, 0))).toHaveLength(0);
  });
});
