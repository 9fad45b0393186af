import {readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {AuditRecord, RunRecord} from "../record.js";
import {auditRecordShape} from "../record.js";
import {runFolder} from "../run-folder.js";

/** Keeps a deep audit in its run's folder, as `audit.json`. */
export async function keepAudit(home: string, {id}: RunRecord, audit: AuditRecord): Promise<void> {
  await writeFileAtomic(join(runFolder(home, id), "audit.json"), `${JSON.stringify(audit, null, 2)}\n`);
}

/** The audit of a run: the deep one where there was one, else that of the run itself; null for runs of before. */
export async function readAudit(home: string, record: RunRecord): Promise<AuditRecord | null> {
  const text = await readFile(join(runFolder(home, record.id), "audit.json"), "utf8").catch(() => null);
  return text === null ? (record.audit ?? null) : auditRecordShape.parse(JSON.parse(text));
}
