import {describe, expect, it} from "vitest";
import {auditCommission, auditSlippage} from "../../core/audit/trading/costs.js";
import {auditFeature} from "../../core/audit/features/feature.js";
import {auditLabel} from "../../core/audit/label.js";
import {timesAhead} from "../../core/audit/leaks/labels.js";
import {auditMetric} from "../../core/audit/metric.js";
import {auditModel} from "../../core/audit/model.js";
import {auditOverlay} from "../../core/audit/trading/overlay.js";
import {auditPlugin} from "../../core/audit/plugin.js";
import {auditSplit, foldFindings} from "../../core/audit/split.js";
import {auditStrategy} from "../../core/audit/trading/strategy.js";
import type {Audit} from "../../core/audit/verdict.js";
import type {Feature, Fitted, Label, Slippage, Split, Strategy} from "../../core/plugin.js";
import {defineFeature} from "../../core/plugin.js";

const told = ({findings}: Audit) => findings.map(({rule, message}) => `${rule}: ${message}`).join("\n");

const close: Feature = {needs: ["close"], lookback: 0, compute: ({fields}) => fields.close.slice()};
const flat: Strategy = {needs: ["close"], lookback: 0, targets: ({symbols}) => new Float64Array(symbols.length)};

describe("refuses what has the wrong form", () => {
  it("in a feature", () => {
    expect(told(auditFeature({...close, compute: () => new Float64Array(3)}))).toMatch(
      /broken-form: 3 values; expected/
    );
    expect(told(auditFeature({...close, lookback: 0.5}))).toBe(
      "broken-form: its lookback is 0.5; expected a whole number from 0"
    );
    expect(told(auditFeature({...close, needs: "close" as never}))).toMatch(
      /^broken-form: its needs are "close"; expected a list/
    );
    expect(
      told(
        auditFeature({
          ...close,
          compute: (panel) => {
            if (panel.times.length < 2) throw new Error("missing rows: two are needed");
            return panel.fields.close.slice();
          }
        })
      )
    ).toMatch(/^broken-form: it throws for a panel of one row: missing rows: two are needed; give NaN/);
  });

  it("in a label", () => {
    const label: Label = {needs: ["close"], compute: ({fields}) => ({y: fields.close, until: new Float64Array(2)})};
    expect(told(auditLabel(label))).toMatch(/^broken-form: 2000 labels and 2 times; expected 2000/);
    const never: Label = {
      needs: [],
      compute: ({times, symbols}) => {
        const y = new Float64Array(times.length * symbols.length).fill(NaN);
        return {y, until: y.map(() => Infinity)};
      }
    };
    expect(told(auditLabel(never))).toMatch(/no label is a number: nothing could be put to the test/);
  });

  it("in a split", () => {
    expect(told(auditSplit({causal: true, folds: () => []}))).toMatch(
      /^broken-form: no folds of 900 samples, and no error/
    );
    const backwards = {
      causal: false,
      *folds({t}: {t: Float64Array}) {
        const places = Uint32Array.from(t.keys());
        if (t.length > 2) yield {train: places.slice(0, 100).reverse(), test: places.slice(-10)};
        else throw new Error("invalid samples: two");
      }
    };
    expect(told(auditSplit(backwards))).toMatch(
      /broken-form: fold 0: the train samples are not in ascending order at 1/
    );
    const index = (...places: number[]) => Uint32Array.from(places);
    const samples = {t: Float64Array.of(1, 2, 3, 4), until: Float64Array.of(2, 3, 4, 5)};
    const folds = [{train: index(0, 0), test: index(3, 9)}];
    expect(told({checked: [], findings: foldFindings({causal: true, folds: () => folds}, samples, folds)})).toMatch(
      /shared-samples: fold 0 has sample 0 twice in its train samples\nbroken-form: fold 0 has no sample 9/
    );
  });

  it("in a split that divides two samples", () => {
    const all = {
      causal: true,
      *folds({t}: {t: Float64Array}) {
        const index = Uint32Array.from(t.keys());
        yield {train: index, test: index.slice(-10)};
      }
    };
    expect(told(auditSplit(all))).toMatch(
      /shared-samples: fold 0 trains .*[\s\S]*broken-form: two samples are divided/
    );
  });

  it("in a model", async () => {
    const fitted = (value: number) => ({
      predict: ({shape: [n]}: {shape: readonly number[]}) => new Float64Array(n).fill(value),
      save: () => new Uint8Array()
    });
    const model = (value: number, loaded: number) => ({
      window: 1,
      fit: () => Promise.resolve(fitted(value)),
      load: () => Promise.resolve(fitted(loaded))
    });
    expect(told(await auditModel(model(NaN, NaN)))).toBe("broken-form: prediction 0 is NaN; expected a number");
    expect(told(await auditModel(model(1, -1)))).toBe(
      "hidden-state: prediction 0 differs after load(save()): -1, not 1"
    );
    const refusing = {...model(1, 1), fit: () => Promise.reject(new Error("invalid samples: never enough"))};
    expect(told(await auditModel(refusing))).toBe("broken-form: it throws: invalid samples: never enough");
  });

  it("in a strategy and an overlay", () => {
    const broken: Strategy = {...flat, targets: ({symbols}) => new Float64Array(symbols.length).fill(NaN)};
    expect(told(auditStrategy(broken))).toMatch(
      /row 0 is answered with NaN,NaN,NaN,NaN,NaN; expected 5 finite weights/
    );
    expect(told(auditOverlay({adjust: () => Float64Array.of(NaN)}))).toMatch(/row 0 is answered with NaN; expected 5/);
    let asked = 0;
    const stateful: Strategy = {...flat, targets: ({symbols}) => new Float64Array(symbols.length).fill(++asked % 2)};
    expect(told(auditStrategy(stateful))).toMatch(/hidden-state/);
  });

  it("in costs and metrics", async () => {
    const twice: Slippage = {fill: ({quantity}, price) => ({price, quantity: 2 * quantity})};
    expect(told(await auditSlippage(twice))).toMatch(/^generous-costs: 2 of 1 ordered/);
    const turned: Slippage = {fill: ({quantity}, price) => (price > 0 ? {price, quantity: -quantity} : null)};
    expect(told(await auditSlippage(turned))).toMatch(/^generous-costs: -1 for 1 ordered/);
    expect(told(await auditCommission({cost: () => NaN}))).toMatch(
      /^generous-costs: a commission of NaN for 1 at 0.02/
    );
    expect(told(await auditMetric({unit: "furlongs" as never, measure: () => 1}))).toMatch(
      /its unit is furlongs; units are/
    );
    expect(told(await auditMetric({unit: "ratio", measure: () => NaN}))).toBe("broken-form: NaN for 300 bars");
  });
});

describe("refuses arrays that are written over at the next call", () => {
  it("of labels", () => {
    let room = new Float64Array();
    const label: Label = {
      needs: ["close"],
      compute(panel) {
        const until = timesAhead(panel, 5);
        if (room.length !== until.length) room = new Float64Array(until.length);
        const later = 5 * panel.symbols.length;
        for (let i = 0; i < room.length; ++i)
          room[i] = (panel.fields.close[i + later] ?? NaN) / panel.fields.close[i] - 1;
        return {y: room, until};
      }
    };
    expect(told(auditLabel(label))).toBe(
      "hidden-state: the labels that it gave change when it is asked again: give new arrays each time"
    );
  });

  it("of predictions", async () => {
    const room = new Float64Array(5000);
    const fitted: Fitted = {
      predict: ({x, shape: [count, , features]}) => {
        for (let i = 0; i < count; ++i) room[i] = x[i * features];
        return room.subarray(0, count);
      },
      save: () => new Uint8Array()
    };
    const model = {window: 1, fit: () => Promise.resolve(fitted), load: () => Promise.resolve(fitted)};
    expect(told(await auditModel(model))).toMatch(
      /^hidden-state: prediction 0 changes when others are asked for: give a new array each time: /
    );
  });
});

it("looks at fills of every symbol, and at the open", async () => {
  const slippage = (kind: (symbol: number, open: boolean) => boolean): Slippage => ({
    fill({symbol, quantity}, reference, now, taken) {
      const most = 0.1 * now.at("volume", symbol) - taken;
      if (!(reference > 0 && most > 0)) return null;
      const better = kind(symbol, reference === now.at("open", symbol)) ? -0.001 : 0.001;
      const units = Math.sign(quantity) * Math.min(Math.abs(quantity), most);
      return {price: reference * (1 + better * Math.sign(quantity)), quantity: units};
    }
  });
  expect(told(await auditSlippage(slippage(() => false)))).toBe("");
  expect(told(await auditSlippage(slippage((symbol) => symbol === 3)))).toMatch(/^generous-costs: a price of/);
  expect(told(await auditSlippage(slippage((_, open) => open)))).toMatch(/^generous-costs: a price of/);
});

it("leaves it to a person where what is tested follows from its outcome", () => {
  const taking: Split = {
    causal: true,
    folds({t, until}) {
      if (t.length < 10) throw new Error("invalid samples: too few");
      const places = Uint32Array.from(t.keys());
      const cut = t[t.length >> 1];
      let free = cut;
      const test = places.filter((i) => t[i] >= cut && t[i] >= free && (free = until[i]) > 0);
      return [{train: places.filter((i) => until[i] < cut), test}];
    }
  };
  const {findings} = auditSplit(taking);
  expect(findings.map(({rule, suspicion}) => [rule, suspicion])).toEqual([["look-ahead", true]]);
});

it("passes over what can be asked in the world alone", async () => {
  const verdict = await auditPlugin({kind: "source", name: "x", params: {}} as never);
  expect(verdict).toMatchObject({
    judgement: "unaudited",
    findings: [],
    skipped: ["a source is audited where it can be asked"]
  });
});

it("says of what it is the verdict", async () => {
  const maker = defineFeature("doubled", {factor: 2}, ({factor}) => ({
    needs: ["close"],
    lookback: 0,
    compute: ({fields}) => fields.close.map((price) => factor * price)
  }));
  expect(await auditPlugin(maker({factor: 3}))).toMatchObject({
    kind: "feature",
    name: "doubled",
    params: {factor: 3},
    judgement: "clean"
  });
});
