import type {Linted} from "../../lab/lint.js";
import type {RunRecord} from "../../lab/record.js";
import {count, styled} from "../format.js";
import {bySeverity, lintSummary} from "../linted.js";
import type {Answer} from "../verb.js";
import {defineVerb, misused, named} from "../verb.js";

/** Looks for what makes the figures of kept runs worth less than they seem. */
export const lint = defineVerb({
  usage: "lint [runs...]",
  summary: "Look for what makes a backtest's figures worth less than they seem; fails where that is serious",
  examples: [
    ["tapebook lint 3f2a 77c1", "Runs whose ids start so, from what their folders hold"],
    ["tapebook lint 06-backtest", "The newest run of an experiment"],
    ["tapebook lint --rules", "What each rule measures, its thresholds, and what to do about a finding"]
  ],
  declare: (yargs) =>
    yargs
      .positional("runs", {
        type: "string",
        array: true,
        default: [] as string[],
        describe: "Ids, starts of ids or experiments; all that were traded where left out"
      })
      .option("rules", {type: "boolean", describe: "Explain the rules, and lint nothing"}),
  async act({runs: names, rules: explain = false}, {home, task}) {
    if (explain) return explained();
    const {lintRun} = await import("../../lab/lint.js");
    const records = await named(() => recordsOf(home, names));
    const done: {record: RunRecord; linted: Linted | null}[] = [];
    for (const record of records) {
      task(`lint ${record.experiment}`).signal.throwIfAborted();
      done.push({record, linted: await lintRun(home, record)});
    }
    const json = done.map(({record, linted}) => ({
      run: record.id,
      experiment: record.experiment,
      ...(linted ?? {checked: [], unchecked: [], findings: []})
    }));
    const failed = done.some(({linted}) => linted?.findings.some(({severity}) => severity === "serious"));
    const text = done.map(({record, linted}) => describe(record, linted)).join("\n\n");
    return {json: json.length === 1 && names.length === 1 ? json[0] : json, text, failed};
  }
});

/** The runs that texts mean: by their ids, or the newest of an experiment; all that were traded where there are none. */
async function recordsOf(home: string, names: readonly string[]): Promise<RunRecord[]> {
  const {listRecords, readRun} = await import("../../lab/runs.js");
  const all = await listRecords(home);
  if (names.length === 0) {
    const traded = all.filter(({hashes}) => hashes.backtest !== undefined);
    if (traded.length === 0) throw misused("missing runs: none has traded; npx tapebook run 06-backtest makes one");
    return traded;
  }
  const out: RunRecord[] = [];
  for (const name of names) out.push(await readRun(home, name));
  return out;
}

/** A run's findings for a reader. */
function describe({id, experiment}: RunRecord, linted: Linted | null): string {
  const head = `${styled("bold", experiment)}  ${id}`;
  if (!linted) return `${head}  nothing was traded`;
  const {checked, unchecked, findings} = linted;
  return [
    `${head}  ${lintSummary([...findings])}; ${count(checked.length)} rules`,
    ...findings.map(({severity, rule, message, meaning, advice}) =>
      [`  ${bySeverity(severity, rule)}  ${message}`, `    ${meaning}`, `    → ${advice}`].join("\n")
    ),
    ...unchecked.map(({rule, reason}) => `  not tested: ${rule}: ${reason}`)
  ].join("\n");
}

async function explained(): Promise<Answer> {
  const {lintRules} = await import("../../lab/lint.js");
  const text = lintRules.map(({name, title, severities, measures, meaning, advice, thresholds}) => {
    const numbers = Object.entries(thresholds).map(([key, value]) => `${key}=${value}`);
    return [
      `${styled("bold", name)}  ${title}: ${severities.join(", ")}${numbers.length > 0 ? `  ${styled("dim", numbers.join(" "))}` : ""}`,
      `  ${measures}`,
      `  ${meaning}`,
      `  → ${advice}`
    ].join("\n");
  });
  const json = lintRules.map(({name, title, severities, measures, meaning, advice, thresholds}) => ({
    name,
    title,
    severities,
    measures,
    meaning,
    advice,
    thresholds
  }));
  return {json, text: text.join("\n\n")};
}
