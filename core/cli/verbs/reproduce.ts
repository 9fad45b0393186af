import {formatDate} from "../../base/timeframe.js";
import type {Change, FailedReproduction, Reproduction} from "../../lab/reproduce/shape.js";
import {count, duration, figure, styled} from "../format.js";
import {text} from "../options.js";
import {pairs, table} from "../table.js";
import {defineVerb, misused, named} from "../verb.js";

/** Makes a kept run again from its lineage, and says whether it is the same to the last bit, or what differs. */
export const reproduce = defineVerb({
  usage: "reproduce [run]",
  summary: "Make a run again from its lineage: bit-identical, or what differs and by how much; fails where it differs",
  examples: [
    ["tapebook reproduce 3f2a", "The run whose id starts with 3f2a"],
    ["tapebook reproduce --all", "Every run that is kept"],
    ["tapebook reproduce 3f2a --from ../other/.tapebook", "A run of another folder of state, on the data of this one"],
    ["tapebook reproduce mail/run.json", "A run of which there is the record alone"]
  ],
  declare: (yargs) =>
    yargs
      .positional("run", {type: "string", describe: "The run's id, enough of its start, or the path of its run.json"})
      .option("all", {type: "boolean", default: false, describe: "Every run that is kept"})
      .option("from", text("The folder of state that keeps the run; the data stay those of this one", "folder")),
  async act({run, all, from}, {home, task}) {
    const {findKept} = await import("../../lab/reproduce/kept.js");
    const {reproduce} = await import("../../lab/reproduce/reproduce.js");
    const {listRecords} = await import("../../lab/runs.js");
    const {runFolder} = await import("../../lab/run-folder.js");
    if (all === (run !== undefined)) throw misused("invalid reproduce: name one run, or give --all");
    const {resolve} = await import("node:path");
    const where = from === undefined ? home : resolve(from);
    if (run !== undefined) {
      const kept = await named(() => findKept(where, run));
      const found = await reproduce(kept, home, task(kept.record.experiment));
      return {json: found, text: describe(found), failed: !found.identical};
    }
    const list: (Reproduction | FailedReproduction)[] = [];
    for (const record of await listRecords(where)) {
      const effects = task(record.experiment);
      effects.signal.throwIfAborted();
      const kept = {record, folder: runFolder(where, record.id), home: where};
      const made = reproduce(kept, home, effects).catch((error: unknown): FailedReproduction => {
        effects.signal.throwIfAborted();
        const message = error instanceof Error ? error.message : String(error);
        return {run: record.id, experiment: record.experiment, identical: false, error: message};
      });
      list.push(await made);
    }
    const same = list.filter(({identical}) => identical).length;
    const last =
      list.length === 0
        ? "no runs yet; make one with: tapebook run 06"
        : `${count(same)} of ${count(list.length)} runs are bit-identical.`;
    return {json: list, text: [...list.map(describe), last].join("\n\n"), failed: same < list.length};
  }
});

function describe(found: Reproduction | FailedReproduction): string {
  const {experiment, run} = found;
  const head = `${styled("bold", experiment)}  ${run}`;
  if ("error" in found) return `${head}  ${styled("red", "could not be made again")}\n  ${found.error}`;
  const {identical, seconds} = found;
  const verdict = identical ? styled("green", "bit-identical") : styled("red", "differs");
  const first = `${head}  ${verdict}, made again in ${duration(seconds)}`;
  return [
    first,
    ...changed(found),
    ...(identical ? [`  ${same(found)}`] : [stages(found), ...figures(found), ...places(found)]),
    `  not compared, since it may differ: ${found.passedOver.join(", ")}`,
    ...(found.counted ? ["  Another result was seen: it is counted as a trial of the experiment."] : [])
  ].join("\n");
}

/** What was found to be the same. */
function same({stages, figures, arrays}: Reproduction): string {
  const rows = arrays.map(
    ({name, recorded}) => `${count(recorded)} ${name === "equity" ? "bars of the account" : name}`
  );
  const parts = [`${stages.length} hashes`, `${figures.compared} figures`, ...rows];
  return `the same: ${parts.join(", ")}`;
}

const whats: Readonly<Record<Change["what"], string>> = {
  record: "the record",
  data: "data",
  universe: "universe",
  code: "code",
  packages: "packages",
  option: "option",
  seed: "seed",
  backend: "backend",
  runtime: "runtime",
  version: "tapebook"
};

/** What it was made of that is not the same now; of a changed record, where it contradicts the experiment. */
function changed({changes, settings, value, identical}: Reproduction): string[] {
  const lines = changes.map(({what, name, recorded, now}) => [whats[what], saying(what, name, recorded, now)] as const);
  const suspect = !identical && settings.length > 0;
  const told = settings.map(
    ({path, recorded, now}) =>
      ["setting", `${path}: ${recorded ?? "nothing"} in the run, ${now ?? "nothing"} in the experiment's file`] as const
  );
  const all = [...lines, ...(value ? [["value", valueText(value)] as const] : []), ...(suspect ? told : [])];
  return all.length === 0 ? [] : ["  not made of the same:", indented(pairs(all), 4)];
}

function saying(what: Change["what"], name: string, recorded: string | null, now: string | null): string {
  if (what === "record")
    return `run.json was changed after it was written: it is called ${recorded}, what it says makes ${now}`;
  if (what === "code" || what === "packages") {
    if (name === "core") return "the engine, core, was changed";
    return recorded === null
      ? `${name} was not used then`
      : now === null
        ? `${name} is not used now`
        : `${name} was changed`;
  }
  const [then, today] = [recorded, now].map((each) => (each === null ? "nothing" : short(each)));
  const missing = what === "data" || what === "universe" ? ", which is not in this store" : "";
  return `${name}: ${then} then${missing}, ${today} now`;
}

function valueText({field, symbol, t, recorded, now}: NonNullable<Reproduction["value"]>): string {
  return `${field} of ${symbol} on ${formatDate(t)}: ${recorded ?? "none"} then, ${now ?? "none"} now; the first that differs`;
}

function stages({stages, parts}: Reproduction): string {
  const rows = stages.map(({stage, recorded, now, same}) => [
    `    ${stage}`,
    same ? styled("green", "same") : styled("red", "differs"),
    ...(same ? [] : [short(recorded ?? "not taken"), short(now ?? "not taken")])
  ]);
  const headings = [{name: "    stage"}, {name: ""}, {name: "recorded"}, {name: "now"}];
  const others = parts.length > 0 ? [`  other parts of the record differ: ${parts.join(", ")}`] : [];
  return [table(headings, rows), ...others].join("\n");
}

function figures({figures: {compared, different}}: Reproduction): string[] {
  if (different.length === 0) return [`  all ${count(compared)} figures are the same`];
  const rows = different.map(({name, recorded, now, difference, relative}) => [
    `    ${name}`,
    number(recorded),
    number(now),
    number(difference),
    relative === null ? "–" : figure(relative, "percent")
  ]);
  const right = (name: string) => ({name, align: "right"}) as const;
  const headings = [{name: "    figure"}, right("recorded"), right("now"), right("difference"), right("of it")];
  return [`  ${count(different.length)} of ${count(compared)} figures differ:`, table(headings, rows)];
}

function places({arrays}: Reproduction): string[] {
  return arrays.flatMap(({name, recorded, now, different, first}) => {
    const lengths = recorded === now ? [] : [`  ${name}: ${count(recorded)} rows then, ${count(now)} now`];
    if (!first) return lengths;
    const {t, symbol, column, row} = first;
    const when = t === null ? `row ${row}` : formatDate(t);
    const what = `${column}${symbol === null ? "" : ` of ${symbol}`} on ${when}`;
    const values = column === "t" ? "another day" : `${number(first.recorded)} then, ${number(first.now)} now`;
    return [
      ...lengths,
      `  ${name}: first ${what}: ${values}; ${count(different)} of ${count(Math.min(recorded, now))} rows differ`
    ];
  });
}

function number(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) ? count(value) : value.toPrecision(6);
}

function short(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}

function indented(lines: string, by: number): string {
  return lines
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
}
