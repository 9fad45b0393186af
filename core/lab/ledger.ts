import {createHash} from "node:crypto";
import {mkdir, open, readFile, truncate} from "node:fs/promises";
import {join} from "node:path";
import lockfile from "proper-lockfile";
import {z} from "zod";

const entry = z.strictObject({
  /** The line's number, from 1. */
  n: z.int().positive(),
  /** When, ISO 8601. */
  at: z.string(),
  event: z.enum(["started", "done", "failed", "cancelled"]),
  experiment: z.string(),
  run: z.string(),
  /** The number of the line that started the attempt; of that line itself, its own. */
  attempt: z.int().positive(),
  error: z.string().optional(),
  /** How many trials it stands for: a sweep's variants. One where left out. */
  variants: z.int().positive().optional(),
  /** The hash of the line before; of the first line, 64 zeros. */
  previous: z.string(),
  /** SHA-256 of this line's JSON without this field. */
  hash: z.string()
});

/** One line of the trial ledger. */
export type Trial = z.infer<typeof entry>;

/** The ledger's file. */
export function ledgerFile(home: string): string {
  return join(home, "trials.ndjson");
}

/**
 * Every attempt so far, oldest first. A last line that was cut off while it was written was never counted and is passed
 * over. Throws at the first line that does not carry the hash of the one before, or whose own hash is wrong.
 */
export async function readTrials(home: string): Promise<Trial[]> {
  const text = await readFile(ledgerFile(home), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const trials: Trial[] = [];
  for (const [i, line] of whole(text).split("\n").entries()) {
    if (line === "") continue;
    const trial = parse(line);
    const intact = trial && trial.previous === (trials.at(-1)?.hash ?? first) && trial.hash === hashOf(trial);
    if (!intact) throw new Error(`invalid trial ledger: line ${i + 1} was changed; trials can no longer be counted`);
    trials.push(trial);
  }
  return trials;
}

/**
 * How many attempts an experiment has had: every start, whether it finished, failed or was killed, and of a sweep each of
 * its variants.
 */
export function countTrials(trials: readonly Trial[], experiment: string): number {
  const starts = trials.filter((trial) => trial.event === "started" && trial.experiment === experiment);
  return starts.reduce((sum, {variants = 1}) => sum + variants, 0);
}

/**
 * Adds a line under a lock, so that several processes may run at once, and waits until it is on the disk. A start's
 * `attempt` is its own number. Answers with the line and all before it.
 */
export async function appendTrial(
  home: string,
  {attempt, ...given}: Omit<Trial, "n" | "previous" | "hash" | "attempt"> & {attempt?: number}
): Promise<readonly Trial[]> {
  const file = ledgerFile(home);
  await mkdir(home, {recursive: true});
  const handle = await open(file, "a");
  const release = await lockfile.lock(file, {stale: 5000, retries: {retries: 60, minTimeout: 50, maxTimeout: 250}});
  try {
    await cutTorn(file);
    const trials = await readTrials(home);
    const n = trials.length + 1;
    const body = {n, attempt: attempt ?? n, ...given, previous: trials.at(-1)?.hash ?? first};
    const trial: Trial = {...body, hash: hashOf(body)};
    await handle.appendFile(`${JSON.stringify(trial)}\n`);
    await handle.sync();
    return [...trials, trial];
  } finally {
    await handle.close();
    await release();
  }
}

const first = "0".repeat(64);

function hashOf(trial: Omit<Trial, "hash">): string {
  const {n, at, event, experiment, run, attempt, error, variants, previous} = trial;
  const counted = variants === undefined ? [] : [variants];
  const text = JSON.stringify([n, at, event, experiment, run, attempt, error ?? null, ...counted, previous]);
  return createHash("sha256").update(text).digest("hex");
}

function parse(line: string): Trial | null {
  try {
    return entry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** The text up to its last line end. */
function whole(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

async function cutTorn(file: string): Promise<void> {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) await truncate(file, end);
}
