import type {Fold, Plugin, Samples, Split} from "../plugin.js";
import {random} from "../base/random.js";
import {firstOfEach, reasonOf} from "./findings.js";
import type {Rule} from "./rules.js";
import type {Audit, Finding} from "./verdict.js";

const checked = [
  "look-ahead",
  "overlap",
  "train-on-future",
  "shared-samples",
  "shared-symbols",
  "fold-order",
  "train-length",
  "hidden-state",
  "broken-form"
] as const;

/**
 * Audits a split on samples of several shapes: labels that all take six days, labels that take from one to fifteen, and
 * many symbols; where it refuses all of these, longer spans, and the weeks of 1990 to 2030.
 */
export function auditSplit(split: Split & Partial<Pick<Plugin<"split">, "params">>): Audit {
  const findings: Finding[] = [];
  const shapes = [
    () => days(6),
    () => days(0),
    many,
    () => days(0, 2000),
    weeks,
    () => days(0, 9000),
    () => days(0, 40_000)
  ];
  let folded = 0;
  let refusal = "";
  for (const [i, shape] of shapes.entries()) {
    if (i > 2 && folded > 0) break;
    const samples = shape();
    const copy = imprintOf(samples);
    let folds: Fold[];
    try {
      folds = [...split.folds(samples)];
    } catch (error) {
      refusal = reasonOf(error);
      continue;
    }
    if (folds.length === 0) {
      const message = `no folds of ${samples.t.length} samples, and no error`;
      return {checked, findings: [{rule: "broken-form", message}]};
    }
    ++folded;
    findings.push(...foldFindings(split, samples, folds));
    const chosen = outcomeFinding(split, samples, folds);
    if (chosen) findings.push(chosen);
    if (textOf([...split.folds(samples)]) !== textOf(folds))
      findings.push({rule: "hidden-state", message: "the same samples are divided otherwise when it is asked again"});
    if (imprintOf(samples) !== copy)
      findings.push({rule: "hidden-state", message: "it writes over the samples' times or symbols"});
  }
  if (!refuses(split)) findings.push({rule: "broken-form", message: "two samples are divided instead of refused"});
  const each = firstOfEach(findings);
  if (folded > 0 || each.length > 0) return {checked, findings: each};
  return {checked: [], findings: [], skipped: [`no samples here are enough for it: ${refusal}`]};
}

/** Whether which samples are tested follows from when their labels are known. */
function outcomeFinding(split: Split, samples: Samples, folds: readonly Fold[]): Finding | null {
  const {t, until} = samples;
  const sooner = {...samples, until: t.map((from, i) => from + Math.max(1, Math.floor((until[i] - from) / 2)))};
  let others: Fold[];
  try {
    others = [...split.folds(sooner)];
  } catch {
    return null;
  }
  const k = folds.findIndex(({test}, i) => String(test) !== String(others[i]?.test ?? ""));
  if (k < 0) return null;
  const message = `fold ${k} tests other samples where labels are known sooner: what is tested follows from its outcome`;
  return {rule: "look-ahead", message, suspicion: true};
}

function imprintOf({t, until, symbol}: Samples): string {
  return JSON.stringify([t, until, symbol ?? []].map((values) => Array.from(values)));
}

/** What folds of samples do and must not; `params.train` is held to where it counts rows and does not expand. */
export function foldFindings(
  split: Split & Partial<Pick<Plugin<"split">, "params">>,
  samples: Samples,
  folds: readonly Fold[]
): readonly Finding[] {
  const {t, until, symbol} = samples;
  const findings: Finding[] = [];
  const found = (rule: Rule, message: string) => {
    if (!findings.some((each) => each.rule === rule)) findings.push({rule, message});
  };
  const stated = split.causal && split.across !== "symbols" ? statedLength(split) : undefined;
  let before = -Infinity;
  for (const [k, {train, test}] of folds.entries()) {
    if (test.length === 0) found("broken-form", `fold ${k} tests nothing`);
    for (const [name, part] of Object.entries({train, test})) {
      const place = part.findIndex((i, at) => at > 0 && i < part[at - 1]);
      if (place > 0) found("broken-form", `fold ${k}: the ${name} samples are not in ascending order at ${place}`);
      const twin = part.findIndex((i, at) => at > 0 && i === part[at - 1]);
      if (twin > 0) found("shared-samples", `fold ${k} has sample ${part[twin]} twice in its ${name} samples`);
    }
    for (const i of [...train, ...test]) if (!(i < t.length)) found("broken-form", `fold ${k} has no sample ${i}`);
    const tested = new Set(test);
    const shared = train.find((i) => tested.has(i));
    if (shared !== undefined) found("shared-samples", `fold ${k} trains on sample ${shared}, which it tests`);
    const start = test.reduce((least, i) => Math.min(least, t[i]), Infinity);
    if (split.across === "symbols" && symbol) {
      const held = new Set(Array.from(test, (i) => symbol[i]));
      const both = train.find((i) => held.has(symbol[i]));
      if (both !== undefined) found("shared-symbols", `fold ${k} trains on symbol ${symbol[both]}, which it tests`);
    }
    if (split.causal) {
      const late = train.find((i) => t[i] >= start);
      if (late !== undefined)
        found(
          "train-on-future",
          `fold ${k} trains on sample ${late} of ${day(t[late])}; its test begins ${day(start)}`
        );
      const met = train.find((i) => t[i] < start && until[i] >= start);
      if (met !== undefined)
        found("overlap", `fold ${k} trains on sample ${met}, known ${day(until[met])}; its test begins ${day(start)}`);
      if (start < before && split.across !== "symbols")
        found("fold-order", `fold ${k} tests ${day(start)}, after a fold that tests ${day(before)}`);
      before = Math.max(before, start);
    } else if (split.across !== "symbols") {
      const met = meets(samples, train, test);
      if (met !== undefined)
        found(
          "overlap",
          `fold ${k} trains on sample ${met}, ${day(t[met])} to ${day(until[met])}, which its test meets`
        );
    }
    if (stated !== undefined) {
      const rows = new Set(Array.from(train, (i) => t[i])).size;
      if (rows > stated) found("train-length", `fold ${k} trains on ${rows} rows; train says ${stated}`);
    }
  }
  return findings;
}

/** The first training sample whose span meets that of a test sample. */
function meets({t, until}: Samples, train: Uint32Array, test: Uint32Array): number | undefined {
  const end = (i: number) => (until[i] === Infinity ? t[i] : until[i]);
  const spans = Array.from(test, (i) => [t[i], end(i)] as const).sort(([a], [b]) => a - b);
  const starts = spans.map(([from]) => from);
  const ends: number[] = [];
  for (const [, to] of spans) ends.push(Math.max(ends.at(-1) ?? -Infinity, to));
  return train.find((i) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= end(i)) low = middle + 1;
      else high = middle;
    }
    return low > 0 && ends[low - 1] >= t[i];
  });
}

function statedLength({params}: Partial<Pick<Plugin<"split">, "params">>): number | undefined {
  const {train, unit = "rows", expanding = false} = params ?? {};
  return typeof train === "number" && train >= 1 && unit === "rows" && expanding === false ? train : undefined;
}

/** Two symbols over so many days; labels take so many, or where 0 each its own time. */
function days(length: number, rows = 450): Samples {
  const {integer} = random(5);
  const t = Float64Array.from({length: 2 * rows}, (_, i) => Date.UTC(2020, 0, 1) + Math.floor(i / 2) * 864e5);
  const until = t.map((time) => time + (length || 1 + integer(15)) * 864e5);
  return {t, until, symbol: Uint32Array.from(t, (_, i) => i % 2), symbols: ["A", "B"]};
}

/** Two symbols over the weeks of 1990 to 2030; labels take from one to five weeks. */
function weeks(): Samples {
  const {integer} = random(6);
  const t = Float64Array.from({length: 4174}, (_, i) => Date.UTC(1990, 0, 1) + Math.floor(i / 2) * 7 * 864e5);
  const until = t.map((time) => time + (1 + integer(5)) * 7 * 864e5);
  return {t, until, symbol: Uint32Array.from(t, (_, i) => i % 2), symbols: ["A", "B"]};
}

/** 1,300 symbols over 12 days. */
function many(): Samples {
  const count = 1300;
  const t = Float64Array.from({length: 12 * count}, (_, i) => Date.UTC(2020, 0, 1) + Math.floor(i / count) * 864e5);
  const symbols = Array.from({length: count}, (_, s) => `S${String(s).padStart(4, "0")}`);
  return {t, until: t.map((time) => time + 864e5), symbol: Uint32Array.from(t, (_, i) => i % count), symbols};
}

function refuses(split: Split): boolean {
  const two = {t: Float64Array.of(1, 2), until: Float64Array.of(2, 3), symbol: Uint32Array.of(0, 0), symbols: ["A"]};
  try {
    void [...split.folds(two)];
    return false;
  } catch {
    return true;
  }
}

function textOf(folds: readonly Fold[]): string {
  return JSON.stringify(folds.map(({train, test}) => [Array.from(train), Array.from(test)]));
}

function day(t: number): string {
  return Number.isFinite(t) ? new Date(t).toISOString().slice(0, 10) : "never";
}
