import type {Explanation} from "../pipeline/explanation.js";
import type {Fill} from "../plugin.js";
import type {Account} from "./run-folder.js";
import {readAccount, readArtefacts, readExplanation, readFills} from "./run-folder.js";
import {findOrigins, loadMarket} from "./market.js";
import {readAudit} from "./kept/audits.js";
import {evidenceNow} from "./evidence/evidence.js";
import type {AuditRecord, Evidence, RunRecord} from "./record.js";

/** Where an array lies among a run's numbers, counted in numbers. */
export interface Place {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * The arrays that a page needs to show a run and to make it again, end to end: `times`, the market's fields as `field/open` …,
 * `benchmark`, for a learned signal `signal`, `baseline` and `label`, for a backtest `equity`, `cash`, `gross` and
 * `net`, from the row on which it starts.
 */
export function places({spec, hashes, symbols, fields, shape: {rows, start}}: RunRecord): readonly Place[] {
  const cells = rows * symbols.length;
  const sizes: [string, number][] = [
    ["times", rows],
    ...fields.map((name): [string, number] => [`field/${name}`, cells])
  ];
  if (spec.data.benchmark !== undefined) sizes.push(["benchmark", rows]);
  if (hashes.signal) for (const name of ["signal", "baseline", "label"]) sizes.push([name, cells]);
  if (hashes.backtest) for (const name of ["equity", "cash", "gross", "net"]) sizes.push([name, rows - start]);
  let offset = 0;
  return sizes.map(([name, length]) => {
    offset += length;
    return {name, offset: offset - length, length};
  });
}

/** What a page is told of a run, beside its arrays. */
export interface RunPage {
  readonly run: RunRecord;
  readonly symbols: readonly string[];
  readonly arrays: readonly Place[];
  readonly fills: readonly Fill[];
  /** What else befell the account; null where nothing was traded. */
  readonly account: Account | null;
  /** What the audit says of it; null for runs from before there were audits. */
  readonly audit: AuditRecord | null;
  /** The run's evidence as all that was tried until now has it; null where nothing was tried since. */
  readonly evidenceNow: Evidence | null;
  /** What the signal's models make of their features; null where the experiment does not ask. */
  readonly explanation: Explanation | null;
}

/** A run's record, fills, and where its arrays lie. */
export async function runPage(home: string, run: RunRecord): Promise<RunPage> {
  const [fills, account] = [await readFills(home, run), await readAccount(home, run)];
  const [audit, explanation] = [await readAudit(home, run), await readExplanation(home, run)];
  const now = await evidenceNow(home, run);
  return {run, symbols: run.symbols, arrays: places(run), fills, account, audit, evidenceNow: now, explanation};
}

/** A run's arrays, laid out as `places` says. Prices come from the store in the version that the run used. */
export async function runArrays(home: string, record: RunRecord): Promise<Float64Array> {
  const {spec, lineage} = record;
  const {panel, beside} = await loadMarket(home, spec.data, await findOrigins(home, spec.data, lineage));
  const {signals, equity} = await readArtefacts(home, record);
  const layout = places(record);
  const out = new Float64Array(layout.reduce((sum, {length}) => sum + length, 0));
  const sources: Record<string, Float64Array | undefined> = {
    times: panel.times,
    ...Object.fromEntries(record.fields.map((name) => [`field/${name}`, panel.fields[name]])),
    ...signals,
    ...equity,
    benchmark: beside.benchmark
  };
  for (const {name, offset, length} of layout) {
    const values = sources[name];
    if (values?.length !== length) {
      const found = values ? `${values.length} values` : "no values";
      throw new Error(`invalid run: ${record.id} has ${found} of ${name}; expected ${length}`);
    }
    out.set(values, offset);
  }
  return out;
}
