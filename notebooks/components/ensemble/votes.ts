import type {Voting} from "../../../core/learn/ensembles/voting.js";
import {choices, decide, vote, votings} from "../../../core/learn/ensembles/voting.js";

/** What one member says: −1 to sell, 0 to hold, 1 to buy, and how sure it is of it, above ⅓ and up to 1. */
export interface Said {
  readonly choice: number;
  readonly confidence: number;
}

/** What a way of voting made of what the members said. */
export interface Outcome {
  readonly voting: Voting;
  /** What was voted for, and how sure those who voted for it are; confidence 0 where nobody agreed. */
  readonly choice: number;
  readonly confidence: number;
  /** What is done: the choice, or to hold where it is not sure enough. */
  readonly done: number;
}

/** The probabilities of −1, 0 and 1 that a member's word stands for: what it is not sure of, the other two share. */
export function probabilitiesOf({choice, confidence}: Said): readonly number[] {
  return choices.map((each) => (each === choice ? confidence : (1 - confidence) / 2));
}

/** What each way of voting makes of the members' words, by the engine's own rules. */
export function outcomesOf(said: readonly Said[], least: number): readonly Outcome[] {
  const members = said.map(probabilitiesOf);
  return votings.map((voting) => {
    const result = vote(voting, members);
    return {voting, ...result, done: decide(result, least)};
  });
}

/** A case of the truth table: what the members choose, as sure as they are, and what comes of it. */
export interface Case {
  readonly choices: readonly number[];
  readonly outcomes: readonly Outcome[];
}

/** Every combination of choices, the last member's changing fastest. */
export function truthTable(confidences: readonly number[], least: number): readonly Case[] {
  const combinations = confidences.reduce<readonly (readonly number[])[]>(
    (before, _) => before.flatMap((each) => choices.map((choice) => [...each, choice])),
    [[]]
  );
  return combinations.map((each) => ({
    choices: each,
    outcomes: outcomesOf(
      each.map((choice, m) => ({choice, confidence: confidences[m]})),
      least
    )
  }));
}

/** A choice in a word. */
export function wordOf(choice: number): "Buy" | "Hold" | "Sell" {
  return choice > 0 ? "Buy" : choice < 0 ? "Sell" : "Hold";
}
