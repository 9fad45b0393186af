import type {Catalog} from "../../core/pipeline/plan.js";
import type {LoadedRun} from "./loaded-run.js";
import type {Replay} from "./replay.js";
import {missingPlugins, replay} from "./replay.js";
import type {Check} from "./verify.js";
import {verify} from "./verify.js";

/** What a page concludes about the run that it shows. */
export interface Verdict {
  /** `unverifiable` where nothing differs and something could not be compared. */
  readonly state: "verified" | "mismatch" | "unverifiable";
  /** Why it is not verified, in a line; empty where it is. */
  readonly reason: string;
  readonly checks: readonly Check[];
  /** The hash of the run made again; null where it could not be made whole. */
  readonly hash: string | null;
  /** How long it took to make the run again and to compare, milliseconds. */
  readonly milliseconds: number;
}

/**
 * Makes a run again and judges its record. Verified is a run all of whose checks agree; one that differs anywhere, or
 * that fails where the record says that it succeeded, does not match.
 */
export async function judge(run: LoadedRun, catalog: Catalog): Promise<{verdict: Verdict; made: Replay | null}> {
  const begin = performance.now();
  const missing = missingPlugins(run.page.run.spec, catalog);
  const {made, failure} = await replay(run, catalog).then(
    (value) => ({made: value, failure: null}),
    (error: unknown) => ({made: null, failure: error instanceof Error ? error.message : String(error)})
  );
  const checks = await verify(run, made);
  const different = checks.filter(({state}) => state === "different");
  const broken = failure !== null && missing.length === 0;
  const hash = made !== null && missing.length === 0 ? made.hashes.result : null;
  const verdict = (state: Verdict["state"], reason: string): Verdict => {
    return {state, reason, checks, hash, milliseconds: performance.now() - begin};
  };
  if (broken) return {made, verdict: verdict("mismatch", `it cannot be made again: ${failure}`)};
  if (different.length > 0) return {made, verdict: verdict("mismatch", named(different))};
  if (missing.length > 0) return {made, verdict: verdict("unverifiable", `a browser cannot run ${missing.join(", ")}`)};
  return {made, verdict: verdict("verified", "")};
}

/** The first few things that differ. */
function named(different: readonly Check[]): string {
  const subjects = different.map(({subject}) => subject);
  const more = subjects.length > 4 ? ` and ${subjects.length - 3} more` : "";
  return subjects.slice(0, more ? 3 : 4).join(", ") + more;
}
