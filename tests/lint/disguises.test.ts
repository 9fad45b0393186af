import {describe, expect, it} from "vitest";
import {lint} from "../../core/lint/lint.js";
import type {Traded} from "../../core/lint/traded.js";
import {perDollar} from "../../plugins/commissions/per-dollar.js";
import {borrowFee} from "../../plugins/financing/borrow-fee.js";
import {cashInterest} from "../../plugins/financing/cash-interest.js";
import {marginInterest} from "../../plugins/financing/margin-interest.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {market, withWeights} from "./market.js";
import {moving, noise} from "./sins-of-trading.js";
import {trade} from "./trade.js";

/** What a rule says of a backtest: its severity and message, or nothing. */
function saidBy(rule: string, traded: Traded): string {
  const {findings, checked} = lint(traded);
  expect(checked).toContain(rule);
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({severity, message}) => `${severity}: ${message}`)
    .join("\n");
}

const skilled = () => market({rows: 600, skill: 0.06});
const onCredit = () => withWeights(market({rows: 600, crisis: false}), () => 0.2);
const calm = () => market({rows: 600, deviation: 0.0005, own: 0.0005, drift: 0.0002, crisis: false});

describe("a sin in disguise", () => {
  it("is a fee for borrowing that is none", () => {
    const said = (rate: number) => saidBy("unpaid-borrow", trade(skilled(), {financing: [borrowFee({rate})]}));
    expect(said(1e-6)).toMatch(
      /^note: .* % of equity is sold short by the mean, and (only \d+|next to nothing) is paid for it/
    );
    expect(said(0.0002)).toMatch(/^note: .*, and only \d+ is paid for it; at 0.30 % a year that is \d+/);
    expect(said(0.0005)).toBe("");
  });

  it("is a lender who pays", () => {
    const panel = skilled();
    const paying = {...panel, fields: {...panel.fields, fee: panel.fields.close.map(() => -0.02)}};
    const said = saidBy("unpaid-borrow", trade(paying, {financing: [borrowFee({field: "fee"})]}));
    expect(said).toMatch(/, and [\d,]+ is received for it; /);
  });

  it("is an interest on credit that is none", () => {
    const said = (rate: number) => saidBy("unpaid-margin", trade(onCredit(), {financing: [marginInterest({rate})]}));
    expect(said(1e-6)).toMatch(/^(note|warning): .*, and next to nothing is paid in interest; at 6.0 % a year/);
    expect(said(0.004)).toMatch(/, and only [\d,]+ is paid in interest; /);
    expect(said(0.01)).toBe("");
  });

  it("is leverage with a margin that no broker would state", () => {
    const levered = (weight: number, margin?: number) =>
      saidBy(
        "leverage",
        trade(
          withWeights(calm(), (row) => (row % 5 === 0 ? weight : NaN)),
          margin === undefined ? {} : {margin: {initial: margin, maintenance: margin / 2}}
        )
      );
    expect(levered(2.5, 0.02)).toMatch(
      /^warning: positions .* 5\.00 times equity on .*, on a margin of 2\.0 %: a move of [45]\.\d % against them leaves nothing$/
    );
    expect(levered(0.5, 0.02)).toBe("");
    expect(levered(0.5)).toMatch(/^warning: .*, and no margin is asked for$/);
    expect(levered(2.5)).toMatch(/^serious: /);
  });

  it("is a cost that only stands there", () => {
    const said = (points: number) =>
      saidBy("no-costs", trade(skilled(), {slippage: basisPoints({points}), commission: perDollar({rate: 0.00002})}));
    expect(said(0.4)).toMatch(/^warning: trading cost 0\.[56]\d\d hundredths of a per cent of the value traded$/);
    expect(said(2)).toBe("");
  });

  it("is a benchmark that stands still, and not one that follows the names a few bars later", () => {
    const panel = skilled();
    const mean = (row: number) =>
      panel.fields.close.subarray(row * 8, row * 8 + 8).reduce((sum, each) => sum + each, 0);
    const beside = (level: (row: number) => number) =>
      saidBy(
        "unrelated-benchmark",
        trade(panel, {}, {beside: {benchmark: Float64Array.from(panel.times, (_, row) => level(row)), periods: 252}})
      );
    expect(beside(() => 100)).toBe("note: the benchmark never moves");
    expect(beside((row) => 100 * 0.9997 ** row + Math.sin(row))).toMatch(/^note: .* correlate by −?0\.\d\d$/);
    expect(beside((row) => mean(Math.max(0, row - 1)))).toBe("");
  });
});

describe("interest", () => {
  it("is told where it is most of the profit, and not where it is a little of it", () => {
    const idle = moving(noise(3, 0.01), 600);
    const resting = (rate: number) =>
      saidBy(
        "carry",
        trade(
          withWeights(idle, () => 0),
          {financing: [cashInterest({rate})]}
        )
      );
    expect(resting(0.05)).toMatch(
      /^warning: interest brought 1\d,\d{3}, 4\.8 % a year on its cash, where the profit is 1\d,\d{3}: all else brought 0$/
    );
    expect(saidBy("carry", trade(skilled(), {financing: [borrowFee(), cashInterest({rate: 0.001})]}))).toBe("");
  });

  it("is told of what a lender pays, as a note", () => {
    const panel = withWeights(market({rows: 600, drift: 0, crisis: false}), (_, s) => (s < 4 ? 0.1 : -0.1));
    const paying = {...panel, fields: {...panel.fields, fee: panel.fields.close.map(() => -0.5)}};
    const said = saidBy("carry", trade(paying, {financing: [borrowFee({field: "fee"})]}));
    expect(said).toMatch(
      /^note: what was posted to the account brought [\d,]+, where the profit is [\d,]+: trading brought −?[\d,]+$/
    );
  });
});
