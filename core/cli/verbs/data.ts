import {bytes, count, day, instant, styled} from "../format.js";
import {table} from "../table.js";
import {text} from "../options.js";
import {defineVerb, misused, named} from "../verb.js";

/**
 * Lists what is in the store, and reads every byte of it where it is to be verified; or reports on the quality of what it
 * holds, and does what policies say about the findings. Findings are no failure.
 */
export const data = defineVerb({
  usage: "data",
  summary: "List the datasets in the store, verify, judge, repair or compact them",
  examples: [
    ["tapebook data --quality", "Gaps, spikes, splits and all else that is wrong with the data"],
    ["tapebook data --policy spike=quarantine,range=repair", "What these policies would do; --apply does it"],
    ["tapebook data --repair", "Go on without files that were damaged; what is missing is named"]
  ],
  declare: (yargs) =>
    yargs
      .option("verify", {type: "boolean", describe: "Read every file and compare its hash"})
      .option("quality", {type: "boolean", describe: "Report what is wrong with the data; findings are no failure"})
      .option("dataset", text("This dataset only: csv/1d", "dataset"))
      .option(
        "policy",
        text("flag, quarantine or repair findings: spike=quarantine,range=repair, or one for all", "policy")
      )
      .option("repair", {type: "boolean", describe: "Set damaged files aside; exit code 3 where there were some"})
      .option("compact", {type: "boolean", describe: "Merge the files of each dataset; nothing else changes"})
      .option("apply", {type: "boolean", describe: "Write what the policy says; else it is only shown"}),
  async act(given, {home, task}) {
    const {verify = false, quality = false, repair = false, compact = false, dataset, policy, apply = false} = given;
    const store = await import("../../store/disk/datasets.js");
    const asked = Object.entries({verify, quality: quality || policy !== undefined, repair, compact}).filter(
      ([, is]) => is
    );
    if (asked.length > 1)
      throw misused(`invalid options: ask for one of ${asked.map(([name]) => `--${name}`).join(", ")}`);
    if (apply && policy === undefined) throw misused("missing option: --policy; --apply writes what a policy says");
    const all = await store.datasetNames(home);
    if (dataset !== undefined && !all.includes(dataset)) throw misused(unknownDataset(dataset, all));
    const names = dataset === undefined ? all : [dataset];
    if (repair) return (await import("../upkeep.js")).repairAll(home, names, task("repair"));
    if (compact) return (await import("../upkeep.js")).compactAll(home, names, task("compact"));
    if (quality || policy !== undefined) {
      const {parsePolicies} = await import("../../store/quality/policy.js");
      const policies = policy === undefined ? undefined : await named(() => parsePolicies(policy));
      const report = await import("../quality.js");
      return report.quality(home, names, {policies, apply, one: dataset !== undefined}, task("quality"));
    }
    const list = await Promise.all(names.map((name) => store.datasetSummary(home, name)));
    const {progress, signal} = task("verify");
    const damaged = new Map<string, readonly string[]>();
    for (const [done, {dataset}] of list.entries()) {
      if (!verify) break;
      signal.throwIfAborted();
      progress(done, list.length);
      damaged.set(dataset, (await store.verify(home, dataset)).damaged);
    }
    if (verify && list.length > 0) progress(list.length, list.length);
    const json = list.map(({from, to, ingested, ...rest}) => {
      const dates = {from: day(from), to: day(to), ingested: new Date(ingested).toISOString()};
      return {...rest, ...dates, ...(verify && {damaged: damaged.get(rest.dataset)})};
    });
    const failed = [...damaged.values()].some((hashes) => hashes.length > 0);
    if (list.length === 0) return {json, text: "no data yet; take some in with: tapebook ingest samples"};
    const state = (dataset: string) => {
      const hashes = damaged.get(dataset);
      if (hashes === undefined) return [];
      return [hashes.length === 0 ? styled("green", "intact") : styled("red", `damaged: ${hashes.join(", ")}`)];
    };
    const rows = json.map(({dataset, synthetic, symbols, rows, from, to, bytes: size, ingested, version}) => [
      dataset,
      count(symbols.length),
      count(rows),
      from,
      to,
      bytes(size),
      instant(ingested),
      version.slice(0, 12),
      synthetic ? styled("yellow", "synthetic") : "real",
      ...state(dataset)
    ]);
    const right = "right";
    const headings = [
      {name: "dataset"},
      {name: "symbols", align: right},
      {name: "rows", align: right},
      {name: "from"},
      {name: "to"},
      {name: "size", align: right},
      {name: "ingested (UTC)"},
      {name: "version"},
      {name: "prices"},
      ...(verify ? [{name: "files"}] : [])
    ] as const;
    return {json, text: table(headings, rows), failed};
  }
});

function unknownDataset(dataset: string, names: readonly string[]): string {
  const known = names.length > 0 ? `there are ${names.join(", ")}` : "there are none yet";
  return `unknown dataset: ${dataset}; ${known}`;
}
