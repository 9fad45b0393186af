import {describe, expect, it} from "vitest";
import {samplesOf, splitSymbols, symbolSplitHash, symbolSplitText} from "../../core/learn/by-symbol.js";

describe("split by symbol", () => {
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

  it("picks a part's samples", () => {
    const cell = Uint32Array.of(0, 2, 3, 4, 5, 7);
    expect(Array.from(samplesOf(["A", "C"], cell, ["A", "B", "C"]))).toEqual([0, 1, 2, 4]);
    expect(samplesOf([], cell, ["A", "B", "C"]).length).toBe(0);
  });

  it("refuses too few, doubles and sizes that are none", () => {
    expect(() => splitSymbols(symbols.slice(0, 1199))).toThrow("missing symbols: 1199 of 1200; ask for fewer");
    expect(() => splitSymbols(["A", "A"], {train: 1, validation: 0, test: 1})).toThrow("duplicate symbol: A");
    expect(() => splitSymbols(["A"], {train: 0.5, validation: 0, test: 0})).toThrow("invalid size of train: 0.5");
  });
});
