import {evidenceNow} from "../../lab/evidence/evidence.js";
import type {RunRecord} from "../../lab/record.js";
import {readArtefacts} from "../../lab/run-folder.js";
import type {ListedRun} from "../payload.js";

/** On how many bars a small picture of equity is drawn. */
const points = 48;

/** What the list of runs says of one. */
export async function listedRun(home: string, record: RunRecord): Promise<ListedRun> {
  const {id, experiment, title, question, synthetic, started, seconds, metrics, units, lineage} = record;
  const {lint, audit} = record;
  const evidence = (await evidenceNow(home, record)) ?? record.evidence;
  const found = (severity: string) => lint?.filter((finding) => finding.severity === severity).length ?? 0;
  return {
    ...{id, experiment, title, question, synthetic, started, seconds, metrics, units},
    trials: evidence?.trials.counted ?? record.trials,
    data: lineage.data,
    evidence: evidence
      ? {
          deflated: evidence.sharpe.deflated,
          counted: evidence.trials.counted,
          reason: evidence.reasons["sharpe.deflated"] ?? ""
        }
      : null,
    lint: lint ? {serious: found("serious"), warning: found("warning"), note: found("note")} : null,
    audit: audit?.judgement ?? null,
    line: await lineOf(home, record)
  };
}

async function lineOf(home: string, record: RunRecord): Promise<readonly number[] | null> {
  const equity = (await readArtefacts(home, record)).equity?.equity;
  if (!equity || equity.length === 0 || !(equity[0] > 0)) return null;
  const count = Math.min(points, equity.length);
  const rows = Array.from({length: count}, (_, i) => Math.round((i * (equity.length - 1)) / Math.max(1, count - 1)));
  const line = rows.map((row) => Math.round((1e4 * equity[row]) / equity[0]) / 1e4);
  return line.every(Number.isFinite) ? line : null;
}
