import {describe, expect, it} from "vitest";
import {splitSymbols, symbolSplitHash, symbolSplitText} from "../../core/base/by-symbol.js";
import {auditSplit} from "../../core/audit/split.js";
import type {Samples} from "../../core/plugin.js";
import {bySymbol} from "../../plugins/splits/by-symbol.js";

describe("a draw of symbols", () => {
  const symbols = Array.from({length: 1300}, (_, i) => `S${i}`);

  it("has the sizes asked for, disjoint, of the symbols given", () => {
    const {train, validation, test} = splitSymbols(symbols);
    expect([train.length, validation.length, test.length]).toEqual([800, 200, 200]);
    expect(new Set([...train, ...validation, ...test]).size).toBe(1200);
    expect([...train, ...validation, ...test].every((symbol) => symbols.includes(symbol))).toBe(true);
  });

  it("follows from the seed and the set of symbols", () => {
    const text = symbolSplitText(splitSymbols(symbols));
    expect(symbolSplitText(splitSymbols(symbols.toReversed()))).toBe(text);
    expect(symbolSplitText(splitSymbols(symbols, undefined, 1))).not.toBe(text);
  });

  it("draws every symbol about as often", () => {
    const few = ["A", "B", "C", "D", "E"];
    const drawn = new Map<string, number>();
    for (let seed = 0; seed < 2000; ++seed)
      for (const symbol of splitSymbols(few, {train: 2, validation: 1, test: 2}, seed).train)
        drawn.set(symbol, (drawn.get(symbol) ?? 0) + 1);
    for (const count of drawn.values()) expect(Math.abs(count - 800)).toBeLessThan(5 * Math.sqrt(2000 * 0.4 * 0.6));
    expect(drawn.size).toBe(5);
  });

  it("has a text and a hash that do not change with the order", async () => {
    const split = {train: ["B", "A"], validation: [], test: ["C"]};
    expect(symbolSplitText(split)).toBe('{"train":["A","B"],"validation":[],"test":["C"]}');
    const sorted = {...split, train: ["A", "B"]};
    expect(await symbolSplitHash(split)).toBe(await symbolSplitHash(sorted));
    expect(await symbolSplitHash(split)).toBe("f889df3063e48f0234f3d4387b9665255feceba7c5229c0e8db593e4fcd8a622");
  });

  it("refuses too few, doubles and sizes that are none", () => {
    expect(() => splitSymbols(symbols.slice(0, 1199))).toThrow("missing symbols: 1199 of 1200; ask for fewer");
    expect(() => splitSymbols(["A", "A"], {train: 1, validation: 0, test: 1})).toThrow("duplicate symbol: A");
    expect(() => splitSymbols(["A"], {train: 0.5, validation: 0, test: 0})).toThrow("invalid size of train: 0.5");
  });
});

describe("by-symbol", () => {
  const day = 864e5;
  const names = ["A", "B", "C", "D", "E"];
  const sizes = {train: 2, validation: 1, test: 2};

  /** A sample of each name on each of 12 days, its label known three days later. */
  function samples(symbols: readonly string[] = names): Samples & {symbol: Uint32Array} {
    const t = Float64Array.from({length: 12 * symbols.length}, (_, i) => Math.floor(i / symbols.length) * day);
    const symbol = Uint32Array.from(t, (_, i) => i % symbols.length);
    return {t, until: t.map((time) => time + 3 * day), symbol, symbols};
  }
  const folds = (options: Parameters<typeof bySymbol>[0], given: Samples = samples()) => [
    ...bySymbol({...sizes, ...options}).folds(given)
  ];
  const namesOf = (places: Uint32Array) => [...new Set(Array.from(places, (i) => names[samples().symbol[i]]))].sort();

  it("trains on its symbols' samples, and tests validation, then test", () => {
    const split = bySymbol(sizes);
    const {train, validation, test} = split.parts!(names);
    const both = folds({});
    expect(both.map((fold) => namesOf(fold.train))).toEqual([train, train]);
    expect(both.map((fold) => namesOf(fold.test))).toEqual([validation, test]);
    expect(both.map((fold) => [fold.train.length, fold.test.length])).toEqual([[24, 12], [24, 24]]); // prettier-ignore
    expect([split.causal, split.across]).toEqual([false, "symbols"]);
    expect(folds({validation: 0})).toHaveLength(1);
    expect(folds({seed: 1}).map((fold) => namesOf(fold.train))).not.toEqual([train, train]);
  });

  it("holds out time besides from a date on, and is causal then", () => {
    const split = bySymbol({...sizes, from: "1970-01-08"});
    expect(split.causal).toBe(true);
    const {t, until} = samples();
    for (const {train, test} of split.folds(samples())) {
      expect(Math.min(...Array.from(test, (i) => t[i]))).toBe(7 * day);
      expect(Math.max(...Array.from(train, (i) => until[i]))).toBe(6 * day);
      expect(namesOf(train).filter((name) => namesOf(test).includes(name))).toEqual([]);
    }
    expect(folds({from: "1970-01-08"}).map(({train, test}) => [train.length, test.length])).toEqual([[8, 5], [8, 10]]); // prettier-ignore
  });

  it("passes the audit, with a date and without", () => {
    expect(auditSplit(bySymbol()).findings).toEqual([]);
    expect(auditSplit(bySymbol({from: "2020-01-05"})).findings).toEqual([]);
  });

  it("refuses too few symbols, samples without symbols, and a part without samples", () => {
    expect(() => folds({train: 4})).toThrow("missing symbols: 5 of 7; ask for fewer, or give more");
    const {t, until} = samples();
    expect(() => folds({}, {t, until})).toThrow("missing symbols: by-symbol needs to know each sample's");
    expect(() => folds({from: "1970-02-01"})).toThrow("no sample of the 1 symbols of validation is from 1970-02-01 on");
    expect(() => folds({}, {...samples(), symbol: new Uint32Array(60)})).toThrow("invalid by-symbol: no sample of the");
    expect(() => folds({}, {...samples(), t: t.toReversed()})).toThrow("invalid samples: number 5 is not in order");
    expect(() => bySymbol({from: "soon"})).toThrow("invalid by-symbol from: soon; write a date");
    expect(() => bySymbol({test: 0})).toThrow("invalid by-symbol test: 0");
    expect(() => bySymbol({seed: 0.5})).toThrow("invalid by-symbol seed: 0.5");
  });
});
