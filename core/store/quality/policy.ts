import type {Action, Bar, Fault, FaultKind} from "../../base/market-data.js";
import {formatDate} from "../../base/timeframe.js";
import type {Found, QualityKind} from "./kinds.js";
import {qualityKindNames} from "./kinds.js";
import {simpleRatio} from "./ratio.js";
import {policyOrigins} from "./refused.js";

/** What may be done about a finding: nothing but to report it, to withdraw its bars, or to write better ones. */
export const policyNames = ["flag", "quarantine", "repair"] as const;
export type PolicyName = (typeof policyNames)[number];
export type Policies = {readonly [kind in QualityKind]?: PolicyName};

/** The kinds whose bars can be withdrawn, each with the kind of fault that is written beside. */
const withdrawable: {readonly [kind in QualityKind]?: FaultKind} = {
  session: "time",
  stale: "duplicate",
  copy: "duplicate",
  "zero-volume": "volume",
  spike: "price",
  jump: "price"
};

/** The kinds that can be repaired, each with the kind of fault that is written beside. */
const repairable: {readonly [kind in QualityKind]?: FaultKind} = {range: "range", split: "price"};

/** A price further outside its range than this part of it is no slip of the range: nothing tells which of them is wrong. */
const farthest = 0.1;

/** A repaired split's ratio is as near to a simple fraction as this, as a logarithm. */
const nearest = 0.01;

/** What is to be written so that a dataset reads as the policies have it. */
export interface Changes {
  /** Bars that replace or add what is there. */
  readonly bars: readonly Bar[];
  /** Bars that are read no longer, but as of before. */
  readonly withdrawn: readonly {readonly symbol: string; readonly t: number}[];
  readonly actions: readonly Action[];
  /** One for each of the above: why, and what was there before. */
  readonly faults: readonly Fault[];
}

/** What policies would do about the findings, and what they leave alone with the reason. */
export interface Plan {
  readonly changes: Changes;
  readonly done: readonly {readonly finding: Found; readonly policy: PolicyName; readonly what: string}[];
  readonly left: readonly {readonly finding: Found; readonly why: string}[];
}

/**
 * Reads policies as the command line has them: `quarantine` or `repair` for all kinds that allow it (large moves left
 * out: they look genuine, and are withdrawn only where they are named), or `spike=quarantine,range=repair`. Throws where
 * a kind or a policy is unknown, or the two do not go together.
 */
export function parsePolicies(text: string): Policies {
  const parts = text.split(",").map((part) => part.trim());
  const policies: {[kind in QualityKind]?: PolicyName} = {};
  for (const part of parts) {
    const [first, second, ...more] = part.split("=").map((word) => word.trim());
    if (more.length > 0) throw new Error(`invalid policy: ${part}; write spike=quarantine`);
    if (second === undefined) {
      const policy = policyOf(first);
      for (const kind of allowing(policy)) if (kind !== "jump") policies[kind] = policy;
      continue;
    }
    const kind = qualityKindNames.find((each) => each === first);
    if (!kind) throw new Error(`unknown kind: ${first}; kinds are ${qualityKindNames.join(", ")}`);
    const policy = policyOf(second);
    const kinds = allowing(policy);
    if (!kinds.includes(kind))
      throw new Error(`invalid policy: ${kind} has no ${policy}; kinds that have are ${kinds.join(", ")}`);
    policies[kind] = policy;
  }
  return policies;
}

function policyOf(name: string): PolicyName {
  const policy = policyNames.find((each) => each === name);
  if (!policy) throw new Error(`unknown policy: ${name}; policies are ${policyNames.join(", ")}`);
  return policy;
}

function allowing(policy: PolicyName): QualityKind[] {
  if (policy === "flag") return qualityKindNames;
  return Object.keys(policy === "quarantine" ? withdrawable : repairable) as QualityKind[];
}

/**
 * What policies would do about findings; nothing is written. `quarantine` withdraws the bars of a finding. `repair` of a
 * range makes the high the highest and the low the lowest of the four prices, where none lies further outside than a tenth
 * of it; `repair` of a split adds the split, where the ratio is within 1 % of a simple fraction and the close before was
 * not refused. No bar is changed twice, and each change carries a fault with the values from before.
 */
export function planChanges(found: readonly Found[], policies: Policies): Plan {
  const bars: Bar[] = [];
  const withdrawn: {symbol: string; t: number}[] = [];
  const actions: Action[] = [];
  const faults: Fault[] = [];
  const done: {finding: Found; policy: PolicyName; what: string}[] = [];
  const left: {finding: Found; why: string}[] = [];
  const touched = new Set<string>();
  const touch = ({symbol, t}: {symbol: string; t: number}) => {
    const key = `${symbol} ${t}`;
    return !touched.has(key) && touched.add(key);
  };
  const faultOf = (kind: FaultKind, fault: string, policy: "quarantine" | "repair", before: Bar | Action): Fault => {
    const {symbol, t} = before;
    return {kind, fault, origin: policyOrigins[policy], row: JSON.stringify(before), symbol, t};
  };
  for (const finding of found) {
    const policy = policies[finding.kind] ?? "flag";
    if (policy === "quarantine") {
      const fresh = (finding.rows ?? []).filter(touch);
      for (const bar of fresh) {
        withdrawn.push({symbol: bar.symbol, t: bar.t});
        faults.push(
          faultOf(withdrawable[finding.kind]!, `withdrawn (${finding.kind}): ${finding.detail}`, policy, bar)
        );
      }
      if (fresh.length === 0) left.push({finding, why: "no bar of the store stands for it"});
      else
        done.push({finding, policy, what: fresh.length === 1 ? "withdraw the bar" : `withdraw ${fresh.length} bars`});
    } else if (policy === "repair") {
      const repaired = finding.kind === "split" ? addedSplit(finding) : widenedRange(finding);
      if ("why" in repaired) left.push({finding, why: repaired.why});
      else if (!touch(repaired.after)) left.push({finding, why: "another finding has changed the bar"});
      else {
        const {what, before, after} = repaired;
        if ("close" in after) bars.push(after);
        else actions.push(after);
        faults.push(faultOf(repairable[finding.kind]!, `repaired (${finding.kind}): ${what}`, policy, before));
        done.push({finding, policy, what});
      }
    }
  }
  return {changes: {bars, withdrawn, actions, faults}, done, left};
}

type Repaired =
  {readonly what: string; readonly before: Bar | Action; readonly after: Bar | Action} | {readonly why: string};

function widenedRange({rows = []}: Found): Repaired {
  const [bar] = rows;
  if (!bar) return {why: "the row lacks a price"};
  const prices = [bar.open, bar.high, bar.low, bar.close];
  const [high, low] = [Math.max(...prices), Math.min(...prices)];
  const [top, foot] = [Math.max(bar.high, bar.low), Math.min(bar.high, bar.low)];
  if (!(low > 0)) return {why: "a price is not above zero"};
  if (high > top * (1 + farthest) || low < foot * (1 - farthest))
    return {why: "a price lies more than 10 % outside the range: nothing tells which of them is wrong"};
  const moved = [["high", bar.high, high] as const, ["low", bar.low, low] as const];
  const what = moved.flatMap(([name, from, to]) => (from === to ? [] : [`${name} ${from} to ${to}`])).join(", ");
  return {what, before: bar, after: {...bar, high, low, origin: policyOrigins.repair}};
}

function addedSplit({symbol, t, ratio = NaN, partial = false}: Found): Repaired {
  const {value, name, off} = simpleRatio(ratio);
  if (symbol === null || t === null) return {why: "it is nobody's"};
  if (off > nearest) return {why: "the ratio is not within 1 % of a simple fraction"};
  if (partial) return {why: "the row before was refused, and the prices around agree"};
  const action: Action = {action: "split", symbol, t, value, origin: "repair"};
  return {what: `add a split, ${name}, on ${formatDate(t)}`, before: action, after: action};
}
