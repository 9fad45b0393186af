import type {Catalog} from "../../core/pipeline/plan.js";
import type {LoadedRun} from "./loaded-run.js";
import type {Replay, Replaying} from "./replay.js";
import {missingPlugins, replay} from "./replay.js";
import type {Check} from "./verify.js";
import {verify} from "./verify.js";

/** What a page concludes about the run that it shows. */
export interface Verdict {
  /**
   * `from-signal` where nothing differs and the models did not learn here; `unverifiable` where nothing differs and
   * something cannot be made here at all.
   */
  readonly state: "verified" | "from-signal" | "mismatch" | "unverifiable";
  /** Why it is not verified, in a line; empty where it is. */
  readonly reason: string;
  readonly checks: readonly Check[];
  /** The hash of the run made again; null where it could not be made whole. */
  readonly hash: string | null;
  /** How long it took to make the run again and to compare, milliseconds. */
  readonly milliseconds: number;
}

/**
 * Makes a run again and judges its record. Verified is a run all of whose checks agree; one that differs anywhere, that
 * fails where the record says that it succeeded, or whose record makes no sense, does not match.
 */
export async function judge(
  run: LoadedRun,
  catalog: Catalog,
  replaying: Replaying = {}
): Promise<{verdict: Verdict; made: Replay | null}> {
  const begin = performance.now();
  const conclude = (
    state: Verdict["state"],
    reason: string,
    checks: readonly Check[] = [],
    hash: string | null = null
  ) => {
    return {state, reason, checks, hash, milliseconds: performance.now() - begin};
  };
  if (!globalThis.crypto?.subtle)
    return {made: null, verdict: conclude("unverifiable", "browsers hash only what comes from https or 127.0.0.1")};
  let made: Replay | null = null;
  try {
    const missing = missingPlugins(run.page.run.spec, catalog);
    const attempt = await replay(run, catalog, replaying).then(
      (value) => ({made: value, failure: null}),
      (error: unknown) => ({made: null, failure: textOf(error)})
    );
    made = attempt.made;
    const checks = await verify(run, made);
    const different = checks.filter(({state}) => state === "different");
    const hash = made !== null && !made.recorded ? made.hashes.result : null;
    if (attempt.failure !== null && missing.length === 0)
      return {made, verdict: conclude("mismatch", `it cannot be made again: ${attempt.failure}`, checks)};
    if (different.length > 0) return {made, verdict: conclude("mismatch", named(different), checks, hash)};
    if (missing.length > 0)
      return {made, verdict: conclude("unverifiable", `a browser cannot run ${missing.join(", ")}`, checks)};
    if (made?.recorded === true) return {made, verdict: conclude("from-signal", signalOnly, checks)};
    return {made, verdict: conclude("verified", "", checks, hash)};
  } catch (error) {
    return {made, verdict: conclude("mismatch", `its record cannot be read: ${textOf(error)}`)};
  }
}

/** The verdict on a run that cannot be read. */
export function unreadable(reason: string): Verdict {
  return {state: "mismatch", reason: `it cannot be read: ${reason}`, checks: [], hash: null, milliseconds: 0};
}

const signalOnly = "its models did not learn again here; all that follows from their signal did";

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first few things that differ. */
function named(different: readonly Check[]): string {
  const subjects = different.map(({subject}) => subject);
  const more = subjects.length > 4 ? ` and ${subjects.length - 3} more` : "";
  return subjects.slice(0, more ? 3 : 4).join(", ") + more;
}
