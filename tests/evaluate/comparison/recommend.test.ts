import {describe, expect, it} from "vitest";
import type {Choice, Contrast} from "../../../core/evaluate/comparison/recommend.js";
import {recommend} from "../../../core/evaluate/comparison/recommend.js";

const question = {figure: "Sharpe ratio", format: (value: number) => value.toFixed(2)};

function choice(name: string, value: number | null, more: Partial<Choice> = {}): Choice {
  return {id: name, name, value, audit: "clean", serious: 0, trials: 1, deflated: null, synthetic: false, ...more};
}

function contrast(a: string, b: string, chance: number | null, ahead = true): Contrast {
  const told = {first: `${a} is apart`, second: `${b} is apart`};
  return chance === null
    ? {a, b, told: null, ahead: false, chance, reason: "they share nothing"}
    : {a, b, told, ahead, chance};
}

describe("what is recommended", () => {
  it("is the first where it is better than all others beyond luck, whichever way a pair was told", () => {
    const list = [choice("A", 2), choice("B", 1), choice("C", 0.5)];
    const found = recommend(list, [contrast("A", "B", 0.01), contrast("C", "A", 0.02, false)], question);
    expect(found).toMatchObject({verdict: "best", run: "A", leader: "A", beaten: ["B", "C"], equals: []});
    expect(found.text).toBe("Take A: its Sharpe ratio is above that of B and C by more than luck would give.");
    expect(found.reasons).toEqual([
      "A against B: A is apart. That is more than luck would give.",
      "A against C: A is apart. That is more than luck would give."
    ]);
  });

  it("is nobody where no difference is beyond luck, and the first with a caveat where some are", () => {
    const list = [choice("A", 2), choice("B", 1), choice("C", 0.5)];
    const none = recommend(list, [contrast("A", "B", 0.4), contrast("A", "C", null)], question);
    expect(none).toMatchObject({verdict: "undecided", run: null, leader: "A", equals: ["B", "C"]});
    expect(none.text).toMatch(/^No difference here could not be luck\. A comes first by its Sharpe ratio/);
    expect(none.reasons).toEqual([
      "A against B: A is apart. That may be luck.",
      "A against C: no test can tell, since they share nothing."
    ]);
    const some = recommend(list, [contrast("A", "B", 0.4), contrast("A", "C", 0.001)], question);
    expect(some).toMatchObject({verdict: "partly", run: "A", beaten: ["C"], equals: ["B"]});
    expect(some.text).toContain("nothing tells it from B");
  });

  it("is never one whose audit is broken or whose figure is not determined", () => {
    const list = [choice("A", 9, {audit: "broken"}), choice("B", 1), choice("C", null), choice("D", 0.9)];
    const found = recommend(list, [contrast("A", "B", 0.001), contrast("B", "D", 0.9)], question);
    expect(found).toMatchObject({verdict: "undecided", leader: "B", equals: ["D"]});
    expect(found.reasons.slice(-2)).toEqual([
      "A is not in the race: its audit found that something in it knew what it could not have known.",
      "C is not in the race: its Sharpe ratio is not determined."
    ]);
    expect(recommend([list[0]], [], question)).toMatchObject({verdict: "nothing", run: null, leader: null});
    expect(recommend([], [], question)).toMatchObject({
      verdict: "nothing",
      text: "There is nothing to compare.",
      reasons: []
    });
  });

  it("is not of a run whose lint has a serious finding", () => {
    const list = [choice("A", 3, {serious: 1}), choice("B", 2), choice("C", 1)];
    const found = recommend(list, [contrast("A", "B", 0.001, true), contrast("B", "C", 0.001, true)], question);
    expect(found).toMatchObject({verdict: "best", run: "B", leader: "B", beaten: ["C"]});
    expect(found.reasons.at(-1)).toBe(
      "A is not in the race: the lint has something serious to say of it, so that its figures are not what they seem."
    );
  });

  it("is of none to be traded that beats others, but not its own search or its benchmark", () => {
    const beats = [contrast("A", "B", 0.001, true)];
    const asked = {...question, trades: true};
    const straw = choice("B", -3);
    const searched = recommend([choice("A", 1, {trials: 40, deflated: 0.6}), straw], beats, asked);
    expect(searched).toMatchObject({verdict: "best", run: null, leader: "A", beaten: ["B"]});
    expect(searched.text).toBe(
      "Take none of them yet: A is better than others here, but the best of 40 trials would show such a Sharpe ratio by luck too often (its own is above that with a probability of 60 %, and 95 % are asked for)."
    );
    const index = choice("the index", 0.9, {trials: null, audit: null, serious: null});
    const held = recommend([choice("A", 1, {deflated: 0.99}), index, straw], beats, asked);
    expect(held).toMatchObject({verdict: "partly", run: null, equals: ["the index"]});
    expect(held.text).toContain("nothing tells it from the index");
    expect(recommend([choice("A", 1, {deflated: 0.99}), straw], beats, asked).run).toBe("A");
    expect(recommend([choice("A", 1, {deflated: 0.6}), straw], beats, question).run).toBe("A");
  });

  it("is said with what speaks against the first: its search, its audit, its prices, a loss", () => {
    const doubtful = choice("A", -0.2, {trials: 40, deflated: 0.3, audit: "suspicious", synthetic: true});
    const {verdict, reasons} = recommend([doubtful], [], question);
    expect(verdict).toBe("alone");
    expect(reasons).toEqual([
      "The first of them has a Sharpe ratio of -0.20: it is the best of what lost.",
      "Of 40 trials the best would show such a Sharpe ratio by luck too often: A's is above that with a probability of 30 %, and 95 % are asked for.",
      "A's audit is suspicious: read it first.",
      "A was tested on prices that are made up: it says nothing about a market."
    ]);
    expect(recommend([choice("A", 1, {deflated: 0.97})], [], question).reasons[0]).toMatch(
      /^The search of 1 trial does not explain A's/
    );
  });

  it("notes where the first leads through other rows alone", () => {
    const found = recommend([choice("A", 2), choice("B", 1)], [contrast("A", "B", 0.01, false)], question);
    expect(found).toMatchObject({verdict: "undecided", run: null});
    expect(found.reasons[0]).toContain("On the rows that they share it is not the first");
  });
});
