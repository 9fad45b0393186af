import type {Effects} from "../context.js";
import type {Trial} from "../ledger.js";
import {appendTrial} from "../ledger.js";
import {reasonOf} from "./plans.js";

/** Enters an attempt into the ledger before anything of it is done, and again however it ends. */
export async function counted<T>(
  home: string,
  {now, signal}: Pick<Effects, "now" | "signal">,
  {experiment, run, variants}: {readonly experiment: string; readonly run: string; readonly variants: number},
  act: (started: readonly Trial[]) => Promise<T>
): Promise<T> {
  const at = () => new Date(now()).toISOString();
  const started = await appendTrial(home, {experiment, run, event: "started", at: at(), variants});
  const attempt = started.at(-1)!.n;
  try {
    const value = await act(started);
    await appendTrial(home, {experiment, run, event: "done", attempt, at: at()});
    return value;
  } catch (error) {
    const event = signal.aborted ? "cancelled" : "failed";
    await appendTrial(home, {experiment, run, event, attempt, at: at(), error: reasonOf(error)});
    throw error;
  }
}
