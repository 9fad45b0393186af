import {expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {stream, view} from "../../core/base/view.js";

const panel: Panel = {
  times: Float64Array.of(1, 2, 3),
  symbols: ["A", "B"],
  fields: {close: Float64Array.of(10, 20, 11, 21, 12, 22)}
};

it("streams what was known on each row, which no later row changes", () => {
  const rows = Array.from(stream(panel));
  expect(rows.map(({t}) => t)).toEqual([1, 2, 3]);
  for (const [i, {t, known, now}] of rows.entries()) {
    const changed = Float64Array.from(panel.fields.close, (value, cell) => (cell >= (i + 1) * 2 ? value * 7 : value));
    const other = Array.from(stream({...panel, fields: {close: changed}}))[i];
    expect(other.known).toEqual(known);
    expect(known.times.at(-1)).toBe(t);
    expect([...now.row("close")]).toEqual([...known.fields.close.slice(-2)]);
    expect(other.now.row("close", i)).toEqual(now.row("close", i));
  }
});

it("refuses to look ahead, and says nothing of rows before the first", () => {
  expect(() => view(panel, 1).row("close", -1)).toThrow("invalid ago: -1; a view ends now");
  expect([...view(panel, 1).row("close", 2)]).toEqual([NaN, NaN]);
  expect(view(panel, 1).at("close", 1, 1)).toBe(20);
});
