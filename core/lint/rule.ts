import type {Examined} from "./examined.js";
import type {RuleName} from "./titles.js";
import {titles} from "./titles.js";

/**
 * `serious`: the number on the page is not what it says. `warning`: it may be true, and cannot be relied upon as it
 * stands. `note`: what a reader has to know beside it.
 */
export const severities = ["serious", "warning", "note"] as const;
export type Severity = (typeof severities)[number];

/** What is odd about a backtest, with the figures that show it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** What it means for the number on the page. */
  readonly meaning: string;
  readonly advice: string;
}

/**
 * What a rule sees in a backtest: a message of its ordinary severity, one of another, why it cannot be put to the test, or
 * nothing.
 */
export type Seen =
  string | {readonly severity: Severity; readonly message: string} | {readonly unchecked: string} | null;

/** The numbers above or below which a rule speaks, by name. */
export type Thresholds = Readonly<Record<string, number>>;

/** One rule of the lint. */
export interface Rule {
  readonly name: RuleName;
  readonly title: string;
  /** The severities that its findings may have, the ordinary one first. */
  readonly severities: readonly [Severity, ...Severity[]];
  /** What is measured, with what it is compared. */
  readonly measures: string;
  readonly meaning: string;
  readonly advice: string;
  /** With their defaults. */
  readonly thresholds: Thresholds;
  look(run: Examined, thresholds: Thresholds): Seen;
}

/** Defines a rule, whose title is among the `titles`, and whose thresholds are typed by their defaults. */
export function defineRule<const T extends Thresholds>(
  name: RuleName,
  rule: Omit<Rule, "name" | "title" | "thresholds" | "look"> & {
    readonly thresholds: T;
    look(run: Examined, thresholds: {readonly [key in keyof T]: number}): Seen;
  }
): Rule {
  return {
    ...rule,
    name,
    title: titles[name],
    look: (run, thresholds) => rule.look(run, thresholds as {readonly [key in keyof T]: number})
  };
}
