import {beforeAll, describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {optionRules, refusal} from "../../notebooks/components/features/option-rules.js";
import type {OptionRule} from "../../notebooks/components/features/option-rules.js";
import {marketsOf} from "../../notebooks/components/features/markets.js";
import {repeats} from "../../notebooks/components/features/repeats.js";
import {coefficientsByHorizon, spreadOf} from "../../notebooks/components/features/statistics.js";
import {measureOf} from "../../notebooks/components/features/units.js";
import {complete, operatorGroups, signatureAt} from "../../notebooks/components/formula/help.js";
import {piecesOf} from "../../notebooks/components/formula/pieces.js";
import {readFormula} from "../../notebooks/components/formula/reading.js";
import {treeLines} from "../../notebooks/components/formula/tree-lines.js";
import {operators} from "../../core/expressions/operators.js";
import type {Feature, Json, Plugin} from "../../core/plugin.js";
import {catalog} from "../../plugins/catalog.js";

const fields = ["open", "high", "low", "close", "volume"];
const read = (text: string) => readFormula(text, fields);
const makers = Object.entries(catalog.feature);
let panel: Panel;

beforeAll(async () => {
  panel = await marketsOf([])[0].panel();
});

describe("the options of a feature", () => {
  it("are read from what it refuses", () => {
    expect(optionRules(catalog.feature.bollinger, fields)).toMatchObject({
      window: {kind: "number", least: 2, step: 1, bounded: false},
      width: {kind: "number", least: 0},
      output: {kind: "choice", choices: ["position", "width", "upper", "middle", "lower"]},
      field: {kind: "choice", choices: fields}
    });
    expect(optionRules(catalog.feature.percentile, fields).percent).toMatchObject({most: 100, bounded: true});
    expect(optionRules(catalog.feature.atr, fields).relative).toEqual({kind: "switch"});
    expect(optionRules(catalog.feature["candlestick-score"], fields).patterns.kind).toBe("choices");
  });

  const ends = (rule: OptionRule, value: Json): readonly Json[] =>
    rule.kind === "number"
      ? [rule.least, rule.most]
      : rule.kind === "choice"
        ? rule.choices
        : rule.kind === "choices"
          ? [[rule.choices[0]]]
          : [value];

  it.each(makers)(
    "of %s have controls that hold its defaults, and whose ends it takes or refuses in words",
    (_, maker) => {
      expect(refusal(maker, {})).toBeNull();
      for (const [name, rule] of Object.entries(optionRules(maker, fields))) {
        const value = maker.defaults[name] as Json;
        if (rule.kind === "number") {
          expect(rule.least).toBeLessThanOrEqual(value as number);
          expect(rule.most).toBeGreaterThanOrEqual(value as number);
          expect(rule.step).toBeGreaterThan(0);
        }
        if (rule.kind === "choice") expect(rule.choices).toContain(value);
        for (const end of ends(rule, value)) expect(refusal(maker, {[name]: end}) ?? "invalid ").toMatch(/^(in|un)/);
      }
    }
  );
});

describe("the features of the list", () => {
  it.each(makers)("%s can be looked at with its own options, of one stock's days", (name, maker) => {
    const one = oneOf(panel);
    const feature = maker() as Plugin<"feature">;
    const column = feature.compute(one);
    const measure = measureOf(one, feature, column);
    const {count, warmUp} = spreadOf(one, column);
    expect(count > 0).toBe(name !== "synthetic-sector");
    if (count > 0) expect(warmUp).toBeLessThanOrEqual(feature.lookback);
    expect(measure.unit).not.toBe("");
    expect(coefficientsByHorizon(one, column)).toHaveLength(6);
  });
});

describe("what a feature repeats", () => {
  const made = (name: string, params = {}) => catalog.feature[name](params) as Plugin<"feature">;
  const features = {week: made("returns", {window: 5}), rsi: made("rsi"), sector: made("synthetic-sector")};
  it("is found by correlation, the nearest first and what does not vary last", () => {
    const one = oneOf(panel);
    const week = features.week.compute(one).map((value) => -value);
    const all = repeats({features}).of(one, week);
    expect(all.map(({name}) => name)).toEqual(["week", "rsi", "sector"]);
    expect(all[0].value).toBeCloseTo(-1, 12);
    expect(all[1].value).toBeLessThan(-0.5);
    expect(all[2].value).toBeNaN();
  });
});

/** The first stock of a panel by itself, without the name that tells its sector. */
function oneOf({times, symbols, fields: columns}: Panel): Panel {
  const n = symbols.length;
  const own = Object.entries(columns).map(([name, column]) => [name, column.filter((_, cell) => cell % n === 0)]);
  return {times, symbols: ["A"], fields: Object.fromEntries(own) as Panel["fields"]};
}

describe("what a feature is measured in", () => {
  const measured = (name: string, params = {}) => {
    const feature = catalog.feature[name](params) as Feature;
    return measureOf(panel, feature, feature.compute(panel));
  };
  it("is found by multiplying prices and volume", () => {
    expect(measured("sma")).toEqual({unit: "price", onPrice: true});
    expect(measured("parabolic-sar")).toEqual({unit: "price", onPrice: true});
    expect(measured("macd")).toEqual({unit: "price", onPrice: false});
    expect(measured("sum")).toEqual({unit: "price", onPrice: false});
    expect(measured("rsi")).toEqual({unit: "a pure number", onPrice: false});
    expect(measured("obv").onPrice).toBe(false);
    expect(measured("variance").unit).toBe("price²");
    expect(measured("force-index").unit).toBe("price × volume");
  });
});

describe("a formula as it is typed", () => {
  it("says what it reads", () => {
    const {fault, needs, span, across} = read("rank(close / lag(close, 20) - 1)");
    expect({fault, needs, span, across}).toEqual({
      fault: null,
      needs: ["close"],
      span: {first: -20, last: 0},
      across: ["rank"]
    });
  });

  const marked = (text: string) => {
    const {fault} = read(text);
    return [text.slice(fault!.from, fault!.to), fault!.message];
  };
  it("says what is wrong, and where", () => {
    expect(marked("close +* 2")).toEqual(["*", expect.stringMatching(/^unexpected \*; expected a number/)]);
    expect(marked("rnk(close)")).toEqual(["rnk", "unknown operator: rnk; did you mean rank?"]);
    expect(marked("1 + cloze")).toEqual([
      "cloze",
      expect.stringMatching(/^unknown field: cloze; did you mean close\?/)
    ]);
    expect(marked("mean(close)")).toEqual(["mean", expect.stringMatching(/write mean\(x, n\)/)]);
    expect(marked("lag(close, -5)")).toEqual(["lag", expect.stringMatching(/^invalid n of lag: -5/)]);
    expect(marked("close $ 2")).toEqual(["$", "unexpected $"]);
    expect(marked(",close")).toEqual([",", expect.stringMatching(/^unexpected ,; expected a number/)]);
    expect(marked("close(20)")).toEqual(["close", expect.stringMatching(/^unknown operator: close; it is a field/)]);
    expect(marked("lag(lag, 1)")).toEqual([
      "lag",
      expect.stringMatching(/^unknown field: lag; it is an operator, write lag/)
    ]);
    expect(read("lag(lag, 1)").fault!.from).toBe(4);
    expect(marked("(close")[1]).toMatch(/^unexpected the end; expected \)/);
    expect(read("").fault!.message).toMatch(/^unexpected the end; expected a number/);
  });

  it("says what to write for signs that no formula has", () => {
    expect(marked("close \u2212 open")).toEqual(["\u2212", "unexpected \u2212; write -"]);
    expect(marked("close = open")).toEqual(["=", "unexpected =; write =="]);
    expect(marked("close + \u{1F600}")).toEqual(["\u{1F600}", "unexpected \u{1F600}"]);
    expect(marked("clo\u200bse")[1]).toBe("unexpected invisible character U+200B; delete it");
    expect(marked("close * 1e400")).toEqual(["1e400", "number too large, 1e400"]);
    expect(read("close >= 1e300 && !(open != low) || close == high").fault).toBeNull();
  });

  it("is refused before it is deeper than can be read, and is read and computed up to there", () => {
    expect(marked("(".repeat(1_500))).toEqual(["(", "brackets 101 deep; expected 100 at most"]);
    expect(marked("-".repeat(2_500))[1]).toMatch(/^2500 characters; expected 2000 at most/);
    const one = oneOf(panel);
    for (const text of [
      `${"-".repeat(1_990)}close`,
      Array(333).fill("close").join("^"),
      Array(1_000).fill("1").join("+")
    ]) {
      const {fault, node} = read(text);
      expect(fault).toBeNull();
      expect(treeLines(node!).length).toBeGreaterThan(600);
      expect((catalog.feature.formula({formula: text}) as Feature).compute(one)).toHaveLength(one.times.length);
    }
  });

  it("is never taken for what every object has", () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect(marked(name)[1]).toMatch(/^unknown field: /);
      expect(marked(`${name}(close)`)[1]).toMatch(/^unknown operator: /);
    }
    for (const text of ["close; alert(1)", "`close`", "close['x']"])
      expect(marked(text)[1]).toMatch(/^unexpected [;`[]/);
  });

  it("is refused where it reads the future, by the operator's name", () => {
    const {fault, ahead, span, node} = read("lead(close, 5) / close - 1");
    expect(node).not.toBeNull();
    expect(span).toEqual({first: 0, last: 5});
    expect(ahead).toEqual([{call: "lead(close, 5)", rows: 5}]);
    expect(fault).toMatchObject({from: 0, to: 4, message: expect.stringContaining("lead reads the future") as string});
    expect(read("lag(lead(close, 5), 5)").fault).toBeNull();
  });

  it("is drawn as a tree that names what it shares", () => {
    const {node} = read("std(returns(close, 1), 5) / std(returns(close, 1), 20)");
    const lines = treeLines(node!).map(({branch, says, shared, again}) => [branch + says, shared, again]);
    expect(lines).toEqual([
      ["divide", null, false],
      ["├─ std n 5 ddof 1", null, false],
      ["│  └─ returns n 1", 1, false],
      ["│     └─ close", null, false],
      ["└─ std n 20 ddof 1", null, false],
      ["   └─ returns n 1", 1, true]
    ]);
  });

  it("is the same text in pieces, divided where something is wrong", () => {
    const text = "rank(cloze / lag(close, 2e1)) $§ 3";
    const pieces = piecesOf(text, {from: 5, to: 10}, [...fields, ...Object.keys(operators)], fields);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.filter(({wrong}) => wrong).map((piece) => piece.text)).toEqual(["cloze"]);
    expect(pieces.filter(({kind}) => kind === "operator").map((piece) => piece.text)).toEqual(["rank", "lag"]);
  });

  it("is helped along", () => {
    expect(complete("rank(clo", 8, fields)).toEqual({found: ["close"], from: 5});
    expect(complete("close", 2, fields).found).toEqual([]);
    expect(signatureAt("std(mean(close, 5), ", 20)?.usage).toBe("std(x, n, ddof = 1)");
    expect(signatureAt("close + ", 8)).toBeNull();
    expect(operatorGroups.flatMap(({members}) => members.map(({name}) => name)).sort()).toEqual(
      Object.keys(operators).sort()
    );
  });
});

describe("the figures of a feature", () => {
  it("find the effect that is planted in the made-up market", () => {
    const week = catalog.feature.returns({window: 5}) as Plugin<"feature">;
    const [reversal] = coefficientsByHorizon(panel, week.compute(panel));
    expect(reversal.ic).toBeLessThan(-reversal.band);
    expect(reversal.count).toBeGreaterThan(600);
  });

  it("count what is missing", () => {
    const one: Panel = {
      times: Float64Array.of(1, 2, 3, 4),
      symbols: ["A"],
      fields: {close: Float64Array.of(1, 1, 1, 1)}
    };
    const {mean, deviation, missing, warmUp, count, skewness} = spreadOf(one, Float64Array.of(NaN, 1, NaN, 3));
    expect({mean, deviation, missing, warmUp, count, skewness}).toEqual({
      mean: 2,
      deviation: 1,
      missing: 0.5,
      warmUp: 1,
      count: 2,
      skewness: 0
    });
  });
});
