import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../../core/base/panel.js";
import {withField} from "../../../core/base/panel.js";
import {addFeatures} from "../../../core/pipeline/pipeline.js";
import {recipe} from "../../../experiments/02-model-data-universe.js";
import {intradayFeatures} from "../../../experiments/07-intraday-features.js";

interface Golden {
  readonly rows: readonly number[];
  readonly times: readonly number[];
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The bars that the script draws, by Lehmer's generator: whole cents, exact in both languages. */
function drawn(times: readonly number[], symbols: number, seed: number, step: number): Panel {
  let state = seed;
  const draw = () => (state = (state * 16807) % 2147483647);
  const size = times.length * symbols;
  const [open, high, low, close, volume] = Array.from({length: 5}, () => new Float64Array(size));
  const last = Array.from({length: symbols}, (_, s) => 5000 + 700 * s);
  for (let cell = 0; cell < size; ++cell) {
    const s = cell % symbols;
    const first = Math.max(100, last[s] + (draw() % (step + 1)) - Math.floor(step / 2));
    const end = Math.max(100, first + (draw() % (2 * step + 1)) - step);
    open[cell] = first / 100;
    high[cell] = (Math.max(first, end) + (draw() % (step + 1))) / 100;
    low[cell] = Math.max(50, Math.min(first, end) - (draw() % (step + 1))) / 100;
    close[cell] = end / 100;
    volume[cell] = 1000 + (draw() % 9000);
    last[s] = end;
  }
  const names = Array.from({length: symbols}, (_, s) => `S${s + 1}`);
  return {times: Float64Array.from(times), symbols: names, fields: {open, high, low, close, volume}};
}

async function read(name: string): Promise<Golden> {
  return JSON.parse(await readFile(new URL(name, import.meta.url), "utf8")) as Golden;
}

/** Compares a panel's fields with those of the script, on the rows that it keeps. */
function compare({rows, columns}: Golden, panel: Panel): void {
  const n = panel.symbols.length;
  it.each(Object.keys(columns))("%s is that of its definition", (name) => {
    const theirs = columns[name];
    const scale = Math.max(...theirs.map((value) => Math.abs(value ?? 0)));
    expect(theirs.filter((value) => value !== null).length).toBeGreaterThan(20);
    for (const [k, row] of rows.entries())
      for (let s = 0; s < n; ++s) {
        const [ours, their] = [panel.fields[name][row * n + s], theirs[k * n + s]];
        const text = `row ${row}, symbol ${s}: ${ours}, ${their}`;
        if (their === null) expect(ours, text).toBeNaN();
        else expect(Math.abs(ours - their), text).toBeLessThanOrEqual(1e-9 * scale);
      }
  });
}

describe("the data of a model of many stocks", async () => {
  const golden = await read("model-data.json");
  const whole = drawn(golden.times, 20, 20260, 150);
  const n = whole.symbols.length;
  // One comes late, one goes, and one is split backwards without a word.
  const changed = Object.entries(whole.fields).map(([name, column]) => [
    name,
    column.map((value, cell) => {
      const [row, s] = [Math.floor(cell / n), cell % n];
      if ((s === 3 && row < 40) || (s === 7 && row >= 300)) return NaN;
      return s === 5 && row >= 200 && name !== "volume" ? value * 3 : value;
    })
  ]);
  const panel: Panel = {...whole, fields: Object.fromEntries(changed) as Panel["fields"]};
  const sector = Float64Array.from({length: panel.times.length * n}, (_, cell) => ((cell % n) % 3) + 1);
  const features = recipe({group: "sector"}, {lags: [1, 7, 60]});
  compare(golden, addFeatures(withField(panel, "sector", sector), {features}));

  it("has every column of the recipe but the sector's number", () => {
    const names = Object.keys(features).filter((name) => name !== "sectorNumber");
    expect(Object.keys(golden.columns).sort()).toEqual(names.sort());
  });
});

describe("the set of a session's bars", async () => {
  const golden = await read("intraday.json");
  const panel = drawn(golden.times, 2, 715, 20);
  const {features = {}, learn} = intradayFeatures;
  compare(golden, withField(addFeatures(panel, {features}), "label", learn!.label.compute(panel).y));

  it("has every column of the experiment", () => {
    expect(Object.keys(golden.columns).sort()).toEqual([...Object.keys(features), "label"].sort());
  });
});
