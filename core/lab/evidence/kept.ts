import {access} from "node:fs/promises";
import {join} from "node:path";
import {accountReturns} from "../../evaluate/returns.js";
import {sharpeOfBar} from "../../evaluate/overfitting/sharpe.js";
import {quoted, readDoubles, withDatabase} from "../../store/disk/duck.js";
import {runFolder} from "../run-folder.js";
import type {VariantReturns} from "../sweep/returns.js";
import {readReturns} from "../sweep/returns.js";
import {sweepsFolder} from "../sweep/sweep.js";
import type {Attempts} from "./attempts.js";

/** A trial that differs from all others, and what is known of it. */
export interface KnownTrial {
  /** The id of its run, whether that was made or the trial is a sweep's variant. */
  readonly run: string;
  /** The Sharpe ratio of a bar; null where it is not determined. */
  readonly sharpe: number | null;
  /** When each of its returns became known, and the returns; null where they are not kept. */
  readonly times: Float64Array | null;
  readonly returns: ArrayLike<number> | null;
}

/** The trials of an experiment. */
export interface KnownTrials {
  /** How many differ. */
  readonly distinct: number;
  /** Those of which anything is known. */
  readonly known: readonly KnownTrial[];
}

/** The most runs whose accounts are read, fewer where these are long; of more, the latest. */
const mostRuns = 500;
const mostValues = 4_000_000;

/**
 * What is kept of the trials of an experiment: the accounts of its runs, and the returns of its sweeps' variants. A variant
 * that is a run too is one trial. Whatever cannot be read counts as a trial of which nothing is known, and so does every
 * choice of a walk forward.
 *
 * @param rows how long the accounts are, about
 */
export async function knownTrials(home: string, {list}: Attempts, rows = 1): Promise<KnownTrials> {
  const runs = new Map<string, KnownTrial>();
  const ids = new Set<string>();
  let unnamed = 0;
  for (const {id, variants, several} of list) {
    if (!several) {
      ids.add(id);
      continue;
    }
    const swept = await variantsOf(home, id);
    if (swept === null) {
      unnamed += variants;
      continue;
    }
    const traded = swept.filter((variant) => variant !== null);
    for (const variant of traded) {
      ids.add(variant.run);
      runs.set(variant.run, variant);
    }
    unnamed += Math.max(0, variants - traded.length);
  }
  const most = Math.max(10, Math.min(mostRuns, Math.floor(mostValues / rows)));
  const made = list.filter(({several}) => !several).slice(-most);
  for (const account of await accountsOf(
    home,
    made.map(({id}) => id)
  ))
    runs.set(account.run, account);
  return {distinct: ids.size + unnamed, known: [...runs.values()]};
}

async function variantsOf(home: string, id: string): Promise<readonly (VariantReturns | null)[] | null> {
  try {
    return await readReturns(join(sweepsFolder(home), id));
  } catch {
    return null;
  }
}

/** The accounts of the runs that traded. */
async function accountsOf(home: string, ids: readonly string[]): Promise<readonly KnownTrial[]> {
  const files = await Promise.all(
    ids.map(async (run) => {
      const file = join(runFolder(home, run), "equity.parquet");
      const there = await access(file).then(
        () => true,
        () => false
      );
      return there ? [{run, file}] : [];
    })
  );
  const found = files.flat();
  if (found.length === 0) return [];
  try {
    return await readAccounts(found);
  } catch {
    const alone = await Promise.all(found.map((each) => readAccounts([each]).catch(() => [])));
    return alone.flat();
  }
}

async function readAccounts(found: readonly {readonly run: string; readonly file: string}[]): Promise<KnownTrial[]> {
  const list = `[${found.map(({file}) => quoted(file)).join(", ")}]`;
  const [places, t, equity] = await withDatabase((connection) =>
    readDoubles(
      connection,
      `SELECT list_position(${list}, filename)::DOUBLE AS place, t, equity
       FROM read_parquet(${list}, filename = true, file_row_number = true) ORDER BY place, file_row_number`
    )
  );
  const trials: KnownTrial[] = [];
  for (let start = 0; start < places.length;) {
    let stop = start + 1;
    while (stop < places.length && places[stop] === places[start]) ++stop;
    const returns = accountReturns(equity.subarray(start, stop));
    const sharpe = sharpeOfBar(returns);
    trials.push({
      run: found[places[start] - 1].run,
      sharpe: Number.isFinite(sharpe) ? sharpe : null,
      times: t.slice(start + 1, start + 1 + returns.length),
      returns
    });
    start = stop;
  }
  return trials;
}
