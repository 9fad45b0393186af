import {describe, expect, it} from "vitest";
import {alignFactors, explainAccount, parseFactors} from "../../core/evaluate/regression/factor-table.js";
import {factorRegression, rollingBetas} from "../../core/evaluate/regression/factors.js";
import {leastSquares} from "../../core/evaluate/regression/least-squares.js";
import {random} from "../../core/base/random.js";

const day = 864e5;
const at = (text: string) => Date.parse(`${text}T00:00:00Z`);

/** As such files are: words above, then days, then years that do not count. */
const daily = `This file was made up, from nothing.
Missing data are indicated by -99.99.

,Mkt-RF,SMB,   RF
20200102,   0.50,  -0.10,   0.01
20200103,  -1.00,  -99.99,  0.01
20200106,   0.25,   0.00,   0.01

 Annual Factors: January-December
,Mkt-RF,SMB,RF
    2020,   23.66,  13.14,  0.44
`;

describe("a table of factors", () => {
  it("is read from what stands between heading and end", () => {
    const table = parseFactors(daily);
    expect([table.every, Object.keys(table.factors)]).toEqual(["day", ["Mkt-RF", "SMB"]]);
    expect(Array.from(table.times)).toEqual(["2020-01-02", "2020-01-03", "2020-01-06"].map(at));
    expect(Array.from(table.factors["Mkt-RF"])).toEqual([0.005, -0.01, 0.0025]);
    expect(table.factors.SMB[1]).toBeNaN();
    expect(table.riskFree).toEqual(Float64Array.of(0.0001, 0.0001, 0.0001));
  });

  it("may be of months, of fractions, and of other marks", () => {
    const table = parseFactors('date;"Value";Momentum\r\n2020-01;0.01;-0.02\r\n2020-02;0;0.5\r\n', "fraction");
    expect([table.every, Array.from(table.times)]).toEqual(["month", [at("2020-01-01"), at("2020-02-01")]]);
    expect(table.factors).toEqual({Value: Float64Array.of(0.01, 0), Momentum: Float64Array.of(-0.02, 0.5)});
    expect(table.riskFree).toBeUndefined();
  });

  it.each([
    ["", "missing factors: no line begins with a date"],
    ["20200102,1\n20200103,2\n", "invalid factors"],
    ["date,A\n20200102,x\n", "invalid factor: A is x in line 2; expected a number"],
    ["date,A,A\n20200102,1,2\n", "invalid heading: A, A names a factor twice; name each once"],
    ["date,RF\n20200102,1\n", "missing factors: the heading names none beside RF"],
    ["date,A\n20200103,1\n20200102,1\n", "invalid factors: line 3 is not after the line before it; sort them by date"],
    ["date,A\n20200230,1\n", "invalid date: 20200230 in line 2; expected a day"],
    ["date,A\n20200103,1\n202002,1\n", "invalid date: 202002 in line 3; expected a day, as in the first line"]
  ])("refuses %j", (text, message) => {
    if (message === "invalid factors") expect(parseFactors(text).factors).toEqual({"1": Float64Array.of(0.02)});
    else expect(() => parseFactors(text)).toThrow(message);
  });
});

describe("factors beside an account", () => {
  const table = parseFactors(daily);

  it("are compounded over the days that a return spans", () => {
    const times = Float64Array.of(at("2020-01-01"), at("2020-01-02"), at("2020-01-06"), at("2020-01-07"));
    const aligned = alignFactors(times, Float64Array.of(100, 101, 102, 103), table, 252);
    const market = Array.from(aligned.factors["Mkt-RF"]);
    expect(market[0]).toBeCloseTo(0.005, 15);
    expect(market[1]).toBeCloseTo(0.99 * 1.0025 - 1, 15);
    expect(market[2], "no factor of that day").toBeNaN();
    expect(Array.from(aligned.factors.SMB).map(Number.isNaN)).toEqual([false, true, true]);
    expect(aligned.returns[1]).toBeCloseTo(102 / 101 - 1, 15);
    expect(aligned.periods).toBe(252);
  });

  it("stand beside days where the account has bars of hours", () => {
    const hours = Float64Array.from(
      {length: 9},
      (_, i) => at("2020-01-01") + Math.floor(i / 3) * day + (14 + (i % 3)) * 36e5
    );
    const aligned = alignFactors(
      hours,
      Float64Array.from(hours, (_, i) => 100 + i),
      table,
      756
    );
    expect(Array.from(aligned.returns)).toEqual([105 / 102 - 1, 108 / 105 - 1]);
    expect(aligned.periods).toBe(252);
  });

  it("of months stand beside whole months", () => {
    const months = parseFactors("m,A\n202001,1\n202002,2\n202003,3\n", "percent");
    const times = ["2020-01-15", "2020-01-31", "2020-02-14", "2020-02-28", "2020-03-16"].map(at);
    const aligned = alignFactors(Float64Array.from(times), Float64Array.of(90, 100, 105, 110, 120), months, 252);
    expect(Array.from(aligned.returns)).toEqual([110 / 100 - 1]);
    expect(aligned.factors.A[0]).toBeCloseTo(0.02, 15);
    expect(aligned.periods).toBe(12);
  });

  it("explain an account that is made of them", () => {
    const draw = random(5);
    const count = 400;
    const [market, size] = [1, 2].map(() => Float64Array.from({length: count}, () => 0.01 * draw.normal()));
    const times = Float64Array.from({length: count + 1}, (_, i) => at("2020-01-01") + i * day);
    const equity = Float64Array.of(100, ...market);
    for (let i = 1; i <= count; ++i)
      equity[i] =
        equity[i - 1] * (1 + 0.0004 + 0.0001 + 1.2 * market[i - 1] - 0.5 * size[i - 1] + 0.001 * draw.normal());
    const own = {
      every: "day" as const,
      times: times.subarray(1),
      factors: {market, size},
      riskFree: market.map(() => 0.0001)
    };
    const model = explainAccount({times, equity}, own, {periods: 252});
    expect(model.betas.map(({name}) => name)).toEqual(["market", "size"]);
    expect(model.betas[0].value).toBeCloseTo(1.2, 1);
    expect(model.betas[1].value).toBeCloseTo(-0.5, 1);
    expect(Math.abs(model.annualAlpha - 0.0004 * 252)).toBeLessThan(3 * model.annualError);
    expect(model.r2).toBeGreaterThan(0.98);
    expect(model.residual).toBeCloseTo(0.001 * Math.sqrt(252), 2);
    expect([model.rows, model.lags]).toEqual([400, 5]);
    const ruined = equity.map((value, i) => (i < 200 ? value : 0));
    expect(explainAccount({times, equity: ruined}, own, {periods: 252}).rows).toBe(200);
  });
});

describe("a regression", () => {
  const [x, y] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 4, 5, 4)];

  it("refuses what it cannot solve", () => {
    expect(() => leastSquares(y, [x, x.map((value) => 2 * value)], {names: ["x", "twice"]})).toThrow(
      "invalid column: twice follows from those before it; leave it out"
    );
    expect(() => leastSquares(y, [x.map(() => 3)])).toThrow("invalid column: column 0 follows from those before it");
    expect(() => leastSquares(y.subarray(0, 1), [x.subarray(0, 1)])).toThrow("invalid rows: 1 for 2 coefficients");
    expect(() => leastSquares(y, [x.map((value) => (value === 2 ? NaN : value))])).toThrow(
      "missing value: column 0 in row 1"
    );
    expect(() => leastSquares(y, [], {constant: false})).toThrow("missing columns");
    expect(() => factorRegression(y, {}, {periods: 252})).toThrow("missing factors: a regression needs at least one");
    expect(() => factorRegression(y.subarray(0, 2), {x: x.subarray(0, 2)}, {periods: 252})).toThrow("invalid rows: 2");
    expect(() => factorRegression(y, {x: x.subarray(1)}, {periods: 252})).toThrow(
      "invalid factor: x has 3 rows, not 4"
    );
  });

  it("has no R² of what does not vary, and no NaN", () => {
    const model = factorRegression(
      y.map(() => 1),
      {x},
      {periods: 12}
    );
    expect([model.r2, model.adjustedR2, model.annualAlpha]).toEqual([null, null, 12]);
    expect(JSON.stringify(model)).not.toMatch(/NaN|Infinity/);
  });

  it("passes over rows that are not known, and windows with too few", () => {
    const gappy = Float64Array.of(1, NaN, 3, 4, NaN, NaN, 7, 9, 8);
    const returns = Float64Array.of(2, 1, 5, 4, 1, 1, 2, 6, 1);
    const full = factorRegression(returns, {gappy}, {periods: 1, lags: 0});
    const known = [0, 2, 3, 6, 7, 8];
    const same = leastSquares(
      Float64Array.from(known, (i) => returns[i]),
      [Float64Array.from(known, (i) => gappy[i])]
    );
    expect([full.rows, full.alpha.value, full.betas[0].value]).toEqual([6, ...same.coefficients]);
    const rolled = rollingBetas(returns, {gappy}, 3).gappy;
    expect(Array.from(rolled, Number.isNaN)).toEqual([true, true, true, true, true, true, true, true, false]);
  });
});
