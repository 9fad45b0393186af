import {bytes, count, day, instant, styled} from "../format.js";
import {table} from "../table.js";
import {defineVerb} from "../verb.js";

/** Lists what is in the store, and reads every byte of it where it is to be verified. */
export const data = defineVerb({
  usage: "data",
  summary: "List the datasets in the store",
  declare: (yargs) => yargs.option("verify", {type: "boolean", describe: "Read every file and compare its hash"}),
  async act({verify = false}, {home, task}) {
    const store = await import("../../store/datasets.js");
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
