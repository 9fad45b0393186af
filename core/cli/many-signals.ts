import type {CorrectedTest, EvaluatedMany} from "../lab/many-signals.js";
import {count, styled} from "./format.js";
import type {Heading} from "./table.js";
import {pairs, table} from "./table.js";

/** So many of the surest tests are written. */
const shown = 40;

const none = "–";
const right = (name: string): Heading => ({name, align: "right"});
const fixed = (value: number | null, digits: number) => (value === null ? none : value.toFixed(digits));
const percent = (value: number) => `${Number((100 * value).toFixed(2))} %`;

/** Many tests as a table, the surest first, under what their number leaves of them. */
export function describeMany(many: EvaluatedMany): string {
  const {title, run, dataset, synthetic, features, symbols, rows, across, delay, horizons, counted, tests} = many;
  const head = pairs([
    ["  of", `${run === null ? "" : `${run}, `}${dataset}${synthetic ? styled("yellow", ", synthetic prices") : ""}`],
    ["  cells", `${count(symbols)} ${symbols === 1 ? "name" : "names"} × ${count(rows)} rows`],
    ["  returns", `from ${delay === 0 ? "the signal's own close" : `${delay} row${delay === 1 ? "" : "s"} later`}`],
    ["  tests", `${count(counted)}: ${count(features)} features at horizons ${horizons.join(", ")}`]
  ]);
  const parts = [
    `${styled("bold", title)}\n${head}`,
    ...(counted > 0 ? [listed(tests.slice(0, Math.min(counted, shown)))] : []),
    ...(counted > shown ? [styled("dim", `${count(counted - shown)} more are in --json.`)] : []),
    said(many),
    ...without(tests),
    ...(across ? [] : ["Note: too few names to rank them on a row; each is held against its own past and future."]),
    `Looking at them is ${count(features)} ${features === 1 ? "trial" : "trials"}: ${count(many.trials)} of their like are counted.`
  ];
  return parts.join("\n\n");
}

function listed(tests: readonly CorrectedTest[]): string {
  const headings = [
    {name: "feature"},
    ...["horizon", "rows", "IC", "ICIR", "t", "p", "q"].map(right),
    {name: "discovered"}
  ];
  const lines = tests.map(({name, horizon, rows, ic, ratio, t, p, q, found}) => [
    name,
    count(horizon),
    count(rows),
    fixed(ic, 4),
    fixed(ratio, 3),
    fixed(t, 2),
    small(p),
    small(q),
    found ? "yes" : "no"
  ]);
  return table(headings, lines);
}

/** A p-value to four digits after the point; what is smaller as such. */
function small(value: number | null): string {
  return value !== null && value < 0.00005 ? "< 0.0001" : fixed(value, 4);
}

const kinds: Readonly<Record<EvaluatedMany["correction"], string>> = {
  bonferroni: "q is the chance, at most, that any test as sure is false (Bonferroni)",
  holm: "q is the chance, at most, that any test as sure is false (Holm)",
  "benjamini-hochberg": "q is the share of false ones among all that are as sure (Benjamini and Hochberg)",
  "benjamini-yekutieli":
    "q is the share of false ones among all that are as sure, however they go together (Benjamini and Yekutieli)",
  storey: "q is the share of false ones among all that are as sure (Storey)"
};

function said({counted, alone, found, level, correction, nulls}: EvaluatedMany): string {
  if (counted === 0) return "Nothing could be tested.";
  const tests = (many: number) => `${count(many)} ${many === 1 ? "test" : "tests"}`;
  const chance = Number((counted * level).toFixed(1));
  const first = `${tests(alone)} of ${count(counted)} ${alone === 1 ? "has" : "have"} p at most ${percent(level)}, where ${chance} would if no feature knew anything; ${count(found)} ${found === 1 ? "is" : "are"} left as discovered.`;
  const share = correction === "storey" ? `; ${percent(nulls)} are taken to have nothing to find` : "";
  return `${first}\n${styled("dim", `${kinds[correction]}${share}.`)}`;
}

/** Why tests could not be made, each reason with those that it holds for. */
function without(tests: readonly CorrectedTest[]): string[] {
  const names = new Map<string, Set<string>>();
  for (const {name, reason} of tests)
    if (reason !== undefined) names.set(reason, (names.get(reason) ?? new Set()).add(name));
  return Array.from(names, ([reason, of]) => `${none} ${[...of].join(", ")}: ${reason}`);
}
