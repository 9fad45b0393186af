import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {series} from "../../core/base/panel.js";
import {evaluate} from "../../core/expressions/evaluate.js";
import {operators} from "../../core/expressions/operators.js";
import {parseFormula} from "../../core/expressions/parse.js";
import {fieldsOf, makeTree} from "../../core/expressions/tree.js";
import {alpha158} from "../../core/factors/alpha158.js";
import {rollingMedian} from "../../core/indicators/operators/order.js";
import {fractionalDifference, weightedMean} from "../../core/indicators/operators/weighted.js";
import {addFeatures} from "../../core/pipeline/pipeline.js";
import {formula, formulas} from "../../plugins/features/formulas/formula.js";
import {formulaLabel} from "../../plugins/labels/formula-label.js";
import {randomPanel} from "../panels.js";

const small: Panel = {
  times: Float64Array.of(1, 2, 3, 4),
  symbols: ["A", "B"],
  fields: {close: Float64Array.of(1, 10, 2, 20, 4, 40, 8, NaN), volume: Float64Array.of(5, 5, 6, 6, 7, 7, 8, 8)}
};
const values = (text: string, panel = small) => [...evaluate(panel, [parseFormula(text)])[0]];

describe("a comparison", () => {
  it("does not chain, since 1 < x < 3 would always be true", () => {
    expect(() => parseFormula("1 < close < 3")).toThrow(
      "invalid formula: unexpected < at 11 in 1 < close < 3; compare two at a time: a < b && b < c"
    );
    expect(parseFormula("1 < close && close < 3").text).toBe(parseFormula("(1 < close) && (close < 3)").text);
  });
});

describe("a formula", () => {
  it.each([
    ["1 + 2 * 3 ^ 2", 19],
    ["-2 ^ 2", -4],
    ["(1 + 2) * 3 - 4 / 2", 7],
    ["2 ^ 3 ^ 2", 512],
    ["1 - 2 - 3", -4],
    ["1 < 2 && 2 < 1 || 3 >= 3", 1],
    ["!(1 == 1)", 0],
    ["1e3 + .5", 1000.5],
    ["max(1, min(5, 3)) - abs(-2)", 1]
  ])("%s is %d", (text, value) => {
    expect(values(text)[0]).toBe(value);
  });

  it("reads fields and shifts, symbol by symbol", () => {
    expect(values("close / lag(close) - 1")).toEqual([NaN, NaN, 1, 1, 1, 1, 1, NaN]);
    expect(values("returns(close, 2)")).toEqual([NaN, NaN, NaN, NaN, 3, 3, 3, NaN]);
    expect(values("lead(close)")).toEqual([2, 20, 4, 40, 8, NaN, NaN, NaN]);
    expect(values("mean(close, 2)")).toEqual([NaN, NaN, 1.5, 15, 3, 30, 6, NaN]);
    expect(values("where(close > 3, volume, 0)")).toEqual([0, 5, 0, 6, 7, 7, 8, NaN]);
    expect(values("lag(close, 9)")).toEqual(Array.from({length: 8}, () => NaN));
  });

  it.each([
    ["", "unexpected the end at 1"],
    ["close +", "unexpected the end at 8"],
    ["close close", "unexpected close at 7 in close close; expected an operator"],
    ["(close", "unexpected the end at 7 in (close; expected )"],
    ["close $ 2", "unexpected $ at 7"],
    ["lagg(close, 2)", "unknown operator: lagg; operators are"],
    ["lag(close, 1.5)", "invalid n of lag: 1.5; expected a whole number from 0"],
    ["lag(close, volume)", "invalid arguments: write lag(x, n = 1); n is a number, not a formula"],
    ["mean(close)", "invalid arguments: write mean(x, n)"],
    ["mean(close, 0)", "invalid n of mean: 0; expected a whole number from 1"],
    ["lag()", "invalid arguments: write lag(x, n = 1)"],
    ["__proto__(close)", "unknown operator: __proto__"]
  ])("that is %j is refused, with the place", (text, message) => {
    expect(() => parseFormula(text)).toThrow(message);
  });

  it("of a field that there is not is refused when it is computed", () => {
    expect(() => values("clos + 1")).toThrow("unknown field: clos");
  });

  it("shares equal parts, and computes each once", () => {
    const tree = makeTree();
    const [a, b] = ["mean(close, 20) / std(close,20)", "std( close , 20 ) + mean(close, 20)"].map((text) =>
      parseFormula(text, tree)
    );
    if (a.of.kind !== "call" || b.of.kind !== "call") throw new Error("no calls");
    expect(a.of.inputs[0]).toBe(b.of.inputs[1]);
    expect(a.of.inputs[1]).toBe(b.of.inputs[0]);
    let reads = 0;
    const counted: Panel = {
      ...small,
      fields: new Proxy(small.fields, {
        get: (fields, name: string) => {
          if (name === "close") ++reads;
          return fields[name];
        }
      })
    };
    evaluate(counted, [a, b]);
    expect(reads).toBe(1);
  });

  it("knows its fields and its span", () => {
    const node = parseFormula("mean(close, 20) / lag(mean(volume, 5), 3) + lead(lag(open, 4), 2)");
    expect(fieldsOf(node)).toEqual(["close", "open", "volume"]);
    expect(node.span).toEqual({first: -19, last: 0});
    expect(parseFormula("lead(close, 5) / close").span).toEqual({first: 0, last: 5});
    expect(parseFormula("lag(lead(close, 5), 5)").span).toEqual({first: 0, last: 0});
    expect(parseFormula("1 + 2").span).toEqual({first: 0, last: 0});
  });
});

describe("the proof that a formula does not look ahead", () => {
  it("refuses a feature that does, and a label that does not", () => {
    expect(() => formula({formula: "lead(close, 1) / close"})).toThrow(
      "invalid feature: lead(close, 1) / close looks 1 row ahead; it may be a label"
    );
    expect(formula({formula: "lag(lead(close, 5), 5)"}).lookback).toBe(0);
    expect(formula({formula: "std(returns(close), 20)"})).toMatchObject({lookback: 20, needs: ["close"]});
    expect(() => formulaLabel({formula: "returns(close, 5)"})).toThrow("does not look ahead; it is a feature");
    const {y, until} = formulaLabel({formula: "lead(close, 2) / lead(close, 1) - 1"}).compute(small);
    expect([...y]).toEqual([1, 1, 1, NaN, NaN, NaN, NaN, NaN]);
    expect([...until]).toEqual([3, 3, 4, 4, Infinity, Infinity, Infinity, Infinity]);
  });

  const names = Object.keys(operators);
  const {tree: texts} = fc.letrec<{tree: string}>((tie) => ({
    tree: fc.oneof(
      {depthSize: "small", withCrossShrink: true},
      fc.constantFrom("close", "open", "volume", "2"),
      fc
        .tuple(
          fc.constantFrom(...names),
          fc.array(tie("tree"), {minLength: 3, maxLength: 3}),
          fc.integer({min: 2, max: 5})
        )
        .map(([name, inputs, n]) => {
          const {inputs: count, constants} = operators[name];
          const numbers = constants.map(({least, most = Infinity, whole = true}) =>
            whole ? Math.max(least, Math.min(most, n)) : least + (Math.min(most, least + 2) - least) * (n / 6)
          );
          return `${name}(${[...inputs.slice(0, count), ...numbers].join(", ")})`;
        })
    )
  }));

  it("holds: no row outside its span changes a value, whatever the formula", () => {
    const panel = randomPanel({rows: 60});
    const n = panel.symbols.length;
    const property = fc.property(texts, fc.integer({min: 25, max: 35}), (text, t) => {
      const node = parseFormula(text);
      const {first, last} = node.span;
      const outside = (cell: number) => {
        const row = Math.floor(cell / n);
        return row < t + first || row > t + last;
      };
      const fields = Object.fromEntries(
        Object.entries(panel.fields).map(([name, column]) => [
          name,
          column.map((value, cell) => (outside(cell) ? (cell % 3 === 0 ? NaN : value * 3 + 1) : value))
        ])
      );
      const [before] = evaluate(panel, [node]);
      const [after] = evaluate({...panel, fields}, [node]);
      const largest = before.reduce(
        (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
        0
      );
      for (let s = 0; s < n; ++s) {
        const [a, b] = [before[t * n + s], after[t * n + s]];
        if (!Object.is(a, b) && !(Math.abs(a - b) <= node.tolerance * largest))
          throw new Error(`${text} at ${t}: ${a}, ${b}`);
      }
    });
    fc.assert(property, {numRuns: 400, seed: 11});
  });
});

describe("formulas with a memory", () => {
  const column = (text: string) => evaluate(panel, [parseFormula(text)])[0];
  const panel = randomPanel({rows: 90, symbols: 3});
  const closes = series(panel, "close", 2);

  it("give what their kernels give, symbol by symbol", () => {
    const of = (text: string) => series({...panel, fields: {made: column(text)}}, "made", 2);
    expect(of("median(close, 7)")).toEqual(rollingMedian(closes, 7));
    expect(of("fractionalDifference(close, 0.4, 0.01)")).toEqual(fractionalDifference(closes, 0.4, 0.01));
    expect(of("weightedMean(close, 0.3)")).toEqual(weightedMean(closes, 0.3));
    expect(of("fractionalDifference(close, 1)")).toEqual(of("delta(close)"));
  });

  it("read as many rows as they have weights", () => {
    const first = (text: string) => parseFormula(text).span.first;
    expect(first("median(close, 7)")).toBe(-6);
    expect(first("fractionalDifference(close, 2)")).toBe(-2);
    // The weights of order 0.4 are 1, 0.4, 0.12, 0.064, 0.0416, 0.02995, …: six are at least 0.025 in size.
    expect(first("fractionalDifference(close, 0.4, 0.025)")).toBe(-5);
    expect(first("fractionalDifference(lag(close, 3), 0.4, 0.025)")).toBe(-8);
    expect(first("weightedMean(close, 0.5)")).toBe(-34);
    expect(formula({formula: "fractionalDifference(close, 0.4, 0.025)"})).toMatchObject({
      lookback: 5,
      needs: ["close"]
    });
  });

  it.each([
    "fractionalDifference(close, 0.4, 0.025)",
    "fractionalDifference(close, 1.7, 0.01)",
    "weightedMean(close, 0.5)"
  ])("%s changes with its span's oldest row, and not with the one before", (text) => {
    const {span, tolerance} = parseFormula(text);
    const whole = randomPanel({rows: 90, symbols: 1, gaps: false});
    const t = 60;
    const at = (row: number) => {
      const close = whole.fields.close.map((value, i) => (i === row ? value + 1e6 : value));
      return evaluate({...whole, fields: {...whole.fields, close}}, [parseFormula(text)])[0][t];
    };
    const [plain] = [at(-1)];
    expect(Math.abs(at(t + span.first - 1) - plain)).toBeLessThanOrEqual(tolerance * 1e6);
    if (tolerance === 0) expect(at(t + span.first)).not.toBe(plain);
    expect(at(t + 1)).toBe(plain);
  });

  it("refuse orders, thresholds and weights that are none", () => {
    expect(() => parseFormula("fractionalDifference(close, -1)")).toThrow("invalid d of fractionalDifference: -1; expected a number from 0 to 10"); // prettier-ignore
    expect(() => parseFormula("fractionalDifference(close, 0.5, 0)")).toThrow(
      "invalid threshold of fractionalDifference: 0"
    );
    expect(() => parseFormula("fractionalDifference(close)")).toThrow(
      "write fractionalDifference(x, d, threshold = 0.0001)"
    );
    expect(() => parseFormula("weightedMean(close, 0)")).toThrow("invalid weight of weightedMean: 0; expected a number from 0.001 to 1"); // prettier-ignore
  });
});

it("gives the same values among others in an experiment as alone", () => {
  const panel = randomPanel({rows: 120});
  const features = {...formulas(alpha158()), plain: formula({formula: "close"})};
  const together = addFeatures(panel, {features});
  for (const [name, feature] of Object.entries(features))
    expect(together.fields[name], name).toEqual(feature.compute(panel));
  expect(Object.keys(together.fields).slice(-159)).toEqual(Object.keys(features));
});

describe("figures of one family", () => {
  const texts = [1, 3, 4, 13, 32, 64].flatMap((size) => [
    ...["sum", "mean", "median", "quantile", "windowRank"].map((name) => `${name}(close, ${size})`),
    `quantile(close, ${size}, 0.2)`,
    ...(size < 3 ? [] : ["std", "slope", "rsquare", "residual"].map((name) => `${name}(close, ${size})`)),
    ...(size < 3 ? [] : [`std(close, ${size}, 0)`]),
    ...["correlation", "covariance", "regressionSlope", "regressionRSquare", "regressionResidual"].flatMap((name) =>
      size < 3
        ? []
        : [`${name}(close, volume, ${size})`, `${name}(volume, close, ${size})`, `${name}(close, 2, ${size})`]
    )
  ]);

  it.each([40, 120])("have the bits together that each has alone, on %d rows with gaps", (rows) => {
    const panel = randomPanel({rows, symbols: 3});
    const nodes = texts.map((text) => parseFormula(text));
    const together = evaluate(panel, nodes);
    for (const [k, text] of texts.entries())
      expect(together[k], text).toEqual(evaluate(panel, [parseFormula(text)])[0]);
    const known = together.filter((column) => column.some((value) => !Number.isNaN(value)));
    expect(known.length).toBeGreaterThan(texts.length / 2);
  });
});
