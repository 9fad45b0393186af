import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../../core/base/panel.js";
import {loadMaker} from "../../../core/lab/registry.js";
import type {Feature, Params} from "../../../core/plugin.js";

type Values = readonly (number | null)[];
type Bars = Readonly<Record<string, Values>>;
interface Case {
  readonly feature: string;
  readonly options: Params;
  readonly values: Readonly<Record<string, Values>> & {readonly short: Readonly<Record<string, Values>>};
}
const {inputs, cases} = JSON.parse(readFileSync(new URL("talib-bars.json", import.meta.url), "utf8")) as {
  inputs: Readonly<Record<string, Bars>>;
  cases: readonly Case[];
};

function panelOf(bars: Bars, rows = bars.close.length): Panel {
  const fields = Object.entries(bars).map(([name, values]) => [
    name,
    Float64Array.from(values.slice(0, rows), (value) => value ?? NaN)
  ]);
  return {
    times: Float64Array.from({length: rows}, (_, i) => i),
    symbols: ["A"],
    fields: Object.fromEntries(fields) as Panel["fields"]
  };
}

/**
 * TA-Lib's value is ours to 1e-9 of its size, or of a thousandth of the largest, where it is smaller than that; where
 * TA-Lib has none, nor have we.
 */
function expectEqual(ours: ArrayLike<number>, theirs: Values, rows: readonly number[], largest: number): void {
  theirs.forEach((value, k) => {
    const own = ours[rows[k]];
    if (value === null) expect(own, `row ${rows[k]}`).toBeNaN();
    else {
      const allowed = 1e-9 * Math.max(Math.abs(value), largest / 1e3);
      expect(Math.abs(own - value), `row ${rows[k]}: ${own} against ${value}`).toBeLessThanOrEqual(allowed);
    }
  });
}

const largestOf = (values: Values) => values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);

describe.each(cases.map((each) => [`${each.feature} ${JSON.stringify(each.options)}`, each] as const))(
  "TA-Lib's %s",
  (_, {feature, options, values}) => {
    const made = async () => (await loadMaker("feature", feature))(options as never) as Feature;

    it.each(Object.keys(inputs).filter((name) => name in values))("on %s", async (name) => {
      const theirs = values[name];
      const ours = (await made()).compute(panelOf(inputs[name]));
      const rows = Array.from(ours.keys()).filter((i) => i < 60 || i >= ours.length - 20 || i % 7 === 0);
      expect(theirs.length).toBe(rows.length);
      if (name === "apple" || name === "walk") expect(theirs.filter((v) => v !== null).length).toBeGreaterThan(40);
      // A constant series has no size of its own where the figure is one of its movement: the prices' is taken.
      const size = name === "constant" ? 100 : largestOf(theirs);
      expectEqual(ours, theirs, rows, size);
    });

    it("on very short series", async () => {
      const plugin = await made();
      expect(plugin.compute(panelOf(inputs.walk, 0)).length).toBe(0);
      for (const [length, theirs] of Object.entries(values.short)) {
        const ours = plugin.compute(panelOf(inputs.walk, Number(length)));
        expectEqual(
          ours,
          theirs,
          theirs.map((_, k) => ours.length - theirs.length + k),
          largestOf(values.walk)
        );
      }
    });
  }
);
