import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Named} from "../../core/site/numbers.js";
import {openPart, packPart} from "../../core/site/numbers.js";
import {fillColumns, pricesOn} from "../../core/site/page/fills.js";
import {fillsOf} from "../../core/site/payload.js";
import {forwardReturn} from "../../plugins/labels/forward-return.js";
import {sessionReturn} from "../../plugins/labels/session-return.js";
import {swing} from "../../plugins/labels/swing.js";
import type {Fill} from "../../core/plugin.js";

/** The bits of numbers. */
function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

/** Expects each array back as it was. */
function expectBack(arrays: readonly Named[], packed = packPart({}, arrays)): void {
  const part = openPart(packed.buffer);
  for (const {name, values} of arrays) expect(bits(part.array(name)), name).toEqual(bits(values));
}

/** How each array was written. */
function formsOf(packed: Uint8Array): Record<string, {form: string; size: number}> {
  const size = new DataView(packed.buffer).getUint32(4, true);
  const head = JSON.parse(new TextDecoder().decode(packed.subarray(8, 8 + size))) as {
    list: {name: string; form: string; size: number}[];
  };
  return Object.fromEntries(head.list.map(({name, form, size}) => [name, {form, size}]));
}

const odd = new Float64Array(new BigUint64Array([0x7ff8000000000001n, 0xfff8000000000000n]).buffer);
const any = fc.oneof(
  {weight: 6, arbitrary: fc.integer({min: 1, max: 99_999}).map((cents) => cents / 100)},
  fc.double(),
  fc.integer({min: 1, max: 2 ** 45}).map((millionths) => millionths / 1e6),
  fc.constantFrom(NaN, 0, -0, Infinity, -Infinity, 1e300, 1_525_996_800_000, -12.5, 2 ** 52, 12_345_678_901.5)
);

/** Prices of a market that does not always trade. */
function market(rows: number, symbols: number) {
  const cell = (i: number, k: number) =>
    i % 11 === k ? NaN : Math.round(5000 + ((i * 7919 + k * 104_729) % 3001)) / 100;
  const column = (k: number) => Float64Array.from({length: rows * symbols}, (_, i) => cell(i, k));
  const [open, close] = [column(3), column(5)];
  const higher = (sign: 1 | -1) =>
    open.map((value, i) => {
      const outer = (sign > 0 ? Math.max : Math.min)(value, close[i]);
      return Number.isNaN(outer) ? NaN : Math.round(100 * outer + 25 * sign) / 100;
    });
  const times = Float64Array.from({length: rows}, (_, row) => row * 864e5);
  const names = Array.from({length: symbols}, (_, s) => `S${s}`);
  return {times, symbols: names, fields: {open, high: higher(1), low: higher(-1), close}};
}

describe("packed numbers", () => {
  it("come back to the last bit, whatever they are", () => {
    const values = fc.array(any, {maxLength: 120}).map((list) => Float64Array.from(list));
    fc.assert(
      fc.property(values, values, fc.integer({min: 1, max: 7}), (a, b, stride) => {
        expectBack([
          {name: "a", values: a, stride},
          {name: "b", values: b, stride: 1, of: ["a"]}
        ]);
      })
    );
  });

  it("come back to the last bit where they are guessed from others of the same shape", () => {
    const rows = fc.integer({min: 1, max: 40});
    fc.assert(
      fc.property(rows, fc.integer({min: 1, max: 5}), fc.infiniteStream(any), (rows, stride, stream) => {
        const some = () => Float64Array.from({length: rows * stride}, () => stream.next().value as number);
        expectBack([
          {name: "open", values: some(), stride, of: ["close"]},
          {name: "high", values: some(), stride, of: ["open", "close"]},
          {name: "close", values: some(), stride}
        ]);
      })
    );
  });

  it("keep a NaN whose bits are not the usual ones", () => {
    expectBack([{name: "odd", values: odd, stride: 1}]);
  });

  it("take less where a guess is near", () => {
    const {fields} = market(200, 4);
    const zeros = (of?: readonly string[]) => {
      const arrays = [
        {name: "open", values: fields.open, stride: 4},
        {name: "close", values: fields.close, stride: 4},
        {name: "high", values: fields.high, stride: 4, ...(of && {of})}
      ];
      const whole = packPart({}, arrays);
      expectBack(arrays, whole);
      expect(formsOf(whole).high.form).toBe("whole");
      return whole.filter((byte) => byte === 0).length;
    };
    expect(zeros(["open", "close"])).toBeGreaterThan(zeros() + 400);
  });

  it("are refused where they are cut off, or none, or made of themselves", () => {
    const packed = packPart({}, [{name: "a", values: Float64Array.of(1, 2, 3), stride: 1}]);
    for (const length of [packed.length - 1, 30, 9, 8])
      expect(() => openPart(packed.slice(0, length).buffer)).toThrow(/^missing numbers: the file is cut off$/);
    for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3), new Uint8Array(64)])
      expect(() => openPart(bytes.slice().buffer)).toThrow(/^invalid numbers:/);
    expect(() => openPart(packed.buffer).array("b")).toThrow("missing array: b");
    const values = Float64Array.of(1, 2, 3);
    const round = packPart({}, [
      {name: "a", values, stride: 1, of: ["b"]},
      {name: "b", values, stride: 1, of: ["a"]}
    ]);
    expect(() => openPart(round.buffer).array("a")).toThrow("invalid numbers: a is made of itself");
  });

  it("tell facts beside, and find arrays of another part", () => {
    const {fields} = market(30, 2);
    const close = {name: "close", values: fields.close, stride: 2};
    const label = fields.close.map((price, i) => fields.close[i + 6] / price - 1);
    const one = openPart(packPart({a: ["ü", 1]}, [close]).buffer);
    const two = packPart(null, [{name: "label", values: label, stride: 2, of: ["close"]}], [close]);
    expect([one.facts, one.names]).toEqual([{a: ["ü", 1]}, ["close"]]);
    expect(formsOf(two).label).toEqual({form: "return", size: label.length});
    expect(bits(openPart(two.buffer, one).array("label"))).toEqual(bits(label));
  });
});

describe("packed labels", () => {
  const panel = market(400, 5);
  const stride = 5;
  const prices = ["close", "open"].map((name) => ({
    name,
    values: panel.fields[name as "close" | "open"],
    stride
  }));
  const packed = (values: Float64Array) => {
    const arrays = [...prices, {name: "label", values, stride, of: ["close", "open"]}];
    const all = packPart({}, arrays);
    expectBack(arrays, all);
    return formsOf(all).label;
  };

  it("are no more than a flag a value where prices give them to the last bit", () => {
    const labels = {
      next: forwardReturn({horizon: 1, delay: 0}),
      usual: forwardReturn({}),
      excess: forwardReturn({horizon: 21, excess: true}),
      log: forwardReturn({horizon: 3, log: true}),
      both: forwardReturn({horizon: 3, log: true, excess: true}),
      long: forwardReturn({horizon: 252, delay: 2}),
      swing: swing({horizon: 20, fill: "next-open"}),
      session: sessionReturn({horizon: 2})
    };
    for (const [name, label] of Object.entries(labels)) {
      const {y} = label.compute(panel);
      expect(packed(y), name).toEqual({form: "return", size: y.length});
    }
  });

  it("keep the few that differ, whatever they are", () => {
    const {y} = forwardReturn({excess: true}).compute(panel);
    const changed = y.slice();
    [0, -0, Infinity, NaN, 1e-300, odd[0], odd[1], y[700] + 2 ** -60].forEach((value, k) => {
      changed[103 + 97 * k] = value;
    });
    const {form, size} = packed(changed);
    expect([form, size > y.length, size < y.length + 80]).toEqual(["return", true, true]);
  });

  it("are written as they are where prices do not give them", () => {
    const {y} = forwardReturn({}).compute(panel);
    expect(packed(y.map((value) => value * (1 + 2 ** -52))).form).toBe("mixed");
    expect(packed(y.map((value, i) => (i % 9 === 0 ? value * 1.001 : value))).form).toBe("mixed");
    expect(packed(y.map(() => NaN)).form).toBe("whole");
  });
});

describe("packed fills", () => {
  const panel = market(60, 3);
  const priceOn = pricesOn(3, panel.times, (field) => panel.fields[field as "close"]);
  const back = (fills: readonly Fill[]) => {
    const {facts, columns} = fillColumns(fills, priceOn);
    const part = openPart(packPart({}, columns).buffer);
    return {facts, columns, fills: fillsOf(facts, part.array, priceOn)};
  };
  const ruled = (row: number, quantity: number, value: number, unit: number): Fill => {
    const [t, symbol] = [panel.times[row], row % 3];
    const reference = priceOn("close")(t, symbol);
    const price = reference * (1 + Math.sign(quantity) * 0.0003);
    const commission = value > 0 ? Math.abs(quantity) * price * value : Math.abs(quantity) * unit;
    return {t, symbol, quantity, price, commission, slippage: (price - reference) * quantity};
  };
  const rows = Array.from({length: 60}, (_, row) => row).filter(
    (row) => !Number.isNaN(panel.fields.close[row * 3 + (row % 3)])
  );

  it("follow from prices where their costs are rates", () => {
    for (const [value, unit] of [
      [0.0005, 0],
      [0, 0.005]
    ]) {
      const fills = rows.map((row) => ruled(row, row % 2 === 0 ? 7 : -3, value, unit));
      const {facts, columns, fills: same} = back(fills);
      expect(same).toEqual(fills);
      expect(facts).toMatchObject({reference: "close", rate: 0.0003, value, unit});
      for (const name of ["price", "commission", "slippage"]) {
        const column = columns.find((each) => each.name === `fill/${name}`)!;
        expect(column.values.every(Number.isNaN), name).toBe(true);
      }
    }
  });

  it("come back as they were, whatever they are", () => {
    const amount = fc.double({noNaN: true, noDefaultInfinity: true}).map((value) => value + 0);
    const fill = fc.record(
      {
        t: fc.oneof(fc.constantFrom(...panel.times), fc.integer()),
        symbol: fc.integer({min: 0, max: 2}),
        quantity: amount,
        price: amount,
        commission: fc.oneof(fc.constant(0), amount),
        slippage: fc.oneof(fc.constant(0), amount),
        forced: fc.constantFrom("delisted" as const, "fraction" as const),
        tag: fc.string()
      },
      {requiredKeys: ["t", "symbol", "quantity", "price", "commission", "slippage"]}
    );
    fc.assert(
      fc.property(fc.array(fill, {maxLength: 30}), (some) => {
        const fills = [...some, ...rows.slice(0, 5).map((row) => ruled(row, 4, 0.001, 0))];
        expect(back(fills).fills).toEqual(fills);
      })
    );
  });
});
