import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../../core/base/panel.js";
import {evaluate} from "../../../core/expressions/evaluate.js";
import {parseFormula} from "../../../core/expressions/parse.js";
import {makeTree} from "../../../core/expressions/tree.js";
import {alpha158} from "../../../core/factors/alpha158.js";

interface Golden {
  readonly bars: Readonly<Record<string, readonly number[]>>;
  readonly rows: readonly number[];
  readonly factors: Readonly<Record<string, readonly number[]>>;
}
const golden = JSON.parse(await readFile(new URL("alpha158.json", import.meta.url), "utf8")) as Record<string, Golden>;
const list = alpha158();

it("has 158 factors, each with a name of its own, none of which looks ahead", () => {
  expect(new Set(list.map(({name}) => name)).size).toBe(158);
  for (const {formula} of list) expect(parseFormula(formula).span.last).toBe(0);
  expect(Math.min(...list.map(({formula}) => parseFormula(formula).span.first))).toBe(-60);
});

describe.each(Object.entries(golden))("Alpha158 of %s", (_, {bars, rows, factors}) => {
  const panel: Panel = {
    times: Float64Array.from(bars.close, (_, i) => i),
    symbols: ["A"],
    fields: Object.fromEntries(Object.entries(bars).map(([name, values]) => [name, Float64Array.from(values)]))
  };
  const tree = makeTree();
  const columns = evaluate(
    panel,
    list.map(({formula}) => parseFormula(formula, tree))
  );

  it.each(list.map(({name}, i) => [name, i] as const))("%s is that of its definition", (name, i) => {
    const theirs = factors[name];
    const scale = Math.max(...theirs.map(Math.abs));
    for (const [k, row] of rows.entries()) {
      const difference = Math.abs(columns[i][row] - theirs[k]);
      expect(difference, `row ${row}: ${columns[i][row]}, ${theirs[k]}`).toBeLessThanOrEqual(1e-9 * scale);
    }
  });
});
