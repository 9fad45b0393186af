import {completed, findExperiments} from "../experiments.js";
import type {ExperimentSpec} from "../experiment.js";
import {toSpec} from "../experiment.js";
import {runId, sha256} from "../lineage.js";
import type {RunRecord} from "../record.js";
import {isSpec} from "../../pipeline/plan.js";
import type {Again} from "./again.js";
import type {Change, Reproduction} from "./shape.js";

/** What the world is that a run is made in. */
export interface World {
  readonly backend: string;
  readonly node: string;
  readonly tapebook: string;
}

/** What a run was made of that is not the same now: first what was done to its record, then data, code, options, runtime. */
export function changesOf(record: RunRecord, again: Again, world: World): Change[] {
  const {lineage, spec} = record;
  const out: Change[] = [];
  const note = (what: Change["what"], name: string, recorded: string | null, now: string | null) => {
    if (recorded !== now) out.push({what, name, recorded, now});
  };
  note("record", "id", record.id, idOf(record));
  for (const {dataset, version} of lineage.data) note("data", dataset, version, again.versions[dataset] ?? null);
  if (lineage.universe) {
    const {name, version} = lineage.universe;
    note("universe", name, version, again.versions[`universe ${name}`] ?? null);
  }
  const files = new Set([...Object.keys(lineage.files), ...Object.keys(again.code.files)]);
  for (const file of [...files].sort()) note("code", file, lineage.files[file] ?? null, again.code.files[file] ?? null);
  note("packages", "package-lock.json", lineage.lockfile, again.code.lockfile);
  for (const {path, recorded, now} of pathsThatDiffer(spec, again.spec)) note("option", path, recorded, now);
  note("seed", "seed", String(lineage.seed), String(again.spec.seed));
  note("backend", "backend", lineage.backend, world.backend);
  note("runtime", "Node", lineage.node, world.node);
  note("version", "tapebook", lineage.tapebook, world.tapebook);
  return out;
}

/** The id that a record's own words give it: another than its own where they were changed after it was written. */
function idOf({spec, lineage}: RunRecord): string {
  const versions = Object.fromEntries([
    ...lineage.data.map(({dataset, version}) => [dataset, version] as const),
    ...(lineage.universe ? [[`universe ${lineage.universe.name}`, lineage.universe.version] as const] : [])
  ]);
  const {files, lockfile, code} = lineage;
  const hash = sha256(JSON.stringify([files, lockfile]));
  return hash === code
    ? runId(spec, versions, {hash, files, lockfile})
    : `${runId(spec, versions, {hash, files, lockfile})}, and its code is not that of its files`;
}

/**
 * Where the experiment's file says otherwise today than what was run: by the settings that the run was given, or by what
 * was changed in the file, or in the record. Empty where there is no experiment of that name any more.
 */
export async function settingsOf({experiment, spec}: RunRecord): Promise<Reproduction["settings"]> {
  const found = await findExperiments(experiment).catch(() => []);
  const own = found.find(({name}) => name === experiment);
  if (!own) return [];
  const today = await completed(toSpec(own)).catch(() => null);
  if (!today) return [];
  return pathsThatDiffer(spec, today).map(({path, recorded, now}) => ({path, recorded, now}));
}

/** The places at which two experiments differ, in words of JSON; a plugin's options stand directly below it. */
export function pathsThatDiffer(recorded: ExperimentSpec, now: ExperimentSpec) {
  const [a, b] = [recorded, now].map((spec) => new Map(leaves(spec, [])));
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  return paths
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => ({path, recorded: a.get(path) ?? null, now: b.get(path) ?? null}));
}

/** Every value of a JSON tree under the path that `--set` has for it. */
function leaves(value: unknown, path: readonly string[]): readonly (readonly [path: string, value: string])[] {
  const here = path.join(".");
  if (isSpec(value)) return [[here, JSON.stringify(value.name)], ...leaves(value.params, path).slice(1)];
  if (typeof value !== "object" || value === null) return [[here, JSON.stringify(value) ?? "null"]];
  const entries = Object.entries(value);
  const shape = Array.isArray(value) ? "[]" : "{}";
  return [[here, shape], ...entries.flatMap(([key, inside]) => leaves(inside, [...path, key]))];
}
