import {pathsThatDiffer} from "../reproduce/changes.js";
import type {RunRecord} from "../record.js";
import {latestRecords, listRecords, readRun} from "../runs.js";

/** Which runs are to be compared. */
export interface Wanted {
  /** Ids, enough of their starts, or names of experiments, of which the newest run is meant. */
  readonly runs?: readonly string[];
  /** All runs of this experiment that are not outdated. */
  readonly experiment?: string;
  /** The newest run of every experiment. */
  readonly all?: boolean;
}

/** The runs that are meant, each once, in the order in which they were named. Throws where one is unknown, or none is there. */
export async function chooseRuns(home: string, {runs = [], experiment, all = false}: Wanted): Promise<RunRecord[]> {
  const records = await listRecords(home);
  const newest = new Map(records.map((record) => [record.experiment, record]));
  const out = new Map<string, RunRecord>();
  const take = (record: RunRecord) => out.set(record.id, record);
  for (const name of runs) take(await readRun(home, name));
  if (experiment !== undefined) {
    const own = (await latestRecords(home)).filter((record) => record.experiment === experiment);
    if (own.length === 0) {
      const names = [...newest.keys()].join(", ");
      throw new Error(
        `unknown experiment: ${experiment} has no run; ${names ? `those that have are ${names}` : "there are none yet"}`
      );
    }
    own.forEach(take);
  }
  if (all) [...newest.values()].forEach(take);
  if (out.size === 0) throw new Error("missing runs: there are none yet; make one with: tapebook run 06");
  return [...out.values()];
}

/**
 * What runs are called beside one another: by their experiment, and where several are of one, by the settings that tell each
 * from most of them, or by their ids where nothing in the settings does (but the data, or the code).
 */
export function namesOf(records: readonly RunRecord[]): ReadonlyMap<string, string> {
  const names = records.map(({id, experiment, spec}): [string, string] => {
    const siblings = records.filter((other) => other.experiment === experiment && other.id !== id);
    const differing = siblings.flatMap((other) => pathsThatDiffer(spec, other.spec));
    const own = new Map<string, string | null>();
    for (const {path, recorded} of differing) {
      const others = differing.filter((each) => each.path === path).length;
      if (isSetting(path) && 2 * others > siblings.length) own.set(path, recorded);
    }
    const paths = [...own.keys()];
    const told = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`)));
    const words = told.map((path) => `${path.split(".").slice(-2).join(".")}=${bare(own.get(path) ?? null)}`);
    if (words.length > 3) return [id, `${experiment} ${id}`];
    return [id, words.length === 0 ? experiment : `${experiment} (${words.join(", ")})`];
  });
  const isShared = (name: string) => names.filter(([, other]) => other === name).length > 1;
  return new Map(names.map(([id, name]) => [id, isShared(name) ? `${name} ${id}` : name]));
}

/** Whether a place in an experiment says what is done, and not what is asked or measured. */
function isSetting(path: string): boolean {
  return !["title", "question", "metrics"].includes(path.split(".")[0]);
}

/** A text without its quotes. */
function bare(json: string | null): string {
  return json === null ? "none" : json.replace(/^"(.*)"$/, "$1");
}
