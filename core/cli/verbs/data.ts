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
  summary: "List the datasets in the store",
  examples: [
    ["tapebook data --quality", "Gaps, spikes, splits and all else that is wrong with the data"],
    ["tapebook data --policy spike=quarantine,range=repair", "What these policies would do; --apply does it"]
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
      .option("apply", {type: "boolean", describe: "Write what the policy says; else it is only shown"}),
  async act({verify = false, quality = false, dataset, policy, apply = false}, {home, task}) {
    const store = await import("../../store/datasets.js");
    if (quality || policy !== undefined) {
      if (verify) throw misused("invalid options: --verify looks at files and --quality at what they say; ask for one");
      const names = await store.datasetNames(home);
      if (dataset !== undefined && !names.includes(dataset)) throw misused(unknownDataset(dataset, names));
      const {parsePolicies} = await import("../../store/quality/policy.js");
      const policies = policy === undefined ? undefined : await named(() => parsePolicies(policy));
      const report = await import("../quality.js");
      const one = dataset !== undefined;
      return report.quality(home, one ? [dataset] : names, {policies, apply, one}, task("quality"));
    }
    if (apply) throw misused("missing option: --policy; --apply writes what a policy says");
    if (dataset !== undefined) throw misused("missing option: --quality; --dataset is the one to report on");
    const list = await store.datasets(home);
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
