import fc from "fast-check";
import {expect, it} from "vitest";
import {digestRows} from "../../core/store/disk/digest.js";

interface Row {
  readonly symbol: string | null;
  readonly t: number;
  readonly close: number;
}
const columnsOf = (rows: readonly Row[]) => ({
  symbol: rows.map(({symbol}) => symbol),
  t: Float64Array.from(rows, ({t}) => t),
  close: Float64Array.from(rows, ({close}) => close)
});
const digest = (rows: readonly Row[], table = "bars") => digestRows(table, columnsOf(rows));
const both = (a: string, b: string) => (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(16).padStart(32, "0");

const row = fc.record({
  symbol: fc.option(fc.string({maxLength: 5}), {nil: null}),
  t: fc.integer(),
  close: fc.double()
});
const rows = fc.uniqueArray(row, {
  maxLength: 30,
  selector: ({symbol, t, close}) => JSON.stringify([symbol, t, String(close === 0 ? 0 : close)])
});

it("depends neither on the order of the rows nor on how they are divided", () => {
  fc.assert(
    fc.property(rows, fc.nat(), (given, at) => {
      const cut = at % (given.length + 1);
      const parts = [given.slice(0, cut), given.slice(cut).reverse()] as const;
      expect(both(digest(parts[0]), digest(parts[1]))).toBe(digest(given));
    })
  );
});

it("differs where a row does", () => {
  fc.assert(
    fc.property(rows, row, (given, more) => {
      const key = ({symbol, t, close}: Row) => JSON.stringify([symbol, t, String(close === 0 ? 0 : close)]);
      const twice = given.some((each) => key(each) === key(more));
      if (!twice) expect(digest([...given, more])).not.toBe(digest(given));
    })
  );
  const base: Row = {symbol: "A", t: 1, close: 10};
  const others: Row[] = [
    {...base, symbol: "B"},
    {...base, symbol: null},
    {...base, t: 2},
    {...base, close: 10 + Number.EPSILON * 8},
    {...base, close: -10},
    {...base, close: NaN},
    {...base, t: 10, close: 1}
  ];
  expect(new Set([base, ...others].map((each) => digest([each]))).size).toBe(8);
  expect(digest([base], "actions")).not.toBe(digest([base]));
});

it("takes every NaN and every zero for the same", () => {
  const negative = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0];
  expect(digest([{symbol: "A", t: 1, close: negative}])).toBe(digest([{symbol: "A", t: 1, close: NaN}]));
  expect(digest([{symbol: "A", t: 1, close: -0}])).toBe(digest([{symbol: "A", t: 1, close: 0}]));
});

it("spreads over all bits", () => {
  const counts = new Float64Array(128);
  for (let i = 0; i < 2000; ++i) {
    const bits = BigInt(`0x${digest([{symbol: "A", t: i, close: 1}])}`);
    for (let b = 0; b < 128; ++b) counts[b] += Number((bits >> BigInt(b)) & 1n);
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

it("is known, so that data has the same version tomorrow", () => {
  expect(digest([{symbol: "AAPL", t: 86_400_000, close: 10.5}])).toMatchInlineSnapshot(
    `"6378bbec5fc202213a53f2ec1e85adac"`
  );
});

it("passes over later columns in the rows that have nothing there", () => {
  const later = fc.record({cash: fc.option(fc.double({noNaN: true})), paid: fc.option(fc.integer())});
  fc.assert(
    fc.property(rows, fc.array(later, {minLength: 30, maxLength: 30}), (given, more) => {
      const all = given.map((each, i) => ({...each, ...more[i]}));
      const withLater = (list: readonly (typeof all)[number][]) =>
        digestRows(
          "bars",
          {
            ...columnsOf(list),
            cash: Float64Array.from(list, ({cash}) => cash ?? NaN),
            paid: Float64Array.from(list, ({paid}) => paid ?? NaN)
          },
          ["cash", "paid"]
        );
      const plain = all.filter(({cash, paid}) => cash === null && paid === null);
      const said = all.filter(({cash, paid}) => cash !== null || paid !== null);
      expect(withLater(all)).toBe(both(digest(plain), withLater(said)));
      for (const each of said) expect(withLater([each])).not.toBe(digest([each]));
    })
  );
});
