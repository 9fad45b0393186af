import type {RunPage} from "../../core/site/payload.js";

type Run = RunPage["run"];

/** The hash of a run's code, made of the hashes of its files and of the lockfile. */
export function codeHash({lineage: {files, lockfile}}: Run): Promise<string> {
  return sha256(JSON.stringify([files, lockfile]));
}

/** A run's id, made of its experiment, the versions of its data and its code. */
export async function identity({spec, lineage: {data, code}}: Run): Promise<string> {
  const versions = Object.fromEntries(data.map(({dataset, version}) => [dataset, version]));
  return (await sha256(JSON.stringify([sorted(spec), sorted(versions), code]))).slice(0, 12);
}

/** The same JSON with the keys of every object in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inside]) => [key, sorted(inside)]));
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
