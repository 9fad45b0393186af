import {describe, expect, it} from "vitest";
import type {PlanSpec} from "../../core/pipeline/plan.js";
import {lookupIn, revivePlan} from "../../core/pipeline/plan.js";
import type {Catalog} from "../../core/pipeline/plan.js";
import {breakout} from "../../plugins/algorithms/breakout.js";
import {perShare} from "../../plugins/commissions/per-share.js";
import {trailingStop} from "../../plugins/overlays/trailing-stop.js";
import {basisPoints} from "../../plugins/slippage/basis-points.js";
import {smaCross} from "../../plugins/strategies/sma-cross.js";

const catalog: Catalog = {
  strategy: {"sma-cross": smaCross},
  algorithm: {breakout},
  overlay: {"trailing-stop": trailingStop},
  slippage: {"basis-points": basisPoints},
  commission: {"per-share": perShare}
};

const plain = {
  strategy: smaCross(),
  overlays: [],
  slippage: basisPoints(),
  commission: perShare(),
  fill: "next-close",
  delay: 0,
  cash: 1000,
  shares: "whole"
};

const revived = (changes: object) => {
  const spec = {features: {}, metrics: [], seed: 0, backtest: {...plain, ...changes}};
  return revivePlan(JSON.parse(JSON.stringify(spec)) as PlanSpec, lookupIn(catalog)).backtest;
};

describe("a backtest's options", () => {
  it("are taken where they are right", () => {
    const changes = {
      overlays: [trailingStop()],
      margin: {initial: 0.5, maintenance: 0.25, settlement: 2},
      controls: {maxLeverage: 1, doNotOrder: ["A"], breach: "reject", longOnly: true},
      good: "day",
      triggers: "close",
      delistingReturn: -0.3
    };
    expect(JSON.parse(JSON.stringify(revived(changes)))).toEqual(JSON.parse(JSON.stringify({...plain, ...changes})));
  });

  it.each([
    [{trigger: "close"}, /^unknown backtest option: trigger; options are strategy, overlays, .*triggers/],
    [{overlays: trailingStop()}, /^invalid overlays: .*; expected a list of plugins/],
    [{overlays: ["trailing-stop"]}, /^invalid overlays: "trailing-stop"; expected \{"kind": "overlay"/],
    [{financing: [perShare()]}, /^invalid financing: .*; expected \{"kind": "financing"/],
    [{margin: 0.5}, /^invalid margin: 0.5; expected an object/],
    [{margin: {initial: 0.5}}, /^invalid maintenance margin: undefined/],
    [{margin: {initial: 0.5, maintenance: 0.25, setlement: 2}}, /^unknown margin option: setlement/],
    [{controls: {maxLevrage: 1}}, /^unknown control: maxLevrage; controls are maxLeverage/],
    [{controls: {breach: "rejct"}}, /^unknown breach rule: rejct; breach rules are cut, reject/],
    [{controls: {doNotOrder: "A"}}, /^invalid doNotOrder: "A"; expected a list of symbols/],
    [{controls: {longOnly: "yes"}}, /^invalid longOnly: yes; expected true or false/],
    [{controls: {shortable: 5}}, /^invalid shortable: 5; expected the name of a field/],
    [{good: "forever"}, /^unknown good rule: forever; good rules are bar, day, cancelled/],
    [{delay: -1}, /^invalid delay: -1/],
    [{cash: "1000"}, /^invalid cash: 1000; expected a positive amount/],
    [{delistingReturn: -2}, /^invalid delistingReturn: -2/],
    [{strategy: breakout(), fill: "same-close"}, /^invalid trading: same-close is for strategies of target weights/],
    [{strategy: breakout(), delay: 1}, /^invalid trading: delay is for strategies of target weights/],
    [{strategy: breakout(), overlays: [trailingStop()]}, /^invalid trading: overlays is for strategies/]
  ])("are refused where they are wrong, before anything is run: %j", (changes, message) => {
    expect(() => revived(changes)).toThrow(message);
  });
});
