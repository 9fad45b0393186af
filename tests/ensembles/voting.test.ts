import {describe, expect, it} from "vitest";
import type {Voting} from "../../core/learn/ensembles/voting.js";
import {decide, vote} from "../../core/learn/ensembles/voting.js";
import {ensemble} from "../../plugins/models/ensemble.js";
import {ridge} from "../../plugins/models/ridge.js";
import {column, quiet, samples, saying} from "./made.js";

const buy = [0.05, 0.05, 0.9];
const likely = [0.15, 0.15, 0.7];
const weak = [0.2, 0.2, 0.6];
const sell = [0.9, 0.05, 0.05];
const hold = [0.1, 0.8, 0.1];
const torn = [0.45, 0.1, 0.45];

/** Members, and what each way of voting decides with a least confidence of 0.7. */
const table: [string, number[][], {[voting in Voting]: number}][] = [
  ["all buy", [buy, buy, buy], {"weighted-vote": 1, majority: 1, unanimous: 1}],
  ["all sell", [sell, sell, sell], {"weighted-vote": -1, majority: -1, unanimous: -1}],
  ["all hold", [hold, hold, hold], {"weighted-vote": 0, majority: 0, unanimous: 0}],
  ["two of three buy, one sells", [buy, buy, sell], {"weighted-vote": 0, majority: 1, unanimous: 0}],
  ["two of three sell, one holds", [sell, sell, hold], {"weighted-vote": 0, majority: -1, unanimous: 0}],
  ["one each", [buy, hold, sell], {"weighted-vote": 0, majority: 0, unanimous: 0}],
  ["one of two buys", [buy, sell], {"weighted-vote": 0, majority: 0, unanimous: 0}],
  ["all buy, at the least confidence", [likely, likely, likely], {"weighted-vote": 1, majority: 1, unanimous: 1}],
  ["all buy, below it", [weak, weak, weak], {"weighted-vote": 0, majority: 0, unanimous: 0}],
  ["two sure, one not, who sells", [buy, likely, sell], {"weighted-vote": 0, majority: 1, unanimous: 0}],
  ["all buy, sure enough together", [buy, weak, weak], {"weighted-vote": 1, majority: 1, unanimous: 1}],
  ["two buy too weakly against one", [weak, weak, sell], {"weighted-vote": 0, majority: 0, unanimous: 0}],
  ["one torn between two is for holding", [torn, torn, buy], {"weighted-vote": 0, majority: 0, unanimous: 0}],
  ["one alone", [sell], {"weighted-vote": -1, majority: -1, unanimous: -1}]
];

describe.each(table)("%s", (_, members, decisions) => {
  it.each(Object.keys(decisions) as Voting[])("%s", async (voting) => {
    expect(decide(vote(voting, members), 0.7)).toBe(decisions[voting]);
    const model = ensemble({
      members: members.map((shares) => saying([-1, 0, 1], shares)),
      mode: voting,
      ...(voting === "weighted-vote" && {weights: members.map(() => 1)})
    });
    const fitted = await model.fit(samples(), quiet());
    expect(Array.from(fitted.predict({x: new Float32Array(6), shape: [2, 1, 3]}))).toEqual(
      Array.from({length: 2}, () => decisions[voting])
    );
  });
});

describe("a vote", () => {
  it("is the confidence of those who voted for it", () => {
    expect(vote("majority", [buy, likely, sell])).toEqual({choice: 1, confidence: (0.9 + 0.7) / 2});
    expect(vote("unanimous", [sell, sell])).toEqual({choice: -1, confidence: 0.9});
    expect(vote("unanimous", [sell, buy])).toEqual({choice: 0, confidence: 0});
  });

  it("goes by weights", () => {
    expect(vote("weighted-vote", [buy, sell], [3, 1]).confidence).toBeCloseTo((3 * 0.9 + 0.05) / 4, 15);
    expect(decide(vote("weighted-vote", [buy, sell], [9, 1]), 0.7)).toBe(1);
    expect(decide(vote("weighted-vote", [buy, sell], [1, 9]), 0.7)).toBe(-1);
  });

  it("counts classes that a member does not know as impossible, and says the mean probabilities", async () => {
    const members = [saying([-1, 1], [0.1, 0.9]), saying([0, 1], [0.2, 0.8])];
    const fitted = await ensemble({members, mode: "majority"}).fit(samples(), quiet());
    expect(fitted.classes).toEqual([-1, 0, 1]);
    const given = Array.from(fitted.probabilities!({x: new Float32Array(3), shape: [1, 1, 3]}));
    [0.05, 0.1, 0.85].forEach((share, c) => expect(given[c]).toBeCloseTo(share, 15));
    expect(given.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 15);
  });

  it("learns weights of how well probabilities fit what came", async () => {
    const data = samples();
    const labelled = {...data, y: data.y.map((value) => (value > 0 ? 1 : -1))};
    const members = [saying([-1, 1], [0.5, 0.5]), saying([-1, 1], [0, 1])];
    const weights = (learn: string) =>
      ensemble({members, mode: "weighted-vote", learn}).fit(labelled, quiet()) as Promise<{
        weights?: readonly number[];
      }>;
    const {weights: least} = await weights("least-squares");
    expect(least![0]).toBeGreaterThan(0.8);
    const {weights: inverse} = await weights("inverse-error");
    expect(inverse![0]).toBeGreaterThan(0.6);
    expect(inverse![0] + inverse![1]).toBeCloseTo(1, 14);
  });

  it("is refused of members that cannot", async () => {
    await expect(ensemble({members: [ridge(), column(0)], mode: "majority"}).fit(samples(), quiet())).rejects.toThrow(
      "invalid member: ridge (member 1) has no probabilities of classes to vote with; give a classifier"
    );
    await expect(
      ensemble({members: [saying([0, 2], [0.5, 0.5])], mode: "unanimous"}).fit(samples(), quiet())
    ).rejects.toThrow("invalid member: fixed (member 1) learned the class 2; votes are on -1, 0 and 1");
  });
});
