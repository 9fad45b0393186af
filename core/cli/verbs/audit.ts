import type {ExperimentVerdict} from "../../audit/made/experiment.js";
import type {Finding, Judgement} from "../../audit/verdict.js";
import type {AuditedPlugin} from "../../lab/audit/plugins.js";
import type {Experiment} from "../../lab/experiment.js";
import {count, styled} from "../format.js";
import {settings} from "../options.js";
import {table} from "../table.js";
import type {Answer, Shell} from "../verb.js";
import {defineVerb, misused, named} from "../verb.js";

/** Looks for look-ahead and its kin: in every plugin, in one, in a file of a user's, or in all that an experiment does. */
export const audit = defineVerb({
  usage: "audit [what]",
  summary: "Look for look-ahead and other leaks; fails where there is one",
  examples: [
    ["tapebook audit", "Every plugin of the project"],
    ["tapebook audit feature/rsi", "One plugin; of a kind: feature"],
    ["tapebook audit 06-backtest", "An experiment: its plugins, data, folds, and what it computes"],
    ["tapebook audit my/strategy.ts", "A plugin or an experiment in a file"],
    ["tapebook audit --rules", "What each rule means, and what to do where it is broken"]
  ],
  declare: (yargs) =>
    yargs
      .positional("what", {type: "string", describe: "A kind, kind/name, an experiment, or a module's path"})
      .option("rules", {type: "boolean", describe: "Explain the rules, and audit nothing"})
      .option("set", settings("Change a value of the experiment: path=value; may be repeated")),
  async act({what, rules: explain = false, set}, shell) {
    if (explain) return explained();
    const plugins = await import("../../lab/audit/plugins.js");
    const {kinds} = await import("../../lab/registry.js");
    const {folders} = await import("../../plugin.js");
    const first = what?.split("/")[0] ?? "";
    if (what === undefined || kinds.some((kind) => kind === first || folders[kind] === first)) {
      if (set.length > 0) throw misused("invalid option: --set changes an experiment; name one");
      const found = await named(() => plugins.findPlugins(what));
      return ofPlugins(await plugins.auditPlugins(found, shell.task("audit")));
    }
    const found = await experimentsIn(what);
    if (found) return ofExperiments(found, set, shell);
    if (!/\.[cm]?[jt]s$/.test(what)) {
      const {experimentNames} = await import("../../lab/experiments.js");
      throw misused(
        `unknown subject: ${what}; name a kind (${kinds.join(", ")}), kind/name, a module's path, or an experiment (${(await experimentNames()).join(", ")})`
      );
    }
    const list = await named(() => plugins.pluginsIn(what));
    return ofPlugins(await plugins.auditPlugins(list, shell.task("audit")));
  }
});

/** The experiments that a text means; null where it means none, so that it may be a plugin's file. */
async function experimentsIn(text: string): Promise<Experiment[] | null> {
  const {findExperiments} = await import("../../lab/experiments.js");
  try {
    return await findExperiments(text);
  } catch (error) {
    if (error instanceof Error && /^(unknown|invalid) experiment/.test(error.message)) return null;
    throw error;
  }
}

async function ofExperiments(
  list: readonly Experiment[],
  set: readonly (readonly [path: string, value: string])[],
  {home, task}: Shell
): Promise<Answer> {
  const {changedExperiments} = await import("../../lab/experiments.js");
  const {auditRun} = await import("../../lab/audit/experiment.js");
  const specs = await named(async () => (set.length > 0 ? changedExperiments(list, set) : list));
  const done: {experiment: string; run: string; verdict: ExperimentVerdict}[] = [];
  for (const spec of specs) {
    const {record, verdict} = await auditRun(spec, home, task(`audit ${spec.name}`));
    done.push({experiment: spec.name, run: record.id, verdict});
  }
  const json = done.map(({experiment, run, verdict}) => ({experiment, run, ...verdict}));
  const text = done.map(({experiment, run, verdict}) => {
    const {judgement, checked, findings, skipped = [], plugins} = verdict;
    const head = `${styled("bold", experiment)}  ${run}  ${coloured(judgement)}: ${count(checked.length)} rules, ${count(plugins.length)} plugins`;
    return [head, ...findings.map(told), ...skipped.map((why) => `  not tested: ${why}`)].join("\n");
  });
  const failed = done.some(({verdict}) => verdict.judgement === "broken");
  return {json: json.length === 1 ? json[0] : json, text: text.join("\n\n"), failed};
}

function ofPlugins(list: readonly AuditedPlugin[]): Answer {
  const rows = list.map(({kind, name, judgement, checked, skipped = []}) => [
    `${kind}/${name}`,
    coloured(judgement),
    checked.length > 0 ? String(checked.length) : "",
    skipped.join("; ")
  ]);
  const headings = [{name: "plugin"}, {name: "verdict"}, {name: "rules", align: "right" as const}, {name: ""}];
  const found = list.filter(({findings}) => findings.length > 0);
  const details = found.map(({file, findings}) => [styled("bold", file), ...findings.map(told)].join("\n"));
  const of = (judgement: Judgement) => list.filter((each) => each.judgement === judgement).length;
  const sum = (["clean", "suspicious", "broken", "unaudited"] as const)
    .filter((each) => of(each) > 0)
    .map((each) => `${count(of(each))} ${each}`);
  const text = [table(headings, rows), ...details, `${count(list.length)} plugins: ${sum.join(", ")}`].join("\n\n");
  return {json: list, text, failed: of("broken") > 0};
}

function told({rule, message, suspicion, causes = []}: Finding): string {
  const sign = suspicion ? styled("yellow", rule) : styled("red", rule);
  const likely = causes.length > 0 ? ["    likely causes:", ...causes.map((cause) => `    - ${cause}`)] : [];
  return [`  ${sign}  ${message}`, ...likely].join("\n");
}

function coloured(judgement: Judgement): string {
  const colour = ({clean: "green", suspicious: "yellow", broken: "red", unaudited: "dim"} as const)[judgement];
  return styled(colour, judgement);
}

async function explained(): Promise<Answer> {
  const {rules} = await import("../../audit/rules.js");
  const text = Object.entries(rules).map(
    ([name, {title, means, remedy}]) => `${styled("bold", name)}  ${title}\n  ${means}\n  ${remedy}`
  );
  return {json: rules, text: text.join("\n\n")};
}
